/**
 * `extends`: a top-level mapping takes what its parents have and puts its own keys on top (GitLab:
 * lib/gitlab/ci/config/extendable/entry.rb). It comes after all includes, so that a parent may stand in any file.
 */
import type { Problem } from '../source/problem.ts';
import type { Place } from '../source/source-file.ts';
import type { Entry, Mapping, Value } from '../yaml/values.ts';
import { carry, mergeMappings } from './merge.ts';
import { nearestName } from './nearest.ts';
import { holdsPlaceholder } from './placeholder.ts';
import type { ExtendsKind } from './problems.ts';

/** GitLab's `MAX_NESTING_LEVELS` is 10 ancestors, which makes eleven levels of parents. */
const MAX_LEVELS = 11;

interface Extended {
  readonly mapping: Mapping;
  /** How many levels of parents stand above it. */
  readonly levels: number;
}

/** A name under `extends`, and where it is written. */
export interface Parent {
  readonly name: string;
  readonly place: Place;
}

/**
 * The configuration with all `extends` worked in; the key itself stays, as in GitLab.
 *
 * @param complete no include is missing, so that a parent that is not here is nowhere
 */
export function resolveExtends(config: Mapping, complete: boolean, problems: Problem[]): Mapping {
  const resolver = new ExtendsResolver(config, complete, problems);
  const entries = new Map<string, Entry>();
  for (const [name, entry] of config.entries) {
    entries.set(name, isExtensible(entry.value) ? { ...entry, value: resolver.extend(name, entry.value) } : entry);
  }
  return { ...config, entries };
}

/** The names under a mapping's `extends`; those that cannot be names are left out. */
export function parentsOf(mapping: Mapping): readonly Parent[] {
  const value = mapping.entries.get('extends')?.value;
  const names = value?.kind === 'list' ? value.items.map((item) => item.value) : value ? [value] : [];
  return names.flatMap((name) =>
    name.kind === 'scalar' && name.type !== 'null' ? [{ name: name.text.text, place: name.place }] : [],
  );
}

function isExtensible(value: Value): value is Mapping {
  return value.kind === 'mapping' && value.entries.has('extends');
}

class ExtendsResolver {
  readonly #config: Mapping;
  readonly #complete: boolean;
  readonly #problems: Problem[];
  readonly #done = new Map<string, Extended>();
  readonly #chain: string[] = [];
  readonly #nearest = new Map<string, string>();
  #extensible: readonly string[] | undefined;
  #isTooDeep = false;

  constructor(config: Mapping, complete: boolean, problems: Problem[]) {
    this.#config = config;
    this.#complete = complete;
    this.#problems = problems;
  }

  extend(name: string, own: Mapping): Mapping {
    return this.#extended(name, own).mapping;
  }

  #extended(name: string, own: Mapping): Extended {
    if (!isExtensible(own)) return { mapping: own, levels: 0 };
    const known = this.#done.get(name);
    if (known) return known;
    // Deeper than GitLab goes: not followed further, so that no file can exhaust the stack.
    if (this.#chain.length > MAX_LEVELS) return { mapping: own, levels: MAX_LEVELS };

    this.#reportReferences(name, own);
    this.#chain.push(name);
    const parts: Mapping[] = [];
    let levels = 0;
    for (const parent of parentsOf(own)) {
      const entry = this.#parent(name, parent);
      if (entry?.value.kind !== 'mapping') continue;
      const extended = this.#extended(parent.name, entry.value);
      if (extended.levels >= MAX_LEVELS) {
        this.#reportTooDeep(name, parent.place);
        continue;
      }
      const step = { kind: 'extends', name: parent.name, place: parent.place } as const;
      parts.push(carry(extended.mapping, [step, ...entry.trail]));
      levels = Math.max(levels, extended.levels);
    }
    this.#chain.pop();

    const [first = own, ...others] = parts;
    const extended = { mapping: parts.length > 0 ? mergeMappings([first, ...others, own]) : own, levels: levels + 1 };
    this.#done.set(name, extended);
    return extended;
  }

  /** The parent's entry, or undefined when it cannot be one, which is reported unless it may come from elsewhere. */
  #parent(job: string, parent: Parent): Entry | undefined {
    const entry = this.#config.entries.get(parent.name);
    if (!entry) {
      if (!this.#complete || holdsPlaceholder(parent.name)) return undefined;
      this.#report('unknownParent', parent.place, { job, parent: parent.name, near: this.#near(parent.name) });
      return undefined;
    }
    if (entry.value.kind === 'reference') return undefined;
    if (entry.value.kind !== 'mapping') {
      this.#report('notMapping', parent.place, { job, parent: parent.name });
      return undefined;
    }
    const start = this.#chain.indexOf(parent.name);
    if (start === -1) return entry;
    const chain = [...this.#chain.slice(start), parent.name].join(' → ');
    this.#report('circular', parent.place, { job: parent.name, chain });
    return undefined;
  }

  /** The nearest of the names that can be extended; many jobs may make the same mistake. */
  #near(name: string): string {
    this.#extensible ??= [...this.#config.entries.keys()].filter(
      (key) => this.#config.entries.get(key)?.value.kind === 'mapping',
    );
    const near = this.#nearest.get(name) ?? nearestName(name, this.#extensible) ?? '';
    this.#nearest.set(name, near);
    return near;
  }

  #reportReferences(job: string, own: Mapping): void {
    const value = own.entries.get('extends')?.value;
    const names = value?.kind === 'list' ? value.items.map((item) => item.value) : [value];
    for (const name of names) {
      if (name?.kind === 'reference') this.#report('reference', name.place, { job });
      else if (name && name.kind !== 'scalar') this.#report('notName', name.place, { job });
    }
  }

  #reportTooDeep(job: string, place: Place): void {
    if (!this.#isTooDeep) this.#report('tooDeep', place, { job, limit: `${MAX_LEVELS}` });
    this.#isTooDeep = true;
  }

  #report(kind: ExtendsKind, place: Place, data: Problem['data']): void {
    this.#problems.push({ rule: 'config-extends', kind, place, data });
  }
}
