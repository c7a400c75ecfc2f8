/**
 * Makes a located scalar of what the parser read.
 */
import type { Scalar as YamlScalar } from 'yaml';
import { LocatedText, type Piece } from '../source/located-text.ts';
import type { Range, SourceFile } from '../source/source-file.ts';
import { decodeBlock } from './block-scalar.ts';
import { Decoding } from './decoding.ts';
import { decodeDoubleQuoted, decodePlain, decodeSingleQuoted } from './flow-scalar.ts';
import { type Resolved, resolvePlain, resolveTagged, string } from './resolve-scalar.ts';
import type { Scalar } from './values.ts';

const EMPTY_LINES = /(?: *\r?\n)+/y;

type Style = YamlScalar.Type;

/** A scalar as it stands in the file. */
interface WrittenScalar {
  readonly file: SourceFile;
  /** The file's text as the parser was given it. */
  readonly source: string;
  readonly style: Style;
  /** From the first character of the scalar to its last, quotes and block header included. */
  readonly range: Range;
  /** The end of a block scalar with the empty lines after it, which chomping may keep. */
  readonly bodyEnd: number;
  /** The column of the collection around a block scalar. */
  readonly parentIndent: number;
}

export interface ReadScalar {
  readonly scalar: Scalar;
  /** The class that Psych would make of it, which GitLab does not allow. */
  readonly forbidden: Resolved['forbidden'];
}

/** @param source the text the parser was given, with the same offsets as the file's. */
export function readScalar(file: SourceFile, source: string, node: YamlScalar.Parsed): ReadScalar {
  const written = writtenScalar(file, source, node);
  const content = differsInLibyaml(written) ? decode(written).value : node.source;
  const resolved = resolve(node.tag, written.style, content);
  return { scalar: locate(written, content, resolved), forbidden: resolved.forbidden };
}

/** A value that is not written down: of `key:`, or of a key alone between braces. */
export function nothingAt(file: SourceFile, offset: number): Scalar {
  return scalarOver(file, [offset, offset], resolvePlain(''));
}

/** A scalar that as a whole stands for a span of the file. */
export function scalarOver(file: SourceFile, range: Range, resolved: Resolved): Scalar {
  const { type, value, text } = resolved;
  const place = file.place(range[0], range[1]);
  return { kind: 'scalar', type, value, text: new LocatedText(text, () => [wholePiece(file, range, text)]), place };
}

/** Psych takes for text what is quoted or a block, unless it has a tag. The tag `!` makes it plain. */
function resolve(tag: string | undefined, style: Style, content: string): Resolved {
  if (tag === undefined) return style === 'PLAIN' ? resolvePlain(content) : string(content);
  return tag === '!' ? resolvePlain(content) : resolveTagged(tag, content);
}

function writtenScalar(file: SourceFile, source: string, node: YamlScalar.Parsed): WrittenScalar {
  const style = node.type ?? 'PLAIN';
  const [start, end] = node.range;
  if (node.srcToken?.type !== 'block-scalar') {
    return { file, source, style, range: [start, end], bodyEnd: end, parentIndent: -1 };
  }
  const range: Range = [start, endOfContent(source, start, end)];
  return { file, source, style, range, bodyEnd: endOfBody(source, end), parentIndent: node.srcToken.indent };
}

/** Where the last line that is not blank ends. */
function endOfContent(source: string, start: number, end: number): number {
  let content = end;
  while (content > start && ' \t\r\n'.includes(source[content - 1] ?? '')) content -= 1;
  while (content < end && ' \t'.includes(source[content] ?? '')) content += 1;
  return content;
}

/** The package leaves out the empty lines that it does not need; libyaml needs some of them. */
function endOfBody(source: string, end: number): number {
  EMPTY_LINES.lastIndex = end;
  return source[end - 1] === '\n' && EMPTY_LINES.test(source) ? EMPTY_LINES.lastIndex : end;
}

/** Spaces or a line break that the package drops or adds and libyaml does not. */
function differsInLibyaml({ source, style, range, bodyEnd }: WrittenScalar): boolean {
  switch (style) {
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      return source[bodyEnd - 1] !== '\n' || /^[-+]?[1-9]/.test(source.slice(range[0] + 1, range[0] + 3));
    case 'QUOTE_DOUBLE':
      return /\\\r?\n[ \t]*\r?\n/.test(source.slice(...range));
    default:
      return false;
  }
}

function locate(written: WrittenScalar, content: string, resolved: Resolved): Scalar {
  const { file, range } = written;
  const { type, value, text } = resolved;
  const located = new LocatedText(text, () => pieces(written, content, resolved));
  return { kind: 'scalar', type, value, text: located, place: file.place(range[0], range[1]) };
}

/** What is not the scalar's own characters (`012` is `10`) maps to the scalar as a whole. */
function pieces(written: WrittenScalar, content: string, { type, text, from = 0 }: Resolved): readonly Piece[] {
  const isPart = text !== '' && (text === content || (type === 'string' && content.startsWith(text, from)));
  const at = isPart ? contentStart(written, content) : undefined;
  if (at !== undefined)
    return [{ at: 0, length: text.length, file: written.file, source: at + from, sourceLength: text.length }];
  const decoding = isPart ? decode(written) : undefined;
  if (decoding?.value !== content) return [wholePiece(written.file, written.range, text)];
  if (text.length === content.length) return decoding.pieces;
  return new LocatedText(content, () => decoding.pieces).slice(from, from + text.length).pieces;
}

/** Where the content stands in the source just as it is: most scalars have neither escapes nor folded lines. */
function contentStart({ source, style, range: [start, end] }: WrittenScalar, content: string): number | undefined {
  const at = style === 'PLAIN' ? start : start + 1;
  const isWhole = (style === 'PLAIN' ? end - start : end - start - 2) === content.length;
  return isWhole && source.startsWith(content, at) ? at : undefined;
}

function wholePiece(file: SourceFile, [start, end]: Range, text: string): Piece {
  return { at: 0, length: text.length, file, source: start, sourceLength: end - start };
}

function decode({ file, source, style, range, bodyEnd, parentIndent }: WrittenScalar): Decoding {
  const decoding = new Decoding(file, source);
  const [start, end] = range;
  switch (style) {
    case 'PLAIN':
      decodePlain(decoding, start, end);
      break;
    case 'QUOTE_SINGLE':
      decodeSingleQuoted(decoding, start + 1, end - 1);
      break;
    case 'QUOTE_DOUBLE':
      decodeDoubleQuoted(decoding, start + 1, end - 1);
      break;
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      decodeBlock(decoding, start, bodyEnd, parentIndent);
      break;
  }
  return decoding;
}
