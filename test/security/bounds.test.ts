/**
 * Input that was made to take time or memory ends, and is told at its place: in 2 seconds of a processor on which Node itself
 * starts in 40 ms, and in 512 MB. Processor time is compared with that of a bare Node in the same run, so that neither a slow
 * nor a busy machine fails a test.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtProgram } from '../cli/built-program.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const MEGABYTES = 512;
const MOST_TIMES = 50;
/** For very many jobs that do much each; docs/security.md says so. */
const MOST_TIMES_FOR_JOBS = 200;

/** Of a machine that others use as well, even processor time is now and then twice what it is. */
const NOISY = { retry: 2 };

const JOB = 'build:\n  script:\n    - make\n';
const many = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

let program: string;
beforeAll(async () => {
  program = await builtProgram('bounds');
});

/** Notes what a process used when it ends. */
const METER = `import { writeFileSync } from 'node:fs';
const { METER } = process.env;
process.on('exit', () => writeFileSync(METER, JSON.stringify(process.resourceUsage())));`;

function run(files: Readonly<Record<string, string>>, args: readonly string[]) {
  const cwd = temporaryFolder({ '.git/HEAD': '', ...files, 'used.json': '{}' });
  const meter = ['--import', `data:text/javascript,${encodeURIComponent(METER)}`];
  const { status, stdout, stderr, signal } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${MEGABYTES}`, ...meter, ...args],
    {
      cwd,
      env: { PATH: process.env.PATH, METER: join(cwd, 'used.json') },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      timeout: 90_000,
    },
  );
  const used = JSON.parse(readFileSync(join(cwd, 'used.json'), 'utf8'));
  return {
    ended: { status, stderr, signal },
    stdout,
    milliseconds: (used.userCPUTime + used.systemCPUTime) / 1000,
    megabytes: used.maxRSS / 1024,
  };
}

/** @param expected the line and words of the finding that says it, or undefined for what is fine */
function lint(files: Readonly<Record<string, string>>, expected: string | undefined, most: number) {
  const { ended, stdout, milliseconds, megabytes } = run(files, [program, '--format', 'json', '.gitlab-ci.yml']);
  expect({ stderr: ended.stderr, signal: ended.signal }).toEqual({ stderr: '', signal: null });
  const { findings } = JSON.parse(stdout) as { findings: { start: { line: number }; message: string }[] };
  const said = findings.map(({ start, message }) => `${start.line}: ${message}`);
  if (expected === undefined) expect({ status: ended.status, said }).toEqual({ status: 0, said: [] });
  else expect(said.find((line) => line.includes(expected))).toBeDefined();
  expectTimes(milliseconds, most);
  expect(megabytes).toBeLessThan(MEGABYTES);
}

/** Processor time as a multiple of what Node itself takes to start. */
function expectTimes(milliseconds: number, most: number): void {
  const bare = Math.max(...[1, 2, 3].map(() => run({}, ['-e', '0']).milliseconds));
  expect(milliseconds / bare).toBeLessThan(most);
}

const TOO_BIG = 'larger than the 2097152 bytes that GitLab accepts';
const TOO_DEEP = 'nests deeper than the 100 levels';

describe.skipIf(process.platform === 'win32')('ends in 2 seconds and 512 MB', NOISY, () => {
  it.each<[string, string, string | undefined]>([
    [
      'a bomb of aliases',
      many(40, (at) => `.a${at}: &a${at} [${`*a${at - 1}, `.repeat(at === 0 ? 0 : 9)}x]\n`) + JOB,
      TOO_BIG,
    ],
    [
      '2,000 mappings, each merged into the next',
      `.m: &m {x: 1}\n${many(2000, (at) => `.m${at}: &m${at}\n  <<: ${at ? `*m${at - 1}` : '*m'}\n  k${at}: 1\n`)}${JOB}`,
      TOO_BIG,
    ],
    ['100,000 brackets', `${JOB}x: ${'['.repeat(100_000)}`, TOO_DEEP],
    ['1,000 levels of lines', many(1000, (at) => `${' '.repeat(at)}a:\n`), TOO_DEEP],
    ['50,000 lists in a line', `${JOB}x:\n  ${'- '.repeat(50_000)}a\n`, TOO_DEEP],
    [
      '2.3 MB of comments that hold findings back',
      many(50_000, () => '# pipelint-disable-next-line login-server -- x\n') + JOB,
      '2097152 bytes that GitLab reads',
    ],
    ['a comment of a megabyte', `${JOB}# ${'x'.repeat(1_000_000)}\n`, undefined],
    ['a command of a megabyte', `${JOB}    - echo ${'x'.repeat(1_000_000)}\n`, undefined],
    ['an image of a megabyte', `build:\n  image: ${'a/'.repeat(500_000)}b:1\n  script: make\n`, undefined],
    ['a key of a megabyte', `"${'k'.repeat(1_000_000)}":\n  script: make\n`, 'at most 1024 characters'],
    ['100,000 brackets of a shell', `${JOB}    - '${'('.repeat(100_000)}'\n`, undefined],
    ['100,000 quotes of a shell', `${JOB}    - ${JSON.stringify('"'.repeat(100_001))}\n`, undefined],
    ['10,000 substitutions in each other', `${JOB}    - '${'$('.repeat(10_000)}${')'.repeat(10_000)}'\n`, undefined],
    [
      'functions that call the next one twice',
      `build:\n  script:\n${many(30, (at) => `    - f${at}() { f${at + 1}; f${at + 1}; }\n`)}    - f0\n`,
      undefined,
    ],
    [
      '20 loops in each other',
      `build:\n  script:\n    - ${'for i in 1 2 3 4 5 6 7 8 9; do '.repeat(20)} make; ${'done; '.repeat(20)}\n`,
      undefined,
    ],
    [
      '60 branches after each other',
      `build:\n  script:\n${many(60, (at) => `    - if [ $A${at} ]; then X${at}=a; else X${at}=b; fi\n`)}    - make\n`,
      undefined,
    ],
    [
      'a variable that doubles 60 times',
      `build:\n  script:\n    - A=x\n${many(60, () => '    - A="$A$A"\n')}    - make $A\n`,
      undefined,
    ],
    [
      '60 variables, each twice the one before',
      `variables:\n  V0: x\n${many(60, (at) => `  V${at + 1}: $V${at}$V${at}\n`)}build:\n  script: make $V60\n`,
      undefined,
    ],
    [
      '40 references, each to the next one twice',
      `${many(40, (at) => `.r${at}:\n  script:\n    - !reference [.r${at + 1}, script]\n    - !reference [.r${at + 1}, script]\n`)}.r40: {script: [make]}\nbuild:\n  script:\n    - !reference [.r0, script]\n`,
      'must be a string',
    ],
    [
      'a matrix of ten billion jobs',
      `${JOB}  parallel:\n    matrix:\n      - {${many(10, (at) => `V${at}: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], `)}}\n`,
      '200 jobs',
    ],
    [
      'a regular expression that goes back',
      `${JOB}  rules:\n    - if: '"${'a'.repeat(5000)}" =~ /(a*)*b/'\n`,
      undefined,
    ],
    [
      'a regular expression that repeats a million times',
      `${JOB}  rules:\n    - if: '"a" =~ /(a{1000}){1000}/'\n`,
      undefined,
    ],
    [
      'patterns of many stars',
      `${JOB}  rules:\n    - exists: ['${'*a'.repeat(5000)}', '${'{a,b}'.repeat(2000)}', '${'**/'.repeat(5000)}']\n`,
      undefined,
    ],
    [
      '50,000 parts of a condition',
      `${JOB}  rules:\n    - if: '${'$A == "b" || '.repeat(50_000)}$A'\n`,
      'more than 99',
    ],
    ['an include of many stars', `include: '${'**/*'.repeat(2000)}.yml'\n${JOB}`, undefined],
    ['100,000 keys', many(100_000, (at) => `k${at}: 1\n`) + JOB, TOO_BIG],
    ['100,000 keys of a job', JOB + many(100_000, (at) => `  k${at}: 1\n`), TOO_BIG],
    ['100,000 variables', `variables:\n${many(100_000, (at) => `  V${at}: a\n`)}${JOB}`, TOO_BIG],
    ['100,000 lines of a script', `build:\n  script:\n${many(100_000, () => '    - make\n')}`, TOO_BIG],
    ['50,000 pushes', `build:\n  script:\n${many(50_000, () => '    - docker push a/b:c\n')}`, TOO_BIG],
    ['60,000 hidden jobs', many(60_000, (at) => `.h${at}: {}\n`) + JOB, TOO_BIG],
    ['a list of 333,333 items in a line', `${JOB}x: [${'a, '.repeat(333_333)}]\n`, TOO_BIG],
    ['300,000 lines that begin with a tab', many(300_000, () => '\ta: 1\n'), 'A tab stands where'],
    ['400,000 aliases of nothing', `x:\n${many(400_000, () => '- *a\n')}`, 'has no anchor'],
    ['250,000 documents', many(250_000, () => '---\na\n'), 'wants a mapping'],
    ['half a million words in a line', `${JOB}    - echo ${'x '.repeat(500_000)}\n`, undefined],
    [
      '80,000 variables in a word',
      `build:\n  script: docker push ${'$CI_REGISTRY/'.repeat(80_000)}\n`,
      'pushes to $CI_REGISTRY',
    ],
    ['50,000 commands in a line', `build:\n  script:\n    - ${'make a; '.repeat(50_000)}\n`, undefined],
    [
      '50,000 pushes in a line',
      `build:\n  script:\n    - ${'docker push a/b:c; '.repeat(50_000)}\n`,
      'names no registry',
    ],
    [
      '20,000 pushes in a line that need the same login',
      `build:\n  script:\n    - ${'docker push $CI_REGISTRY_IMAGE:c; '.repeat(20_000)}\n`,
      'no command of the job logs in there',
    ],
    [
      '50,000 pushes in a text',
      `build:\n  script:\n    - |\n${many(50_000, () => '      docker push a/b:c\n')}`,
      'names no registry',
    ],
    [
      '20,000 here-documents',
      `build:\n  script:\n    - |\n${many(20_000, () => '      cat <<E\n      a\n      E\n')}`,
      undefined,
    ],
    [
      '5,000 logins into one file',
      `build:\n  script:\n${many(5000, (at) => `    - docker login -u u -p $P${at} r${at}.example.com\n`)}`,
      undefined,
    ],
  ])('%s', (_, text, expected) => {
    lint({ '.gitlab-ci.yml': text }, expected, MOST_TIMES);
  });
});

it.skipIf(process.platform === 'win32').each(['pretty', 'sarif'])(
  'the %s report of 10,000 pushes in a line does so, too',
  (format) => {
    const text = `build:\n  script:\n    - ${'docker push $CI_REGISTRY_IMAGE:c; '.repeat(10_000)}\n`;
    const { ended, stdout, milliseconds, megabytes } = run({ '.gitlab-ci.yml': text }, [
      program,
      '--format',
      format,
      '.gitlab-ci.yml',
    ]);
    expect(ended).toEqual({ status: 1, stderr: '', signal: null });
    expect(stdout).toContain('no command of the job logs in there');
    expectTimes(milliseconds, MOST_TIMES);
    expect(megabytes).toBeLessThan(MEGABYTES);
  },
);

describe.skipIf(process.platform === 'win32')('ends in 512 MB', NOISY, () => {
  it('2,000 jobs that extend one with 20 pushes', () => {
    const base = `.base:\n  script:\n${many(20, (at) => `    - docker push $CI_REGISTRY_IMAGE:c${at}\n`)}`;
    const text = base + many(2000, (at) => `j${at}:\n  extends: .base\n`);
    lint({ '.gitlab-ci.yml': text }, 'no command of the job logs in there', MOST_TIMES_FOR_JOBS);
  });
});
