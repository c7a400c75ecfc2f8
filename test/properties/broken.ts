/** What no text and no place that pipelint gives may be. */
import type { Place } from '../../src/index.ts';

/** All that a terminal or an editor would do something with but show; reports break lines with line feeds only. */
export const UNPRINTABLE = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

export function isStray({ file, range: [start, end] }: Place): boolean {
  return !(0 <= start && start <= end && end <= file.text.length);
}
