/** The examples of docs/library.md print what it says. `UPDATE_DOCS=1` writes it down, for review. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { ROOT } from '../package/fresh-clone.ts';
import { shell } from '../package/shell.ts';

const FILE = join(ROOT, 'docs/library.md');
const PAGE = readFileSync(FILE, 'utf8');
const EXAMPLE = /(```js\n([\s\S]*?)```\n\n```text\n)([\s\S]*?)```/g;

it('shows what its examples print', async () => {
  const outputs = new Map<string, string>();
  for (const [, , code = ''] of PAGE.matchAll(EXAMPLE)) outputs.set(code, await run(code, outputs.size));
  const page = PAGE.replace(EXAMPLE, (_, head: string, code: string) => `${head}${outputs.get(code)}\`\`\``);
  if (process.env.UPDATE_DOCS) writeFileSync(FILE, page);
  else expect(PAGE).toBe(page);
  expect(outputs.size).toBe(PAGE.split('```js').length - 1);
});

/** Runs a module that imports `pipelint`, in the folder of the repository. */
async function run(code: string, number: number): Promise<string> {
  const outfile = join(ROOT, `node_modules/.cache/pipelint-test/library-${number}.mjs`);
  await build({
    stdin: { contents: code, resolveDir: ROOT },
    alias: { pipelint: join(ROOT, 'src/index.ts') },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['yaml', 'unbash', 're2js', 'dockerfile-ast', 'semver', 'undici', 'get-east-asian-width'],
  });
  const { status, output } = shell(`node ${outfile}`, ROOT);
  expect(status, output).toBe(0);
  return output;
}
