/**
 * `!reference [job, key]`: takes the value from there, after all includes and `extends` (GitLab:
 * lib/gitlab/ci/config/yaml/tags). Inside a list it brings a list of its own; what flattens lists comes later.
 */
import type { Problem } from '../source/problem.ts';
import { textAt } from '../source/source-file.ts';
import { type Entry, type Item, joinTrails, type Mapping, type Reference, type Value } from '../yaml/values.ts';
import { nearestName } from './nearest.ts';
import { isPlaceholder } from './placeholder.ts';
import type { ReferenceKind } from './problems.ts';

/** References to references; far more than anybody writes, and few enough for the stack. */
const MAX_CHAIN = 40;
/** The same for chains that are walked from their end, step by step. */
const MAX_TRAIL = 300;

/**
 * The configuration with every `!reference` replaced by what it names. One that cannot be replaced stays: its value is
 * not known.
 *
 * @param complete no include is missing, so that what is not found here is nowhere
 */
export function resolveReferences(config: Mapping, complete: boolean, problems: Problem[]): Mapping {
  return new ReferenceResolver(config, complete, problems).resolveMapping(config);
}

class ReferenceResolver {
  readonly #config: Mapping;
  readonly #complete: boolean;
  readonly #problems: Problem[];
  /** A value is reached from every job that shares it, and resolved once. */
  readonly #resolved = new Map<Value, Value>();
  readonly #targets = new Map<string, Item>();
  readonly #open: string[] = [];
  readonly #reported = new Set<Reference>();

  constructor(config: Mapping, complete: boolean, problems: Problem[]) {
    this.#config = config;
    this.#complete = complete;
    this.#problems = problems;
  }

  resolveMapping(mapping: Mapping): Mapping {
    const known = this.#resolved.get(mapping);
    if (known?.kind === 'mapping') return known;
    let changed: Map<string, Entry> | undefined;
    for (const [name, entry] of mapping.entries) {
      const resolved = this.#resolveItem(entry);
      if (resolved === entry) continue;
      changed ??= new Map(mapping.entries);
      changed.set(name, { ...resolved, key: entry.key });
    }
    const result: Mapping = changed ? { ...mapping, entries: changed } : mapping;
    this.#resolved.set(mapping, result);
    return result;
  }

  #resolveItem<Edge extends Item>(edge: Edge): Edge | Item {
    const { value, trail } = edge;
    if (value.kind === 'reference') {
      const target = this.#target(value);
      return target ? { value: target.value, trail: joinTrails(trail, target.trail) } : edge;
    }
    const resolved = this.#resolveValue(value);
    return resolved === value ? edge : { ...edge, value: resolved };
  }

  #resolveValue(value: Value): Value {
    if (value.kind === 'mapping') return this.resolveMapping(value);
    if (value.kind !== 'list') return value;
    const known = this.#resolved.get(value);
    if (known) return known;
    const items = value.items.map((item) => this.#resolveItem(item));
    const isSame = items.every((item, index) => item === value.items[index]);
    const result = isSame ? value : { ...value, items };
    this.#resolved.set(value, result);
    return result;
  }

  /** What the reference names, with the trail from the reference to it. */
  #target(reference: Reference): Item | undefined {
    const { path, place } = reference;
    if (!path) {
      const text = textAt(place)
        .replace(/^!reference\s*/, '')
        .replace(/\s+/g, ' ');
      this.#report('invalid', reference, { text });
      return undefined;
    }
    const name = path.join(', ');
    const key = JSON.stringify(path);
    const target = this.#targets.get(key) ?? this.#resolveTarget(reference, path, key);
    const step = { kind: 'reference', name, place } as const;
    return target && { value: target.value, trail: [step, ...target.trail] };
  }

  #resolveTarget(reference: Reference, path: readonly string[], key: string): Item | undefined {
    if (this.#open.includes(key)) {
      const chain = [...this.#open.slice(this.#open.indexOf(key)), key].map(shown).join(' → ');
      this.#report('circular', reference, { path: path.join(', '), chain });
      return undefined;
    }
    if (this.#open.length >= MAX_CHAIN) return undefined;
    this.#open.push(key);
    const found = this.#dig(reference, path);
    const target = found && this.#resolveItem(found);
    this.#open.pop();
    if (!target || target.trail.length > MAX_TRAIL) return undefined;
    this.#targets.set(key, target);
    return target;
  }

  /** The value under a path of keys. Like Ruby's `dig` followed by GitLab's test, it finds neither null nor false. */
  #dig(reference: Reference, path: readonly string[]): Item | undefined {
    let item: Item = { value: this.#config, trail: [] };
    for (const [index, key] of path.entries()) {
      if (item.value.kind === 'reference') {
        const target = this.#target(item.value);
        if (!target) return undefined;
        item = { value: target.value, trail: joinTrails(item.trail, target.trail) };
      }
      const { value, trail }: Item = item;
      const entry: Entry | undefined = value.kind === 'mapping' ? value.entries.get(key) : undefined;
      if (!entry || isNothing(entry.value)) {
        if (!isPlaceholder(value)) this.#reportMissing(reference, path, index, value);
        return undefined;
      }
      item = { value: entry.value, trail: joinTrails(trail, entry.trail) };
    }
    return item;
  }

  #reportMissing(reference: Reference, path: readonly string[], index: number, parent: Value): void {
    if (!this.#complete) return;
    const key = path[index] ?? '';
    const near = parent.kind === 'mapping' ? nearestName(key, parent.entries.keys()) : undefined;
    this.#report('missing', reference, {
      path: path.join(', '),
      key,
      parent: path.slice(0, index).join(', '),
      near: near ?? '',
    });
  }

  #report(kind: ReferenceKind, reference: Reference, data: Problem['data']): void {
    if (this.#reported.has(reference)) return;
    this.#reported.add(reference);
    this.#problems.push({ rule: 'config-reference', kind, place: reference.place, data });
  }
}

/** A path as it is written behind the tag. */
function shown(key: string): string {
  return `[${JSON.parse(key).join(', ')}]`;
}

function isNothing(value: Value): boolean {
  return value.kind === 'scalar' && (value.type === 'null' || value.value === false);
}
