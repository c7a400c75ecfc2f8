/**
 * `npm run prove`: shows what the rules claim on real software. The jobs of the rules' own fixtures run against a registry
 * that grants what GitLab grants, with real clients; each `bad` one has to fail with the line that its rule names, each
 * `ok` one has to pass. See docs/proof.md.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { faultOf, prove } from './prove/check.mjs';
import { CLAIMS } from './prove/claims.mjs';
import { ENTRYPOINTS, hasEntrypoints, proveTable, TABLE_RULE } from './prove/entrypoints.mjs';
import { prepare } from './prove/lab.mjs';
import { loadLibrary } from './prove/library.mjs';
import { namespaceOptions, settle } from './prove/namespace.mjs';
import { printClaim, printRow, printSummary, writeCaptured, writeDocs } from './prove/report.mjs';

const USAGE = `Usage: npm run prove -- [options]

  --entrypoints FOLDER
               where docker:dind's two entrypoint scripts are, for the table of
               docker-in-docker (default: /usr/local/bin)
  --rule NAME  only the claims of this rule; repeatable
  --list       what is claimed, without running it
  --install    get Debian's packages first, where that is possible
  --log        what the jobs printed, below each line
  --capture    write the clients' messages to fixtures/diagnose/captured
  --docs       write the tables of docs/proof.md; takes --entrypoints
`;

const PROGRAMS = [
  'unshare',
  'ip',
  'docker-registry',
  'docker',
  'skopeo',
  'buildah',
  'podman',
  'bash',
  'dash',
  'busybox',
];

const PACKAGES = ['docker-registry', 'skopeo', 'buildah', 'podman', 'dash', 'busybox', 'iproute2'];

/** The claims are about its words, and older releases have others. */
const DOCKER_RELEASE = '28';

const INSIDE = 'PIPELINT_PROOF_INSIDE';

async function main() {
  const { values } = parseArgs({
    options: {
      entrypoints: { type: 'string', default: ENTRYPOINTS },
      rule: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean', default: false },
      install: { type: 'boolean', default: false },
      log: { type: 'boolean', default: false },
      capture: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return process.stdout.write(USAGE);
  if (process.env[INSIDE]) return runLab(values);
  if (values.list) return list(values);
  if (values.install && missingPrograms().length > 0) install();
  const missing = missingPrograms();
  if (missing.length > 0) return console.log(`prove: skipped: this machine has no ${missing.join(', ')}`);
  const release = dockerRelease();
  if (release !== DOCKER_RELEASE) {
    return console.log(
      `prove: skipped: the claims are those of docker ${DOCKER_RELEASE}, and this machine has ${release}`,
    );
  }
  const options = namespaceOptions();
  if (!options) return console.log('prove: skipped: this machine allows no network namespace (unshare --net)');
  const command = [...options, process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const { status } = spawnSync('unshare', command, { stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } });
  process.exitCode = status ?? 1;
}

/** Says what is claimed; a claim that cannot be right is a failure. */
async function list({ rule: rules }) {
  const library = await loadLibrary();
  for (const claim of chosen(rules)) {
    const complaint = faultOf(claim, library);
    printClaim(claim, complaint);
    if (complaint) process.exitCode = 1;
  }
}

const chosen = (rules) => CLAIMS.filter(({ rule }) => rules.length === 0 || rules.includes(rule));

const missingPrograms = () =>
  PROGRAMS.filter((name) => spawnSync('/bin/sh', ['-c', 'command -v "$0"', name]).status !== 0);

const dockerRelease = () =>
  /version (\d+)\./.exec(spawnSync('docker', ['--version'], { encoding: 'utf8' }).stdout)?.[1];

function install() {
  const command = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${PACKAGES.join(' ')}`;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('/bin/sh', ['-c', `{ ${command}; } > /dev/null 2>&1`], { env });
}

async function runLab({ rule: rules, entrypoints, log, capture, docs }) {
  const started = performance.now();
  const library = await loadLibrary();
  await settle();
  await prepare();
  const say = (result) => printRow(result, log);
  const hasTable = hasEntrypoints(entrypoints) && (rules.length === 0 || rules.includes(TABLE_RULE));
  const claims = chosen(rules).filter(({ rule, cited }) => !(hasTable && cited && rule === TABLE_RULE));
  const shown = await prove(claims, library, say);
  const results = [...shown, ...(hasTable ? await proveTable(entrypoints, library, say) : [])];
  printSummary(results, (performance.now() - started) / 1000);
  if (capture) writeCaptured(results);
  if (docs && hasTable) writeDocs(results);
  else if (docs) console.log('prove: docs/proof.md stays: its decision table takes --entrypoints');
  process.exit(results.every(({ agrees }) => agrees) ? 0 : 1);
}

await main();
