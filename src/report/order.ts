/**
 * The order of every report: by the path that is shown of a file in the repository. So the parts of a report that several
 * runs wrote can be put together as one run would have written them.
 */
export function byPath<T>(items: readonly T[], pathOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, path: pathOf(item) }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(({ item }) => item);
}
