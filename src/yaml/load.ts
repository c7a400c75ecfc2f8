/**
 * A file as GitLab's loader sees it: its header, its content, and what is wrong with its YAML.
 */
import type { Problem } from '../source/problem.ts';
import type { Range, SourceFile } from '../source/source-file.ts';
import { buildValue } from './build.ts';
import { splitDocuments } from './documents.ts';
import { MAX_BYTES } from './measure.ts';
import { parse } from './parse.ts';
import { causes, syntaxProblem } from './problems.ts';
import type { Comment, Mapping, Value } from './values.ts';

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
  /** Undefined for what GitLab drops. */
  readonly value: Value | undefined;
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

/** Never throws, whatever the text. */
export function loadYaml(file: SourceFile): YamlFile {
  const blank = !/\S/.test(file.text);
  const size = new TextEncoder().encode(file.text).length;
  if (size > MAX_BYTES) {
    const place = file.place(0, file.line(1).length);
    const problem = syntaxProblem('tooBig', place, { size: String(size), limit: String(MAX_BYTES) });
    return { file, header: undefined, content: undefined, comments: [], problems: [problem], blank };
  }
  const source = withLineFeeds(file.text);
  const documents = splitDocuments(source).map((range) => loadDocument(file, source, range));
  const values = documents.flatMap(({ value }) => value ?? []);
  const first = values[0];
  const header = values.length > 1 && first?.kind === 'mapping' && first.entries.has('spec') ? first : undefined;
  return {
    file,
    header,
    content: header ? values.at(-1) : first,
    comments: documents.flatMap(({ comments }) => comments),
    problems: documents.flatMap(({ problems }) => problems),
    blank,
  };
}

function loadDocument(file: SourceFile, source: string, range: Range): Document {
  const { root, comments, problems } = parse(file, source, range);
  if (!root) return { value: undefined, comments, problems: causes(problems) };
  const { value, problems: faults } = buildValue(file, source, root);
  if (isEmpty(value)) return { value: undefined, comments, problems: causes([...problems, ...faults]) };
  const shape = value.kind === 'mapping' ? [] : [syntaxProblem('notMapping', value.place, { found: value.kind })];
  return { value, comments, problems: causes([...problems, ...faults, ...shape]) };
}

/** libyaml also ends lines at a carriage return of its own and at the next-line control; offsets stay the same. */
function withLineFeeds(text: string): string {
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
