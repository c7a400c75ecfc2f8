/** Whether two names certainly belong to two images, as far as their variables tell. */
import { describe, expect, test } from 'vitest';
import { MemoryHost } from '../../src/host/memory.ts';
import { analyse } from '../../src/lint/analyse.ts';
import type { Push } from '../../src/pipeline/events.ts';
import { isOtherImage } from '../../src/registry/other-image.ts';

const OWN = '$CI_REGISTRY_IMAGE';

describe('two images for certain', () => {
  test.each([
    ['app', OWN],
    [OWN, `${OWN}:$CI_COMMIT_SHA`],
    [`${OWN}:1.4`, `${OWN}:1.5`],
    [`${OWN}/api`, `${OWN}/web`],
    [OWN, `${OWN}/api`],
    [`${OWN}:latest`, `${OWN}:$CI_COMMIT_REF_SLUG`],
    [`${OWN}:$CI_COMMIT_SHA`, `${OWN}:$CI_COMMIT_SHORT_SHA`],
    [`${OWN}:$CI_PIPELINE_ID`, `${OWN}:$CI_COMMIT_TAG`],
    [`${OWN}:rc-$CI_PIPELINE_IID`, `${OWN}:$CI_PIPELINE_IID`],
    ['$IMAGE:a', '$IMAGE:b'],
    ['registry.example.com/acme/api', 'registry.example.org/acme/api'],
  ])('%s and %s', (a, b) => {
    expect([differ(a, b), differ(b, a)]).toEqual([true, true]);
  });
});

describe('perhaps one image', () => {
  test.each([
    [OWN, '$CI_REGISTRY/$CI_PROJECT_PATH:latest'],
    ['acme/api', 'docker.io/acme/api:latest'],
    [`${OWN}:main`, `${OWN}:$CI_COMMIT_REF_SLUG`],
    [`${OWN}:$CI_COMMIT_TAG`, `${OWN}:$CI_COMMIT_REF_NAME`],
    [`${OWN}:$CI_PIPELINE_ID`, `${OWN}:$CI_JOB_ID`],
    [`${OWN}:$VERSION`, `${OWN}:latest`],
    [`${OWN}:$(git describe)`, `${OWN}:latest`],
    ['$IMAGE', '$IMAGE:latest'],
    ['$IMAGE', `${OWN}:$CI_COMMIT_SHA`],
    [`${OWN}:\${CI_COMMIT_TAG#v}`, `${OWN}:1.4`],
    ['$REGISTRY/acme/api', 'acme/api'],
    [`${OWN}$SUFFIX`, OWN],
    [`${OWN}@sha256:${'0'.repeat(64)}`, `${OWN}:1.4`],
  ])('%s and %s', (a, b) => {
    expect([differ(a, b), differ(b, a)]).toEqual([false, false]);
  });
});

/** Reads both names as a job's pushes. */
function differ(a: string, b: string): boolean {
  const script = [a, b].map((image) => `    - docker push "${image}"\n`).join('');
  const host = new MemoryHost({ '.gitlab-ci.yml': `push:\n  script:\n${script}` });
  const [job] = analyse(host, '.gitlab-ci.yml', {}).ast.jobs;
  const [first, second] = job?.events.filter((event): event is Push => event.type === 'Push') ?? [];
  if (!first || !second) throw new Error('the script has two pushes');
  return isOtherImage(first.reference, second.reference);
}
