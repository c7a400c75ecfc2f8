/** What a rule said of a job is not asked for again while the job is the same: so it may depend on nothing else. */
import { expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { FileSystemHost } from '../../src/host/file-system.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { analyse } from '../../src/lint/analyse.ts';
import { type Observation, observe } from '../../src/lint/observe.ts';
import { DEFAULT_OPTIONS } from '../../src/lint/options.ts';
import { runRules } from '../../src/lint/run-rules.ts';
import { SourceCode } from '../../src/pipeline/source-code.ts';
import { defineRule } from '../../src/rule.ts';
import { loadFixtures } from '../fixtures.ts';

const shown = ({ rule, messageId, message, place: { file, range }, jobs, severity, confidence, fixes }: Observation) =>
  JSON.stringify([
    rule,
    jobs,
    messageId,
    message,
    file.path,
    range,
    severity,
    confidence,
    fixes.map(({ title }) => title),
  ]);

test('rules that do not look at the whole pipeline say the same of jobs in any order', () => {
  const alone = new Set<string>();
  let compared = 0;
  for (const { folder, root, facts } of loadFixtures()) {
    const source = analyse(new FileSystemHost(folder), root, facts);
    const [job] = source.ast.jobs;
    if (!job) continue;
    const standpoint = { visited: source.ast, job: undefined };
    const rules = RULES.filter((rule) => observe(rule, source, standpoint).isAboutAlone(job));
    for (const { meta } of rules) alone.add(meta.docs.name);
    const backwards = source.ast.jobs.map((job) => ({ ...job })).reverse();
    const [said, saidBackwards] = [source, new SourceCode({ ...source.ast, jobs: backwards })].map((each) =>
      runRules(each, rules).observations.map(shown).sort(),
    );
    expect(saidBackwards).toEqual(said);
    if (backwards.length > 1) compared += said?.length ?? 0;
  }
  expect(compared).toBeGreaterThan(100);
  expect(alone.size).toBeGreaterThan(20);
});

const PIPELINE = new MemoryHost({ '.gitlab-ci.yml': 'a: { script: make }\nb: { script: make }\n' });

/** Tells each job at its key. */
function ruleThat(looksAtPipeline: boolean, seen: string[]) {
  return defineRule({
    meta: {
      type: 'problem',
      docs: {
        name: 'tells',
        description: '',
        category: 'login',
        preset: 'recommended',
        severity: 'info',
        logLines: [],
      },
      messages: { job: '{{name}}' },
      help: { job: '' },
      schema: [],
    },
    create: (context) => ({
      Job(job) {
        seen.push(job.name);
        const { jobs } = looksAtPipeline ? context.sourceCode.ast : { jobs: [job] };
        context.report({ node: job, messageId: 'job', data: { name: `${job.name} of ${jobs.length}` } });
      },
    }),
  });
}

test.each([
  ['is called once for a job', false, ['a', 'b'], ['a of 1', 'b of 1']],
  ['that asks for the pipeline is called each time', true, ['a', 'b', 'a', 'b'], ['a of 2', 'b of 2']],
])('a rule %s', (_, looksAtPipeline, calls, messages) => {
  const { ast } = analyse(PIPELINE, '.gitlab-ci.yml', DEFAULT_OPTIONS.facts);
  const seen: string[] = [];
  const rule = ruleThat(looksAtPipeline, seen);
  for (let run = 1; run <= 2; run++) {
    expect(runRules(new SourceCode(ast), [rule]).observations.map(({ message }) => message)).toEqual(messages);
  }
  expect(seen).toEqual(calls);
});

test('a rule with other options is called again', () => {
  const { ast } = analyse(PIPELINE, '.gitlab-ci.yml', DEFAULT_OPTIONS.facts);
  const seen: string[] = [];
  const rule = ruleThat(false, seen);
  for (const option of [1, 2, 2]) runRules(new SourceCode(ast), [rule], new Map([['tells', [option]]]));
  expect(seen).toEqual(['a', 'b', 'a', 'b']);
});
