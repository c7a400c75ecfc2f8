/**
 * Input that was made to take time or memory ends, and is told: in a process of its own with little memory. The time is
 * compared with that of an ordinary pipeline on the same machine at the same time, so that a busy machine fails no test.
 */
import { spawnSync } from 'node:child_process';
import { beforeAll, expect, it } from 'vitest';
import { builtProgram } from '../cli/built-program.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const MEGABYTES = 512;
/** An ordinary run is mostly Node's own start, a fifth of a second or so. */
const MOST_TIMES = 20;

const JOB = 'build:\n  script:\n    - make\n';
const many = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

let program: string;
beforeAll(async () => {
  program = await builtProgram('bounds');
});

function run(text: string) {
  const cwd = temporaryFolder({ '.gitlab-ci.yml': text });
  const start = performance.now();
  const { status, stderr, signal } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${MEGABYTES}`, program, '--format', 'json', '.gitlab-ci.yml'],
    { cwd, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 50_000 },
  );
  return { status, stderr, signal, took: performance.now() - start };
}

it.each<[string, string, number]>([
  ['a bomb of aliases', many(40, (at) => `.a${at}: &a${at} [${`*a${at - 1}, `.repeat(at === 0 ? 0 : 9)}x]\n`) + JOB, 1],
  ['100,000 brackets', `${JOB}x: ${'['.repeat(100_000)}`, 1],
  ['100,000 brackets of a shell', `${JOB}    - '${'('.repeat(100_000)}'\n`, 0],
  ['100,000 quotes of a shell', `${JOB}    - ${JSON.stringify('"'.repeat(100_001))}\n`, 0],
  ['10,000 substitutions in each other', `${JOB}    - '${'$('.repeat(10_000)}${')'.repeat(10_000)}'\n`, 0],
  ['a regular expression that goes back', `${JOB}  rules:\n    - if: '"${'a'.repeat(5000)}" =~ /(a*)*b/'\n`, 0],
  ['a pattern of many stars', `include: '${'**/*'.repeat(2000)}.yml'\n${JOB}`, 0],
])('%s', (_, text, status) => {
  const ordinary = Math.min(run(JOB).took, run(JOB).took);
  const { took, ...outcome } = run(text);
  expect(outcome).toEqual({ status, stderr: '', signal: null });
  expect(took / ordinary).toBeLessThan(MOST_TIMES);
});
