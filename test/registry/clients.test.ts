/** What the command lines of registry clients come to: options, subcommands, references. */
import { describe, expect, test } from 'vitest';
import { jobWith, showEvents } from '../shell/analysed.ts';

type Case = readonly [script: string, ...events: string[]];

const cases = (title: string, table: readonly Case[], keywords: Readonly<Record<string, unknown>> = {}): void => {
  describe(title, () => {
    test.each(table)('%s', (script, ...events) => {
      expect(showEvents(jobWith(script, keywords))).toEqual(events);
    });
  });
};

cases('docker login', [
  ['docker login -u a -p b r.io', 'login r.io: custom'],
  ['docker login -ua -pb r.io', 'login r.io: custom'],
  ['docker login --username=a --password=b r.io', 'login r.io: custom'],
  ['docker login r.io -u a -p b', 'login r.io: custom'],
  ['docker login -u a -p b -- r.io', 'login r.io: custom'],
  ['docker -D -l debug --config x login -u a -p b r.io', 'login r.io: custom'],
  ['docker login -u gitlab-ci-token -p "$CI_JOB_TOKEN" $CI_REGISTRY', 'login $CI_REGISTRY: job-token'],
  [
    'docker login -u $CI_DEPENDENCY_PROXY_USER -p "$CI_REGISTRY_PASSWORD" $CI_REGISTRY',
    'login $CI_REGISTRY: job-token',
  ],
  ['docker login -u $CI_DEPLOY_USER -p $CI_DEPLOY_PASSWORD $CI_REGISTRY', 'login $CI_REGISTRY: deploy-token'],
  ['docker login -u $CI_REGISTRY_USER -p $CI_DEPLOY_PASSWORD $CI_REGISTRY', 'login $CI_REGISTRY: mixed'],
  ['docker login -u $GITLAB_USER_LOGIN -p $CI_JOB_TOKEN $CI_REGISTRY', 'login $CI_REGISTRY: mixed'],
  ['docker login -u $CI_REGISTRY_USER -p $TOKEN $CI_REGISTRY', 'login $CI_REGISTRY: custom'],
  ['docker login -u $CI_REGISTRY_USER', 'login docker.io: unknown'],
  ['echo "$CI_JOB_TOKEN" | docker login -u gitlab-ci-token --password-stdin r.io', 'login r.io: job-token'],
  ['docker login -u gitlab-ci-token --password-stdin r.io <<< "$CI_JOB_TOKEN"', 'login r.io: job-token'],
  ['docker login -u gitlab-ci-token --password-stdin r.io <<EOF\n$CI_JOB_TOKEN\nEOF', 'login r.io: job-token'],
  ['printf %s "$CI_JOB_TOKEN" | docker login -u gitlab-ci-token --password-stdin r.io', 'login r.io: job-token'],
  ['docker login -u gitlab-ci-token --password-stdin r.io < token', 'login r.io: unknown'],
  ['aws ecr get-login-password | docker login -u AWS --password-stdin r.io', 'login r.io: unknown'],
  ['docker login --help'],
]);

cases('programs around', [
  ['sudo -E docker push r.io/a', 'push r.io/a'],
  ['sudo -u root -- docker push r.io/a', 'push r.io/a'],
  ['env -u A B=c docker push r.io/a', 'push r.io/a'],
  ['timeout -s KILL 30 docker push r.io/a', 'push r.io/a'],
  ['time docker push r.io/a', 'push r.io/a'],
  ['command docker push r.io/a', 'push r.io/a'],
  ['command -v docker'],
  ['exec docker push r.io/a', 'push r.io/a'],
  ['/usr/bin/docker push r.io/a', 'push r.io/a'],
  ['docker() { command docker --tls "$@"; }\ndocker push r.io/a', 'push r.io/a'],
]);

cases('docker', [
  ['docker push --quiet r.io/a', 'push r.io/a'],
  ['docker push --platform linux/arm64 r.io/a', 'push r.io/a'],
  ['docker image push -a r.io/a', 'push r.io/a'],
  ['docker pull -q r.io/a', 'pull r.io/a'],
  ['docker run -itd --rm -e A=b --gpus all --pids-limit 9 r.io/a push r.io/b', 'pull r.io/a'],
  ['docker container run --cpu-quota 5 -v a:b r.io/a', 'pull r.io/a'],
  ['docker build -t r.io/a --pull .', 'build r.io/a'],
  ['docker build --push --no-cache -t r.io/a .', 'push r.io/a', 'build r.io/a'],
  ['docker build --push=false -t r.io/a .', 'build r.io/a'],
  ['docker buildx build --tag=r.io/a --tag r.io/b --push .', 'push r.io/a', 'push r.io/b', 'build r.io/a r.io/b'],
  ['docker buildx build --cache-to type=registry,ref=r.io/c,mode=max .', 'push cache r.io/c'],
  ['docker buildx build --cache-from r.io/c --cache-to type=local,dest=x .', 'pull cache r.io/c'],
  ['docker buildx build -o type=image,name=r.io/a,push=true .', 'push r.io/a'],
  ['docker buildx build -o type=image,name=r.io/a .'],
  ['docker buildx imagetools create -t r.io/a r.io/b r.io/c', 'push manifest r.io/a', 'pull r.io/b', 'pull r.io/c'],
  ['docker tag a r.io/a', 'build r.io/a'],
  ['docker manifest push -p r.io/a', 'push manifest r.io/a'],
  [
    'docker build --build-arg CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX .',
    'pull base $CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX',
  ],
  ['docker info'],
]);

cases('podman, buildah and skopeo', [
  ['podman push a r.io/a', 'push r.io/a'],
  ['podman push --tls-verify=false r.io/a', 'push r.io/a'],
  ['podman push a dir:/tmp/a'],
  ['podman pull r.io/a r.io/b', 'pull r.io/a', 'pull r.io/b'],
  ['podman --log-level debug run --rm --secret a --tz UTC r.io/a', 'pull r.io/a'],
  ['buildah push -D --format docker a docker://r.io/a', 'push r.io/a'],
  ['buildah manifest push --all a docker://r.io/a', 'push manifest r.io/a'],
  ['buildah bud -t r.io/a --layers --cache-to r.io/c .', 'push cache r.io/c', 'build r.io/a'],
  ['skopeo copy docker://r.io/a docker://s.io/a', 'pull r.io/a', 'push s.io/a'],
  ['skopeo copy --src-tls-verify docker://r.io/a docker://s.io/a', 'pull r.io/a', 'push s.io/a'],
  ['skopeo --insecure-policy copy --all --dest-creds a:b oci:x docker://s.io/a', 'push s.io/a'],
  ['skopeo inspect --format x docker://r.io/a', 'pull r.io/a'],
]);

cases(
  'kaniko',
  [
    ['/kaniko/executor --context . --destination r.io/a:1 --destination r.io/b', 'push r.io/a:1', 'push r.io/b'],
    ['executor --destination=r.io/a --no-push'],
    ['executor -d r.io/a --cache --cache-repo r.io/c', 'push r.io/a', 'push cache r.io/c'],
    ['executor -d r.io/a --cache-repo r.io/c', 'push r.io/a'],
    ['executor -b bucket -d r.io/a --reproducible', 'push r.io/a'],
  ],
  { image: { name: 'gcr.io/kaniko-project/executor:v1.23.2-debug', entrypoint: [''] } },
);
