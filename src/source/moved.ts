/**
 * Takes what was worked out of one version of its files to the newest: the same all the way down, at other places. Parts
 * of files that have no newer version stay the same objects.
 */
import { LocatedText, type Piece } from './located-text.ts';
import { isPlace, type Place, SourceFile } from './source-file.ts';
import { inNewestVersion, isUnchangedUpTo, movedEnd } from './versions.ts';

/** How far into each file a value reaches: as long as nothing changes before, it stays as it is. */
export type Reach = ReadonlyMap<SourceFile, number>;

export function reachOf(value: unknown): Reach {
  const reach = new Map<SourceFile, number>();
  const seen = new Set<object>();
  const visit = (part: unknown): void => {
    if (!isObject(part) || part instanceof SourceFile || seen.has(part)) return;
    seen.add(part);
    if (isPlace(part)) reach.set(part.file, Math.max(reach.get(part.file) ?? 0, part.range[1]));
    else if (part instanceof LocatedText) for (const piece of part.pieces) visit(placeOf(piece));
    else if (part instanceof Map) for (const each of part.values()) visit(each);
    else for (const key in part) visit(part[key]);
  };
  visit(value);
  return reach;
}

/** The reach of what has moved. */
export function movedReach(reach: Reach): Reach {
  const moved = new Map<SourceFile, number>();
  for (const [before, end] of reach) {
    const [file, offset] = movedEnd(before, end);
    moved.set(file, Math.max(moved.get(file) ?? 0, offset));
  }
  return moved;
}

export function staysAsItIs(reach: Reach): boolean {
  for (const [file, end] of reach) if (!isUnchangedUpTo(file, end)) return false;
  return true;
}

/** The moves between two states of all files. What several values share is moved once, and shared again. */
export class Moves {
  readonly #moved = new Map<object, unknown>();

  /** Undefined where a part of it was changed. */
  of<Kept>(value: Kept): Kept | undefined {
    try {
      return this.#of(value) as Kept;
    } catch (error) {
      if (error instanceof ChangedText) return undefined;
      throw error;
    }
  }

  #of(value: unknown): unknown {
    if (!isObject(value) || value instanceof SourceFile) return value;
    const known = this.#moved.get(value);
    if (known !== undefined) return known;
    const moved = this.#move(value);
    this.#moved.set(value, moved);
    return moved;
  }

  #move(value: Parts): unknown {
    if (Array.isArray(value)) return this.#list(value);
    if (isPlace(value)) return movedPlace(value);
    if (value instanceof LocatedText) return movedText(value);
    if (value instanceof Map) return this.#map(value);
    return this.#object(value);
  }

  #list(list: readonly unknown[]): readonly unknown[] {
    let moved: unknown[] | undefined;
    for (let index = 0; index < list.length; index++) {
      const other = this.#of(list[index]);
      if (other === list[index]) continue;
      moved ??= [...list];
      moved[index] = other;
    }
    return moved ?? list;
  }

  #map(map: ReadonlyMap<unknown, unknown>): ReadonlyMap<unknown, unknown> {
    let moved: Map<unknown, unknown> | undefined;
    for (const [key, item] of map) {
      const other = this.#of(item);
      if (other !== item) moved = (moved ?? new Map(map)).set(key, other);
    }
    return moved ?? map;
  }

  #object(value: Parts): Parts {
    let moved: Record<string, unknown> | undefined;
    for (const key in value) {
      const other = this.#of(value[key]);
      if (other === value[key]) continue;
      moved ??= { ...value };
      moved[key] = other;
    }
    return moved ?? value;
  }
}

type Parts = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null;
}

class ChangedText extends Error {}

function movedPlace(place: Place): Place {
  const moved = inNewestVersion(place);
  if (!moved) throw new ChangedText();
  return moved;
}

function movedText(text: LocatedText): LocatedText {
  const pieces = text.pieces.map((piece) => {
    const place = placeOf(piece);
    const moved = movedPlace(place);
    return moved === place ? piece : { ...piece, file: moved.file, source: moved.range[0] };
  });
  const stays = pieces.every((piece, index) => piece === text.pieces[index]);
  return stays ? text : new LocatedText(text.text, () => pieces);
}

function placeOf({ file, source, sourceLength }: Piece): Place {
  return file.place(source, source + sourceLength);
}
