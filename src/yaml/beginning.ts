/**
 * How big a document is at least of which only the beginning was read: a document over GitLab's limit need not be read to its
 * end. What follows may still take something back, since a key that comes again replaces the value of the first, and `<<`
 * those of several. So what stands in a collection that goes on is counted only where nothing that follows can be meant.
 */
import { type Measures, OBJECT_BYTES, ownBytes } from './measure.ts';
import type { Scalar, Value } from './values.ts';

/** Where the reading of a document ended before its end. */
export interface Cut {
  /** Where the collections begin that go on. */
  readonly open: ReadonlySet<number>;
  /** What was not read. */
  readonly rest: string;
}

/** What can be a key without standing there as a word of its own: merge keys, aliases, tags, keys behind a `?`, escapes. */
const OTHER_KEY = /<<|\*[\w-]+[ \t]*:|(?:^|[\s[{,])(?:\?\s|!(?!reference\b))/;
const QUOTED_KEY = /"[ \t]*:/;
const WORD = /[\w.-]+/g;
/** Only such a key is found among the words. */
const WHOLE_WORD = /^[\w.-]+$/;

export function leastBytes(root: Value, measures: Measures, { open, rest }: Cut): number {
  const isHidden = OTHER_KEY.test(rest) || (QUOTED_KEY.test(rest) && rest.includes('\\'));
  const words = isHidden ? undefined : new Set(rest.match(WORD));
  const stays = ({ type, text }: Scalar): boolean =>
    words !== undefined && type === 'string' && WHOLE_WORD.test(text.text) && !words.has(text.text);
  const bytesOf = (value: Value): number => {
    const goesOn = open.has(value.place.range[0]);
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
