/**
 * Makes a located scalar of what the parser read.
 */
import { LocatedText, type Piece } from '../source/located-text.ts';
import type { Range, SourceFile } from '../source/source-file.ts';
import { decodeBlock } from './block-scalar.ts';
import { Decoding } from './decoding.ts';
import { decodeDoubleQuoted, decodePlain, decodeSingleQuoted } from './flow-scalar.ts';
import type { Resolved } from './resolve-scalar.ts';
import type { Scalar } from './values.ts';

export type ScalarStyle = 'plain' | 'single-quoted' | 'double-quoted' | 'block';

/** A scalar as it stands in the file. */
export interface WrittenScalar {
  readonly file: SourceFile;
  /** The file's text as the parser was given it. */
  readonly source: string;
  readonly style: ScalarStyle;
  /** From the first character of the scalar to its last, quotes and block header included. */
  readonly range: Range;
  /** The end of a block scalar with the empty lines after it, which chomping may keep. */
  readonly bodyEnd: number;
  /** The column of the collection around it; -1 without one. */
  readonly parentIndent: number;
}

/** @param content the scalar's characters, decoded; `resolved` is what they mean. */
export function locateScalar(written: WrittenScalar, content: string, resolved: Resolved): Scalar {
  const { file, range } = written;
  return {
    kind: 'scalar',
    type: resolved.type,
    value: resolved.value,
    text: new LocatedText(resolved.text, () => piecesOf(written, content, resolved)),
    place: file.place(range[0], range[1]),
  };
}

/** What is not the scalar's own characters (`012` is `10`) maps to the scalar as a whole. */
function piecesOf(written: WrittenScalar, content: string, resolved: Resolved): readonly Piece[] {
  const { file, range } = written;
  const whole: Piece = {
    at: 0,
    length: resolved.text.length,
    file,
    source: range[0],
    sourceLength: range[1] - range[0],
  };
  const from = resolved.from ?? 0;
  if (resolved.text === '' || content.slice(from, from + resolved.text.length) !== resolved.text) return [whole];
  const decoding = decode(written);
  if (decoding.value !== content) return [whole];
  if (from === 0 && resolved.text.length === content.length) return decoding.pieces;
  const located = new LocatedText(content, () => decoding.pieces);
  return located.slice(from, from + resolved.text.length).pieces;
}

/** Decodes the scalar by libyaml's rules, which differ from the parser's in a few corners. */
export function decode(written: WrittenScalar): Decoding {
  const [start, end] = written.range;
  const decoding = new Decoding(written.file, written.source);
  switch (written.style) {
    case 'plain':
      decodePlain(decoding, start, end);
      break;
    case 'single-quoted':
      decodeSingleQuoted(decoding, start + 1, end - 1);
      break;
    case 'double-quoted':
      decodeDoubleQuoted(decoding, start + 1, end - 1);
      break;
    case 'block':
      decodeBlock(decoding, start, written.bodyEnd, written.parentIndent);
      break;
  }
  return decoding;
}
