/** `pipelint resolve` with pipelint's own rules: what GitLab would reject. */
import { expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';

async function resolve(text: string, args: readonly string[] = []) {
  const cwd = temporaryFolder({ '.gitlab-ci.yml': text });
  return call({ cwd, args: ['resolve', ...args] }, RULES);
}

test.each<[string, string, RegExp]>([
  ['YAML that cannot be read', 'x: {script: [make]\n', /config-syntax/],
  ['an include that does not exist', 'include: gone.yml\nx: {script: make}\n', /config-include/],
  ['a parent that does not exist', 'x: {extends: .gone, script: make}\n', /config-extends/],
  ['a reference to nothing', 'x: {script: !reference [.gone, script]}\n', /config-reference/],
])('%s is told on standard error', async (_, text, rule) => {
  const { status, stdout, stderr } = await resolve(text);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(rule);
  expect(stderr).toMatch(/--> \.gitlab-ci\.yml:\d+:\d+/);
});

test('what only the network has is no fault', async () => {
  const { status, stdout, stderr } = await resolve('include: {template: Docker.gitlab-ci.yml}\nx: {script: make}\n');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('not known here: template Docker.gitlab-ci.yml');
});

test.each<[string, readonly string[], RegExp]>([
  ['a format that there is not', ['--format', 'xml'], /It is one of yaml, json/],
  ['two paths', ['a.yml', 'b.yml'], /too many arguments/],
  ['a file that does not exist', ['gone.yml'], /gone\.yml does not exist/],
])('%s', async (_, args, message) => {
  const { status, stdout, stderr } = await resolve('x: {script: make}\n', args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

const WITH_INPUTS =
  'spec: {inputs: {name: {}, tag: {default: latest}}}\n---\nx: {script: "$[[ inputs.name ]]:$[[ inputs.tag ]]"}\n';

test('inputs are given, or have their defaults', async () => {
  const { stdout } = await resolve(WITH_INPUTS, ['--format', 'json', '--input', 'name=api']);
  expect(JSON.parse(stdout).jobs.x.script).toEqual(['api:latest']);
});

test('an input that is missing is told', async () => {
  const { status, stderr } = await resolve(WITH_INPUTS);
  expect(status).toBe(1);
  expect(stderr).toContain('config-inputs');
});

test('variables settle what is included', async () => {
  const text = 'include: {local: gone.yml, rules: [{if: $CI_COMMIT_BRANCH == "main"}]}\nx: {script: make}\n';
  expect((await resolve(text)).stdout).toContain('not known here: local gone.yml');
  expect((await resolve(text, ['--branch', 'main'])).status).toBe(1);
  expect((await resolve(text, ['--branch', 'other'])).stdout).not.toContain('not known here');
});

test('standard input is a pipeline as well', async () => {
  const cwd = temporaryFolder({});
  const { status, stdout } = await call(
    { cwd, args: ['resolve', '-', '--format', 'json'], stdin: 'x: {script: make}\n' },
    [],
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout).jobs).toMatchObject({ x: { script: ['make'] } });
});
