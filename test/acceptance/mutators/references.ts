/** Mistakes in what is pushed and pulled, and in variables. */
import { PUSH, TRANSFER } from './commands.ts';
import { type Mutator, mistake } from './mutator.ts';

/** The project's own image, but where it is the source of a copy. */
const OWN_IMAGE = /(?<!copy (--all )?"(docker:\/\/)?)\$\{?CI_REGISTRY_IMAGE\}?(?=[/:])/g;
/** A pushed reference, or the variable that holds it. */
const TARGET =
  /\b(docker|podman|buildah) (manifest )?push\b|--destination|^ +--tag "|crane copy|oras push|bake --push|oci:\/\/|cosign sign|pack build|--output type=image|^ +(IMAGE|FQ_IMAGE|TARGET|REVIEW_IMAGE|KO_DOCKER_REPO): /;
const COMMIT = /(?<=:)\$\{?CI_COMMIT_(SHORT_)?SHA\}?(?![-\w])/g;
/** What keeps a job to Git tags, or to one branch. */
const PINNED = /if: '?\$CI_COMMIT_(TAG|BRANCH ==)|\.rules, main/;

export const REFERENCES: readonly Mutator[] = [
  mistake({
    breaks: '$CI_REGISTRY_IMAGE is misspelt',
    rule: 'no-unknown-variable',
    find: /\$CI_REGISTRY_IMAGE\b/g,
    put: '$$CI_REGISTRY_IMGE',
  }),
  mistake({
    breaks: 'the image is a variable that GitLab never had',
    rule: 'no-unknown-variable',
    find: /\$CI_REGISTRY_IMAGE\b/g,
    put: '$$CI_REGISTRY_IMAGE_NAME',
    on: TARGET,
  }),
  mistake({
    breaks: 'the image is beside the project instead of below it',
    rule: 'push-own-project',
    find: OWN_IMAGE,
    put: '$${CI_REGISTRY_IMAGE}-next',
    on: TARGET,
    orFelt: PUSH,
  }),
  mistake({
    breaks: 'the image belongs to another project',
    rule: 'push-own-project',
    find: OWN_IMAGE,
    put: 'registry.gitlab.com/acme/base',
    on: TARGET,
    orFelt: PUSH,
  }),
  mistake({
    breaks: 'the image belongs to another project, on $CI_REGISTRY',
    rule: 'push-own-project',
    find: OWN_IMAGE,
    put: '$$CI_REGISTRY/acme/base',
    on: TARGET,
    orFelt: PUSH,
  }),
  mistake({
    breaks: 'the compose file names an image of another project',
    rule: 'push-own-project',
    find: /(?<=image: )\$\{CI_REGISTRY_IMAGE\}/g,
    put: 'registry.gitlab.com/acme/base',
    inProject: /compose push/,
    orFelt: /compose push/,
  }),
  mistake({
    breaks: 'the image names no registry',
    rule: 'push-registry-host',
    find: OWN_IMAGE,
    put: 'shop',
    on: /\b(docker|podman|buildah) push\b/,
    notInProject: /docker\.io/,
  }),
  mistake({
    breaks: 'the image is pushed to the dependency proxy',
    rule: 'dependency-proxy-read-only',
    find: OWN_IMAGE,
    put: '$$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/shop',
    on: /\b(docker|podman|buildah) push\b|--destination|crane copy|--output type=image/,
  }),
  mistake({
    breaks: 'the path has capitals',
    rule: 'valid-image-reference',
    find: OWN_IMAGE,
    put: '$$CI_REGISTRY_IMAGE/Backend',
    on: TARGET,
    orFelt: TRANSFER,
  }),
  mistake({
    breaks: 'the tag is the name of the branch',
    rule: 'valid-image-reference',
    find: COMMIT,
    put: '$${CI_COMMIT_REF_NAME}',
    on: TARGET,
    notInJob: PINNED,
    orFelt: TRANSFER,
  }),
  mistake({
    breaks: 'the tag is a time',
    rule: 'valid-image-reference',
    find: COMMIT,
    put: '$${CI_COMMIT_TIMESTAMP}',
    on: TARGET,
    orFelt: TRANSFER,
  }),
  mistake({
    breaks: 'the tag is empty without a Git tag',
    rule: 'no-maybe-empty-tag',
    find: COMMIT,
    put: '$${CI_COMMIT_TAG}',
    on: TARGET,
    notInJob: /if: '?\$CI_COMMIT_(TAG|BRANCH ==)|\.rules, main/,
    orFelt: TRANSFER,
  }),
  mistake({
    breaks: 'the job no longer runs for Git tags only',
    rule: 'no-maybe-empty-tag',
    find: /if: \$CI_COMMIT_TAG$/gm,
    put: 'if: $$CI_COMMIT_BRANCH || $$CI_COMMIT_TAG',
    inProject: /:\$CI_COMMIT_TAG"/,
    felt: /docker (build|tag|push) .*:\$CI_COMMIT_TAG"/,
  }),
  mistake({
    breaks: 'the tag is a variable that GitLab has removed',
    rule: 'no-removed-variable',
    find: COMMIT,
    put: '$${CI_BUILD_REF}',
    on: TARGET,
  }),
  mistake({
    breaks: 'the proxy gets no login',
    rule: 'dependency-proxy-login',
    find: /^( *- ).*docker login .*CI_DEPENDENCY_PROXY_SERVER.*$/gm,
    put: '$1echo "Here we go"',
    felt: /docker (pull|build) .*CI_DEPENDENCY_PROXY/,
  }),
  mistake({
    breaks: "the proxy's login goes to $CI_REGISTRY",
    rule: 'dependency-proxy-login',
    find: /"\$CI_DEPENDENCY_PROXY_SERVER"/g,
    put: '"$$CI_REGISTRY"',
    felt: /docker (pull|build) .*CI_DEPENDENCY_PROXY/,
  }),
  mistake({
    breaks: "the proxy's login goes to the web host without the port",
    rule: 'dependency-proxy-login',
    find: /"\$CI_DEPENDENCY_PROXY_SERVER"/g,
    put: '"$$CI_SERVER_HOST"',
    felt: /docker (pull|build) .*CI_DEPENDENCY_PROXY/,
  }),
  mistake({
    breaks: 'the Dockerfile takes its base from the proxy, which gets no login',
    rule: 'dependency-proxy-login',
    find: /^ARG PREFIX=docker\.io\nFROM \$\{PREFIX\}/gm,
    put: 'ARG PREFIX=docker.io\nFROM gitlab.com/acme/dependency_proxy/containers',
    orFelt: /docker build/,
  }),
  mistake({
    breaks: 'the proxy is asked for an image of another registry',
    rule: 'dependency-proxy-host',
    find: /(?<=CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX\}?\/)(alpine|node)/g,
    put: 'ghcr.io/acme/$1',
  }),
  mistake({
    breaks: "the proxy's name lacks the port",
    rule: 'dependency-proxy-host',
    find: /\$\{CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX\}/g,
    put: 'gitlab.com/acme/dependency_proxy/containers',
    on: /(image|name):/,
  }),
  mistake({
    breaks: 'only $CI_REGISTRY is redefined',
    rule: 'no-partial-registry-override',
    find: /^variables:\n/gm,
    put: 'variables:\n  CI_REGISTRY: registry.example.com\n',
    inProject: /\$CI_REGISTRY"[\s\S]*\$CI_REGISTRY_IMAGE|\$CI_REGISTRY_IMAGE[\s\S]*\$CI_REGISTRY"/,
  }),
  mistake({
    breaks: 'a rule asks for a variable that only jobs have',
    rule: 'no-job-only-variable',
    find: /- if: '?\$CI_COMMIT_\w+/g,
    put: '- if: $$CI_JOB_TOKEN && $$CI_COMMIT_BRANCH #',
  }),
  mistake({
    breaks: 'a rule asks for the password of the registry',
    rule: 'no-job-only-variable',
    find: /- if: '?\$CI_COMMIT_\w+/g,
    put: '- if: $$CI_REGISTRY_PASSWORD && $$CI_COMMIT_BRANCH #',
  }),
  mistake({
    breaks: 'a trigger hands on a variable that only jobs have',
    rule: 'no-job-only-variable',
    find: /(?<=VERSION: )\$CI_COMMIT_SHORT_SHA/g,
    put: '$$CI_JOB_TOKEN',
    inJob: /trigger:/,
  }),
  mistake({
    breaks: 'the job token is kept in the cluster',
    rule: 'job-token-outlives-job',
    find: /--docker-username="\$CI_DEPLOY_USER" --docker-password="\$CI_DEPLOY_PASSWORD"/g,
    put: '--docker-username="$$CI_REGISTRY_USER" --docker-password="$$CI_REGISTRY_PASSWORD"',
  }),
];
