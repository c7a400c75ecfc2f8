/** One job as GitLab runs it: its own keywords, those it inherits, and what its copy of a matrix adds. */
import {
  defaultKeyword,
  effectiveKeyword,
  inherits,
  type JobSource,
  type Keyword,
  ownKeyword,
  specified,
} from '../pipeline/build-keyword.ts';
import type { Copy } from '../pipeline/copies.ts';
import type { Mapping } from '../yaml/values.ts';
import { asTexts, KEYWORDS } from './keywords.ts';
import type { NeedContext } from './needs.ts';
import { asWritten, entriesOf, itemsOf, made, type Origin, plain, type Resolved } from './resolved.ts';

/** What a job takes from `default:` when it does not say it itself (entry/default.rb). */
const INHERITED = `image services before_script after_script hooks cache artifacts retry timeout interruptible tags
  id_tokens identity`.split(/\s+/);

/** Used up on the way here, or shown in a form of their own. */
const NOT_SHOWN: readonly string[] = ['extends', 'inherit', 'variables', 'parallel', 'stage'];

/** What all jobs of a configuration have in common. */
export interface Surroundings {
  readonly root: Mapping;
  /** The pipeline's own. */
  readonly variables: Resolved;
  readonly copyNames: NeedContext['copyNames'];
}

export function resolveJob(job: JobSource, copy: Copy | undefined, surroundings: Surroundings): Resolved {
  const { root, copyNames } = surroundings;
  const entries = new Map<string, Resolved>();
  const stage = ownKeyword(job, 'stage');
  entries.set('stage', stage ? asWritten(stage.value, stage.trail) : made('test'));
  for (const name of new Set([...INHERITED, ...job.config.entries.keys()])) {
    const keyword = NOT_SHOWN.includes(name) ? undefined : keywordOf(root, job, name);
    if (keyword) entries.set(name, normalised(name, keyword, { copy, copyNames }));
  }
  if (hasDefaultOnly(root, job)) entries.set('only', made(new Map([['refs', made([made('branches'), made('tags')])]])));
  addPages(job, entries);
  const parallel = ownKeyword(job, 'parallel');
  if (parallel) entries.set('parallel', resolveParallel(parallel, copy));
  entries.set('variables', variablesOf(job, copy, surroundings.variables));
  return made(entries, { place: job.entry.key.place, trail: job.entry.trail });
}

/** What the job sees after `inherit`: its own variables over the pipeline's, those of its copy over both. */
function variablesOf(job: JobSource, copy: Copy | undefined, ofPipeline: Resolved): Resolved {
  const variables = new Map<string, Resolved>();
  const set = (name: string, value: Resolved): void => {
    variables.delete(name);
    variables.set(name, value);
  };
  for (const [name, value] of entriesOf(ofPipeline)) if (inherits(job, 'variables', name)) set(name, value);
  const own = ownKeyword(job, 'variables');
  for (const [name, value] of own ? entriesOf(asTexts(own.value, own.trail)) : []) set(name, value);
  for (const { name, key, value, trail } of copy?.variables ?? []) {
    set(name, made(value.text.text, { place: key.place, trail }));
  }
  return made(variables);
}

function keywordOf(root: Mapping, job: JobSource, name: string): Keyword | undefined {
  if (name === 'script' || name === 'run') return ownKeyword(job, name);
  if (job.kind === 'job' && job.config.entries.has('run') && /^(before|after)_script$/.test(name)) return undefined;
  const isOfEveryKind = name === 'interruptible' && inherits(job, 'default', name);
  const keyword = INHERITED.includes(name) ? effectiveKeyword(root, job, name) : ownKeyword(job, name);
  return keyword ?? (isOfEveryKind ? defaultKeyword(root, name) : undefined);
}

function normalised(name: string, { value, trail, key }: Keyword, context: NeedContext): Resolved {
  const resolved = (KEYWORDS[name] ?? asWritten)(value, trail, context);
  return made(resolved.data, { place: key.place, trail });
}

/** Without rules of its own, or of the workflow, a job runs for branches and tags. */
function hasDefaultOnly(root: Mapping, job: JobSource): boolean {
  const { entries } = job.config;
  const workflow = specified(root, 'workflow')?.value;
  const hasRules = entries.has('rules') || (workflow?.kind === 'mapping' && specified(workflow, 'rules') !== undefined);
  return !hasRules && !specified(job.config, 'only');
}

/** GitLab Pages publishes an artifact: the folder is added to what the job keeps (entry/job.rb). */
function addPages(job: JobSource, entries: Map<string, Resolved>): void {
  const pages = ownKeyword(job, 'pages')?.value;
  const isSwitchedOff = pages?.kind === 'scalar' && pages.value === false;
  if (isSwitchedOff || (!pages && job.name !== 'pages') || job.kind !== 'job') return;
  const inner = pages?.kind === 'mapping' ? pages.entries.get('publish')?.value : undefined;
  const publish = inner ?? ownKeyword(job, 'publish')?.value;
  const folder = publish ? asWritten(publish, []) : made('public');
  const artifacts = entries.get('artifacts') ?? made(new Map());
  const paths = entriesOf(artifacts).get('paths');
  const listed = paths ? itemsOf(paths) : [];
  if (listed.some(({ data }) => data === folder.data)) return;
  const all = made([...listed, folder], paths?.origin);
  entries.set('artifacts', made(new Map([...entriesOf(artifacts), ['paths', all]]), artifacts.origin));
}

function resolveParallel({ key, value, trail }: Keyword, copy: Copy | undefined): Resolved {
  const origin: Origin = { place: key.place, trail };
  const total = copy ? [['total', made(copy.total)] as const] : [];
  if (value.kind !== 'mapping') return made(new Map([['number', asWritten(value, trail)], ...total]), origin);
  const written = asWritten(value, trail);
  const matrix = entriesOf(written).get('matrix');
  if (!matrix) return written;
  const rows = itemsOf(matrix).map((row) => {
    const lists = [...entriesOf(row)].map(
      ([name, values]) => [name, made(itemsOf(values).map(asText), values.origin)] as const,
    );
    return made(new Map(lists), row.origin);
  });
  return made(new Map([['matrix', made(rows, matrix.origin)], ...total]), origin);
}

function asText(value: Resolved): Resolved {
  const text = plain(value);
  return made(typeof text === 'object' ? value.data : String(text), value.origin);
}
