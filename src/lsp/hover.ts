/** What is known about the text under the cursor, each part from its own source: findings, variables, registries, keys. */
import type { Hover } from 'vscode-languageserver';
import type { Job } from '../pipeline/nodes.ts';
import { enumerate } from '../report/phrases.ts';
import type { ResolvedJob } from '../resolve/configuration.ts';
import { resolveConfiguration } from '../resolve/configuration.ts';
import { showResolved } from '../resolve/print.ts';
import { entriesOf, type Resolved } from '../resolve/resolved.ts';
import type { Place } from '../source/source-file.ts';
import type { Entry } from '../yaml/values.ts';
import { describeEvent } from './credentials.ts';
import { findingsIn } from './diagnostics.ts';
import { type Occurrence, occurrencesIn } from './names.ts';
import { describeOther, describePredefined } from './predefined.ts';
import { isAt, isIn, jobsIn, pipelinesIn, rangeOf, type View, yamlOf } from './view.ts';

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
  const value = [...new Set(parts.map(({ text }) => text))].join('\n\n---\n\n');
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
  const { content } = yamlOf(view.file);
  if (content?.kind !== 'mapping') return [];
  for (const [name, entry] of content.entries) {
    if (isAt(view, entry.key.place, offset)) return jobParts(view, name, entry);
    if (entry.value.kind !== 'mapping') continue;
    for (const [keyword, inner] of entry.value.entries) {
      if (isAt(view, inner.key.place, offset)) return keywordParts(view, name, keyword, inner);
    }
  }
  return [];
}

function jobParts(view: View, name: string, { key }: Entry): readonly Part[] {
  const resolved = resolvedJobs(view).find(({ of }) => of === name);
  if (resolved) return [{ text: yamlBlock(`\`${name}\` as GitLab runs it`, resolved), place: key.place }];
  const users = jobsIn(view).filter((job) => !job.hidden && extendsFrom(job, name));
  if (users.length === 0) return [];
  return [{ text: `\`${name}\` is extended by ${jobNames(users.map((job) => job.name))}.`, place: key.place }];
}

function extendsFrom({ config }: Job, name: string): boolean {
  return [...config.entries.values()].some(({ trail }) =>
    trail.some((step) => step.kind === 'extends' && step.name === name),
  );
}

/** In a job the keyword's own value there; in a template or under `default:` the jobs that it reaches. */
function keywordParts(view: View, job: string, keyword: string, { key }: Entry): readonly Part[] {
  const jobs = resolvedJobs(view);
  const own = jobs.find(({ of }) => of === job);
  const value = own && entriesOf(own).get(keyword);
  if (value) return [{ text: yamlBlock(`\`${keyword}\` of \`${job}\``, value), place: key.place }];
  const takes = (resolved: ResolvedJob): boolean => {
    const origin = entriesOf(resolved).get(keyword)?.origin?.place;
    return origin !== undefined && isIn(view.file, origin) && origin.range[0] === key.place.range[0];
  };
  const names = [...new Set(jobs.filter(takes).map(({ of }) => of))];
  return names.length === 0 ? [] : [{ text: `\`${keyword}\` of ${jobNames(names)}.`, place: key.place }];
}

function resolvedJobs(view: View): readonly ResolvedJob[] {
  return pipelinesIn(view).flatMap((pipeline) => [...resolveConfiguration(pipeline).jobs.values()]);
}

function yamlBlock(title: string, resolved: Resolved): string {
  const lines = showResolved(resolved).replaceAll('```', "'''").trimEnd().split('\n');
  const shown = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '# …'] : lines;
  return [`${title}:`, '', '```yaml', ...shown, '```'].join('\n');
}
