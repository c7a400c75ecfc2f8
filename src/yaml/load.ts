/**
 * A file as GitLab's loader sees it: its header, its content, and what is wrong with its YAML.
 */
import type { ParsedNode } from 'yaml';
import type { Problem } from '../source/problem.ts';
import type { Place, Range, SourceFile } from '../source/source-file.ts';
import { buildValue } from './build.ts';
import { splitDocuments } from './documents.ts';
import { MAX_BYTES } from './measure.ts';
import { type Parsed, parse } from './parse.ts';
import { causes, syntaxProblem } from './problems.ts';
import { keepSections, sectionsIn } from './sections.ts';
import type { Comment, Mapping, Value } from './values.ts';

/**
 * After so many tokens it is looked whether a document is refused already, since it is too big or not well written: then the
 * rest is not read. Nearly all that GitLab loads has fewer tokens than the first.
 */
const LOOKS = [300_000, 800_000];

/** All that YAML 1.1 does not call printable. */
const CONTROL_CHARACTER = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

export interface YamlFile {
  readonly file: SourceFile;
  /** The mapping with `spec` before the `---`, where a second document follows it. */
  readonly header: Mapping | undefined;
  /** The document that counts; undefined where the file says nothing. With problems, as much of it as can be saved. */
  readonly content: Value | undefined;
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  /** There is nothing in the file but blanks. */
  readonly blank: boolean;
}

interface Document {
  /** Undefined for what GitLab drops, and for what is too big. */
  readonly value: Value | undefined;
  readonly isTooBig?: true;
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  readonly sections: readonly Range[];
}

const loaded = new WeakMap<SourceFile, YamlFile>();

/** Reads a file once, whoever asks for it. Never throws, whatever the text. */
export function loadYaml(file: SourceFile): YamlFile {
  const known = loaded.get(file) ?? readYaml(file);
  loaded.set(file, known);
  return known;
}

function readYaml(file: SourceFile): YamlFile {
  const blank = !/\S/.test(file.text);
  const size = new TextEncoder().encode(file.text).length;
  if (size > MAX_BYTES) {
    const place = file.place(0, file.line(1).length);
    const problem = syntaxProblem('tooBig', place, { size: String(size), limit: String(MAX_BYTES) });
    return { file, header: undefined, content: undefined, comments: [], problems: [problem], blank };
  }
  const source = withLineFeeds(file.text);
  const control = controlCharacter(file);
  const documents = splitDocuments(source).map((range) => loadDocument(file, source, range));
  keepSections(
    file,
    documents.flatMap(({ sections }) => sections),
  );
  const values = documents.some(({ isTooBig }) => isTooBig) ? [] : documents.flatMap(({ value }) => value ?? []);
  const first = values[0];
  const header = values.length > 1 && first?.kind === 'mapping' && first.entries.has('spec') ? first : undefined;
  return {
    file,
    header,
    content: header ? values.at(-1) : first,
    comments: documents.flatMap(({ comments }) => comments),
    problems: control ? [control] : documents.flatMap(({ problems }) => problems),
    blank,
  };
}

function loadDocument(file: SourceFile, source: string, range: Range): Document {
  for (const most of LOOKS) {
    const document = readUpTo(most, file, source, range);
    if (document) return document;
  }
  return readDocument(file, source, range, parse(file, source, range));
}

/** Undefined where the document goes on and nothing is decided yet. */
function readUpTo(most: number, file: SourceFile, source: string, range: Range): Document | undefined {
  const parsed = parse(file, source, range, most);
  const document = readDocument(file, source, range, parsed);
  return parsed.cut && document.problems.length === 0 ? undefined : document;
}

function readDocument(file: SourceFile, source: string, range: Range, parsed: Parsed): Document {
  const { root, comments, problem, cut } = parsed;
  const built = root && buildValue(file, source, root, cut);
  if (root && built && built.bytes > MAX_BYTES) return tooBig(file, root, parsed);
  const sections = sectionsIn(source, range, root);
  const problems = causes([...(problem ? [problem] : []), ...(built?.problems ?? [])]);
  const value = built && !isEmpty(built.value) ? built.value : undefined;
  if (!value || value.kind === 'mapping' || problems.length > 0) return { value, comments, problems, sections };
  const notMapping = syntaxProblem('notMapping', firstLine(value.place), { found: value.kind });
  return { value, comments, problems: [notMapping], sections };
}

/** GitLab loads nothing of it, so that nothing else of it counts. */
function tooBig(file: SourceFile, { range: [start] }: ParsedNode, { comments }: Parsed): Document {
  const problem = syntaxProblem('parsedTooBig', file.place(start, start), { limit: String(MAX_BYTES) });
  return { value: undefined, isTooBig: true, comments, problems: [problem], sections: [] };
}

function firstLine({ file, range: [start, end] }: Place): Place {
  const lineBreak = file.text.slice(start, end).search(/\r?\n/);
  return file.place(start, lineBreak === -1 ? end : start + lineBreak);
}

/** libyaml reads nothing of a text that has one, however the rest looks. */
function controlCharacter(file: SourceFile): Problem | undefined {
  const found = CONTROL_CHARACTER.exec(file.text);
  if (!found) return undefined;
  const [character] = found;
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return syntaxProblem('controlCharacter', file.place(found.index, found.index + character.length), { code });
}

/** libyaml also ends lines at a carriage return of its own and at the next-line control; offsets stay the same. */
export function withLineFeeds(text: string): string {
  return text.replace(/\r(?!\n)|\u0085/g, '\n');
}

/** What Ruby calls blank; GitLab drops such documents (`multi_doc_yaml.rb`). */
function isEmpty(value: Value): boolean {
  switch (value.kind) {
    case 'scalar':
      return value.value === null || value.value === false || /^\s*$/.test(value.text.text);
    case 'list':
      return value.items.length === 0;
    case 'mapping':
      return value.entries.size === 0;
    case 'reference':
      return false;
  }
}
