/** Small pipelines for the tests of the shell and of the registries, and what they come to in lines a person can compare. */
import { stringify } from 'yaml';
import { MemoryHost } from '../../src/host/memory.ts';
import { analyse } from '../../src/lint/analyse.ts';
import type { Command, Stdin, Word } from '../../src/pipeline/commands.ts';
import type { Access, ImageReference } from '../../src/pipeline/events.ts';
import type { Job, Pipeline } from '../../src/pipeline/nodes.ts';
import { showText } from '../../src/pipeline/symbolic.ts';
import { commandsOf, type RegistryEvent } from '../../src/pipeline/tree.ts';
import type { ProjectFacts } from '../../src/registry/project.ts';

const ROOT = '.gitlab-ci.yml';

/** `files` are other files of the repository, by their path. */
export function analysePipeline(
  text: string,
  facts: ProjectFacts = {},
  files: Readonly<Record<string, string>> = {},
): Pipeline {
  return analyse(new MemoryHost({ ...files, [ROOT]: text }), ROOT, facts).ast;
}

/** The job of a pipeline with this script, or the first of its copies; `keywords` are the job's others. */
export function jobWith(
  script: string | readonly string[],
  keywords: Readonly<Record<string, unknown>> = {},
  facts: ProjectFacts = {},
  files: Readonly<Record<string, string>> = {},
): Job {
  const job = { image: 'docker:28', ...keywords, script };
  const [first] = analysePipeline(stringify({ job }), facts, files).jobs;
  if (!first) throw new Error('no job');
  return first;
}

export function jobNamed(pipeline: Pipeline, name: string): Job {
  const job = pipeline.jobs.find((each) => each.name === name);
  if (!job) throw new Error(`no job ${name}`);
  return job;
}

/**
 * `? docker push [a b] < pipe`: a question mark where it may be skipped, brackets around words with blanks. What has no words,
 * such as an assignment, is left out.
 */
export function showCommands(job: Job): string[] {
  return commandsOf(job)
    .filter(({ words }) => words.length > 0)
    .map(showCommand);
}

function showCommand({ certain, words, stdin }: Command): string {
  return `${certain ? '' : '? '}${words.map(showWord).join(' ')}${showStdin(stdin)}`;
}

function showWord({ value }: Word): string {
  const text = showText(value);
  return text === '' || /\s/.test(text) ? `[${text}]` : text;
}

function showStdin(stdin: Stdin): string {
  if (stdin.kind === 'inherited') return '';
  return stdin.kind === 'text' ? ` < ${JSON.stringify(showText(stdin.text))}` : ` < ${stdin.kind}`;
}

export function showEvents(job: Job): string[] {
  return job.events.map(showEvent);
}

/** Only the pushes and pulls, with the credential each would use: `push $CI_REGISTRY_IMAGE: job-token`. */
export function showAccesses(job: Job): string[] {
  return job.events.flatMap((event) =>
    event.type === 'Push' || event.type === 'Pull'
      ? [`${event.type.toLowerCase()} ${showReference(event.reference)}: ${showAccess(event.access)}`]
      : [],
  );
}

function showEvent(event: RegistryEvent): string {
  switch (event.type) {
    case 'Login':
      return `login ${event.host.key}: ${event.credential.identity}`;
    case 'Logout':
      return `logout ${event.host.key}`;
    case 'Push':
    case 'Pull':
      return `${event.type.toLowerCase()} ${event.role === 'image' ? '' : `${event.role} `}${showReference(event.reference)}`;
    case 'Build':
      return `build ${event.tags.map(showReference).join(' ')}`.trimEnd();
    case 'AuthFile':
      return `file ${event.file}: ${showFile(event)}`;
  }
}

function showReference({ value }: ImageReference): string {
  return showText(value);
}

function showFile({ entries, malformed }: Extract<RegistryEvent, { type: 'AuthFile' }>): string {
  if (malformed !== undefined) return 'malformed';
  return entries?.map(({ host, credential }) => `${host.key} ${credential.identity}`).join(', ') ?? 'unknown';
}

/** The identity of a held credential, why none is held, or `unknown`. */
function showAccess(access: Access): string {
  if (access.kind === 'held') return `${access.credential.identity}${access.likely ? ', likely' : ''}`;
  return access.kind === 'missing' ? `missing, ${access.because}` : 'unknown';
}
