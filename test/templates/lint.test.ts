/** The CI/CD component: what its inputs make of the job, in which pipelines the job is, and its script, run by a real shell. */
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { compose } from '../../src/compose/compose.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { type EffectiveJob, lint, resolve } from '../../src/index.ts';
import { admits, admittedOn } from '../../src/pipeline/admits.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { ROOT } from '../package/fresh-clone.ts';
import { shell } from '../package/shell.ts';

const PATH = 'templates/lint/template.yml';
const TEMPLATE = readFileSync(join(ROOT, PATH), 'utf8');
const GUIDE = readFileSync(join(ROOT, 'docs/gitlab-ci.md'), 'utf8');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

type Inputs = Readonly<Record<string, string | boolean>>;

const ALL_INPUTS: Inputs = {
  'job-name': 'lint pipelines',
  stage: 'build',
  image: 'node:26',
  version: '^0.1',
  preset: 'strict',
  'fail-on': 'warning',
  paths: '.gitlab-ci.yml ci/child.yml',
  project: 'acme/api',
  reports: 'sarif json',
  online: true,
  'merge-request-pipelines': false,
};

function including(inputs: Inputs): Record<string, string> {
  return { [PATH]: TEMPLATE, '.gitlab-ci.yml': JSON.stringify({ include: [{ local: PATH, inputs }] }) };
}

function jobWith(inputs: Inputs): EffectiveJob {
  const resolution = resolve(including(inputs));
  if (!resolution.ok) throw new Error(resolution.findings.map(({ message }) => message).join('\n'));
  const job = resolution.jobs[String(inputs['job-name'] ?? 'pipelint')];
  if (!job) throw new Error(`no such job: ${Object.keys(resolution.jobs)}`);
  return job;
}

describe('pipelint finds nothing in', () => {
  const strict = { preset: 'strict', minConfidence: 'low' } as const;

  it.each([
    ['the component itself', { [PATH]: TEMPLATE }, PATH],
    ['a pipeline that includes it', including({}), '.gitlab-ci.yml'],
    ['a pipeline that gives it all inputs', including(ALL_INPUTS), '.gitlab-ci.yml'],
  ])('%s', (_, files, path) => {
    expect(lint(files, { ...strict, path }).findings.map(({ message }) => message)).toEqual([]);
  });

  const examples = [...yamlOf(GUIDE), ...yamlOf(README).filter((yaml) => !yaml.startsWith('# .pre-commit'))];

  it.each(examples.map((yaml) => [yaml.split('\n', 2).join(' '), yaml]))('what the pages show: %s', (_, yaml) => {
    const { findings } = lint({
      [PATH]: TEMPLATE,
      '.gitlab-ci.yml': yaml.replace(/(component|remote): \S+/, `local: ${PATH}`),
    });
    expect(findings.map(({ message }) => message)).toEqual([]);
  });
});

it('tells of every input in the guide, and has no other', () => {
  const inputs = [...(TEMPLATE.split('\n---\n')[0] ?? '').matchAll(/^ {4}([\w-]+):$/gm)].map(([, name]) => name);
  expect(inputs.toSorted()).toEqual(Object.keys(ALL_INPUTS).toSorted());
  expect([...GUIDE.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name)).toEqual(inputs);
});

it('installs the version that it comes with', () => {
  expect(jobWith({}).variables?.PIPELINT_VERSION).toBe(manifest.version);
  expect(GUIDE).toContain(`lint@${manifest.version}`);
});

describe('is in', () => {
  it.each([
    ['branch pipelines, and merge request pipelines instead where there is one', {}, 'yes yes no yes', 'no no no yes'],
    [
      'branch pipelines alone where that is wanted',
      { 'merge-request-pipelines': false },
      'yes yes no no',
      'yes yes no no',
    ],
  ])('%s', (_, inputs, withoutMergeRequest, withMergeRequest) => {
    const pipeline = buildPipeline(compose(new MemoryHost(including(inputs)), '.gitlab-ci.yml'));
    const job = pipeline.jobs.find(({ hidden }) => !hidden);
    if (!job) throw new Error('no job');
    const shown = (open: string): string => {
      const admission = admits(job, pipeline, { variables: new Map([['CI_OPEN_MERGE_REQUESTS', open]]) });
      return [
        admittedOn(admission, 'push', 'default-branch'),
        admittedOn(admission, 'push', 'branch'),
        admittedOn(admission, 'push', 'tag'),
        admittedOn(admission, 'merge_request_event', 'merge-request'),
      ].join(' ');
    };
    expect(shown('')).toBe(withoutMergeRequest);
    expect(shown('acme/api!1')).toBe(withMergeRequest);
  });
});

describe('runs', () => {
  const SHOW = '#!/bin/sh\nfor each; do printf "%s\\n" "$each"; done\n';
  const CODE_QUALITY = ['--output', 'codequality=gl-code-quality-report.json'];

  it('with what .pipelint.yml says, unless it is told otherwise', () => {
    expect(argumentsOf({})).toEqual([
      '--output',
      'sarif=pipelint-reports/pipelint.sarif',
      ...CODE_QUALITY,
      '.gitlab-ci.yml',
    ]);
  });

  it('with all that it is told', () => {
    expect(argumentsOf(ALL_INPUTS)).toEqual([
      ...['--preset', 'strict', '--fail-on', 'warning', '--project', 'acme/api', '--online'],
      ...['--output', 'sarif=pipelint-reports/pipelint.sarif', '--output', 'json=pipelint-reports/pipelint.json'],
      ...CODE_QUALITY,
      '.gitlab-ci.yml',
      'ci/child.yml',
    ]);
  });

  it('what npm installs, where the image has no pipelint', () => {
    const npm =
      '#!/bin/sh\necho "npm $*" >&2\nprintf "#!/bin/sh\\necho installed\\n" > bin/pipelint\nchmod +x bin/pipelint\n';
    const output = runScript({ version: '^0.1' }, { npm });
    expect(output).toMatch(/^npm install --global .*pipelint@\^0\.1$/m);
    expect(output).toMatch(/^installed$/m);
  });

  function argumentsOf(inputs: Inputs): string[] {
    return runScript(inputs, { pipelint: SHOW }).trim().split('\n');
  }

  /** Runs the job's script as a runner does: all its lines in one shell that stops at the first failure. */
  function runScript(inputs: Inputs, programs: Readonly<Record<string, string>>): string {
    const { script = [], variables = {} } = jobWith(inputs);
    const folder = temporaryFolder(
      Object.fromEntries(Object.entries(programs).map(([name, text]) => [`bin/${name}`, text])),
    );
    for (const name of Object.keys(programs)) chmodSync(join(folder, 'bin', name), 0o755);
    const expanded = Object.entries(variables).map(([name, value]) => [
      name,
      value.replace('$CI_CONFIG_PATH', '.gitlab-ci.yml'),
    ]);
    const env = { ...Object.fromEntries(expanded), PATH: `${folder}/bin:/usr/bin:/bin` };
    const { status, output } = shell(`set -e\n${script.join('\n')}`, folder, env);
    expect(status, output).toBe(0);
    return output;
  }
});

function yamlOf(page: string): string[] {
  return [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = '']) => yaml);
}
