/**
 * The decision table of docker-in-docker: what `DOCKER_HOST` and its kind come to. The scripts with which docker's images begin are
 * run as they are (docker-library/docker): the service's says how its daemon would listen, the client's what the client is told, and
 * the real client then goes to a service that listens so. What pipelint says of the same pipeline has to agree.
 */
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { run } from './job.mjs';
import { inFreshFolders, LAB } from './namespace.mjs';

/** Where docker's images keep them, and where they are looked for unless a folder is named. */
export const ENTRYPOINTS = '/usr/local/bin';
const OF_SERVICE = 'dockerd-entrypoint.sh';
const OF_CLIENT = 'docker-entrypoint.sh';

export const TABLE_RULE = 'dind-endpoint';
/** The client's, which answer to the lab's service; and what the service makes for itself, which nobody uses. */
const CERTIFICATES = `${LAB}/shared-certs`;
const OWN_CERTIFICATES = `${LAB}/own-certs`;

export const hasEntrypoints = (folder) => [OF_SERVICE, OF_CLIENT].every((name) => existsSync(`${folder}/${name}`));

/** @returns results as of `prove()`, one a row of the table */
export async function proveTable(folder, library, say) {
  prepare(folder);
  const results = [];
  for (const row of ROWS) {
    const result = await proveRow(row, library);
    results.push(result);
    say(result);
  }
  return results;
}

/** A variable that is undefined is not set in the pipeline, so that the images' own value counts. */
const DIRECTORIES = [undefined, '/certs', ''];
const HOSTS = [undefined, 'tcp://docker:2375', 'tcp://docker:2376'];
const CHECKS = [undefined, '1'];
const STARTS = ['entrypoint', 'none'];
const COMMANDS = [[], ['--tls=false'], ['dockerd', '--host=tcp://0.0.0.0:2375', '--tls=false']];

const ROWS = DIRECTORIES.flatMap((directory) =>
  HOSTS.flatMap((host) =>
    CHECKS.flatMap((verify) =>
      STARTS.flatMap((start) =>
        COMMANDS.filter((command) => command.length === 0 || (start === 'entrypoint' && !verify && host)).map(
          (command) => ({ directory, host, verify, start, command }),
        ),
      ),
    ),
  ),
);

/** Of both images (docker-library/docker, Dockerfile). */
const IMAGE_DIRECTORY = '/certs';

async function proveRow(row, library) {
  const { text: listening } = await runScript([OF_SERVICE, ...row.command], environmentOf(row, OWN_CERTIFICATES));
  const service = serviceOf(listening);
  const client = [...(row.start === 'entrypoint' ? [OF_CLIENT] : []), 'docker', 'version'];
  const { text: answer } = await runScript(client, environmentOf(row, CERTIFICATES), service);
  const reaches = answer.includes('404 page not found');
  const findings = library
    .lint({ '.gitlab-ci.yml': pipelineOf(row) })
    .findings.filter(({ rule, severity }) => rule === TABLE_RULE && severity !== 'info');
  // pipelint says nothing of a daemon that is started with a command of one's own.
  const isOwn = row.command[0] === 'dockerd';
  const agrees = findings.length === 0 ? reaches || isOwn : !reaches;
  const seen = reaches ? `reaches ${service}` : (answer.trimEnd().split('\n').at(-1) ?? '');
  const expected = findings[0]?.severity ?? (isOwn ? 'not known' : 'reaches the service');
  const claim = { rule: TABLE_RULE, fixture: nameOf(row), client: 'docker 28 + entrypoints', expected, row };
  const said = findings.map(({ severity, message }) => `${severity}: ${message}`).join('\n');
  const complaint = reaches ? 'pipelint reports it' : 'pipelint reports nothing';
  return { claim, seen, agrees, complaint, text: `${listening}${answer}${said}\n` };
}

function prepare(folder) {
  for (const name of [OF_SERVICE, OF_CLIENT]) cpSync(`${folder}/${name}`, `${LAB}/bin/${name}`);
  writeFileSync(`${LAB}/bin/dockerd`, '#!/bin/sh\necho dockerd "$@"\n', { mode: 0o755 });
  // A key of 4196 bits takes seconds, and nobody checks these.
  writeFileSync(`${LAB}/bin/openssl`, FORGED, { mode: 0o755 });
  mkdirSync(`${CERTIFICATES}/client`, { recursive: true });
  cpSync(`${LAB}/certs`, `${CERTIFICATES}/client`, { recursive: true });
}

const FORGED = `#!/bin/sh
while [ $# -gt 0 ]; do if [ "$1" = -out ]; then [ -s "$2" ] || echo forged > "$2"; fi; shift; done
`;

/** With the folder of certificates that a runner shares between both, as GitLab.com's do. */
function environmentOf({ directory = IMAGE_DIRECTORY, host, verify }, certificates) {
  const folder = directory === '' ? '' : certificates;
  return {
    PATH: `${LAB}/bin:${process.env.PATH}`,
    HOME: '/root',
    DOCKER_TLS_CERTDIR: folder,
    ...(host && { DOCKER_HOST: host }),
    ...(verify && { DOCKER_TLS_VERIFY: verify, DOCKER_CERT_PATH: `${CERTIFICATES}/client` }),
  };
}

const runScript = (command, env, service) =>
  run(inFreshFolders(['sh', '-c', '"$@"', 'sh', ...command], service), { env });

/** `tls` or `plain`; a daemon with `--tlsverify` speaks TLS, whatever is said behind it (moby, cmd/dockerd/options.go). */
function serviceOf(listening) {
  const [command = ''] = listening.split('\n').filter((line) => line.startsWith('dockerd '));
  return command.includes('--tlsverify') ? 'tls' : 'plain';
}

function pipelineOf({ directory, host, verify, start, command }) {
  const variables = {
    ...(directory !== undefined && { DOCKER_TLS_CERTDIR: directory }),
    ...(host && { DOCKER_HOST: host }),
    ...(verify && { DOCKER_TLS_VERIFY: verify, DOCKER_CERT_PATH: '/certs/client' }),
  };
  return JSON.stringify({
    build: {
      image: start === 'entrypoint' ? 'docker:29' : { name: 'docker:29', entrypoint: [''] },
      services: [command.length === 0 ? 'docker:29-dind' : { name: 'docker:29-dind', command }],
      ...(Object.keys(variables).length > 0 && { variables }),
      script: ['docker build .'],
    },
  });
}

function nameOf({ directory, host, verify, start, command }) {
  return [
    `DOCKER_TLS_CERTDIR ${directory === undefined ? 'unset' : `"${directory}"`}`,
    `DOCKER_HOST ${host ?? 'unset'}`,
    ...(verify ? [`DOCKER_TLS_VERIFY ${verify}`] : []),
    ...(start === 'none' ? ['image without its entrypoint'] : []),
    ...(command.length > 0 ? [`service: ${command.join(' ')}`] : []),
  ].join(', ');
}
