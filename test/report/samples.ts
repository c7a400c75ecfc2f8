/** Results made by hand, so that reports are tested without the stages before them. */
import type { Finding, LintResult } from '../../src/lint/finding.ts';
import type { ReportContext } from '../../src/report/report.ts';
import { defineRule, docsUrl } from '../../src/rule.ts';
import { type Place, SourceFile } from '../../src/source/source-file.ts';

const SAMPLE_RULE = defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'registry-login-required',
      description: 'A push needs a login before it',
      category: 'login',
      preset: 'recommended',
      severity: 'error',
      logLines: ['denied: access forbidden'],
    },
    messages: { neverLoggedIn: 'The job pushes to `{{host}}` but never logs in.' },
    help: { neverLoggedIn: 'Run `docker login` before the push.' },
    schema: [],
  },
  create: () => ({}),
});

export const CONTEXT: ReportContext = {
  version: '1.2.3',
  rules: [SAMPLE_RULE],
  minConfidence: 'medium',
  pathOf: (file) => file.path,
  color: false,
  width: 80,
};

/** The place of the first occurrence of some words. */
export function placeOf(file: SourceFile, words: string): Place {
  const start = file.text.indexOf(words);
  if (start === -1) throw new Error(`${file.path} does not hold ${JSON.stringify(words)}`);
  return file.place(start, start + words.length);
}

export function finding(place: Place, given: Partial<Finding> = {}): Finding {
  const rule = given.rule ?? 'registry-login-required';
  return {
    rule,
    messageId: 'neverLoggedIn',
    severity: 'error',
    confidence: 'high',
    message: 'The job pushes to its own registry but never logs in. GitLab shows `denied: access forbidden`.',
    help: 'Run `docker login` before the push.',
    place,
    jobs: ['build'],
    keyPath: 'build.script',
    related: [],
    fixes: [],
    trail: [],
    fingerprint: 'f'.repeat(64),
    docs: docsUrl(rule),
    ...given,
  };
}

export function result(given: Partial<LintResult>, summary: Partial<LintResult['summary']> = {}): LintResult {
  const findings = given.findings ?? [];
  const count = (severity: Finding['severity']) => findings.filter((each) => each.severity === severity).length;
  return {
    findings,
    suppressed: [],
    unresolved: [],
    files: ['.gitlab-ci.yml'],
    parts: [],
    internalErrors: [],
    ...given,
    summary: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      suppressed: 0,
      baselined: 0,
      belowConfidence: 0,
      files: 1,
      jobs: 1,
      ...summary,
    },
  };
}

export const ROOT_FILE = new SourceFile(
  '.gitlab-ci.yml',
  `include: ci/docker.yml

login:
  script:
    - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"

build:
  extends: .docker
  script:
    - docker build -t "$CI_REGISTRY_IMAGE:latest" .
    - docker push "$CI_REGISTRY_IMAGE:latest"
    - echo done
`,
);

export const INCLUDED_FILE = new SourceFile(
  'ci/docker.yml',
  `.docker:
  image: docker:28
  services:
    - docker:28-dind
  after_script:
    - docker push "$CI_REGISTRY_IMAGE:cache"
`,
);
