/** Prints values as YAML that GitLab's loader reads back as the very same values, with comments beside them. */
import { Document, isCollection, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

export interface Printable {
  readonly data: string | number | boolean | null | readonly Printable[] | ReadonlyMap<string, Printable>;
  /** One line, without the `#`. */
  readonly comment: string | undefined;
}

/**
 * @param isUnsafe whether a text has characters that must not reach a terminal as they are; they are written as escapes
 */
export function printYaml(value: Printable, isUnsafe: (text: string) => boolean): string {
  const document = new Document(null, { schema: 'yaml-1.1', aliasDuplicateObjects: false });
  document.contents = nodeOf(value, isUnsafe);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return [...text]
    .map((character) => (character !== '\n' && isUnsafe(character) ? escaped(character) : character))
    .join('');
}

function nodeOf({ data, comment }: Printable, isUnsafe: (text: string) => boolean): Node {
  const node = bareNode(data, isUnsafe);
  if (comment === undefined) return node;
  const text = ` ${comment}`;
  if (isCollection(node) && node.items.length > 0) node.commentBefore = text;
  else node.comment = text;
  return node;
}

function bareNode(data: Printable['data'], isUnsafe: (text: string) => boolean): Node {
  if (data instanceof Map) {
    const map = new YAMLMap();
    for (const [name, value] of data) map.items.push(new Pair(scalar(name, isUnsafe), nodeOf(value, isUnsafe)));
    return map;
  }
  if (Array.isArray(data)) {
    const list = new YAMLSeq();
    for (const item of data) list.items.push(nodeOf(item, isUnsafe));
    return list;
  }
  return scalar(data, isUnsafe);
}

function scalar(value: unknown, isUnsafe: (text: string) => boolean): Scalar {
  const node = new Scalar(value);
  if (typeof value !== 'string') return node;
  // Characters that are escaped need quotes, so do blanks that no block can hold, and what Ruby takes for a symbol.
  const needsQuotes = isSymbol(value) || hasOuterBlanks(value) || value.split('\n').some(isUnsafe);
  if (needsQuotes) node.type = 'QUOTE_DOUBLE';
  else if (value.includes('\n')) node.type = 'BLOCK_LITERAL';
  return node;
}

/** `:name` (Ruby: Psych::ScalarScanner). */
function isSymbol(text: string): boolean {
  return /^:./.test(text);
}

/** Blanks before the first word or after the last one; line breaks at the end are no such. */
function hasOuterBlanks(text: string): boolean {
  return /^\s|\s$/.test(text.replace(/\n+$/, ''));
}

function escaped(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}
