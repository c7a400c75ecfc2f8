/**
 * `npm run prove`: shows what the rules claim on real software. The jobs of the rules' own fixtures run against a registry
 * that grants what GitLab grants, with real clients; each `bad` one has to fail with the line that its rule names, each
 * `ok` one has to pass. See docs/proof.md.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { prove } from './prove/check.mjs';
import { CLAIMS } from './prove/claims.mjs';
import { prepare } from './prove/lab.mjs';
import { loadLibrary } from './prove/library.mjs';
import { namespaceOptions, settle } from './prove/namespace.mjs';
import { printRow, printSummary, writeCaptured, writeDocs } from './prove/report.mjs';

const USAGE = `Usage: npm run prove -- [options]

  --rule NAME  only the claims of this rule; repeatable
  --log        what the jobs printed, below each line
  --capture    write the clients' messages to fixtures/diagnose/captured
  --docs       write the table of docs/proof.md
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

const INSIDE = 'PIPELINT_PROOF_INSIDE';

async function main() {
  const { values } = parseArgs({
    options: {
      rule: { type: 'string', multiple: true, default: [] },
      log: { type: 'boolean', default: false },
      capture: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return process.stdout.write(USAGE);
  if (process.env[INSIDE]) return runLab(values);
  const missing = PROGRAMS.filter((name) => spawnSync('sh', ['-c', 'command -v "$0"', name]).status !== 0);
  if (missing.length > 0) return console.log(`prove: skipped: this machine has no ${missing.join(', ')}`);
  const options = namespaceOptions();
  if (!options) return console.log('prove: skipped: this machine allows no network namespace (unshare --net)');
  const command = [...options, process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const { status } = spawnSync('unshare', command, { stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } });
  process.exitCode = status ?? 1;
}

async function runLab({ rule: rules, log, capture, docs }) {
  const started = performance.now();
  const library = await loadLibrary();
  await settle();
  await prepare();
  const results = await prove(
    CLAIMS.filter(({ rule }) => rules.length === 0 || rules.includes(rule)),
    library,
    (result) => printRow(result, log),
  );
  printSummary(results, (performance.now() - started) / 1000);
  if (capture) writeCaptured(results);
  if (docs) writeDocs(results);
  process.exit(results.every(({ agrees }) => agrees) ? 0 : 1);
}

await main();
