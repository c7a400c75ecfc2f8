import { describe, expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { lintRoot } from '../../src/lint/lint.ts';
import { isPart } from '../../src/pipeline/part.ts';
import { readPipeline } from '../../src/pipeline/read-pipeline.ts';

const JOB = 'build:\n  script: make\n';

describe('a file is a part of a pipeline', () => {
  test.each<[because: string, path: string, files: Record<string, string>]>([
    [
      "when the repository's pipeline includes it",
      'ci/build.yml',
      { '.gitlab-ci.yml': 'include: ci/build.yml', 'ci/build.yml': JOB },
    ],
    [
      'when that is over another file, and whatever it is called',
      'docker/.gitlab-ci.yml',
      { '.gitlab-ci.yml': 'include: a.yml', 'a.yml': 'include: docker/.gitlab-ci.yml', 'docker/.gitlab-ci.yml': JOB },
    ],
    [
      'when it has inputs',
      'templates/build.yml',
      { 'templates/build.yml': `spec:\n  inputs:\n    stage:\n---\n${JOB}` },
    ],
    ['when nothing of it runs', 'build.yml', { 'build.yml': `.${JOB}` }],
    ['when it extends what is not there', 'build.yml', { 'build.yml': `${JOB}  extends: .base\n` }],
    [
      'when it refers to what is not there',
      'build.yml',
      { 'build.yml': 'build:\n  script: !reference [.base, script]\n' },
    ],
    ['when it uses a stage that is not there', 'build.yml', { 'build.yml': `${JOB}  stage: images\n` }],
    ['when it needs a job that is not there', 'build.yml', { 'build.yml': `${JOB}  needs: [test]\n` }],
  ])('%s', (_, path, files) => {
    const host = new MemoryHost(files);
    expect(isPart(host, path, readPipeline(host, path))).toBe(true);
  });
});

describe('a file is a whole pipeline', () => {
  test.each<[because: string, path: string, files: Record<string, string>]>([
    ['when GitLab looks for it', '.gitlab-ci.yml', { '.gitlab-ci.yml': `${JOB}  extends: .base\n` }],
    [
      'when it has that name in a folder of its own',
      'api/.gitlab-ci.yml',
      { 'api/.gitlab-ci.yml': `${JOB}  extends: .base\n` },
    ],
    ['when it lacks nothing', 'ci/pipeline.yml', { 'ci/pipeline.yml': JOB }],
    [
      'when a job starts it',
      'ci/child.yml',
      { '.gitlab-ci.yml': 'go:\n  trigger:\n    include: ci/child.yml\n', 'ci/child.yml': JOB },
    ],
  ])('%s', (_, path, files) => {
    const host = new MemoryHost(files);
    expect(isPart(host, path, readPipeline(host, path))).toBe(false);
  });
});

test('what a part lacks is no finding', () => {
  const push =
    'push:\n  image: docker:29\n  extends: .base\n  stage: images\n  script: docker push "$CI_REGISTRY_IMAGE"\n';
  const lint = (path: string) =>
    lintRoot(new MemoryHost({ [path]: push }), path, RULES).findings.map(({ rule }) => rule);
  expect(lint('.gitlab-ci.yml')).toContain('config-extends');
  expect(lint('push.yml')).toEqual([]);
  const { parts } = lintRoot(new MemoryHost({ 'push.yml': push }), 'push.yml', RULES);
  expect(parts).toEqual(['push.yml']);
});
