/** What the lab says: a line a claim, the table of docs/proof.md, and the clients' messages as fixtures of `diagnose`. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);
const CAPTURED = new URL('fixtures/diagnose/captured/', ROOT);
const DOCS = new URL('docs/proof.md', ROOT);

/** @param log whether what the job printed is shown as well; it always is where a claim does not hold */
export function printRow(result, log) {
  const { claim, seen, agrees, complaint } = result;
  const verdict = claim.cited ? 'cited' : agrees ? 'agrees' : `DISAGREES: ${complaint}`;
  console.log([claim.rule, placeOf(claim), claim.client, expectation(claim), seen, verdict].join(' | '));
  if (log || !agrees) console.log(result.text.replace(/^(?=.)/gm, '    '));
}

export function printClaim(claim, complaint) {
  const verdict = complaint ? [`WRONG: ${complaint}`] : [];
  console.log([claim.rule, placeOf(claim), claim.client, claim.cited ?? expectation(claim), ...verdict].join(' | '));
}

export function printSummary(results, seconds) {
  const { shown, cited, wrong } = counted(results);
  console.log(`prove: ${shown} claims shown, ${cited} cited, ${wrong} disagree, in ${seconds.toFixed(0)} s`);
}

function counted(results) {
  const cited = results.filter(({ claim }) => claim.cited).length;
  const wrong = results.filter(({ agrees }) => !agrees).length;
  return { shown: results.length - cited - wrong, cited, wrong };
}

const placeOf = ({ fixture, job, fixed }) => `${fixture}${job ? `: ${job}` : ''}${fixed ? ', fixed' : ''}`;

function expectation({ expected, passes, reaches, line, cited }) {
  if (cited) return '-';
  if (expected) return expected;
  if (reaches) return 'reaches the service';
  if (passes) return line ? `passes, with "${line}"` : 'passes';
  return `fails: "${line}"`;
}

/** Logs of the claims that name a cause, each in a file; `causes.json` says which cause `diagnose` has to find. */
export function writeCaptured(results) {
  rmSync(CAPTURED, { recursive: true, force: true });
  mkdirSync(CAPTURED, { recursive: true });
  const causes = {};
  for (const { claim, status, text } of results.filter(({ claim, agrees }) => agrees && claim.cause)) {
    const name = `${[claim.rule, claim.fixture.replace('bad.', ''), claim.job, claim.client.split(' ')[0]].join('.')}`;
    const file = `${name}${claim.shell === 'dash' ? '.dash' : ''}.log`;
    causes[file] = claim.cause;
    writeFileSync(
      new URL(file, CAPTURED),
      `${text.replace(STAND_IN, '').trimEnd()}\nERROR: Job failed: exit code ${status}\n`,
    );
  }
  writeFileSync(new URL('causes.json', CAPTURED), `${JSON.stringify(causes, undefined, 2)}\n`);
}

/** What the daemon that stands in says of itself. */
const STAND_IN = /^(?:nothing is built here|.* by skopeo)\n/gm;

const BEGIN = '<!-- begin: written by `npm run prove -- --docs` -->';
const END = '<!-- end -->';

export function writeDocs(results) {
  const text = readFileSync(DOCS, 'utf8');
  const [head, rest] = text.split(BEGIN);
  const after = rest?.split(END).slice(1).join(END);
  if (after === undefined) throw new Error('docs/proof.md has no place for the table');
  writeFileSync(DOCS, `${head}${BEGIN}\n${tables(results)}\n${END}${after}`);
}

function tables(results) {
  const { shown, cited } = counted(results);
  const rows = results
    .filter(({ claim }) => !claim.cited && !claim.row)
    .map(({ claim, seen, agrees }) => [
      claim.rule,
      placeOf(claim),
      claim.client,
      claim.reaches ? 'reaches' : claim.passes ? 'passes' : 'fails',
      claim.passes && !claim.line ? '' : code(seen),
      agrees ? 'yes' : '**no**',
    ]);
  const sources = results.filter(({ claim }) => claim.cited).map(({ claim }) => [claim.rule, claim.cited]);
  return [
    `${shown} claims are shown:\n`,
    table(['rule', 'fixture: job', 'client', 'expected', 'seen', 'agrees'], rows),
    ...decisionTable(results.filter(({ claim }) => claim.row)),
    `\n${cited} are cited, since what they are about cannot run everywhere:\n`,
    table(['rule', 'source'], sources),
  ].join('\n');
}

/** Empty where docker's entrypoints were not at hand. */
function decisionTable(results) {
  if (results.length === 0) return [];
  const shown = (value) => (value === undefined ? 'unset' : `\`${value === '' ? '""' : value}\``);
  const rows = results.map(({ claim: { row, expected }, seen, agrees }) => [
    shown(row.directory),
    shown(row.host),
    shown(row.verify),
    row.start === 'entrypoint' ? 'its own' : '`[""]`',
    row.command.length === 0 ? '' : code(row.command.join(' ')),
    expected,
    seen.startsWith('reaches') ? seen : code(seen),
    agrees ? 'yes' : '**no**',
  ]);
  const head = [
    'DOCKER_TLS_CERTDIR',
    'DOCKER_HOST',
    'DOCKER_TLS_VERIFY',
    'entrypoint of the image',
    'command of the service',
  ];
  return [
    `\nOf these, ${results.length} are the decision table of docker-in-docker, with the entrypoints of docker's images:\n`,
    table([...head, 'pipelint', 'seen', 'agrees'], rows),
  ];
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The home of the user who ran it is nobody's business. */
const code = (text) => `\`${text.replaceAll('`', "'").replaceAll('/root/', '…/')}\``;
