/** The Dockerfile, which no test can build: read as a build reads it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { satisfies } from 'semver';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { lint } from '../../src/index.ts';
import { ROOT } from './fresh-clone.ts';

const TEXT = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const DOCKERFILE = DockerfileParser.parse(TEXT);
const INSTRUCTIONS = DOCKERFILE.getInstructions();
const lastOf = (keyword: string) =>
  INSTRUCTIONS.findLast((each) => each.getKeyword() === keyword)?.getArgumentsContent();

it('starts from an exact release of Node that pipelint runs on', () => {
  const [, version = ''] = /^ARG NODE_VERSION=(\d+\.\d+\.\d+)$/m.exec(TEXT) ?? [];
  expect(satisfies(version, manifest.engines.node)).toBe(true);
  expect(DOCKERFILE.getFROMs().map((from) => from.getImage())).toEqual(Array(2).fill('node:${NODE_VERSION}-alpine'));
});

it('runs as a user without rights, and without an entry point', () => {
  expect(lastOf('USER')).toBe('node');
  expect(lastOf('ENTRYPOINT')).toBeUndefined();
  expect(lastOf('CMD')).toBe('["pipelint"]');
});

it('has linted the demo as the user who installs, so that compiled code is kept for the other one', () => {
  const run = INSTRUCTIONS.findIndex((each) =>
    /\bpipelint --fail-on never \/demo$/.test(each.getArgumentsContent() ?? ''),
  );
  const user = INSTRUCTIONS.findIndex((each) => each.getKeyword() === 'USER');
  expect(run).toBeGreaterThan(0);
  expect(run).toBeLessThan(user);
  const [, demo = ''] = /type=bind,source=([\w/]+),target=\/demo\s/.exec(TEXT) ?? [];
  expect(existsSync(join(ROOT, demo, '.gitlab-ci.yml'))).toBe(true);
  expect(readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')).toContain(`!${demo}`);
});

it('is built by a job in which pipelint finds nothing', () => {
  const job = {
    image: 'docker:28',
    services: ['docker:28-dind'],
    script: [
      'echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"',
      'docker build --tag "$CI_REGISTRY_IMAGE:1" .',
      'docker push "$CI_REGISTRY_IMAGE:1"',
    ],
  };
  const { findings, internalErrors } = lint(
    { '.gitlab-ci.yml': JSON.stringify({ build: job }), Dockerfile: TEXT },
    { minConfidence: 'low' },
  );
  expect([findings, internalErrors]).toEqual([[], []]);
});
