/**
 * How GitLab normalises the values of a job's keywords (lib/gitlab/ci/config/entry): short forms become long ones, lists
 * in lists become one, and what is left out gets its default. A keyword that is not here stays as it is written.
 */
import { flatten } from '../pipeline/flatten.ts';
import { joinTrails, type Trail, type Value } from '../yaml/values.ts';
import { type NeedContext, needs } from './needs.ts';
import { asWritten, entriesOf, itemsOf, made, type Resolved } from './resolved.ts';

type Normalise = (value: Value, trail: Trail, context: NeedContext) => Resolved;

export const KEYWORDS: Readonly<Record<string, Normalise>> = {
  before_script: flatList,
  script: flatList,
  after_script: flatList,
  hooks,
  image: container,
  services,
  cache: caches,
  retry,
  artifacts,
  rules,
  needs,
  only: policy,
  except: policy,
  environment,
  trigger,
  coverage,
  allow_failure: allowFailure,
};

/** A list of texts, numbers and the like, without lists in it. */
function flatList(value: Value, trail: Trail): Resolved {
  return made(flatItems(value, trail), { place: value.place, trail });
}

/** Variables with the texts that they get. */
export function asTexts(value: Value, trail: Trail): Resolved {
  if (value.kind !== 'mapping') return asWritten(value, trail);
  const entries = [...value.entries].map(([name, { key, value: written, trail: way }]) => {
    const inner = written.kind === 'mapping' ? written.entries.get('value')?.value : written;
    const text = inner?.kind === 'scalar' ? inner.text.text : '';
    return [name, made(text, { place: key.place, trail: joinTrails(trail, way) })] as const;
  });
  return made(new Map(entries), { place: value.place, trail });
}

function flatItems(value: Value, trail: Trail): readonly Resolved[] {
  return flatten(value, trail).items.map((item) => asWritten(item.value, item.trail));
}

function hooks(value: Value, trail: Trail): Resolved {
  return eachOf(value, trail, flatList);
}

/** An image, or one of the services. */
function container(value: Value, trail: Trail): Resolved {
  const written = asWritten(value, trail);
  if (value.kind !== 'mapping') return made(new Map([['name', written]]), written.origin);
  const entries = new Map(entriesOf(written));
  for (const name of ['command', 'pull_policy']) asList(entries, name);
  const own = value.entries.get('variables');
  if (own) entries.set('variables', asTexts(own.value, joinTrails(trail, own.trail)));
  const executor = [...entries].filter(([name]) => name === 'docker' || name === 'kubernetes');
  for (const [name] of executor) entries.delete(name);
  if (executor.length > 0) entries.set('executor_opts', made(new Map(executor), executor[0]?.[1].origin));
  return made(entries, written.origin);
}

function services(value: Value, trail: Trail): Resolved {
  const items = flatten(value, trail).items.filter(
    (item) => !(item.value.kind === 'scalar' && item.value.value === null),
  );
  const all = items.map((item) => container(item.value, item.trail));
  return made(all, { place: value.place, trail });
}

const OF_CACHE: readonly (readonly [string, Resolved])[] = [
  ['key', made('default')],
  ['unprotect', made(false)],
  ['policy', made('pull-push')],
  ['when', made('on_success')],
  ['fallback_keys', made([])],
];

function caches(value: Value, trail: Trail): Resolved {
  const all = flatten(value, trail).items.map((item) => {
    const written = asWritten(item.value, item.trail);
    const entries = new Map(entriesOf(written));
    for (const [name, standard] of OF_CACHE) if (!entries.has(name)) entries.set(name, standard);
    return made(entries, written.origin);
  });
  return made(all, { place: value.place, trail });
}

function retry(value: Value, trail: Trail): Resolved {
  const written = asWritten(value, trail);
  if (value.kind !== 'mapping') return made(new Map([['max', written]]), written.origin);
  const entries = new Map(entriesOf(written));
  asList(entries, 'when');
  asList(entries, 'exit_codes');
  return made(entries, written.origin);
}

function artifacts(value: Value, trail: Trail): Resolved {
  const written = asWritten(value, trail);
  const entries = new Map(entriesOf(written));
  const reports = entries.get('reports');
  if (!reports) return written;
  const lists = new Map(entriesOf(reports));
  for (const [name, report] of lists) if (!(report.data instanceof Map)) asList(lists, name);
  entries.set('reports', made(lists, reports.origin));
  return made(entries, written.origin);
}

function rules(value: Value, trail: Trail, context: NeedContext): Resolved {
  const all = flatten(value, trail).items.map((item) => {
    const written = asWritten(item.value, item.trail);
    if (item.value.kind !== 'mapping') return written;
    const entries = new Map(entriesOf(written));
    for (const name of ['changes', 'exists']) {
      const paths = entries.get(name);
      if (paths && !(paths.data instanceof Map)) {
        entries.set(name, made(new Map([['paths', made(itemsOf(paths), paths.origin)]]), paths.origin));
      }
    }
    const own = item.value.entries.get('variables');
    if (own) entries.set('variables', asTexts(own.value, joinTrails(item.trail, own.trail)));
    const wanted = item.value.entries.get('needs');
    if (wanted) entries.set('needs', needs(wanted.value, joinTrails(item.trail, wanted.trail), context));
    return made(entries, written.origin);
  });
  return made(all, { place: value.place, trail });
}

/** `only` and `except`: a list stands for its `refs`. */
function policy(value: Value, trail: Trail): Resolved {
  if (value.kind === 'mapping') return asWritten(value, trail);
  const refs = flatList(value, trail);
  return made(new Map([['refs', refs]]), refs.origin);
}

function environment(value: Value, trail: Trail): Resolved {
  const written = asWritten(value, trail);
  if (value.kind === 'mapping') return written;
  return made(
    new Map([
      ['name', written],
      ['action', made('start')],
    ]),
    written.origin,
  );
}

function trigger(value: Value, trail: Trail): Resolved {
  const written = asWritten(value, trail);
  return value.kind === 'mapping' ? written : made(new Map([['project', written]]), written.origin);
}

/** GitLab keeps the pattern without its slashes. */
function coverage(value: Value, trail: Trail): Resolved {
  const { data, origin } = asWritten(value, trail);
  return made(typeof data === 'string' ? data.replace(/^\/|\/$/g, '') : data, origin);
}

function allowFailure(value: Value, trail: Trail): Resolved {
  const written = asWritten(value, trail);
  if (value.kind !== 'mapping') return written;
  const entries = new Map(entriesOf(written));
  asList(entries, 'exit_codes');
  return made(entries, written.origin);
}

function asList(entries: Map<string, Resolved>, name: string): void {
  const value = entries.get(name);
  if (value) entries.set(name, made(itemsOf(value), value.origin));
}

function eachOf(value: Value, trail: Trail, normalise: typeof flatList): Resolved {
  if (value.kind !== 'mapping') return asWritten(value, trail);
  const entries = [...value.entries].map(
    ([name, entry]) => [name, normalise(entry.value, joinTrails(trail, entry.trail))] as const,
  );
  return made(new Map(entries), { place: value.place, trail });
}
