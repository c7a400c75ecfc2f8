/** What is known about the text under the cursor, each part from its own source: findings, variables, registries, keys. */
import type { Hover } from 'vscode-languageserver';
import { enumerate } from '../report/phrases.ts';
import { safeProse } from '../report/safe-text.ts';
import type { ResolvedJob } from '../resolve/configuration.ts';
import { resolveConfiguration } from '../resolve/configuration.ts';
import { showResolved } from '../resolve/print.ts';
import { entriesOf, type Resolved } from '../resolve/resolved.ts';
import type { Place } from '../source/source-file.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Entry, Trail, TrailStep, Value } from '../yaml/values.ts';
import { describeEvent } from './credentials.ts';
import { findingsIn } from './diagnostics.ts';
import { type Occurrence, occurrencesIn } from './names.ts';
import { describeOther, describePredefined } from './predefined.ts';
import { isAt, isIn, jobsIn, pipelinesIn, rangeOf, type View } from './view.ts';

/** Of what many jobs take, so many are named. */
const MOST_NAMED = 8;
/** A tooltip is no page: longer configurations are cut. */
const MOST_LINES = 40;

interface Part {
  readonly text: string;
  readonly place: Place;
}

export function hoverAt(view: View, offset: number): Hover | undefined {
  const parts = [
    ...variableParts(view, offset),
    ...registryParts(view, offset),
    ...keyParts(view, offset),
    ...ruleParts(view, offset),
  ];
  const [first] = parts;
  if (!first) return undefined;
  const value = safeProse([...new Set(parts.map(({ text }) => text))].join('\n\n---\n\n'));
  return { contents: { kind: 'markdown', value }, range: rangeOf(first.place) };
}

/** What the rules of the findings here say. */
function ruleParts(view: View, offset: number): readonly Part[] {
  const { rules } = view.repository;
  return findingsIn(view)
    .filter(({ place }) => isAt(view, place, offset))
    .flatMap(({ rule, place, docs }) => {
      const description = rules.find(({ meta }) => meta.docs.name === rule)?.meta.docs.description;
      return description ? [{ text: `[${rule}](${docs}): ${description}.`, place }] : [];
    });
}

const VARIABLE = /\$\{?(\w+)/g;

function variableParts(view: View, offset: number): readonly Part[] {
  const { file } = view;
  const { line } = file.position(offset);
  const start = file.lineStarts[line - 1] ?? 0;
  for (const { 0: written, 1: name = '', index } of file.line(line).matchAll(VARIABLE)) {
    const place = file.place(start + index, start + index + written.length);
    if (!isAt(view, place, offset)) continue;
    const text = describePredefined(name) ?? ownVariable(view, name) ?? describeOther(name);
    return text ? [{ text, place }] : [];
  }
  return [];
}

function ownVariable(view: View, name: string): string | undefined {
  const isDefinition = (each: Occurrence): boolean =>
    each.kind === 'variable' && each.name === name && each.role === 'definition';
  const lines = occurrencesIn(view)
    .filter(isDefinition)
    .map(({ place: { file, range } }) => {
      const { line } = file.position(range[0]);
      return `- \`${file.line(line).trim().replaceAll('`', "'")}\` (${file.path}:${line})`;
    });
  return lines.length > 0 ? `\`${name}\`, defined at\n\n${lines.slice(0, MOST_NAMED).join('\n')}` : undefined;
}

/** What the command under the cursor does to registries; several jobs may run it, with different credentials. */
function registryParts(view: View, offset: number): readonly Part[] {
  const told = new Map<string, { readonly jobs: Set<string>; readonly place: Place }>();
  for (const job of jobsIn(view)) {
    if (job.hidden) continue;
    for (const event of job.events) {
      const { place } = event.command;
      const text = isAt(view, place, offset) ? describeEvent(event) : undefined;
      if (text === undefined) continue;
      const known = told.get(text) ?? { jobs: new Set(), place };
      known.jobs.add(job.name);
      told.set(text, known);
    }
  }
  return [...told].map(([text, { jobs, place }]) => ({ text: `${text} (${jobNames([...jobs])})`, place }));
}

function jobNames(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).map((name) => `\`${name.replaceAll('`', "'")}\``);
  return `${names.length === 1 ? 'job' : 'jobs'} ${enumerate(more > 0 ? [...shown, `${more} more`] : shown)}`;
}

/** The effective value of the key under the cursor, with its origins. */
function keyParts(view: View, offset: number): readonly Part[] {
  const { content } = loadYaml(view.file);
  const [top, ...below] = content ? keysAt(view, content, offset) : [];
  const entry = below.at(-1)?.[1] ?? top?.[1];
  if (!top || !entry) return [];
  const [name] = top;
  const { place } = entry.key;
  const path = below.map(([key]) => key);
  const text =
    effective(view, name, path) ??
    (path.length === 0 ? users(view, name) : undefined) ??
    takers(view, name, path, entry);
  return text === undefined ? [] : [{ text, place }];
}

/** The key under the cursor and those around it, the outermost first, as far as they are written there. */
function keysAt(view: View, value: Value, offset: number): readonly (readonly [string, Entry])[] {
  if (value.kind !== 'mapping') return [];
  for (const [name, entry] of value.entries) {
    if (entry.trail.length > 0) continue;
    if (isAt(view, entry.key.place, offset)) return [[name, entry]];
    const below = keysAt(view, entry.value, offset);
    if (below.length > 0) return [[name, entry], ...below];
  }
  return [];
}

/** What a key of a job comes to; of copies it is the first one's. */
function effective(view: View, job: string, path: readonly string[]): string | undefined {
  const own = resolvedJobs(view).find(({ of }) => of === job);
  const value = own && valueAt(own, path);
  const title = path.length === 0 ? `\`${job}\` as GitLab runs it` : `\`${path.join('.')}\` of \`${job}\``;
  return value && yamlBlock(title, path.at(-1) ?? job, value);
}

/** The jobs that are made of a template, or of parts of it. */
function users(view: View, name: string): string | undefined {
  const running = jobsIn(view).filter((job) => !job.hidden);
  const by = (isStep: (step: TrailStep) => boolean): readonly string[] =>
    running.filter(({ config }) => trailsIn(config).some((trail) => trail.some(isStep))).map((job) => job.name);
  const extending = by((step) => step.kind === 'extends' && step.name === name);
  const referring = by((step) => step.kind === 'reference' && step.name.startsWith(`${name},`));
  const told = [
    ...(extending.length > 0 ? [`extended by ${jobNames(extending)}`] : []),
    ...(referring.length > 0 ? [`referenced by ${jobNames(referring)}`] : []),
  ];
  return told.length === 0 ? undefined : `\`${name}\` is ${told.join(', and ')}.`;
}

function trailsIn(value: Value): readonly Trail[] {
  const edges = value.kind === 'mapping' ? [...value.entries.values()] : value.kind === 'list' ? value.items : [];
  return edges.flatMap((edge) => [edge.trail, ...trailsIn(edge.value)]);
}

/** The jobs that a key of a template, of `default:` or of the top level reaches. */
function takers(view: View, top: string, path: readonly string[], { key, value }: Entry): string | undefined {
  const isHere = ({ origin }: Resolved): boolean =>
    origin !== undefined &&
    isIn(view.file, origin.place) &&
    key.place.range[0] <= origin.place.range[0] &&
    origin.place.range[0] <= value.place.range[1];
  const jobs = resolvedJobs(view).filter((job) =>
    [path, [top, ...path]].some((each) => {
      const taken = each.length > 0 ? valueAt(job, each) : undefined;
      return taken !== undefined && isHere(taken);
    }),
  );
  const names = [...new Set(jobs.map(({ of }) => of))];
  const shown = path.length === 0 ? top : path.join('.');
  return names.length === 0 ? undefined : `\`${shown}\` of ${jobNames(names)}.`;
}

function valueAt(resolved: Resolved, path: readonly string[]): Resolved | undefined {
  return path.reduce<Resolved | undefined>((around, key) => around && entriesOf(around).get(key), resolved);
}

function resolvedJobs(view: View): readonly ResolvedJob[] {
  return pipelinesIn(view).flatMap((pipeline) => [...resolveConfiguration(pipeline).jobs.values()]);
}

function yamlBlock(title: string, name: string, resolved: Resolved): string {
  const lines = showResolved(name, resolved).replaceAll('```', "'''").trimEnd().split('\n');
  const shown = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '# …'] : lines;
  return [`${title}:`, '', '```yaml', ...shown, '```'].join('\n');
}
