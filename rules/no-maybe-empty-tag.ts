import type { Admission } from '../src/pipeline/admits.ts';
import { admissionsIn } from '../src/pipeline/admits-tree.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText, type VariablePart } from '../src/pipeline/symbolic.ts';
import { maybeEmptyTags } from '../src/registry/maybe-empty-tag.ts';
import { defineRule } from '../src/rule.ts';
import { renameVariable } from '../src/shell/rewrite.ts';
import { covers } from '../src/source/source-file.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'no-maybe-empty-tag',
      description: 'Disallow image tags from variables that are empty in some of the pipelines that the job is in',
      category: 'variables',
      preset: 'recommended',
      severity: 'warning',
      logLines: ['invalid reference format'],
    },
    messages: {
      gitTag:
        '{{name}} is empty unless the pipeline is for a Git tag, and `{{job}}` also runs in {{example}}. There the reference ends with its colon, `{{reference}}`, and {{stops}} `invalid reference format`.',
      branch:
        '{{name}} is empty in pipelines for Git tags and merge requests, and `{{job}}` also runs in {{example}}. There the reference ends with its colon, `{{reference}}`, and {{stops}} `invalid reference format`.',
      mergeRequest:
        '{{name}} is empty unless the pipeline is for a merge request, and `{{job}}` also runs in {{example}}. There the reference ends with its colon, `{{reference}}`, and {{stops}} `invalid reference format`.',
    },
    help: {
      gitTag:
        'Let the job run for Git tags only, with `if: $CI_COMMIT_TAG` under its `rules`, or take a tag that is never empty: $CI_COMMIT_REF_SLUG, $CI_COMMIT_SHORT_SHA.',
      branch: 'Write $CI_COMMIT_REF_SLUG, which has a value in every pipeline and no `/` in it.',
      mergeRequest:
        'Let the job run for merge requests only, with `if: $CI_MERGE_REQUEST_IID` under its `rules`, or take a tag that is never empty: $CI_COMMIT_REF_SLUG, $CI_COMMIT_SHORT_SHA.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    const admissionOf = (job: Job): Admission => admissionsIn(context.sourceCode.ast)(job);
    return {
      'Job:exit'(job) {
        for (const { part, reference, example, uses, stops } of maybeEmptyTags(job, () => admissionOf(job))) {
          const instead = INSTEAD[part.name];
          const edits =
            instead === undefined ? undefined : distinct(uses).flatMap((use) => renameVariable(use, instead) ?? []);
          context.report({
            node: part,
            messageId: messageOf(part.name),
            confidence: part.name === 'CI_COMMIT_TAG' ? 'high' : 'medium',
            data: {
              stops,
              name: `$${part.name}`,
              job: job.name,
              example,
              reference: showText(reference.value.filter((each) => each !== part)),
            },
            related: covers(reference.place, part.place)
              ? []
              : [{ place: reference.place, message: 'it becomes the tag of this reference' }],
            ...(edits?.length && { suggest: [{ title: `Write $${instead}`, edits }] }),
          });
        }
      },
    };
  },
});

/** What has the same value, but for its spelling, wherever the variable has one. */
const INSTEAD: Readonly<Record<string, string>> = {
  CI_COMMIT_BRANCH: 'CI_COMMIT_REF_SLUG',
  CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'CI_COMMIT_REF_SLUG',
};

function messageOf(name: string): 'gitTag' | 'branch' | 'mergeRequest' {
  if (name === 'CI_COMMIT_BRANCH') return 'branch';
  return name.startsWith('CI_MERGE_REQUEST_') ? 'mergeRequest' : 'gitTag';
}

/** A variable that is written once may be part of several references. */
function distinct(uses: readonly VariablePart[]): readonly VariablePart[] {
  return [...new Map(uses.map((use) => [`${use.place.file.path}:${use.place.range[0]}`, use])).values()];
}
