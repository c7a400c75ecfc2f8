/** `--watch` from end to end: what makes it lint again, and how it ends. */
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

interface Watching {
  readonly folder: string;
  /** Waits for the next report. */
  readonly next: () => Promise<string>;
  /** As Ctrl+C does. */
  readonly interrupt: () => Promise<number>;
}

async function watching(
  files: Readonly<Record<string, string>>,
  isTTY = false,
  args: string[] = [],
): Promise<Watching> {
  const folder = temporaryFolder({ '.git/HEAD': '', ...files });
  const reports: string[] = [];
  let report = '';
  let read = 0;
  const print = (text: string): void => {
    report += text;
  };
  let interrupt = (): void => {};
  const interruption = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  const ended = run(
    {
      args: ['--watch', '--format', 'compact', '--no-color', ...args],
      cwd: folder,
      env: {},
      stdin: (async function* () {})(),
      stdout: { write: print, ...(isTTY ? { isTTY, columns: 80 } : {}) },
      stderr: {
        write: (text) => {
          if (text.includes('Watching')) {
            reports.push(report);
            report = '';
          } else print(text);
        },
      },
      interruption: () => interruption,
    },
    SAMPLE_RULES,
  );
  const next = async (): Promise<string> => {
    await vi.waitFor(() => expect(reports.length).toBeGreaterThan(read), { timeout: 10_000 });
    return reports[read++] ?? '';
  };
  return {
    folder,
    next,
    interrupt: () => {
      interrupt();
      return ended;
    },
  };
}

const JOB = 'build:\n  image: alpine\n  script: ./build.sh\n';
const TAGGED = JOB.replace('alpine', 'alpine:3');

describe('--watch', () => {
  it.each([
    [
      'the pipeline',
      { '.gitlab-ci.yml': JOB },
      (folder: string) => writeFileSync(join(folder, '.gitlab-ci.yml'), TAGGED),
    ],
    [
      'an included file',
      { '.gitlab-ci.yml': 'include: ci/jobs.yml\n', 'ci/jobs.yml': JOB },
      (folder: string) => writeFileSync(join(folder, 'ci/jobs.yml'), TAGGED),
    ],
    [
      'a file that is replaced, as editors do',
      { '.gitlab-ci.yml': JOB, new: TAGGED },
      (folder: string) => renameSync(join(folder, 'new'), join(folder, '.gitlab-ci.yml')),
    ],
    [
      'settings that were not there',
      { '.gitlab-ci.yml': JOB },
      (folder: string) => writeFileSync(join(folder, '.pipelint.yml'), 'rules:\n  pinned-image: off\n'),
    ],
  ])('lints again when this changes: %s', async (_, files, change) => {
    const { folder, next, interrupt } = await watching(files);
    expect(await next()).toContain('pinned-image');
    change(folder);
    expect(await next()).toContain('No findings');
    expect(await interrupt()).toBe(0);
  });

  it('waits for a file that is missing, in a folder that is', async () => {
    const { folder, next, interrupt } = await watching({ '.gitlab-ci.yml': `include: ci/more.yml\n${TAGGED}` });
    expect(await next()).toContain('bad-config');
    mkdirSync(join(folder, 'ci'));
    writeFileSync(join(folder, 'ci/more.yml'), 'test:\n  script: make\n');
    await vi.waitFor(async () => expect(await next()).toContain('2 files with 2 jobs'));
    await interrupt();
  });

  it('notices a script that a job calls, and a file that a wildcard comes to mean', async () => {
    const { folder, next, interrupt } = await watching({ '.gitlab-ci.yml': 'include: ci/*.yml\n', 'ci/a.yml': TAGGED });
    expect(await next()).toContain('2 files with 1 job');
    writeFileSync(join(folder, 'build.sh'), 'make\n');
    expect(await next()).toContain('3 files with 1 job');
    writeFileSync(join(folder, 'ci/b.yml'), 'test:\n  script: make\n');
    expect(await next()).toContain('4 files with 2 jobs');
    await interrupt();
  });

  it('goes on when the pipeline is gone, and when the settings are wrong', async () => {
    const { folder, next, interrupt } = await watching({
      '.gitlab-ci.yml': `include: b.yml\n${TAGGED}`,
      'b.yml': 'test:\n  script: make\n',
    });
    expect(await next()).toContain('No findings');
    rmSync(join(folder, 'b.yml'));
    expect(await next()).toContain('bad-config');
    writeFileSync(join(folder, '.pipelint.yml'), 'presets: strict\n');
    expect(await next()).toContain('There is no setting');
    rmSync(join(folder, '.pipelint.yml'));
    expect(await next()).toContain('bad-config');
    await interrupt();
  });

  it('leaves other files alone', async () => {
    const { folder, next, interrupt } = await watching({ '.gitlab-ci.yml': JOB });
    await next();
    writeFileSync(join(folder, 'README.md'), '');
    appendFileSync(join(folder, '.gitlab-ci.yml'), 'test:\n  script: make\n');
    expect(await next()).toContain('2 jobs');
    await interrupt();
  });

  it('clears a terminal, and nothing else', async () => {
    const terminal = await watching({ '.gitlab-ci.yml': JOB }, true);
    expect(await terminal.next()).toContain('\u001b[2J');
    await terminal.interrupt();
    const pipe = await watching({ '.gitlab-ci.yml': JOB });
    expect(await pipe.next()).not.toContain('\u001b');
    await pipe.interrupt();
  });

  it('fixes as files change', async () => {
    const { folder, next, interrupt } = await watching({ '.gitlab-ci.yml': TAGGED }, false, ['--fix']);
    await next();
    writeFileSync(join(folder, '.gitlab-ci.yml'), TAGGED.replace('alpine', 'docker.io/alpine'));
    expect(await next()).toContain('Fixed 1 finding');
    await interrupt();
  });
});
