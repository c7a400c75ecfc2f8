/** `needs` as GitLab normalises them: sorted by what they are about, with each copy of a parallel job by its name. */
import { isNull } from '../pipeline/build-keyword.ts';
import type { Copy } from '../pipeline/copies.ts';
import { flatten } from '../pipeline/flatten.ts';
import { readNeed } from '../pipeline/needs.ts';
import type { Item, Trail, Value } from '../yaml/values.ts';
import { asWritten, entriesOf, made, type Resolved } from './resolved.ts';

/** Who needs, and who there is to be needed. */
export interface NeedContext {
  readonly copy: Copy | undefined;
  /** The names of the copies that a job has, or undefined for a job that has none. */
  copyNames(job: string): readonly string[] | undefined;
}

/** `job`: of this pipeline · `bridge`: a pipeline that is mirrored · `cross_dependency`: of other pipelines and projects. */
type Kind = 'job' | 'bridge' | 'cross_dependency';

export function needs(value: Value, trail: Trail, context: NeedContext): Resolved {
  const byKind = new Map<Kind, Resolved[]>();
  for (const item of flatten(value, trail).items) {
    if (isNull(item.value)) continue;
    const [kind, all] = oneNeed(item, context);
    byKind.set(kind, [...(byKind.get(kind) ?? []), ...all]);
  }
  const entries = [...byKind].map(([kind, all]) => [kind, made(all)] as const);
  return made(new Map(entries), { place: value.place, trail });
}

function oneNeed(item: Item, { copy, copyNames }: NeedContext): readonly [Kind, readonly Resolved[]] {
  const written = asWritten(item.value, item.trail);
  const need = readNeed(item, copy);
  if (!need) return [entriesOf(written).has('job') ? 'cross_dependency' : 'bridge', [written]];
  const names = need.copies ?? copyNames(need.job) ?? [need.job];
  const artifacts = entriesOf(written).get('artifacts') ?? made(true);
  return [
    'job',
    names.map((name) =>
      made(
        new Map([
          ['name', made(name, written.origin)],
          ['artifacts', artifacts],
          ['optional', made(need.optional)],
        ]),
        written.origin,
      ),
    ),
  ];
}
