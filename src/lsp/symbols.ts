/** The outline of a document: its jobs and templates with their keywords, and what else stands at the top level. */
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { kindOf } from '../pipeline/build-keyword.ts';
import type { SourceFile } from '../source/source-file.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Entry, Mapping, Value } from '../yaml/values.ts';
import { rangeOf } from './view.ts';

export function symbolsOf(file: SourceFile): DocumentSymbol[] {
  const { header, content } = loadYaml(file);
  return [header, content].flatMap((value) => (value?.kind === 'mapping' ? entriesIn(file, value) : []));
}

function entriesIn(file: SourceFile, mapping: Mapping): DocumentSymbol[] {
  return [...mapping.entries].flatMap(([name, entry]) => {
    if (entry.key.place.file !== file || name === '') return [];
    const { kind, detail } = describe(name, entry.value);
    const keywords = entry.value.kind === 'mapping' && detail !== undefined ? keywordsOf(file, entry.value) : [];
    return [{ ...symbol(file, name, entry, kind), ...(detail && { detail }), children: keywords }];
  });
}

function keywordsOf(file: SourceFile, job: Mapping): DocumentSymbol[] {
  return [...job.entries]
    .filter(([name, { key, trail }]) => name !== '' && key.place.file === file && trail.length === 0)
    .map(([name, entry]) => symbol(file, name, entry, SymbolKind.Property));
}

function describe(name: string, value: Value): { readonly kind: SymbolKind; readonly detail?: string } {
  switch (kindOf(name, value)) {
    case 'job':
    case 'trigger':
      return { kind: SymbolKind.Function, detail: stageOf(value) ?? 'job' };
    case 'hidden':
      return { kind: SymbolKind.Class, detail: 'template' };
    case 'unknown':
      // It may take its script from a template.
      return value.kind === 'mapping' ? { kind: SymbolKind.Function, detail: 'job' } : { kind: SymbolKind.Key };
    case undefined:
      return { kind: SymbolKind.Module };
  }
}

function stageOf(job: Value): string | undefined {
  const stage = job.kind === 'mapping' ? job.entries.get('stage')?.value : undefined;
  return stage?.kind === 'scalar' && stage.text.text !== '' ? stage.text.text : undefined;
}

/** An anchor's value stands elsewhere; the symbol then ends with its key. */
function symbol(file: SourceFile, name: string, { key, value }: Entry, kind: SymbolKind): DocumentSymbol {
  const [start, keyEnd] = key.place.range;
  const isHere = value.place.file === file && value.place.range[0] >= keyEnd;
  const end = isHere ? Math.max(keyEnd, value.place.range[1]) : keyEnd;
  return { name, kind, range: rangeOf(file.place(start, end)), selectionRange: rangeOf(key.place) };
}
