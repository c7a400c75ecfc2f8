/** Which commands leave a missing login proven, and which may have logged in unseen. */
import { describe, expect, test } from 'vitest';
import { jobWith, showAccesses } from '../shell/analysed.ts';

const accessAfter = (command: string): string | undefined =>
  showAccesses(jobWith(`${command}\ndocker push quay.io/a/b`)).at(-1);

describe('a missing login is proven after', () => {
  test.each([
    'cd x && ls -la',
    'apk add --no-cache git',
    '/usr/bin/git fetch --tags',
    'npm ci',
    'go build ./...',
    'export A=b; set -x',
    '[ -f x ] && cat x',
    'python3 --version',
    'command -v podman',
    "bash -c 'echo a'",
    'docker info',
    'docker buildx create --use',
    'eval "$(ssh-agent -s)"',
    'aws ecr get-login --no-include-email',
    '$(aws ecr get-login --no-include-email --region eu-west-1)',
    'az acr login -n acme',
    'gcloud auth configure-docker europe-docker.pkg.dev --quiet',
    'gcloud --quiet auth configure-docker',
    'gcloud docker --authorize-only',
    'doctl registry login --expiry-seconds 600',
    'heroku container:login',
    'oc get pods',
    'glab release create v1',
  ])('%s', (command) => {
    expect(accessAfter(command)).toBe('push quay.io/a/b: missing, never');
  });
});

describe('anything may have happened after', () => {
  test.each([
    './login.sh',
    'make push',
    'source env.sh',
    '. ./env.sh',
    'bash login.sh',
    'npm run login',
    'glab auth configure-docker',
    'oc registry login',
    'docker-credential-pass store < secret',
    './mvnw package',
    '$(print-a-login)',
    '$LOGIN',
    'eval "$LOGIN"',
    'if true; then ./login.sh; fi',
    'docker $OPTIONS',
    'curl https://example.com/x | sh',
  ])('%s', (command) => {
    expect(accessAfter(command)).toBe('push quay.io/a/b: unknown');
  });
});
