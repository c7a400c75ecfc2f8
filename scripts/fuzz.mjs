/**
 * `npm run fuzz -- --seconds N`: changes the fixtures at random and holds each case against what is promised of every
 * pipeline, log and settings file (`test/properties/promises.ts`). What breaks a promise is made as small as it can be and written to
 * `fixtures/fuzz/`, from where the tests repeat it. The same seed makes the same cases.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const FOUND = join(ROOT, 'fixtures/fuzz');
const MAIN = '.gitlab-ci.yml';
/** A case that takes longer is told, and is no failure: machines differ. */
const SLOW_MS = 2000;
const MAX_STEPS = 8;
const MAX_ATTEMPTS_TO_SHRINK = 2000;

const USAGE = `Usage: npm run fuzz -- [options]

  --seconds N   how long (default: 60)
  --seed N      which cases (default: another one each time)
  --dry-run     write no fixtures
`;

async function main() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return process.stdout.write(USAGE);
  const [seconds, seed] = [wholeNumber('--seconds', values.seconds), wholeNumber('--seed', values.seed)];
  const { loadPromises, loadSeeds, caseOf } = await loadTests();
  const brokenPromises = await loadPromises();
  const seeds = loadSeeds(join(ROOT, 'fixtures'));
  const random = randomFrom(seed);
  process.stdout.write(`fuzz: ${seconds} seconds of changes to ${seeds.length} fixtures, with --seed ${seed}\n`);

  const known = new Set();
  let cases = 0;
  let slow = 0;
  const start = performance.now();
  for (; performance.now() - start < seconds * 1000; cases++) {
    const steps = Array.from({ length: Math.floor(random() * (MAX_STEPS + 1)) }, () => stepOf(random));
    const files = caseOf(seeds[Math.floor(random() * seeds.length)], Math.floor(random() * 10), steps);
    const before = process.cpuUsage();
    const [broken] = brokenPromises(files);
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    if (took > SLOW_MS) {
      slow++;
      process.stdout.write(`slow: ${Math.round(took)} ms of processor for ${JSON.stringify(files)}\n`);
    }
    if (broken === undefined || known.has(kindOf(broken))) continue;
    known.add(kindOf(broken));
    tell(broken, shrink(files, kindOf(broken), brokenPromises), !values['dry-run']);
  }
  const kept = known.size === 0 ? 'every promise is kept' : `promises are broken in ${known.size} ways`;
  process.stdout.write(`fuzz: ${cases} cases, ${slow} of them slow: ${kept}\n`);
  if (known.size > 0) process.exitCode = 1;
}

/** The modules that the tests use, bundled for releases of Node that run no TypeScript. */
async function loadTests() {
  const outfile = join(ROOT, 'node_modules/.cache/pipelint-test/fuzz.mjs');
  await build({
    stdin: {
      contents: "export * from './promises.ts'; export * from './seeds.ts';",
      resolveDir: join(ROOT, 'test/properties'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    // The bundle is elsewhere than the one module that looks for a file beside itself.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(ROOT, 'test/report/schemas.ts')).href) },
  });
  return import(pathToFileURL(outfile).href);
}

function stepOf(random) {
  return { kind: Math.floor(random() * 100), from: random(), to: random(), piece: Math.floor(random() * 1000) };
}

/** The same fault in other words: without numbers, hashes and what stands behind the first line. */
function kindOf(broken) {
  return broken
    .split('\n', 2)
    .join(' ')
    .replace(/[\da-f]{16,}|\d+/g, 'N')
    .slice(0, 200);
}

/** Leaves out files, then lines, then characters, as long as the same promise is broken. */
function shrink(files, kind, brokenPromises) {
  let attempts = 0;
  const breaks = (each) =>
    attempts++ < MAX_ATTEMPTS_TO_SHRINK && brokenPromises(each).some((broken) => kindOf(broken) === kind);
  let smallest = files;
  for (const path of Object.keys(files).filter((each) => each !== MAIN)) {
    const { [path]: _, ...others } = smallest;
    if (breaks(others)) smallest = others;
  }
  for (const path of Object.keys(smallest)) {
    for (const separator of ['\n', '']) {
      smallest = shrinkText(smallest, path, separator, breaks);
    }
  }
  return smallest;
}

function shrinkText(files, path, separator, breaks) {
  let parts = files[path].split(separator);
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < parts.length; ) {
      const fewer = parts.toSpliced(at, size);
      if (breaks({ ...files, [path]: fewer.join(separator) })) parts = fewer;
      else at += size;
    }
  }
  return { ...files, [path]: parts.join(separator) };
}

/** A case becomes a fixture: a folder with its files. */
function tell(broken, files, write) {
  process.stdout.write(`${broken}
${JSON.stringify(files)}
`);
  if (!write) return;
  const folder = join(FOUND, createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  process.stdout.write(`written to ${relative(ROOT, folder)}
`);
}

/** Mulberry32: small, and the same everywhere. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function wholeNumber(option, text) {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`${option} takes a whole number, not ${text}`);
}

class UsageError extends Error {}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError || error?.code?.startsWith('ERR_PARSE_ARGS'))) throw error;
  process.stderr.write(`fuzz: ${error.message}\n${USAGE}`);
  process.exitCode = 2;
}
