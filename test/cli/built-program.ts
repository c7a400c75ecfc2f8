/** The program as a file that `node` runs, beside it what its threads run; without the build that makes the package. */
import { join } from 'node:path';
import { build } from 'esbuild';

/** @param name of the folder, one for each test file that wants one */
export async function builtProgram(name: string): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const outdir = join(root, `node_modules/.cache/pipelint-test/${name}`);
  await build({
    entryPoints: { main: join(root, 'src/cli/main.ts'), thread: join(root, 'src/cli/serve.ts') },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What a run does not need is not loaded, as in the package.
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return join(outdir, 'main.mjs');
}
