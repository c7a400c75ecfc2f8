import type { Admission } from '../src/pipeline/admits.ts';
import { canRunOnAnyBranch } from '../src/pipeline/admits-questions.ts';
import { admissionsIn } from '../src/pipeline/admits-tree.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { type Part, showText } from '../src/pipeline/symbolic.ts';
import { maybeEmptyTags } from '../src/registry/maybe-empty-tag.ts';
import { type NamedReference, namedReferences, stopsWith } from '../src/registry/named-references.ts';
import { CANNOT_PARSE, faultsIn, isFaultFor, type ReferenceFault } from '../src/registry/reference-faults.ts';
import { type Confidence, defineRule, type Fix, type Severity } from '../src/rule.ts';
import { askedInScripts } from '../src/shell/asks.ts';
import { renameVariable } from '../src/shell/rewrite.ts';
import { covers, textAt } from '../src/source/source-file.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'valid-image-reference',
      description: 'Require image references that docker can read in every pipeline that the job is in',
      category: 'targets',
      preset: 'recommended',
      severity: 'error',
      logLines: ['invalid reference format', 'invalid reference format: repository name (acme/Api) must be lowercase'],
    },
    messages: {
      upperCase:
        '`{{reference}}` has capitals in its path, which no client takes: {{stops}} `invalid reference format: repository name ({{what}}) must be lowercase`.',
      tagCharacter:
        'The tag of `{{reference}}` has {{what}} in it. A tag consists of letters, digits, `_`, `.` and `-`, so that {{stops}} `invalid reference format`.',
      time: '{{what}} is a time like `2026-01-31T09:30:00Z`, and the colons in it make no tag: {{stops}} `invalid reference format`.',
      text: '{{what}} is free text, which has blanks and other characters in it that are not allowed in `{{reference}}`: {{stops}} `invalid reference format`, unless it happens to be one plain word.',
      branch:
        '{{what}} is the name of a branch, and `{{job}}` also runs in {{example}}: a name like `feature/login` has a `/` in it, which no tag has, and {{stops}} `invalid reference format`.',
      case: '{{what}} keeps the capitals that the project and its groups have in their paths, and an image path has none: for {{whose}} {{stops}} `invalid reference format: repository name must be lowercase`.',
      job: '{{what}} is `{{value}}` here, which makes `{{reference}}` no image reference: {{stops}} `invalid reference format`.',
    },
    help: {
      upperCase: 'Write the path in lower case.',
      tagCharacter: 'Put a `-` or `_` in its place.',
      time: 'Take $CI_COMMIT_SHORT_SHA or $CI_PIPELINE_IID, or a time without colons: $CI_JOB_STARTED_AT_SLUG since GitLab 18.7, or `date +%Y%m%d-%H%M%S`.',
      text: 'Take $CI_COMMIT_SHORT_SHA or another variable that is made for names, such as $CI_COMMIT_REF_SLUG.',
      branch: 'Write $CI_COMMIT_REF_SLUG, in which `/` and the like are replaced by `-`.',
      case: 'Write $CI_REGISTRY_IMAGE, which is the path of the project in lower case.',
      job: 'Write {{what}}_SLUG or a name of your own.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    const admissionOf = (job: Job): Admission => admissionsIn(context.sourceCode.ast)(job);
    return {
      'Job:exit'(job) {
        const admission = (): Admission => admissionOf(job);
        for (const { fault, uses, ...named } of faultyReferences(job, admission)) {
          const verdict = judge(fault, named, job, admission);
          if (!verdict) continue;
          const fix = suggestion(fault, uses);
          context.report({
            node: fault.part,
            messageId: fault.kind,
            severity: verdict.severity,
            confidence: verdict.confidence,
            data: {
              reference: showText(named.reference.value),
              job: job.name,
              stops: stopsWith(named.event),
              ...shown(fault, named, job),
              ...verdict.data,
            },
            related: covers(named.reference.place, fault.part.place)
              ? []
              : [{ place: named.reference.place, message: 'it becomes a part of this reference' }],
            ...(fix && { suggest: [fix] }),
          });
        }
      },
    };
  },
});

interface Faulty extends NamedReference {
  readonly fault: ReferenceFault;
  /** The same part of the same text wherever the job has it. */
  readonly uses: readonly Part[];
}

/** Each fault of the same text once; an empty tag is another rule's. */
function faultyReferences(job: Job, admission: () => Admission): readonly Faulty[] {
  const found = new Map<string, Faulty & { uses: Part[] }>();
  for (const named of namedReferences(job)) {
    const faults = faultsIn(named.reference);
    const certain = faults.filter(({ kind }) => CANNOT_PARSE.has(kind));
    for (const fault of certain.length > 0 ? certain : faults) {
      if (!isFaultFor(fault, named)) continue;
      const key = `${fault.kind} ${fault.what} ${showText(named.reference.value)}`;
      const known = found.get(key);
      if (known) known.uses.push(fault.part);
      else found.set(key, { ...named, fault, uses: [fault.part] });
    }
  }
  if (found.size === 0) return [];
  const empty = new Set(maybeEmptyTags(job, admission).flatMap(({ uses }) => uses.map(placeOf)));
  return [...found.values()].filter(({ fault }) => !empty.has(placeOf(fault.part)));
}

interface Verdict {
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly data?: Readonly<Record<string, string>>;
}

/** Undefined: nothing is wrong in this job. */
function judge(
  fault: ReferenceFault,
  { reference, event }: NamedReference,
  job: Job,
  admission: () => Admission,
): Verdict | undefined {
  const { kind, what } = fault;
  const confidence = event.certain ? 'high' : 'medium';
  if (kind === 'text') return { severity: 'error', confidence: what === 'CI_COMMIT_AUTHOR' ? confidence : 'medium' };
  if (kind === 'job') return isValueOf(fault, job) ? undefined : { severity: 'warning', confidence };
  if (kind === 'case') return judgeCase(what, reference.ownPath, confidence);
  if (kind !== 'branch')
    return { severity: event.command.section === 'after_script' ? 'warning' : 'error', confidence };
  if (!event.certain || askedInScripts(job).has(what)) return undefined;
  const { answer, example } = canRunOnAnyBranch(admission(), what);
  if (answer === 'no' || example === undefined) return undefined;
  return { severity: 'warning', confidence: answer === 'yes' ? 'medium' : 'low', data: { example } };
}

/** Most paths have no capitals, so that nothing is said aloud while the path is not known. */
function judgeCase(name: string, ownPath: string | undefined, confidence: Confidence): Verdict | undefined {
  if (ownPath === undefined) return { severity: 'warning', confidence: 'low', data: { whose: 'a path with capitals' } };
  const value = PART_OF_PATH[name]?.exec(ownPath)?.[0] ?? ownPath;
  if (value === value.toLowerCase()) return undefined;
  return { severity: 'error', confidence, data: { whose: `\`${value}\`` } };
}

const PART_OF_PATH: Readonly<Record<string, RegExp>> = {
  CI_PROJECT_NAME: /[^/]*$/,
  CI_PROJECT_NAMESPACE: /^.*(?=\/)/,
  CI_PROJECT_ROOT_NAMESPACE: /^[^/]*/,
};

/** Whether the job's name, or that of its stage, can stand where it does. */
function isValueOf({ isIn, ...fault }: ReferenceFault, job: Job): boolean {
  const value = valueFor({ isIn, ...fault }, job);
  return (isIn === 'tag' ? /^[\w.-]+$/ : /^[a-z\d._-]+$/).test(value);
}

/** One job may stand for several copies, whose names have a number behind a blank. */
function valueFor({ what }: ReferenceFault, { name, stage, config }: Job): string {
  if (what === 'CI_JOB_STAGE') return stage;
  return config.entries.has('parallel') && !/ \d+\/\d+$|: \[/.test(name) ? `${name} 1/2` : name;
}

const CHARACTERS: Readonly<Record<string, string>> = { '/': 'a `/`', ':': 'a second `:`', '+': 'a `+`' };

function shown(fault: ReferenceFault, { reference }: NamedReference, job: Job): Readonly<Record<string, string>> {
  if (fault.kind === 'upperCase') return { what: showText(reference.path).replace(/^\$CI_PROJECT_PATH/, '…') };
  if (fault.kind === 'tagCharacter') return { what: CHARACTERS[fault.what] ?? 'a blank' };
  return { what: `$${fault.what}`, value: valueFor(fault, job) };
}

const INSTEAD: Readonly<Record<string, string>> = {
  CI_COMMIT_BRANCH: 'CI_COMMIT_REF_SLUG',
  CI_COMMIT_REF_NAME: 'CI_COMMIT_REF_SLUG',
  CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'CI_COMMIT_REF_SLUG',
  CI_COMMIT_TIMESTAMP: 'CI_COMMIT_SHORT_SHA',
  CI_COMMIT_TITLE: 'CI_COMMIT_SHORT_SHA',
  CI_COMMIT_MESSAGE: 'CI_COMMIT_SHORT_SHA',
  CI_COMMIT_DESCRIPTION: 'CI_COMMIT_SHORT_SHA',
  CI_JOB_STARTED_AT: 'CI_JOB_STARTED_AT_SLUG',
  CI_PIPELINE_CREATED_AT: 'CI_PIPELINE_IID',
  CI_JOB_NAME: 'CI_JOB_NAME_SLUG',
};

function suggestion({ kind, what }: ReferenceFault, uses: readonly Part[]): Fix | undefined {
  const distinct = [...new Map(uses.map((use) => [placeOf(use), use])).values()];
  if (kind === 'upperCase') {
    const edits = distinct.flatMap(({ place }) => {
      const at = textAt(place).indexOf(what);
      if (at === -1) return [];
      const start = place.range[0] + at;
      return [{ place: place.file.place(start, start + what.length), text: what.toLowerCase() }];
    });
    return edits.length > 0 ? { title: 'Write the path in lower case', edits } : undefined;
  }
  const instead = INSTEAD[what];
  if (instead === undefined) return undefined;
  const edits = distinct.flatMap((part) => (part.kind === 'variable' ? (renameVariable(part, instead) ?? []) : []));
  return edits.length > 0 ? { title: `Write $${instead}`, edits } : undefined;
}

function placeOf({ place: { file, range } }: Part): string {
  return `${file.path}:${range[0]}`;
}
