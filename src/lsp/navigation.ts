/** From a name to where it is defined, and to where it is used. */
import type { Location } from 'vscode-languageserver';
import { type Occurrence, occurrencesIn } from './names.ts';
import { isAt, rangeOf, uriOf, type View } from './view.ts';

export function definitionsAt(view: View, offset: number): readonly Location[] {
  const all = occurrencesIn(view);
  const at = named(view, all, offset);
  return at
    ? locations(
        view,
        alike(all, at).filter(({ role }) => role === 'definition'),
      )
    : [];
}

export function referencesAt(view: View, offset: number, withDefinition: boolean): readonly Location[] {
  const all = occurrencesIn(view);
  const at = named(view, all, offset);
  if (!at) return [];
  return locations(
    view,
    alike(all, at).filter(({ role }) => withDefinition || role === 'use'),
  );
}

/** The smallest place around the cursor that is a name. */
function named(view: View, all: readonly Occurrence[], offset: number): Occurrence | undefined {
  const length = ({ place: { range } }: Occurrence): number => range[1] - range[0];
  return all
    .filter(({ place }) => isAt(view, place, offset) && place.range[1] > 0)
    .sort((a, b) => length(a) - length(b))[0];
}

function alike(all: readonly Occurrence[], { kind, name }: Occurrence): readonly Occurrence[] {
  return all.filter((other) => other.kind === kind && other.name === name);
}

function locations(view: View, found: readonly Occurrence[]): readonly Location[] {
  return found.flatMap(({ place }) => {
    const uri = uriOf(view, place.file);
    return uri === undefined ? [] : [{ uri, range: rangeOf(place) }];
  });
}
