/** What can stand where somebody types: variables behind a `$`, inputs, jobs, their keywords, stages, files to include. */
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { PREDEFINED } from '../registry/predefined-variables.ts';
import { cursorAt } from './cursor.ts';
import { namesIn, type Occurrence, occurrencesIn } from './names.ts';
import { describePredefined } from './predefined.ts';
import { pipelinesReading, rangeOf, type View } from './view.ts';

/** `$CI_`, `${CI_`; not behind a second dollar sign, which makes a plain one of it. */
const VARIABLE = /(?<!\$)\$\{?(\w*)$/;

/** `$[[ inputs.na` */
const INPUT = /\$\[\[\s*inputs\.(\w*)$/;
/** `!reference [.job, scr`; the job is missing while it is typed itself. */
const REFERENCE = /!reference\s*\[\s*(?:["']?([^,\]"']+)["']?\s*,\s*)?["']?([^,\]"']*)$/;

export function completionsAt(view: View, offset: number): readonly CompletionItem[] {
  const { file } = view;
  const { line } = file.position(offset);
  const before = file.text.slice(file.lineStarts[line - 1] ?? 0, offset);
  const variable = VARIABLE.exec(before);
  if (variable) return variables(view, offset - (variable[1] ?? '').length, offset);
  const input = INPUT.exec(before);
  if (input) return items(view, inputs(view), offset - (input[1] ?? '').length, offset);
  const reference = REFERENCE.exec(before);
  if (reference) {
    const [, job, typed = ''] = reference;
    return items(view, job === undefined ? jobs(view) : keywords(view, job.trim()), offset - typed.length, offset);
  }
  const { keys, start } = cursorAt(file, offset);
  return items(view, valuesUnder(view, keys), start, offset);
}

function items({ file }: View, candidates: readonly Candidate[], start: number, end: number): CompletionItem[] {
  const range = rangeOf(file.place(start, end));
  return candidates.map(({ label, kind, detail }) => ({
    label,
    kind,
    ...(detail && { detail }),
    filterText: label,
    textEdit: { range, newText: label },
  }));
}

interface Candidate {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
}

function valuesUnder(view: View, keys: readonly string[]): readonly Candidate[] {
  const [keyword, below] = keys.length > 1 ? keys.slice(1) : keys;
  const [top] = keys;
  const isNeed = keyword === 'needs' && (below === undefined || below === 'job');
  if (keys.length > 1 && (isNeed || keyword === 'dependencies')) {
    return jobs(view).filter(({ label }) => !label.startsWith('.') && label !== top);
  }
  if (keys.length > 1 && keyword === 'extends') return jobs(view).filter(({ label }) => label !== top);
  if (keys.length === 2 && keyword === 'stage') return stages(view);
  if (top === 'include' && (keys.length === 1 || keys.at(-1) === 'local')) return files(view);
  if (keyword === 'trigger' && keys.includes('include') && ['include', 'local'].includes(keys.at(-1) ?? '')) {
    return files(view);
  }
  return [];
}

function jobs(view: View): readonly Candidate[] {
  return defined(view, 'job').map((label) => ({
    label,
    kind: label.startsWith('.') ? CompletionItemKind.Class : CompletionItemKind.Function,
    detail: label.startsWith('.') ? 'template' : 'job',
  }));
}

/** What a job says itself: a reference takes it from there, before the job is put together. */
function keywords(view: View, job: string): readonly Candidate[] {
  const written = pipelinesReading(view).flatMap(
    ({ composition: { config } }) => config?.entries.get(job)?.value ?? [],
  );
  const names = new Set(written.flatMap((value) => (value.kind === 'mapping' ? [...value.entries.keys()] : [])));
  return [...names].map((label) => ({ label, kind: CompletionItemKind.Property, detail: `of ${job}` }));
}

function inputs(view: View): readonly Candidate[] {
  const own = `${view.file.path} `;
  return defined(view, 'input')
    .filter((name) => name.startsWith(own))
    .map((name) => ({ label: name.slice(own.length), kind: CompletionItemKind.Variable, detail: 'input' }));
}

function stages(view: View): readonly Candidate[] {
  const known = pipelinesReading(view).flatMap(({ stages }) => stages);
  const names = new Set([...known, ...defined(view, 'stage')]);
  return [...names].map((label) => ({ label, kind: CompletionItemKind.EnumMember, detail: 'stage' }));
}

function files({ repository, file }: View): readonly Candidate[] {
  return repository.host
    .list()
    .filter((path) => /\.ya?ml$/.test(path) && path !== file.path)
    .map((path) => ({ label: `/${path}`, kind: CompletionItemKind.File }));
}

/** The names of the pipelines, and of the document itself where it is in none. */
function defined(view: View, kind: Occurrence['kind']): readonly string[] {
  const all = view.analyses.length > 0 ? occurrencesIn(view) : namesIn(view.file);
  const found = [...all, ...namesIn(view.file)].filter((each) => each.kind === kind && each.role === 'definition');
  return [...new Set(found.map(({ name }) => name))].sort();
}

function variables(view: View, start: number, end: number): readonly CompletionItem[] {
  const range = rangeOf(view.file.place(start, end));
  const own = defined(view, 'variable').filter((name) => !PREDEFINED.has(name));
  const item = (label: string, detail: string, documentation: string | undefined): CompletionItem => ({
    label,
    kind: CompletionItemKind.Variable,
    detail,
    ...(documentation && { documentation: { kind: 'markdown', value: documentation } }),
    // What the project defines itself comes first.
    sortText: `${documentation ? '1' : '0'}${label}`,
    textEdit: { range, newText: label },
  });
  return [
    ...own.map((name) => item(name, 'variable of this pipeline', undefined)),
    ...[...PREDEFINED.keys()].map((name) => item(name, 'predefined variable', describePredefined(name))),
  ];
}
