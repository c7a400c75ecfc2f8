/**
 * Real files and GitLab's own results, where they are at hand beside the repository: all load without an exception, and
 * those that GitLab could read, and only those, have no problem.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SourceFile } from '../../src/source/source-file.ts';
import { loadYaml } from '../../src/yaml/load.ts';
import { load, plainValue } from './plain-value.ts';

const SHARED = new URL('../../../shared/', import.meta.url);
const CORPUS = new URL('corpus/', SHARED);
const ORACLE = new URL('oracle.jsonl', CORPUS);
const VECTORS = new URL('vectors/compose.json', SHARED);

/** What GitLab says of a text that is no YAML, or none that it loads. */
const LOADER_ERROR = /^\(<unknown>\)|Unknown alias|unspecified class|Invalid configuration format|too big/;

describe.skipIf(!existsSync(ORACLE))('the corpus', () => {
  test('loads as in GitLab', () => {
    const files = existsSync(CORPUS) ? yamlFiles(CORPUS, '') : [];
    const refused = new Set(
      jsonLines(ORACLE).flatMap(({ file, fatal }) => (LOADER_ERROR.test(fatal ?? '') ? [file] : [])),
    );
    const faulty = files.filter((path) => {
      const text = readFileSync(new URL(encodeURI(path), CORPUS), 'utf8');
      return loadYaml(new SourceFile(path, text)).problems.length > 0;
    });
    expect(files.length).toBeGreaterThan(300);
    expect(faulty).toEqual([...refused]);
  });
});

describe.skipIf(!existsSync(VECTORS))('the vectors', () => {
  const vectors = existsSync(VECTORS) ? readVectors() : [];

  test.each(vectors.filter(({ result }) => LOADER_ERROR.test(result.fatal ?? '')))(
    '$name is refused',
    ({ main, files }) => {
      expect([main, ...Object.values(files)].flatMap((text) => load(text).problems)).not.toEqual([]);
    },
  );

  test.each(vectors.filter(({ result }) => !LOADER_ERROR.test(result.fatal ?? '')))('$name is read', ({ main }) => {
    expect(load(main).problems).toEqual([]);
  });

  test.each(vectors.filter(({ name, result }) => name.startsWith('yaml-') && result.merged))(
    '$name has the values that GitLab finds',
    ({ main, result }) => {
      expect(plainValue(load(main).content) ?? {}).toEqual(result.merged);
    },
  );
});

interface Vector {
  readonly name: string;
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  readonly result: { readonly fatal?: string; readonly merged?: unknown };
}

function readVectors(): Vector[] {
  return JSON.parse(readFileSync(VECTORS, 'utf8'));
}

function jsonLines(url: URL): { readonly file: string; readonly fatal?: string }[] {
  const lines = readFileSync(url, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

function yamlFiles(folder: URL, path: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const url = new URL(encodeURIComponent(name), folder);
    if (statSync(url).isDirectory()) return yamlFiles(new URL(`${url.href}/`), `${path}${name}/`);
    return /\.ya?ml$/.test(name) ? [path + name] : [];
  });
}
