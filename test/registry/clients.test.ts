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
  [
    'docker manifest create r.io/a r.io/a:amd64 --amend r.io/a:arm64',
    'pull r.io/a:amd64',
    'pull r.io/a:arm64',
    'build r.io/a',
  ],
  ['docker manifest push -p r.io/a', 'push manifest r.io/a'],
  ['docker manifest inspect --verbose r.io/a', 'pull r.io/a'],
  ['docker manifest annotate r.io/a r.io/a:arm64 --arch arm64'],
  ['docker buildx imagetools create --dry-run -t r.io/a r.io/b', 'pull r.io/b'],
  ['docker buildx imagetools inspect --format x r.io/a', 'pull r.io/a'],
  ['docker buildx build -t r.io/a -o type=registry .', 'push r.io/a', 'build r.io/a'],
  ['docker buildx build -t r.io/a --push -o type=registry .', 'push r.io/a', 'build r.io/a'],
  ['docker buildx build -t r.io/a -o type=docker .', 'build r.io/a'],
  [`docker buildx build --output 'type=image,"name=r.io/a,r.io/b",push=true' .`, 'push r.io/a', 'push r.io/b'],
  ['docker buildx build --output type=image,name=r.io/a,push=$PUSH .'],
  ['docker buildx bake --set *.tags=r.io/a --push', 'push r.io/a', 'build'],
  ['docker buildx bake -f bake.hcl --set app.tags+=r.io/a', 'build'],
  ['docker buildx bake --set "*.cache-to=type=registry,ref=r.io/c"', 'push cache r.io/c', 'build'],
  ['docker login -u a -p b -p c r.io', 'login r.io: custom'],
  ['docker login --username $CI_DEPLOY_USER -u gitlab-ci-token -p $CI_JOB_TOKEN r.io', 'login r.io: job-token'],
  ['docker login -u gitlab-ci-token --username $CI_DEPLOY_USER -p $CI_JOB_TOKEN r.io', 'login r.io: mixed'],
  ['docker logout r.io', 'logout r.io'],
  ['docker-compose push', 'build'],
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
  ['skopeo list-tags docker://r.io/a', 'pull r.io/a'],
  ['skopeo sync --src docker --dest docker r.io/a s.io/b', 'pull r.io/a', 'push s.io/b/…'],
  ['skopeo sync -s dir -d docker --scoped images s.io/b', 'push s.io/b/…'],
  ['skopeo sync --src docker --dest dir r.io/a images', 'pull r.io/a'],
  ['skopeo sync --src docker --dest docker --dry-run r.io/a s.io/b', 'pull r.io/a'],
  ['skopeo logout r.io', 'logout r.io'],
  ['buildah commit container r.io/a', 'build r.io/a'],
  ['buildah commit --rm container docker://r.io/a', 'push r.io/a', 'build r.io/a'],
  ['podman login -u a --password-stdin r.io', 'login r.io: unknown'],
]);

cases(
  'kaniko',
  [
    ['/kaniko/executor --context . --destination r.io/a:1 --destination r.io/b', 'push r.io/a:1', 'push r.io/b'],
    ['executor --destination=r.io/a --no-push'],
    ['executor -d r.io/a --cache --cache-repo r.io/c', 'push r.io/a', 'push cache r.io/c'],
    ['executor -d r.io/a --cache-repo r.io/c', 'push r.io/a'],
    ['executor -b bucket -d r.io/a --reproducible', 'push r.io/a'],
    ['executor login r.io -u a -p b', 'login r.io: custom'],
    ['executor push image.tar --destination r.io/a', 'push r.io/a'],
    ['executor version'],
  ],
  { image: { name: 'gcr.io/kaniko-project/executor:v1.23.2-debug', entrypoint: [''] } },
);

cases('nerdctl and ctr', [
  ['nerdctl login -u a -p b r.io', 'login r.io: custom'],
  ['nerdctl --namespace k8s.io push r.io/a', 'push r.io/a'],
  ['nerdctl pull r.io/a', 'pull r.io/a'],
  ['nerdctl ps'],
  ['ctr -n k8s.io images push -u a:b r.io/a', 'push r.io/a'],
  ['ctr i pull --platform linux/arm64 r.io/a', 'pull r.io/a'],
  ['ctr images ls'],
]);

cases('BuildKit', [
  [
    'buildctl build --frontend dockerfile.v0 --local context=. --output type=image,name=r.io/a,push=true',
    'push r.io/a',
  ],
  ['buildctl-daemonless.sh build -o type=registry,name=r.io/a', 'push r.io/a'],
  [
    String.raw`buildctl --addr tcp://buildkitd:1234 b --output type=image,\"name=r.io/a,r.io/b:$CI_COMMIT_SHA\",push=true`,
    'push r.io/a',
    'push r.io/b:$CI_COMMIT_SHA',
  ],
  ['buildctl build --output type=image,name=r.io/a'],
  ['buildctl build --output type=oci,dest=image.tar'],
  [
    'buildctl build --export-cache type=registry,ref=r.io/c,mode=max --import-cache type=registry,ref=r.io/c',
    'push cache r.io/c',
    'pull cache r.io/c',
  ],
  ['buildctl build --export-cache type=inline --import-cache type=local,src=cache'],
  ['buildctl build --exporter=image --exporter-opt name=r.io/a --exporter-opt push=true', 'push r.io/a'],
  ['buildctl build --exporter=image --exporter-opt name=r.io/a'],
  ['buildctl du'],
]);

cases('crane', [
  ['crane auth login r.io -u a -p b', 'login r.io: custom'],
  ['echo "$CI_JOB_TOKEN" | crane auth login -u gitlab-ci-token --password-stdin r.io', 'login r.io: job-token'],
  ['crane auth logout r.io', 'logout r.io'],
  ['crane auth get r.io'],
  ['crane push image.tar r.io/a', 'push r.io/a'],
  ['crane copy --platform linux/arm64 r.io/a s.io/a', 'pull r.io/a', 'push s.io/a'],
  ['gcrane cp -j 2 r.io/a s.io/a', 'pull r.io/a', 'push s.io/a'],
  ['crane --insecure tag r.io/a latest', 'push r.io/a'],
  ['crane append -b r.io/base -f layer.tar -t r.io/a', 'push r.io/a', 'pull base r.io/base'],
  ['crane append -b r.io/base -f layer.tar -t r.io/a -o image.tar', 'pull base r.io/base'],
  ['crane mutate r.io/a --label a=b -t r.io/b', 'pull r.io/a', 'push r.io/b'],
  ['crane index append -m r.io/a -m r.io/b -t r.io/c', 'push manifest r.io/c', 'pull r.io/a', 'pull r.io/b'],
  ['crane rebase r.io/a --old_base r.io/b --new_base r.io/c -t r.io/d', 'push r.io/d'],
  ['crane flatten r.io/a -t r.io/b', 'pull r.io/a', 'push r.io/b'],
  ['crane pull r.io/a image.tar', 'pull r.io/a'],
  ['crane digest r.io/a', 'pull r.io/a'],
  ['crane ls r.io/a', 'pull r.io/a'],
  ['crane version'],
]);

cases(
  'ko',
  [
    ['ko login r.io -u a -p b', 'login r.io: custom'],
    ['ko build ./cmd/app', 'push $CI_REGISTRY_IMAGE/…'],
    ['ko build -t latest --bare ./cmd/app', 'push $CI_REGISTRY_IMAGE'],
    ['ko apply -f config/', 'push $CI_REGISTRY_IMAGE/…'],
    ['KO_DOCKER_REPO=r.io/a ko publish ./cmd/app', 'push r.io/a/…'],
    ['KO_DOCKER_REPO=ko.local ko build ./cmd/app'],
    ['ko build --local ./cmd/app'],
    ['ko build --push=false ./cmd/app'],
    ['ko deps r.io/a'],
  ],
  { variables: { KO_DOCKER_REPO: '$CI_REGISTRY_IMAGE' } },
);

cases('ko without a repository of the pipeline', [['ko build ./cmd/app', 'push $KO_DOCKER_REPO/…']]);

cases('cosign', [
  ['cosign login r.io -u a -p b', 'login r.io: custom'],
  ['cosign sign --yes --key cosign.key -a a=b r.io/a@sha256:0', 'push manifest r.io/a@sha256:0'],
  ['cosign sign --upload=false r.io/a'],
  ['cosign attest --predicate sbom.json --type spdxjson r.io/a', 'push manifest r.io/a'],
  ['cosign attach sbom --sbom sbom.json r.io/a', 'push manifest r.io/a'],
  ['cosign copy r.io/a s.io/a', 'pull r.io/a', 'push s.io/a'],
  ['cosign upload blob -f file r.io/a', 'push r.io/a'],
  ['cosign verify --key cosign.pub r.io/a', 'pull r.io/a'],
  ['cosign tree r.io/a', 'pull r.io/a'],
  ['cosign sign-blob --key cosign.key file'],
]);

cases('pack', [
  ['pack build r.io/a --builder b.io/c --publish', 'push r.io/a', 'build r.io/a'],
  [
    'pack build r.io/a -t r.io/b --publish --cache-image r.io/c',
    'push r.io/a',
    'push r.io/b',
    'push cache r.io/c',
    'build r.io/a r.io/b',
  ],
  ['pack build r.io/a --env A=b --path .', 'build r.io/a'],
  ['pack buildpack package r.io/a --config package.toml --publish', 'push r.io/a', 'build r.io/a'],
  ['pack builder create r.io/a -c builder.toml --publish', 'push r.io/a', 'build r.io/a'],
  ['pack inspect r.io/a'],
]);

cases('oras', [
  ['oras login r.io -u a -p b', 'login r.io: custom'],
  ['oras logout r.io', 'logout r.io'],
  ['oras push r.io/a:1,2 file.txt:text/plain --artifact-type a/b', 'push r.io/a:1,2'],
  ['oras attach --artifact-type a/b r.io/a file', 'push r.io/a'],
  ['oras tag r.io/a:1 2', 'push r.io/a:1'],
  ['oras cp r.io/a s.io/a', 'pull r.io/a', 'push s.io/a'],
  ['oras cp --from-oci-layout layout:1 s.io/a', 'push s.io/a'],
  ['oras copy --to-oci-layout r.io/a layout:1', 'pull r.io/a'],
  ['oras pull -o out r.io/a', 'pull r.io/a'],
  ['oras manifest fetch r.io/a', 'pull r.io/a'],
  ['oras version'],
]);

cases('helm', [
  ['helm registry login r.io -u a -p b', 'login r.io: custom'],
  ['helm registry login r.io --username=gitlab-ci-token --password=$CI_JOB_TOKEN', 'login r.io: job-token'],
  ['helm registry logout r.io', 'logout r.io'],
  ['helm push app-1.0.0.tgz oci://r.io/charts', 'push r.io/charts/…'],
  ['helm --debug push app.tgz "oci://$CI_REGISTRY_IMAGE"', 'push $CI_REGISTRY_IMAGE/…'],
  ['helm push app.tgz chartmuseum'],
  ['helm pull oci://r.io/charts/app --version 1', 'pull r.io/charts/app'],
  ['helm upgrade --install app oci://r.io/charts/app -f values.yaml', 'pull r.io/charts/app'],
  ['helm install app oci://r.io/charts/app --set a=b', 'pull r.io/charts/app'],
  ['helm template app ./chart'],
  ['helm repo add a https://r.io/charts --username a --password b'],
]);

cases('regctl', [
  ['regctl registry login r.io -u a -p b', 'login r.io: custom'],
  ['echo "$CI_JOB_TOKEN" | regctl registry login -u gitlab-ci-token --pass-stdin r.io', 'login r.io: job-token'],
  ['regctl registry logout r.io', 'logout r.io'],
  ['regctl image copy r.io/a s.io/a', 'pull r.io/a', 'push s.io/a'],
  ['regctl image copy r.io/a ocidir://out:1', 'pull r.io/a'],
  ['regctl image mod --replace --time x r.io/a', 'push r.io/a'],
  ['regctl image import r.io/a image.tar', 'push r.io/a'],
  ['regctl artifact put --artifact-type a/b r.io/a', 'push r.io/a'],
  ['regctl manifest put r.io/a', 'push r.io/a'],
  ['regctl index create --ref r.io/a r.io/b', 'push manifest r.io/b'],
  ['regctl image digest r.io/a', 'pull r.io/a'],
  ['regctl tag ls r.io/a'],
]);

cases('Jib', [
  ['mvn -B compile jib:build -Djib.to.image=r.io/a -Djib.to.auth.username=a', 'push r.io/a'],
  ['./mvnw package com.google.cloud.tools:jib-maven-plugin:3.4.0:build -Dimage=r.io/a', 'push r.io/a'],
  ['mvn compile jib:dockerBuild -Djib.to.image=r.io/a'],
  ['./gradlew jib --image=r.io/a', 'push r.io/a'],
  ['gradle -p app :app:jib -Djib.to.image=r.io/a', 'push r.io/a'],
  ['gradle jibDockerBuild --image=r.io/a'],
  ['mvn package'],
]);

describe('where a client looks first', () => {
  test.each([
    ['docker push r.io/a', '~/.docker/config.json'],
    ['DOCKER_CONFIG=/tmp/d docker push r.io/a', '/tmp/d/config.json'],
    ['docker --config /tmp/c push r.io/a', '/tmp/c/config.json'],
    ['HOME=/tmp/h docker push r.io/a', '/tmp/h/.docker/config.json'],
    ['sudo docker push r.io/a', '~/.docker/config.json'],
    ['nerdctl push r.io/a', '~/.docker/config.json'],
    ['podman push a r.io/a', '$XDG_RUNTIME_DIR/containers/auth.json'],
    ['XDG_RUNTIME_DIR=/tmp/x podman push a r.io/a', '/tmp/x/containers/auth.json'],
    ['REGISTRY_AUTH_FILE=/tmp/f podman push a r.io/a', '/tmp/f'],
    ['REGISTRY_AUTH_FILE=/tmp/f podman push --authfile /tmp/g a r.io/a', '/tmp/g'],
    ['DOCKER_CONFIG=/tmp/d buildah push a r.io/a', '/tmp/d/config.json'],
    ['skopeo copy --dest-authfile /tmp/g dir:a docker://r.io/a', '/tmp/g'],
    ['executor --destination quay.io/a/b', '/kaniko/.docker/config.json'],
    ['buildctl build -o type=registry,name=r.io/a', '~/.docker/config.json'],
    ['crane push a r.io/a', '~/.docker/config.json'],
    ['helm push a.tgz oci://r.io/a', '~/.config/helm/registry/config.json'],
    ['HELM_REGISTRY_CONFIG=/tmp/h helm push a.tgz oci://r.io/a', '/tmp/h'],
    ['helm push --registry-config /tmp/r a.tgz oci://r.io/a', '/tmp/r'],
    ['XDG_CONFIG_HOME=/tmp/x helm push a.tgz oci://r.io/a', '/tmp/x/helm/registry/config.json'],
    ['oras push r.io/a file', '~/.docker/config.json'],
    ['oras push --registry-config /tmp/r r.io/a file', '/tmp/r'],
    ['oras cp --to-registry-config /tmp/r --from-oci-layout a:1 r.io/a', '/tmp/r'],
    ['regctl image import r.io/a image.tar', '~/.regctl/config.json'],
  ])('%s', (script, reads) => {
    const push = jobWith(script).events.findLast((event) => event.type === 'Push');
    expect(push?.access).toMatchObject({ kind: 'missing', reads });
  });
});
