/** Which of the places that explain a finding are on the job's way, and in which order. */
import { expect, test } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { lintRoot } from '../../src/lint/lint.ts';

const TAIL = '    - docker push "$CI_REGISTRY_IMAGE-x"\n';
const LOGIN = 'docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"';

/** `when` of every related place of the findings of one rule. */
function order(rule: string, text: string): unknown[] {
  const rules = RULES.filter(({ meta }) => meta.docs.name === rule);
  const { findings } = lintRoot(new MemoryHost({ '.gitlab-ci.yml': text }), '.gitlab-ci.yml', rules, {
    preset: 'strict',
  });
  expect(findings).toHaveLength(1);
  return findings.flatMap(({ related }) => related.map(({ when }) => when));
}

test.each([
  [
    'the login in the script before the push',
    `build:\n  image: docker:28\n  script:\n    - ${LOGIN}\n${TAIL}`,
    ['before'],
  ],
  [
    'the login in the default before_script, further down in the file',
    `build:\n  image: docker:28\n  script:\n${TAIL}default:\n  before_script:\n    - ${LOGIN}\n`,
    ['before'],
  ],
  [
    'a variable, which is no step',
    `build:\n  image: docker:28\n  variables:\n    IMAGE: $CI_REGISTRY_IMAGE-x\n  script:\n    - ${LOGIN}\n    - docker push "$IMAGE"\n`,
    [undefined, 'before'],
  ],
])('push-own-project: %s', (_, text, expected) => {
  expect(order('push-own-project', text)).toEqual(expected);
});

test('no-ignored-login-failure: the push comes after', () => {
  const text = `build:\n  image: docker:28\n  script:\n    - ${LOGIN} || true\n    - docker push "$CI_REGISTRY_IMAGE"\n`;
  expect(order('no-ignored-login-failure', text)).toEqual(['after']);
});

test('registry-login-required: the login of another job is not on the way', () => {
  const text = `login:\n  image: docker:28\n  script:\n    - ${LOGIN}\nbuild:\n  image: docker:28\n  script:\n    - docker push "$CI_REGISTRY_IMAGE"\n`;
  expect(order('registry-login-required', text)).toEqual([undefined]);
});
