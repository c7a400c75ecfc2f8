/** Finds the name a person may have meant, for "did you mean". */

/** Longer words carry more typing mistakes. */
const LETTERS_PER_MISTAKE = 3;
const MOST_MISTAKES = 3;

/** The candidate closest to `name`, when it is close enough to be a slip of the keyboard; the first one of several. */
export function nearestName(
  name: string,
  candidates: Iterable<string>,
  most: number = MOST_MISTAKES,
): string | undefined {
  let nearest: string | undefined;
  let fewest = Math.min(most, Math.floor(name.length / LETTERS_PER_MISTAKE)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= fewest) continue;
    const mistakes = editDistance(name, candidate, fewest);
    if (mistakes > 0 && mistakes < fewest) {
      fewest = mistakes;
      nearest = candidate;
    }
  }
  return nearest;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; counts up to `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
