/** Located values as plain ones, to compare them with literals. */
import { SourceFile } from '../../src/source/source-file.ts';
import { loadYaml, type YamlFile } from '../../src/yaml/load.ts';
import type { Entry, Mapping, Value } from '../../src/yaml/values.ts';

export function load(text: string): YamlFile {
  return loadYaml(new SourceFile('.gitlab-ci.yml', text));
}

export function plainValue(value: Value | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map((item) => plainValue(item.value));
    case 'mapping':
      return Object.fromEntries([...value.entries].map(([name, entry]) => [name, plainValue(entry.value)]));
    case 'reference':
      return { '!reference': value.path };
  }
}

/** The content of a text that is a mapping. */
export function mappingOf(text: string): Mapping {
  const { content } = load(text);
  if (content?.kind !== 'mapping') throw new Error(`no mapping: ${text}`);
  return content;
}

export function entryOf(mapping: Value | undefined, ...path: readonly string[]): Entry {
  const [name = '', ...rest] = path;
  const entry = mapping?.kind === 'mapping' ? mapping.entries.get(name) : undefined;
  if (!entry) throw new Error(`no key ${name}`);
  return rest.length > 0 ? entryOf(entry.value, ...rest) : entry;
}

/** Kinds of the problems, with the line and column of each and the text it points at. */
export function problemsOf(text: string): string[] {
  return load(text).problems.map(({ kind, place }) => {
    const { line, column } = place.file.position(place.range[0]);
    return `${kind} ${line}:${column} ${place.file.text.slice(...place.range)}`;
  });
}
