/** The pipeline in docs/fleets.md has no findings, and its jobs together do what one run does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { RULES } from '../../rules/index.ts';
import { call } from '../cli/command-line.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const PAGE = readFileSync(new URL('../../docs/fleets.md', import.meta.url), 'utf8');
const PIPELINE = /<!-- file: \.gitlab-ci\.yml -->\n\n```yaml\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';
const PUSH = 'push:\n  image: docker:28\n  services: [docker:28-dind]\n  script: docker push "$CI_REGISTRY_IMAGE"\n';

interface Job {
  readonly script: readonly string[];
  readonly parallel?: number;
}

const { lint, report }: { readonly lint: Job; readonly report: Job } = parse(PIPELINE);

it('shows a pipeline without findings', async () => {
  const { stdout, status } = await call(
    { args: ['--preset', 'strict'], cwd: temporaryFolder({ '.gitlab-ci.yml': PIPELINE }) },
    RULES,
  );
  expect(stdout).toMatch(/^No findings/);
  expect(status).toBe(0);
});

it('shows jobs that write what one run writes', async () => {
  const names = ['api', 'docs', 'images', 'tools', 'web', 'worker'];
  const files = names.flatMap((name) => [
    [`projects/${name}/.git`, 'gitdir: ../../.git/modules\n'],
    [`projects/${name}/.gitlab-ci.yml`, PUSH],
  ]);
  const cwd = temporaryFolder({ '.git/HEAD': '', '.gitlab-ci.yml': PIPELINE, ...Object.fromEntries(files) });
  for (let index = 1; index <= (lint.parallel ?? 0); index++) {
    const env = { CI: 'true', CI_NODE_INDEX: `${index}`, CI_NODE_TOTAL: `${lint.parallel}` };
    expect(await runJob(lint, cwd, env)).toEqual([0]);
  }
  expect(await runJob(report, cwd, { CI: 'true' })).toEqual([0, 1]);
  const outputs = ['--output', 'json=whole.json', '--output', 'codequality=whole.codequality'];
  const whole = await call({ args: ['projects/*', ...outputs], cwd }, RULES);
  expect(whole.status).toBe(1);
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
  expect(read('pipelint.json')).toBe(read('whole.json'));
  expect(read('gl-code-quality-report.json')).toBe(read('whole.codequality'));
  expect(JSON.parse(read('pipelint.json')).findings).toHaveLength(names.length);
});

it('names every option of merge', async () => {
  const { stdout } = await call({ args: ['merge', '--help'], cwd: temporaryFolder({}) }, RULES);
  const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = '']) => option);
  expect(options.filter((option) => option !== '--help' && !PAGE.includes(`\`${option}`))).toEqual([]);
});

/** The exit codes of its commands, which a shell of the job would run one after the other. */
async function runJob(job: Job, cwd: string, env: Readonly<Record<string, string>>): Promise<number[]> {
  const codes: number[] = [];
  for (const line of job.script) {
    const [npx, yes, pipelint, ...words] = line.split(/\s+/);
    expect([npx, yes, pipelint]).toEqual(['npx', '--yes', 'pipelint@0.1.0']);
    const args = words.flatMap((word) => expanded(word.replaceAll('$CI_NODE_INDEX', env.CI_NODE_INDEX ?? ''), cwd));
    codes.push((await call({ args, cwd, env }, RULES)).status);
  }
  return codes;
}

/** Quotes taken off, or `folder/*.json` as a shell expands it. */
function expanded(word: string, cwd: string): string[] {
  if (word.startsWith("'")) return [word.slice(1, -1)];
  if (!word.includes('*')) return [word];
  const folder = word.slice(0, word.lastIndexOf('/'));
  return readdirSync(join(cwd, folder)).map((name) => `${folder}/${name}`);
}
