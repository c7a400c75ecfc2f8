/**
 * Takes what was worked out of one version of its files to the newest: the same all the way down, at other places. Parts
 * that stay where they are stay the same objects.
 */
import { LocatedText } from './located-text.ts';
import { isPlace, type Place, SourceFile } from './source-file.ts';
import { inNewestVersion, isUnchangedUpTo } from './versions.ts';

/** How far into each file a value reaches: as long as nothing changes before, it stays as it is. */
export type Reach = ReadonlyMap<SourceFile, number>;

export function reachOf(value: unknown): Reach {
  const reach = new Map<SourceFile, number>();
  const seen = new Set<object>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || part instanceof SourceFile || seen.has(part)) return;
    seen.add(part);
    if (isPlace(part)) reach.set(part.file, Math.max(reach.get(part.file) ?? 0, part.range[1]));
    else for (const each of partsOf(part)) visit(each);
  };
  visit(value);
  return reach;
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
    if (typeof value !== 'object' || value === null || value instanceof SourceFile) return value;
    if (this.#moved.has(value)) return this.#moved.get(value);
    const moved = this.#move(value);
    this.#moved.set(value, moved);
    return moved;
  }

  #move(value: object): unknown {
    if (isPlace(value)) return movedPlace(value);
    if (value instanceof LocatedText) return this.#text(value);
    if (Array.isArray(value)) return this.#list(value);
    if (value instanceof Map) return this.#map(value);
    return this.#object(value);
  }

  #text(text: LocatedText): LocatedText {
    const before = text.pieces.map(({ file, source, sourceLength }) => file.place(source, source + sourceLength));
    const after = before.map(movedPlace);
    if (after.every((place, index) => place === before[index])) return text;
    const pieces = text.pieces.map((piece, index) => {
      const { file, range } = after[index] ?? piece.file.place(piece.source, piece.source);
      return { ...piece, file, source: range[0] };
    });
    return new LocatedText(text.text, () => pieces);
  }

  #list(list: readonly unknown[]): readonly unknown[] {
    const moved = list.map((item) => this.#of(item));
    return moved.every((item, index) => item === list[index]) ? list : moved;
  }

  #map(map: ReadonlyMap<unknown, unknown>): ReadonlyMap<unknown, unknown> {
    const moved = new Map([...map].map(([key, item]) => [key, this.#of(item)]));
    return [...map].every(([key, item]) => moved.get(key) === item) ? map : moved;
  }

  #object(value: object): object {
    let moved: Record<string, unknown> | undefined;
    for (const [key, part] of Object.entries(value)) {
      const other = this.#of(part);
      if (other === part) continue;
      moved ??= { ...value };
      moved[key] = other;
    }
    return moved ?? value;
  }
}

class ChangedText extends Error {}

function movedPlace(place: Place): Place {
  const moved = inNewestVersion(place);
  if (!moved) throw new ChangedText();
  return moved;
}

function partsOf(value: object): Iterable<unknown> {
  if (value instanceof LocatedText)
    return value.pieces.map(({ file, source, sourceLength }) => file.place(source, source + sourceLength));
  return value instanceof Map ? value.values() : Object.values(value);
}
