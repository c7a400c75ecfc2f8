/** A job as GitLab computed it, in the form of the shared vectors, and the same facts read from our tree. */

import type { Job, Pipeline, Script, Variable } from '../../src/pipeline/nodes.ts';
import { imageText, plainText, variableText } from '../../src/pipeline/runner-text.ts';
import { literalText, type SymbolicText, showText } from '../../src/pipeline/symbolic.ts';
import { LocatedText } from '../../src/source/located-text.ts';
import { SourceFile } from '../../src/source/source-file.ts';

interface ComputedService {
  readonly name: string;
  readonly alias?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
}

/** What GitLab's own code made of a job; other fields are not compared. */
export interface ComputedJob {
  readonly stage: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly after_script?: readonly string[];
  readonly image?: { readonly name: string; readonly entrypoint?: readonly string[] };
  readonly services?: readonly ComputedService[];
  readonly yaml_variables?: readonly { readonly key: string; readonly value: string; readonly raw?: boolean }[];
}

/** The job that a computed name stands for: `parallel` makes `build: [a, b]` and `build 1/2` of `build`. */
export function findJob(pipeline: Pipeline, name: string): Job | undefined {
  const visible = pipeline.jobs.filter((job) => !job.hidden);
  const base = name.replace(/: \[.*\]$| \d+\/\d+$/s, '');
  return visible.find((job) => job.name === name) ?? visible.find((job) => job.name === base);
}

/** GitLab's facts about a job, in the words of `actualFacts`. */
export function expectedFacts(job: ComputedJob): object {
  return {
    stage: job.stage,
    before_script: job.before_script,
    script: job.script,
    after_script: job.after_script,
    image: job.image && {
      name: showText(imageText(located(job.image.name))),
      entrypoint: job.image.entrypoint,
    },
    services: (job.services ?? []).map((service) => ({
      name: showText(imageText(located(service.name))),
      aliases: service.alias ? service.alias.split(/[\s,]+/).map((alias) => showText(imageText(located(alias)))) : [],
      entrypoint: service.entrypoint,
      command: service.command,
    })),
    variables: Object.fromEntries(
      (job.yaml_variables ?? []).map(({ key, value, raw = false }) => [
        key,
        { value: showText(raw ? plainText(located(value)) : variableText(located(value))), raw },
      ]),
    ),
  };
}

/**
 * The same of our job. A variable that takes one of several values, as a matrix gives it, is compared by whether GitLab's
 * value is among them.
 */
export function actualFacts(job: Job, computed: ComputedJob): object {
  const script = (section: Script['section']): readonly string[] | undefined =>
    job.scripts.find((one) => one.keyPath === `${job.keyPath}.${section}`)?.lines.map((line) => line.text.text);
  const strings = (texts: readonly SymbolicText[] | undefined): readonly (string | undefined)[] | undefined =>
    texts?.map(literalText);
  const expected = new Map((computed.yaml_variables ?? []).map(({ key, value }) => [key, value]));
  const shownValue = ({ name, values, raw }: Variable): string => {
    const shown = values.map(showText);
    const wanted = showText((raw ? plainText : variableText)(located(expected.get(name) ?? '')));
    return shown.includes(wanted) ? wanted : shown.join(' or ');
  };
  return {
    stage: job.stage,
    before_script: script('before_script'),
    script: script('script'),
    after_script: script('after_script'),
    image: job.image && { name: showText(job.image.name), entrypoint: strings(job.image.entrypoint) },
    services: job.services.map((service) => ({
      name: showText(service.name),
      aliases: service.aliases.map(showText),
      entrypoint: strings(service.entrypoint),
      command: strings(service.command),
    })),
    variables: Object.fromEntries(
      job.variables
        .filter(({ scope, name }) => scope !== 'rules' && (scope !== 'matrix' || expected.has(name)))
        .map((variable) => [variable.name, { value: shownValue(variable), raw: variable.raw }]),
    ),
  };
}

function located(text: string): LocatedText {
  const file = new SourceFile('expected', text);
  return new LocatedText(text, () => [{ at: 0, length: text.length, file, source: 0, sourceLength: text.length }]);
}
