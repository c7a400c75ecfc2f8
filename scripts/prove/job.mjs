/** A job of a fixture as a runner runs it: what pipelint says its script and variables are, by a real shell. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { inFreshFolders, LAB } from './namespace.mjs';
import { predefinedVariables, SECRETS } from './world.mjs';

const SECONDS = 20;

/** The shells of images: that of docker's is busybox, that of buildah's, podman's and skopeo's is bash. */
const SHELLS = { busybox: ['busybox', 'sh'], bash: ['bash'], dash: ['dash'] };

/**
 * @param claim says which fixture, job, shell, and what is set besides
 * @param effective the job as `resolve()` gives it
 * @returns `{ status, text }`: how the script ended, and what stands in the log, without secrets
 */
export async function runJob(claim, effective, fixture, number) {
  const folder = `${LAB}/job-${number}`;
  cpSync(fixture, folder, { recursive: true });
  for (const context of ['.', ...(claim.contexts ?? [])]) addDockerfile(`${folder}/${context}`);
  for (const script of scriptsIn(folder)) chmodSync(script, 0o755);
  cpSync(`${LAB}/store`, `${folder}.store`, { recursive: true });
  const job = { name: claim.job, stage: effective.stage };
  const environment = {
    PATH: `${LAB}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: '/root',
    SSL_CERT_FILE: `${LAB}/certificate.pem`,
    CONTAINERS_STORAGE_CONF: configureStorage(`${folder}.store`),
    BUILDAH_ISOLATION: 'chroot',
    DOCKER_BUILDKIT: '0',
    DOCKER_HOST: `unix://${LAB}/docker.sock`,
    ...expanded({ ...predefinedVariables(job, folder), ...effective.variables, ...claim.given }),
  };
  writeFileSync(`${folder}.sh`, scriptOf(effective, claim));
  return run(inFreshFolders([...SHELLS[claim.shell], `${folder}.sh`], claim.service), {
    cwd: folder,
    env: environment,
  });
}

/** @returns the file that makes buildah, podman and skopeo keep their images in this folder */
export function configureStorage(folder) {
  const file = `${folder}.conf`;
  writeFileSync(file, `[storage]\ndriver = "vfs"\ngraphroot = "${folder}"\nrunroot = "${folder}-run"\n`);
  return file;
}

/** The script as GitLab Runner writes it: it stops at the first failure, and each entry is shown before it runs. */
function scriptOf(
  { before_script: before = [], script = [] },
  { instead: [pattern, replacement] = [/$^/, ''], first = '' },
) {
  const entries = [...before, ...script].map((written) => {
    const entry = written.replace(pattern, replacement);
    const [first, ...more] = entry.trimEnd().split('\n');
    const shown = more.length > 0 ? `${first} # collapsed multi-line command` : first;
    return `echo ${quoted(`$ ${shown}`)}\n${entry}`;
  });
  const head = 'if set -o | grep pipefail > /dev/null; then set -o pipefail; fi; set -o errexit; set +o noclobber';
  return [head, first, ...entries, ''].join('\n');
}

function addDockerfile(folder) {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(`${folder}/Dockerfile`)) writeFileSync(`${folder}/Dockerfile`, 'FROM scratch\nCOPY . /\n');
}

/** The fixtures' own, which are kept without the bit that makes them run. */
function scriptsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sh'))
    .map((path) => `${folder}/${path}`);
}

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

function expanded(variables) {
  const value = (text, depth) =>
    depth === 0 ? text : text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, a, b) => value(variables[a ?? b] ?? '', depth - 1));
  return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, value(String(text), 5)]));
}

export function run([program, ...words], options) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: SECONDS * 1000 });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
    child.on('error', ({ message }) => resolve({ status: 127, text: message }));
    child.on('close', (status) => resolve({ status: status ?? 124, text: withoutSecrets(text) }));
  });
}

/** As runners mask them; and without what no two runs share: times, addresses in memory, the number of the job. */
function withoutSecrets(text) {
  let masked = text.replace(/time="[^"]*"/g, 'time="2026-01-02T03:04:05Z"');
  for (const secret of Object.values(SECRETS)) masked = masked.replaceAll(secret, '[MASKED]');
  return masked
    .replace(/[A-Za-z0-9+/=]{80,}/g, '[MASKED]')
    .replace(/\b0xc0[0-9a-f]+/g, '0xc000000000')
    .replace(new RegExp(`${LAB}/job-\\d+`, 'g'), `${LAB}/job`);
}
