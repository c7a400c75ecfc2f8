/** pipelint's own library, bundled from the sources that are here, for what jobs are and what rules promise. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const FIXTURES = join(ROOT, 'fixtures/rules');

/** `{ resolve, fix, RULES }` of `src/index.ts`. */
export async function loadLibrary() {
  const outfile = join(ROOT, 'node_modules/.cache/pipelint/prove.mjs');
  await build({
    entryPoints: [join(ROOT, 'src/index.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

/** The texts of a folder by their paths in it. */
export function textsOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, path = parentPath, name }) => {
      const file = join(parentPath ?? path, name);
      return [file.slice(folder.length + 1), readFileSync(file, 'utf8')];
    }),
  );
}

/** Everything that a rule says to a user: its messages, its help, and the lines of logs that it names. */
export function wordsOf({ meta }) {
  return [...meta.docs.logLines, ...Object.values(meta.messages), ...Object.values(meta.help ?? {})].join('\n');
}
