/** A pipeline of about 2,000 lines: a root file and twenty that it includes, with a hundred jobs that build and push. */

export function largePipeline(): Readonly<Record<string, string>> {
  const parts = Array.from({ length: 20 }, (_, part) => part);
  const included = parts.map((part) => [`ci/part-${part}.yml`, partOf(part)] as const);
  const includes = parts.map((part) => `  - local: ci/part-${part}.yml\n`).join('');
  const root = `include:\n${includes}\nstages: [build, test, deploy]\n${jobs('root', 5, 0)}`;
  return { '.gitlab-ci.yml': root, ...Object.fromEntries(included) };
}

function partOf(part: number): string {
  return `.docker-${part}:
  services: [docker:29-dind]
  variables:
    DOCKER_TLS_CERTDIR: /certs
  before_script:
    - echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"
${jobs(`part-${part}`, 5, part)}`;
}

function jobs(name: string, count: number, template: number): string {
  return Array.from({ length: count }, (_, index) => job(`${name}-${index}`, template)).join('');
}

function job(name: string, template: number): string {
  return `
build-${name}:
  extends: .docker-${template}
  stage: build
  image: docker:29
  variables:
    IMAGE: $CI_REGISTRY_IMAGE/service-${name}
  script:
    - docker build --tag "$IMAGE:$CI_COMMIT_SHORT_SHA" services/${name}
    - |
      if [ -n "$CI_COMMIT_TAG" ]; then
        docker tag "$IMAGE:$CI_COMMIT_SHORT_SHA" "$IMAGE:$CI_COMMIT_TAG"
        docker push "$IMAGE:$CI_COMMIT_TAG"
      fi
    - docker push "$IMAGE:$CI_COMMIT_SHORT_SHA"
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
    - if: $CI_COMMIT_TAG
`;
}
