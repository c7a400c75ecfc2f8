/** The pipelines that are measured: written here, so that every run measures the same. */

export const ROOT_FILE = '.gitlab-ci.yml';

const HEAD = `stages: [lint, test, build, scan, deploy]

workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
    - if: $CI_COMMIT_TAG

variables:
  DOCKER_TLS_CERTDIR: /certs
  GIT_DEPTH: "20"

default:
  interruptible: true
  retry:
    max: 1
    when: [runner_system_failure]

.docker:
  image: docker:29
  services: [docker:29-dind]
  before_script:
    - echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"

.node:
  image: node:24
  cache:
    key:
      files: [package-lock.json]
    paths: [.npm/]
  before_script:
    - npm ci --cache .npm --prefer-offline

`;

/** What a job of a service is about, one kind behind the other. Every kind has its own keywords and its own shell. */
const KINDS = [
  (name) => `lint-${name}:
  extends: .node
  stage: lint
  rules:
    - changes: [services/${name}/**/*]
  script:
    - npm run lint --workspace services/${name}
    - npx prettier --check "services/${name}/**/*.ts"

`,
  (name) => `test-${name}:
  extends: .node
  stage: test
  services:
    - name: postgres:17
      alias: db
  variables:
    DATABASE_URL: postgres://postgres@db/${name}
  script:
    - npm test --workspace services/${name} -- --coverage
  coverage: /All files\\s+\\|\\s+([\\d.]+)/
  artifacts:
    when: always
    reports:
      junit: services/${name}/junit.xml

`,
  (name) => `build-${name}:
  extends: .docker
  stage: build
  needs: [test-${name}]
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
    - changes: [services/${name}/**/*]
  script:
    - docker build --tag "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_SHORT_SHA" services/${name}
    - |
      if [ -n "$CI_COMMIT_TAG" ]; then
        docker tag "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_SHORT_SHA" "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_TAG"
        docker push "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_TAG"
      fi
    - docker push "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_SHORT_SHA"

`,
  (name) => `scan-${name}:
  stage: scan
  image:
    name: aquasec/trivy:0.67.2
    entrypoint: [""]
  needs: [build-${name}]
  variables:
    TRIVY_USERNAME: $CI_REGISTRY_USER
    TRIVY_PASSWORD: $CI_REGISTRY_PASSWORD
  script:
    - trivy image --exit-code 1 --severity HIGH,CRITICAL "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_SHORT_SHA"
  allow_failure: true

`,
  (name) => `deploy-${name}:
  stage: deploy
  image: alpine/helm:3.19.0
  environment:
    name: production/${name}
    url: https://${name}.example.com
  rules:
    - if: $CI_COMMIT_TAG =~ /^v\\d+/
      when: manual
  script:
    - helm registry login "$CI_REGISTRY" --username "$CI_REGISTRY_USER" --password "$CI_REGISTRY_PASSWORD"
    - for region in eu us; do helm upgrade --install "${name}-$region" "oci://$CI_REGISTRY_IMAGE/charts/${name}" --atomic; done
    - 'echo "deployed ${name} at $(date -u +%FT%TZ)"'

`,
];

/** A job that fails: whoever lints this has something to say. */
const WITHOUT_LOGIN = `mirror-base-image:
  stage: build
  image: docker:29
  services: [docker:29-dind]
  script:
    - docker pull alpine:3.22
    - docker tag alpine:3.22 "$CI_REGISTRY_IMAGE/alpine:3.22"
    - docker push "$CI_REGISTRY_IMAGE/alpine:3.22"
`;

const jobs = (count, name) =>
  Array.from({ length: count }, (_, index) =>
    KINDS[index % KINDS.length](`${name}-${Math.floor(index / KINDS.length)}`),
  ).join('');

/** One file. */
export const withJobs = (count, name = 'service') => ({ [ROOT_FILE]: HEAD + jobs(count - 1, name) + WITHOUT_LOGIN });

/** What most people have: 200 lines. */
export const TYPICAL = withJobs(13);

/** A root file, and as many included ones of so many jobs each. */
export function withIncludes(count, jobsOfEach = KINDS.length) {
  const parts = Array.from({ length: count }, (_, index) => `ci/part-${index}.yml`);
  const include = `include:\n${parts.map((path) => `  - local: ${path}\n`).join('')}\n`;
  return {
    [ROOT_FILE]: include + HEAD + WITHOUT_LOGIN,
    ...Object.fromEntries(parts.map((path, index) => [path, jobs(jobsOfEach, `part-${index}`)])),
  };
}

/** A hundred in a file: GitLab reads no file that has all of them. */
export const withManyJobs = (count) => withIncludes(Math.ceil(count / 100), Math.min(count, 100));
