/** The images of jobs and services: what they are on Docker Hub, which docker they hold, whether kaniko's have a shell. */
import { describe, expect, test } from 'vitest';
import { showText } from '../../src/pipeline/symbolic.ts';
import { jobWith } from '../shell/analysed.ts';

const PROXY = '$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX';

describe('the name on Docker Hub, and what a dependency proxy is asked for', () => {
  test.each([
    ['docker:29', 'docker', undefined],
    ['library/docker', 'docker', undefined],
    ['docker.io/docker/compose:1.29.2', 'docker/compose', undefined],
    ['registry.example.com/docker:29', undefined, undefined],
    [`${PROXY}/docker:29-dind`, 'docker', 'docker'],
    [`${PROXY}/library/node`, 'node', 'library/node'],
    [`${PROXY}/$NAME:1`, undefined, '$NAME'],
    ['gitlab.example.com:443/acme/dependency_proxy/containers/ghcr.io/acme/a:1', 'ghcr.io/acme/a', 'ghcr.io/acme/a'],
    ['registry.example.com/dependency_proxy/a', undefined, undefined],
    ['$IMAGE', undefined, undefined],
  ])('%s', (image, hubName, proxied) => {
    const reference = jobWith('true', { image }).image?.reference;
    expect([reference?.hubName, reference?.proxied && showText(reference.proxied)]).toEqual([hubName, proxied]);
  });
});

describe('the release of docker, and the versions of the API that it speaks', () => {
  test.each([
    ['docker:18.09.9', 'pinned', 12, 39],
    ['docker:19.03-git', 'pinned', 12, 40],
    ['docker:stable', 'stable', 12, 40],
    ['docker:20', 'pinned', 12, 41],
    ['docker:24.0.7-cli', 'pinned', 12, 43],
    ['docker:25-rc', 'pinned', 24, 44],
    ['docker:28.2', 'pinned', 24, 50],
    ['docker:29.0', 'pinned', 44, 52],
    ['docker:29.2.1', 'pinned', 44, 52],
    ['docker:29.3', 'pinned', 40, 52],
    ['docker:29', 'pinned', 40, 52],
    ['docker', 'newest', 40, 52],
    ['docker:latest', 'newest', 40, 52],
    [`${PROXY}/docker:cli`, 'newest', 40, 52],
  ])('%s', (image, kind, oldestApi, newestApi) => {
    const release = jobWith('docker build .', { image }).daemon?.clientRelease;
    expect(release && [release.kind, release.oldestApi, release.newestApi]).toEqual([kind, oldestApi, newestApi]);
  });

  test.each([
    'docker:$VERSION',
    'docker@sha256:12',
    'docker:windowsservercore',
    'registry.example.com/docker:24',
    'alpine:3',
  ])('%s does not tell', (image) => {
    expect(jobWith('docker build .', { image }).daemon?.clientRelease).toBeUndefined();
  });
});

describe("kaniko's images", () => {
  test.each([
    ['gcr.io/kaniko-project/executor', true, false],
    ['gcr.io/kaniko-project/executor:v1.9.0', true, false],
    ['gcr.io/kaniko-project/executor:v1.9.0-slim', true, false],
    ['gcr.io/kaniko-project/executor:v1.9.0-debug', true, true],
    ['gcr.io/kaniko-project/executor:debug-v0.24.0', true, true],
    ['gcr.io/kaniko-project/executor:$TAG', true, undefined],
    ['gcr.io/kaniko-project/executor:$TAG-debug', true, true],
    ['gcr.io/kaniko-project/executor@sha256:12', true, undefined],
    ['gcr.io/kaniko-project/warmer:latest', true, false],
    ['registry.example.com/mirror/kaniko-project/executor:own', true, undefined],
    ['martizih/kaniko:v1.25.0-alpine', false, true],
    ['ghcr.io/osscontainertools/kaniko:v1.25.0', false, false],
  ])('%s', (image, archived, hasShell) => {
    expect(jobWith('true', { image }).image?.kaniko).toEqual({ archived, hasShell });
  });

  test.each(['registry.example.com/tools/kaniko:1', 'acme/my-kaniko-project/executor:1', '$IMAGE'])(
    '%s is none',
    (image) => {
      expect(jobWith('true', { image }).image?.kaniko).toBeUndefined();
    },
  );
});

describe('where DOCKER_HOST leads, and whether the service is known by name', () => {
  test.each([
    ['tcp://docker:2376', { name: 'docker', port: 2376 }],
    ['tcp://Docker:2375/', { name: 'docker', port: 2375 }],
    ['tcp://docker', { name: 'docker', port: undefined }],
    ['unix:///var/run/docker.sock', undefined],
    ['ssh://builder', undefined],
    ['$ELSEWHERE', undefined],
  ])('%s', (value, endpoint) => {
    const { daemon } = jobWith('docker build .', { image: 'docker:29', variables: { DOCKER_HOST: value } });
    expect(daemon?.endpoint).toEqual(endpoint);
  });

  test.each<[service: unknown, known: boolean]>([
    ['docker:dind', true],
    ['registry.example.com/docker:dind', true],
    ['$MIRROR/docker:dind', true],
    [{ name: 'docker:dind', alias: '$NAME' }, false],
  ])('%j', (service, known) => {
    const { daemon } = jobWith('docker build .', { image: 'docker:29', services: [service] });
    expect(daemon?.service?.namesKnown).toBe(known);
  });
});

describe('builders that take the daemon from the environment', () => {
  test.each([
    ['docker buildx create', 1],
    ['docker buildx create --use --name a --driver docker-container --driver-opt network=host', 1],
    ['docker --log-level debug buildx create --bootstrap', 1],
    ['docker buildx create tls', 0],
    ['docker buildx create --use $CONTEXT', 0],
    ['docker buildx create --driver kubernetes', 0],
    ['docker buildx create --driver "$DRIVER"', 0],
    ['docker --context tls buildx create', 0],
    ['docker buildx create --help', 0],
    ['docker buildx ls', 0],
    ['docker volume create', 0],
  ])('%s', (script, count) => {
    expect(jobWith([script, 'docker build .'], { image: 'docker:29' }).daemon?.builders).toHaveLength(count);
  });
});

describe('what base64 makes of the `auth` of a file', () => {
  const authOf = (script: string) => {
    const file = jobWith([
      `A=$(${script})`,
      'echo "{\\"auths\\":{\\"r.io\\":{\\"auth\\":\\"$A\\"}}}" > ~/.docker/config.json',
    ]).events.find((event) => event.type === 'AuthFile');
    const encoded = file?.entries?.[0]?.encoded;
    return (
      encoded && [encoded.lineEnd !== undefined && 'line end', encoded.wrapped && 'wrapped'].filter(Boolean).join(', ')
    );
  };

  test.each([
    ['echo "$U:$P" | base64', 'line end, wrapped'],
    ['echo "$U:$P" | base64 -w0', 'line end'],
    ['echo "$U:$P" | base64 -w 76', 'line end, wrapped'],
    ['echo -n "$U:$P" | base64 --wrap=0', ''],
    ['echo -en "$U:$P" | base64 -w 0 -', ''],
    [`printf '%s:%s' "$U" "$P" | base64`, 'wrapped'],
    [`printf '%s:%s\\n' "$U" "$P" | base64 -w0`, 'line end'],
    [`printf '%s:%s' "$U" "$P" | base64 | tr -d '\\n'`, ''],
    [`echo "$U:$P" | tr -d '\\n' | base64 -w0`, ''],
    ['echo "$U:$P" | cat | base64 -w0', 'line end'],
    ['base64 -w0 <<< "$U:$P"', 'line end'],
    ['echo -n "$U:$P" | openssl base64', 'wrapped'],
    ['echo -n "$U:$P" | openssl enc -base64 -A', ''],
    ['echo "$U:$P" | base64 -d', undefined],
    ['echo "$U:$P" | base64 $OPTIONS', undefined],
    ['echo "$U:$P" | base64 | sed s/x/y/', undefined],
    ['base64 secret.txt', undefined],
    ['echo "$U:$P" | openssl dgst -sha256', undefined],
  ])('%s', (script, form) => {
    expect(authOf(script)).toBe(form);
  });
});
