/** From a name to where it is defined, and to where it is used. */
import type { Location } from 'vscode-languageserver';
import { type Occurrence, occurrencesIn } from './names.ts';
import { isAt, rangeOf, uriOf, type View } from './view.ts';

export function definitionsAt(view: View, offset: number): readonly Location[] {
  return locations(
    view,
    meantAt(view, offset).filter(({ role }) => role === 'definition'),
  );
}

export function referencesAt(view: View, offset: number, withDefinition: boolean): readonly Location[] {
  return locations(
    view,
    meantAt(view, offset).filter(({ role }) => withDefinition || role === 'use'),
  );
}

/** All occurrences of what the smallest name around the cursor means; a pattern means several files. */
function meantAt(view: View, offset: number): readonly Occurrence[] {
  const all = occurrencesIn(view);
  const around = all.filter(({ place }) => isAt(view, place, offset) && place.range[1] > 0);
  const length = ({ place: { range } }: Occurrence): number => range[1] - range[0];
  const shortest = Math.min(...around.map(length));
  const meant = around.filter((each) => length(each) === shortest);
  return all.filter(({ kind, name }) => meant.some((each) => each.kind === kind && each.name === name));
}

/** A place that names several things, as a pattern of files does, counts once. */
function locations(view: View, found: readonly Occurrence[]): readonly Location[] {
  const all = found.flatMap(({ place }) => {
    const uri = uriOf(view, place.file);
    return uri === undefined ? [] : [{ uri, range: rangeOf(place) }];
  });
  return [...new Map(all.map((location) => [JSON.stringify(location), location])).values()];
}
