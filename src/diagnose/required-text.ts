/** What a text has to have for a pattern to match in it: it is found much faster than the pattern is. */

/** Sets and quantifiers as a whole; then what stands for itself, escaped or not; then the rest of the syntax. */
const TOKEN = /\\[bBdDsSwW]|\[(?:\\.|[^\]])*\]|\{[\d,]+\}|\\(.)|([^()|.^$*+?])|[\s\S]/g;
const MAY_BE_MISSING = /[?*{]/;
/** Shorter ones are in too many lines. */
const SHORTEST = 3;

/**
 * For each alternative of a pattern the longest text, in small letters, without which it does not match; undefined where one has
 * none. Groups are passed over, whatever is in them.
 */
export function requiredTexts({ source }: RegExp): readonly string[] | undefined {
  const texts: string[] = [];
  let longest = '';
  let run = '';
  let depth = 0;
  const endOfRun = (): void => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  const endOfAlternative = (): void => {
    endOfRun();
    texts.push(longest.toLowerCase());
    longest = '';
  };
  for (const { 0: token, 1: escaped, 2: character = escaped, index } of source.matchAll(TOKEN)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    const isSure = depth === 0 && character !== undefined && !MAY_BE_MISSING.test(source.charAt(index + token.length));
    if (isSure) run += character;
    else if (depth === 0 && token === '|') endOfAlternative();
    else endOfRun();
  }
  endOfAlternative();
  return texts.every((text) => text.length >= SHORTEST) ? texts : undefined;
}
