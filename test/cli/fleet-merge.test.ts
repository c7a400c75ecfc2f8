/** The reports of shards, merged, are the report of one run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call, type Outcome } from './command-line.ts';
import { fleetFiles } from './fleet-files.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

const PATHS = ['.', 'group/**', 'group/**/*.gitlab-ci.yml'];
const FORMATS = ['json', 'sarif', 'codequality', 'junit'] as const;
const TOTALS = [2, 3, 4, 5];

const run = (cwd: string, ...args: string[]): Promise<Outcome> => call({ args, cwd }, SAMPLE_RULES);

/** Lints, and leaves a report of each format in a folder. */
function lint(cwd: string, folder: string, ...args: string[]): Promise<Outcome> {
  const outputs = FORMATS.flatMap((format) => ['--output', `${format}=${folder}/${format}`]);
  return run(cwd, ...PATHS, ...outputs, ...args);
}

/** A report cut off in many places, and with many of its values replaced. */
function damaged(text: string): string[] {
  const cuts = Array.from({ length: 12 }, (_, index) => text.slice(0, Math.floor((text.length * index) / 12)));
  const values = [...text.matchAll(/(?<=": |=)("[^"\n]*"|\d+|\[\]|[{[]\n)/g)];
  const some = values.filter((_, index) => index % Math.ceil(values.length / 120) === 0);
  const changed = some.flatMap(({ 0: value, index }) =>
    ['null', '7', '"%zz"', '[null]'].map((other) => text.slice(0, index) + other + text.slice(index + value.length)),
  );
  return [...cuts, ...changed];
}

async function fleetFolder(): Promise<string> {
  const cwd = temporaryFolder(fleetFiles());
  await run(cwd, 'group/knows', '--write-baseline');
  return cwd;
}

describe('merge', () => {
  it.each(TOTALS)('makes one report of %d, as one run does', async (total) => {
    const cwd = await fleetFolder();
    const whole = await lint(cwd, 'whole');
    const parts = Array.from({ length: total }, (_, index) => `${index + 1}`);
    for (const part of parts) await lint(cwd, part, '--shard', `${part}/${total}`);
    for (const format of FORMATS) {
      const expected = readFileSync(join(cwd, 'whole', format), 'utf8');
      const named = parts.map((part) => `${part}/${format}`);
      for (const order of [named, named.toReversed()]) {
        const merged = await run(cwd, 'merge', ...order);
        expect(merged.stderr).toBe('');
        expect(merged.stdout, format).toBe(expected);
        expect(merged.status, format).toBe(format === 'codequality' ? 1 : whole.status);
      }
    }
    expect(whole.status).toBe(3);
  });

  it('ends in SARIF as one run does that cannot read a file', async () => {
    const cwd = await fleetFolder();
    const paths = ['group/project-1', 'group/project-2', 'group/nothing/here.yml'];
    const whole = await run(cwd, ...paths, '--format', 'sarif');
    for (const shard of ['1/2', '2/2']) {
      await run(cwd, ...paths, '--shard', shard, '--output', `sarif=${shard}.sarif`);
    }
    const merged = await run(cwd, 'merge', '1/2.sarif', '2/2.sarif');
    expect(merged).toMatchObject({ status: 2, stdout: whole.stdout });
    expect(whole.status).toBe(2);
  });

  it('ends in SARIF as the settings of a project say, unless a flag says it', async () => {
    const loud = {
      '.git/HEAD': '',
      '.pipelint.yml': 'fail-on: warning\n',
      '.gitlab-ci.yml': 'LOUD: { script: make }\n',
    };
    const files = Object.entries(loud).flatMap(([path, text]) => ['a', 'b'].map((root) => [`${root}/${path}`, text]));
    const cwd = temporaryFolder(Object.fromEntries(files));
    await run(cwd, 'a', 'b', '--output', 'sarif=whole.sarif');
    expect((await run(cwd, 'merge', 'whole.sarif')).status).toBe(1);
    expect((await run(cwd, 'merge', 'whole.sarif', '--fail-on', 'error')).status).toBe(0);
  });

  it.each(FORMATS)('has a message for every %s that is not as it should be', async (format) => {
    const cwd = await fleetFolder();
    await lint(cwd, 'whole');
    const text = readFileSync(join(cwd, 'whole', format), 'utf8');
    for (const broken of damaged(text)) {
      writeFileSync(join(cwd, 'broken'), broken);
      const { stderr, status } = await run(cwd, 'merge', 'broken');
      expect(stderr).not.toContain('internal error');
      if (status === 2) expect(stderr).toMatch(/^pipelint: .*broken.*\n$/);
    }
  });

  it('has a fleet with everything that a report tells of', async () => {
    const cwd = await fleetFolder();
    const { stdout } = await run(cwd, ...PATHS, '--format', 'json');
    const { findings, unresolved, suppressed, internalErrors, summary } = JSON.parse(stdout);
    expect(summary).toMatchObject({ baselined: 1, suppressed: 3 });
    expect(suppressed).toHaveLength(3);
    expect(internalErrors.map(({ file }: { file: string }) => file)).toEqual([
      'group/fails-too/.gitlab-ci.yml',
      'group/fails/.gitlab-ci.yml',
    ]);
    for (const list of [findings, unresolved]) {
      const fetched = list.filter((each: { includedBy?: object }) => each.includedBy);
      expect(fetched.length).toBeGreaterThan(0);
      expect(fetched[0].includedBy.file).toBe('group/fetches/.gitlab-ci.yml');
    }
    expect(new Set(findings.map(({ severity }: { severity: string }) => severity))).toEqual(
      new Set(['error', 'warning']),
    );
  });
});
