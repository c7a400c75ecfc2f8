/**
 * How big a document is at least of which only the beginning was read: a document over GitLab's limit need not be read to its
 * end. What follows may still take something back, since a key that comes again replaces the value of the first, and `<<`
 * those of several. So what stands in a collection that goes on is counted only where nothing that follows can be meant.
 */
import type { Range } from '../source/source-file.ts';
import { type Measures, OBJECT_BYTES, ownBytes } from './measure.ts';
import type { Scalar, Value } from './values.ts';

/** Where the reading of a document ended before its end. */
export interface Cut {
  readonly at: number;
  /** Where the collections begin that go on behind it. */
  readonly open: ReadonlySet<number>;
}

/** What can be a key without standing there as a word of its own: merge keys, aliases, escapes, tags, keys behind a `?`. */
const OTHER_KEY = /<<|\*[\w-]+[ \t]*:|"[^"\n]*\\|(?:^|[\s[{,])(?:\?\s|!(?!reference\b))/;
const WORD = /[\w.-]+/g;
/** Only such a key is found among the words. */
const WHOLE_WORD = /^[\w.-]+$/;

/** @param source of which the document takes the `range` */
export function leastBytes(root: Value, measures: Measures, source: string, range: Range, cut: Cut): number {
  const rest = source.slice(cut.at, range[1]);
  const words = OTHER_KEY.test(rest) ? undefined : new Set(rest.match(WORD));
  const stays = ({ type, text }: Scalar): boolean =>
    words !== undefined && type === 'string' && WHOLE_WORD.test(text.text) && !words.has(text.text);
  const bytesOf = (value: Value): number => {
    const goesOn = cut.open.has(value.place.range[0]);
    if (!goesOn || value.kind === 'scalar' || value.kind === 'reference') return measures.of(value).bytes;
    // A merge key may have its value still to come, and is gone then.
    if (value.kind === 'mapping' && value.entries.has('<<')) return OBJECT_BYTES;
    let bytes = ownBytes(value);
    if (value.kind === 'list') for (const item of value.items) bytes += bytesOf(item.value);
    else {
      for (const { key, value: part } of value.entries.values())
        bytes += measures.of(key).bytes + (stays(key) ? bytesOf(part) : 0);
    }
    return bytes;
  };
  return bytesOf(root);
}
