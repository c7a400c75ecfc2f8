/** Which pipelines a pattern on the command line means. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPattern, matchPattern } from '../../src/cli/patterns.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const FILES = {
  'group/a/.gitlab-ci.yml': '',
  'group/a/ci/build.yml': '',
  'group/a/node_modules/b/.gitlab-ci.yml': '',
  'group/a/.git/c/.gitlab-ci.yml': '',
  'group/b/.gitlab-ci.yml': '',
  'group/b/deep/er/.gitlab-ci.yml': '',
  'group/b/deep/er/notes.md': '',
  'group/empty/values.yaml': '',
  'odd[1].yml': '',
};

const MEANT: readonly (readonly [pattern: string, paths: readonly string[]])[] = [
  ['group/*', ['group/a', 'group/b']],
  ['group/*/', ['group/a', 'group/b']],
  ['./group/*', ['group/a', 'group/b']],
  ['group/**', ['group/a', 'group/b', 'group/b/deep/er']],
  ['group/*/.gitlab-ci.yml', ['group/a/.gitlab-ci.yml', 'group/b/.gitlab-ci.yml']],
  ['**/.gitlab-ci.yml', ['group/a/.gitlab-ci.yml', 'group/b/.gitlab-ci.yml', 'group/b/deep/er/.gitlab-ci.yml']],
  ['group/*/*.{yml,yaml}', ['group/empty/values.yaml']],
  ['group/{a,b}/**/b*.yml', ['group/a/ci/build.yml']],
  ['group/[!a]/.gitlab-ci.yml', ['group/b/.gitlab-ci.yml']],
  ['group/b/**/*.md', []],
  ['nowhere/*', []],
];

describe('a pattern', () => {
  it.each(MEANT)('%s means %j', async (pattern, paths) => {
    const folder = temporaryFolder(FILES);
    const cwd = join(folder, 'group');
    expect(await matchPattern(pattern, folder, () => {})).toEqual(paths);
    const fromBelow = await matchPattern(`../${pattern}`, cwd, () => {});
    expect(fromBelow).toEqual(paths.map((path) => `../${path}`));
  });

  it('follows no link to a folder, and none out of what is searched', async () => {
    const outside = temporaryFolder({ 'x/.gitlab-ci.yml': '' });
    const folder = temporaryFolder({ 'group/a/.gitlab-ci.yml': '', 'group/b/c.yml': '', 'other.yml': '' });
    symlinkSync(join(outside, 'x'), join(folder, 'group/folder'));
    symlinkSync(join(folder, 'group'), join(folder, 'group/a/circle'));
    symlinkSync(join(outside, 'x/.gitlab-ci.yml'), join(folder, 'group/b/outside.yml'));
    symlinkSync(join(folder, 'other.yml'), join(folder, 'group/b/beside.yml'));
    symlinkSync('c.yml', join(folder, 'group/b/inside.yml'));
    symlinkSync('missing.yml', join(folder, 'group/b/dangling.yml'));
    expect(await matchPattern('group/**/*.yml', folder, () => {})).toEqual(['group/b/c.yml', 'group/b/inside.yml']);
    expect(await matchPattern('group/**', folder, () => {})).toEqual(['group/a']);
  });

  it.each([
    ['odd[1].yml', false],
    ['odd[2].yml', true],
    ['group/a', false],
    ['group/*', true],
    ['missing.yml', false],
  ])('%s is one: %s', (path, is) => {
    expect(isPattern(path, temporaryFolder(FILES))).toBe(is);
  });
});
