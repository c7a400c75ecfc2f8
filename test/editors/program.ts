/** What the editors' configurations in docs/editors.md need: the program on the `PATH`, a repository, and the page's blocks. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { temporaryFolder } from '../host/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'node_modules/.cache/pipelint-test/editors/cli.mjs');
const PAGE = readFileSync(join(ROOT, 'docs/editors.md'), 'utf8');

/** To be called before the tests. */
export async function buildProgram(): Promise<void> {
  await build({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    outfile: PROGRAM,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
}

/** The block of docs/editors.md that is marked as run by this test. */
export function configOf(editor: string): string {
  const found = new RegExp(`<!-- run: ${editor} -->\\n+\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(PAGE);
  if (!found?.[1]) throw new Error(`docs/editors.md has no block that is marked "run: ${editor}".`);
  return found[1];
}

/** An environment in which `pipelint` is a command and the user has no settings of their own. */
export function environment(): NodeJS.ProcessEnv {
  const home = temporaryFolder({ 'bin/': '' });
  const command = join(home, 'bin/pipelint');
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  chmodSync(command, 0o755);
  return { PATH: `${join(home, 'bin')}:${process.env.PATH}`, HOME: home, TERM: 'dumb', LANG: 'C.UTF-8' };
}

/** A pipeline with a mistake of its own and one in a file that it includes. */
export const FILES = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  '.gitlab-ci.yml': `include: ci/push.yml
build:
  image: docker:28
  script:
    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD"
    - docker build -t "$CI_REGISTRY_IMAGE:$CI_COMMIT_SHA" .
`,
  'ci/push.yml': 'push:\n  image: docker:28\n  script:\n    - docker push "$CI_REGISTRY_IMAGE:1"\n',
};

export function isThere(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}
