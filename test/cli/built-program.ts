/** The program as one file that `node` runs, without the build that makes the package. */
import { join } from 'node:path';
import { build } from 'esbuild';

/** @param name of the file, one for each test file that wants one */
export async function builtProgram(name: string): Promise<string> {
  const root = join(import.meta.dirname, '../..');
  const outfile = join(root, `node_modules/.cache/pipelint-test/${name}.mjs`);
  const entryPoints = [join(root, 'src/cli/main.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return outfile;
}
