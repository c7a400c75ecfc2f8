/**
 * The scalars of a file as they are written: with which quotes, at which indentation, in what kind of list or mapping.
 * Values do not keep that, since nothing but a change to the file's text has to know it.
 */
import { isCollection, isMap, isScalar, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import { LocatedText } from '../source/located-text.ts';
import type { Place, Range, SourceFile } from '../source/source-file.ts';
import { withLineFeeds } from './load.ts';
import { parse } from './parse.ts';
import { readScalar } from './scalar.ts';
import { sectionAt } from './sections.ts';
import type { ScalarType } from './values.ts';

export interface WrittenScalar {
  readonly file: SourceFile;
  readonly style: Style;
  /** From its first character to its last, quotes and block header included. */
  readonly range: Range;
  readonly type: ScalarType;
  readonly text: LocatedText;
  readonly role: 'key' | 'value' | 'item' | 'other';
  /** It stands in `[…]` or `{…}`. */
  readonly inBrackets: boolean;
  /** An anchor or a tag stands before it. */
  readonly hasProperties: boolean;
  /** Where the `-` of an item stands, or the key of a value. */
  readonly leader: Range | undefined;
}

/** `script`: a file that is not YAML, whose text is what it says. */
export type Style = 'plain' | 'single-quoted' | 'double-quoted' | 'literal' | 'folded' | 'script';

const STYLES: Readonly<Record<string, Style>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single-quoted',
  QUOTE_DOUBLE: 'double-quoted',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** What was read of a file that is asked for many places. */
interface Reading {
  readonly source: string;
  /** By the beginnings of their sections, in the order in which they stand, without values that nobody has written. */
  readonly scalars: Map<number, readonly WrittenScalar[]>;
}

const readings = new WeakMap<SourceFile, Reading>();

/** The scalar that a place lies in; undefined for a place that goes over its border. */
export function scalarAt({ file, range: [start, end] }: Place): WrittenScalar | undefined {
  const scalars = scalarsAround(file, start);
  let low = 0;
  let high = scalars.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((scalars[middle]?.range[0] ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  const scalar = scalars[low];
  return scalar && scalar.range[0] <= start && end <= scalar.range[1] ? scalar : undefined;
}

/** The value of the key that stands at a place, when that is a scalar. */
export function valueOfKey({ file, range }: Place): WrittenScalar | undefined {
  return scalarsAround(file, range[0]).find(({ role, leader }) => role === 'value' && leader?.[0] === range[0]);
}

/** The column of a place, as the spaces that stand before it or would if nothing else did. */
export function columnOf(file: SourceFile, offset: number): string {
  return ' '.repeat(file.position(offset).column - 1);
}

/** The line break that the file uses. */
export function lineBreakOf(file: SourceFile): string {
  return /\r?\n/.exec(file.text)?.[0] ?? '\n';
}

/** All scalars of the section that an offset lies in. */
function scalarsAround(file: SourceFile, offset: number): readonly WrittenScalar[] {
  const reading = readings.get(file) ?? { source: withLineFeeds(file.text), scalars: new Map() };
  readings.set(file, reading);
  const section = /\.ya?ml$/.test(file.path) ? sectionAt(file, reading.source, offset) : undefined;
  const [start] = section ?? [0];
  const known = reading.scalars.get(start);
  if (known) return known;
  const scalars = section ? readScalars(file, reading.source, section) : [wholeScript(file)];
  reading.scalars.set(start, scalars);
  return scalars;
}

function readScalars(file: SourceFile, source: string, section: Range): readonly WrittenScalar[] {
  const reader = new Reader(file, source);
  const { root } = parse(file, source, section);
  if (root) reader.node(root, { role: 'other', inBrackets: false, leader: undefined });
  return reader.scalars.filter(({ range }) => range[0] < range[1]);
}

type Position = Pick<WrittenScalar, 'role' | 'inBrackets' | 'leader'>;

class Reader {
  readonly scalars: WrittenScalar[] = [];
  readonly #file: SourceFile;
  readonly #source: string;

  constructor(file: SourceFile, source: string) {
    this.#file = file;
    this.#source = source;
  }

  node(node: ParsedNode, position: Position): void {
    if (isScalar(node)) {
      const { scalar } = readScalar(this.#file, this.#source, node);
      const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
      this.scalars.push({
        file: this.#file,
        style,
        range: scalar.place.range,
        type: scalar.type,
        text: scalar.text,
        hasProperties: node.anchor !== undefined || node.tag !== undefined,
        ...position,
      });
    } else if (isCollection(node)) this.#collection(node as YAMLMap.Parsed | YAMLSeq.Parsed, position.inBrackets);
  }

  #collection(node: YAMLMap.Parsed | YAMLSeq.Parsed, outer: boolean): void {
    const inBrackets = outer || node.flow === true;
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        this.node(key, { role: 'key', inBrackets, leader: undefined });
        if (value) this.node(value, { role: 'value', inBrackets, leader: [key.range[0], key.range[1]] });
      }
      return;
    }
    const dashes = dashesOf(node);
    for (const [index, item] of node.items.entries()) {
      const dash = dashes[index];
      this.node(item, { role: 'item', inBrackets, leader: dash === undefined ? undefined : [dash, dash + 1] });
    }
  }
}

/** Where the dashes of a list stand; nothing for a list in brackets. */
function dashesOf({ srcToken }: YAMLSeq.Parsed): readonly (number | undefined)[] {
  if (srcToken?.type !== 'block-seq') return [];
  return srcToken.items
    .map(({ start }) => start.find(({ type }) => type === 'seq-item-ind')?.offset)
    .filter((dash) => dash !== undefined);
}

function wholeScript(file: SourceFile): WrittenScalar {
  const { text } = file;
  const piece = { at: 0, length: text.length, file, source: 0, sourceLength: text.length };
  return {
    file,
    style: 'script',
    range: [0, text.length],
    type: 'string',
    text: new LocatedText(text, () => [piece]),
    role: 'other',
    inBrackets: false,
    hasProperties: false,
    leader: undefined,
  };
}
