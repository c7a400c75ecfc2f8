/** Rules of the tests' own, so that scenarios stay as they are when pipelint's rules learn to speak better. */
import { literalText } from '../../src/pipeline/symbolic.ts';
import { defineRule, type RuleDocs } from '../../src/rule.ts';
import type { Place } from '../../src/source/source-file.ts';

const DOCS = { category: 'configuration', preset: 'recommended', severity: 'error', logLines: [] } as const;

function docs(name: string, description: string, given: Partial<RuleDocs> = {}): RuleDocs {
  return { ...DOCS, name, description, ...given };
}

const pinnedImage = defineRule({
  meta: {
    type: 'problem',
    docs: docs('pinned-image', 'An image has a tag'),
    messages: { noTag: 'The image `{{image}}` has no tag, so that it changes without notice.' },
    help: { noTag: 'Write `{{image}}:TAG`.' },
    schema: [],
  },
  create: (context) => ({
    Image(node) {
      const image = literalText(node.name);
      if (image !== undefined && !image.includes(':')) context.report({ node, messageId: 'noTag', data: { image } });
    },
  }),
});

const quietJob = defineRule({
  meta: {
    type: 'suggestion',
    docs: docs('quiet-job', 'A job has a plain name', { severity: 'warning' }),
    messages: { loud: 'The job {{name}} shouts.' },
    help: { loud: 'Write it in lower case.' },
    schema: [],
  },
  create: (context) => ({
    Job(node) {
      if (node.name !== node.name.toUpperCase()) return;
      const confidence = node.name.length > 3 ? 'medium' : 'low';
      context.report({ node, messageId: 'loud', data: { name: node.name }, confidence });
    },
  }),
});

const brokenRule = defineRule({
  meta: {
    type: 'problem',
    docs: docs('broken-rule', 'A rule that fails', { preset: 'strict' }),
    messages: { never: 'Never said.' },
    help: { never: 'Nothing.' },
    schema: [],
  },
  create: () => ({
    Job() {
      throw new TypeError('cannot read the job');
    },
  }),
});

const badConfig = defineRule({
  meta: {
    type: 'problem',
    docs: docs('bad-config', 'A configuration that GitLab accepts'),
    messages: { rejected: 'GitLab rejects this: {{rule}} {{kind}}.' },
    help: { rejected: 'Mend it.' },
    schema: [],
  },
  create: (context) => ({
    Pipeline(node) {
      for (const { rule, kind, place } of node.composition.problems) {
        context.report({ node: { place }, messageId: 'rejected', data: { rule, kind } });
      }
    },
  }),
});

const plainHub = defineRule({
  meta: {
    type: 'problem',
    docs: docs('plain-hub', 'An image of Docker Hub is named by its own name'),
    messages: { longer: 'The image `{{image}}` is named longer than it has to be.' },
    help: { longer: 'Leave `{{prefix}}` out.' },
    schema: [],
    fixable: 'code',
    hasSuggestions: true,
  },
  create: (context) => ({
    Image(node) {
      const image = literalText(node.name) ?? '';
      const [prefix] = /^(docker\.io|library)\//.exec(image) ?? [];
      if (prefix === undefined) return;
      const change = { title: `Leave ${prefix} out`, edits: [{ place: within(node.place, prefix), text: '' }] };
      const fixes = prefix === 'library/' ? { suggest: [change] } : { fix: change };
      context.report({ node, messageId: 'longer', data: { image, prefix }, ...fixes });
    },
  }),
});

const wrongFix = defineRule({
  meta: {
    type: 'problem',
    docs: docs('wrong-fix', 'A rule whose fix does not help'),
    messages: { never: 'The image `{{image}}` is never right.' },
    help: { never: 'Nothing helps.' },
    schema: [],
    fixable: 'code',
  },
  create: (context) => ({
    Image(node) {
      const image = literalText(node.name) ?? '';
      if (!image.startsWith('never')) return;
      const edits = [{ place: within(node.place, 'never'), text: 'never-never' }];
      context.report({ node, messageId: 'never', data: { image }, fix: { title: 'Say never again', edits } });
    },
  }),
});

/** Where a part of the text under a place stands. */
function within({ file, range: [start] }: Place, part: string): Place {
  const at = file.text.indexOf(part, start);
  return file.place(at, at + part.length);
}

export const SAMPLE_RULES = [pinnedImage, quietJob, badConfig, plainHub, wrongFix, brokenRule];
