/** Which credential a push or pull uses: logins, auth files, the stores of the clients, and what ways through a script leave. */
import { describe, expect, test } from 'vitest';
import type { ProjectFacts } from '../../src/registry/project.ts';
import { analysePipeline, jobNamed, jobWith, showAccesses } from '../shell/analysed.ts';

const LOGIN = 'docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD" "$CI_REGISTRY"';
const PUSH = 'docker push "$CI_REGISTRY_IMAGE"';

type Case = readonly [what: string, script: string, access: string];

/** The credential of the last push or pull of the script. */
const cases = (title: string, table: readonly Case[], keywords: Readonly<Record<string, unknown>> = {}): void => {
  describe(title, () => {
    test.each(table)('%s', (_what, script, access) => {
      expect(
        showAccesses(jobWith(script, keywords))
          .at(-1)
          ?.replace(/^.*?: /, ''),
      ).toBe(access);
    });
  });
};

cases('ways through the script', [
  ['a login before', `${LOGIN}\n${PUSH}`, 'job-token'],
  ['a login behind', `${PUSH}\n${LOGIN}`, 'missing, later'],
  ['no login', PUSH, 'missing, never'],
  ['a login that may fail', `${LOGIN} || true\n${PUSH}`, 'job-token'],
  ['a login in one branch', `if a; then ${LOGIN}; fi\n${PUSH}`, 'unknown'],
  ['a login in all branches', `if test a; then ${LOGIN}; else ${LOGIN}; fi\n${PUSH}`, 'job-token'],
  ['a login or the end', `if test a; then exit 1; else ${LOGIN}; fi\n${PUSH}`, 'job-token'],
  ['a login that is asked for', `if ! ${LOGIN}; then exit 1; fi\n${PUSH}`, 'job-token'],
  ['a login in every case', `case $A in a) ${LOGIN};; *) ${LOGIN};; esac\n${PUSH}`, 'job-token'],
  ['a login in some cases', `case $A in a) ${LOGIN};; esac\n${PUSH}`, 'unknown'],
  ['a login that is repeated', `until ${LOGIN}; do sleep 1; done\n${PUSH}`, 'job-token'],
  ['a login that breaks a loop', `for i in 1 2; do ${LOGIN} && break; done\n${PUSH}`, 'job-token'],
  ['a login in a loop over what may be nothing', `for i in $LIST; do ${LOGIN}; done\n${PUSH}`, 'unknown'],
  [
    'a login before break in a branch',
    `for i in 1 2; do if ${LOGIN}; then break; fi; exit 1; done\n${PUSH}`,
    'job-token',
  ],
  ['a login in a function', `login() { ${LOGIN}; }\nlogin\n${PUSH}`, 'job-token'],
  ['a function that is not called', `login() { ${LOGIN}; }\n${PUSH}`, 'missing, never'],
  ['a login before return in a branch', `f() { if test a; then ${LOGIN}; return; fi; }\nf\n${PUSH}`, 'unknown'],
  ['a login through a function', `again() { "$@" || "$@"; }\nagain ${LOGIN}\n${PUSH}`, 'job-token'],
  ['a login in a subshell', `(${LOGIN})\n${PUSH}`, 'job-token'],
  ['a login in a branch of a subshell', `(if test a; then ${LOGIN}; exit 0; fi)\n${PUSH}`, 'unknown'],
  ['a login in a shell of its own', `sh -c '${LOGIN}'\n${PUSH}`, 'job-token'],
  ['a login after a command that is not known', `./prepare.sh\n${PUSH}`, 'unknown'],
  ['an agent for keys', `eval $(ssh-agent -s)\n${PUSH}`, 'missing, never'],
  ['a logout', `${LOGIN}\ndocker logout "$CI_REGISTRY"\n${PUSH}`, 'missing, logged-out'],
  ['a logout of another host', `${LOGIN}\ndocker logout\n${PUSH}`, 'job-token'],
  ['a logout in a branch', `${LOGIN}\nif test a; then docker logout "$CI_REGISTRY"; fi\n${PUSH}`, 'unknown'],
  [
    'two logins in branches',
    `if test a; then ${LOGIN}; else docker login -u a -p b "$CI_REGISTRY"; fi\n${PUSH}`,
    'unknown',
  ],
]);

describe('after_script', () => {
  test.each([
    ['sees what the script stored', LOGIN, 'job-token'],
    ['sees what branches stored', `if test a; then ${LOGIN}; else ${LOGIN}; fi`, 'job-token'],
    ['runs after an early end too', `if test a; then exit 0; fi\n${LOGIN}`, 'unknown'],
  ])('%s', (_what, script, access) => {
    expect(showAccesses(jobWith(script, { after_script: [PUSH] }))).toEqual([`push $CI_REGISTRY_IMAGE: ${access}`]);
  });
});

cases('hosts', [
  ['another host', 'docker login -u a -p b quay.io\ndocker push ghcr.io/a/b', 'missing, other-host'],
  ['the same host', 'docker login -u a -p b quay.io\ndocker push quay.io/a/b', 'custom'],
  ['another port', 'docker login -u a -p b r.example.com\ndocker push r.example.com:5000/a', 'missing, other-host'],
  ['a URL', 'docker login -u a -p b https://r.example.com/v2/\ndocker push r.example.com/a', 'custom'],
  ['Docker Hub by its other name', 'docker login -u a -p b\ndocker push docker.io/a/b', 'custom'],
  ['a variable', 'docker login -u a -p b "$REGISTRY"\ndocker push "$REGISTRY/a"', 'custom'],
  ['another variable', 'docker login -u a -p b "$ONE"\ndocker push "$OTHER/a"', 'unknown'],
  [
    'GitLab.com by name',
    `docker login -u gitlab-ci-token -p "$CI_JOB_TOKEN" registry.gitlab.com\n${PUSH}`,
    'job-token, likely',
  ],
  ['any other name', `docker login -u gitlab-ci-token -p "$CI_JOB_TOKEN" registry.example.com\n${PUSH}`, 'unknown'],
  ['a name and the variable', `docker login -u a -p b registry.gitlab.com\n${LOGIN}\n${PUSH}`, 'job-token'],
  [
    'a path that docker cuts off',
    `docker login -u gitlab-ci-token -p "$CI_JOB_TOKEN" "$CI_REGISTRY_IMAGE"\n${PUSH}`,
    'job-token',
  ],
  [
    'the dependency proxy',
    `${LOGIN}\ndocker pull "$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX/alpine"`,
    'missing, other-host',
  ],
]);

cases('stores', [
  ['--config on one side', 'docker --config a login -u a -p b quay.io\ndocker push quay.io/a/b', 'missing, elsewhere'],
  ['--config on both sides', 'docker --config a login -u a -p b quay.io\ndocker --config a push quay.io/a/b', 'custom'],
  [
    'DOCKER_CONFIG in between',
    'docker login -u a -p b quay.io\nexport DOCKER_CONFIG=/tmp/a\ndocker push quay.io/a/b',
    'missing, elsewhere',
  ],
  [
    'DOCKER_CONFIG for one command',
    'DOCKER_CONFIG=/tmp/a docker login -u a -p b quay.io\ndocker push quay.io/a/b',
    'missing, elsewhere',
  ],
  ['docker and podman', 'docker login -u a -p b quay.io\npodman push a quay.io/a/b', 'custom'],
  ['podman and docker', 'podman login -u a -p b quay.io\ndocker push quay.io/a/b', 'missing, elsewhere'],
  [
    '--authfile on one side',
    'buildah login --authfile /tmp/a -u a -p b quay.io\nbuildah push a quay.io/a/b',
    'missing, elsewhere',
  ],
  [
    '--authfile on both sides',
    'buildah login --authfile /tmp/a -u a -p b quay.io\nbuildah push --authfile=/tmp/a a quay.io/a/b',
    'custom',
  ],
  [
    'REGISTRY_AUTH_FILE',
    'export REGISTRY_AUTH_FILE=/tmp/a\nbuildah login -u a -p b quay.io\nskopeo copy dir:a docker://quay.io/a/b',
    'custom',
  ],
]);

const JOB_TOKEN_PAIR = '"$CI_REGISTRY_USER:$CI_REGISTRY_PASSWORD"';

cases('credentials of the command itself', [
  ['a pair', `buildah push --creds ${JOB_TOKEN_PAIR} a "$CI_REGISTRY_IMAGE"`, 'job-token'],
  ['the last pair', `buildah push --creds a:b --creds=${JOB_TOKEN_PAIR} a "$CI_REGISTRY_IMAGE"`, 'job-token'],
  ['a pair that cannot be', 'buildah push --creds "$CI_DEPLOY_USER:$CI_JOB_TOKEN" a "$CI_REGISTRY_IMAGE"', 'mixed'],
  ['a pair in one variable', 'buildah push --creds "$CREDENTIAL" a "$CI_REGISTRY_IMAGE"', 'unknown'],
  ['a user alone', 'buildah push --creds "$CI_REGISTRY_USER" a "$CI_REGISTRY_IMAGE"', 'unknown'],
  ['the pair of the destination', `skopeo copy --dest-creds ${JOB_TOKEN_PAIR} dir:a docker://quay.io/a/b`, 'job-token'],
  [
    'the pair of the other side',
    `skopeo copy --src-creds ${JOB_TOKEN_PAIR} docker://quay.io/a/b docker://ghcr.io/a/b`,
    'missing, never',
  ],
  ['a user and a password', 'skopeo copy --dest-username a --dest-password b dir:a docker://quay.io/a/b', 'custom'],
  ['a token', 'skopeo copy --dest-registry-token a dir:a docker://quay.io/a/b', 'unknown'],
  ['none at all', 'skopeo copy --dest-no-creds dir:a docker://quay.io/a/b', 'unknown'],
  ['cosign', 'cosign sign --registry-username a --registry-password b quay.io/a/b', 'custom'],
  ['oras', 'echo "$CI_JOB_TOKEN" | oras push -u gitlab-ci-token --password-stdin quay.io/a/b file', 'job-token'],
  ['one side of oras', 'oras cp --from-oci-layout a:1 quay.io/a/b --to-username a --to-password b', 'custom'],
  ['helm', 'helm push a.tgz oci://quay.io/a --username a --password b', 'custom'],
  ['Jib', 'mvn jib:build -Djib.to.image=quay.io/a/b -Djib.to.auth.username=a -Djib.to.auth.password=b', 'custom'],
  ['Jib without any', 'mvn jib:build -Djib.to.image=quay.io/a/b', 'unknown'],
  ['regctl', 'regctl --host reg=quay.io,user=a,pass=b image import quay.io/a/b image.tar', 'unknown'],
  ['ctr', 'ctr images push -u a:b quay.io/a/b', 'custom'],
  ['ctr without any', 'ctr images push quay.io/a/b', 'unknown'],
]);

cases('who reads whose file', [
  ['crane after docker', 'docker login -u a -p b quay.io\ncrane push a quay.io/a/b', 'custom'],
  ['docker after crane', 'crane auth login quay.io -u a -p b\ndocker push quay.io/a/b', 'custom'],
  ['helm after docker', 'docker login -u a -p b quay.io\nhelm push a.tgz oci://quay.io/a', 'custom'],
  ['docker after helm', 'helm registry login quay.io -u a -p b\ndocker push quay.io/a/b', 'missing, elsewhere'],
  ['helm after helm', 'helm registry login quay.io -u a -p b\nhelm push a.tgz oci://quay.io/a', 'custom'],
  ['oras after docker', 'docker login -u a -p b quay.io\noras push quay.io/a/b file', 'custom'],
  ['docker after regctl', 'regctl registry login quay.io -u a -p b\ndocker push quay.io/a/b', 'missing, elsewhere'],
  [
    'BuildKit after docker',
    'docker login -u a -p b quay.io\nbuildctl build -o type=registry,name=quay.io/a/b',
    'custom',
  ],
  [
    'crane after podman',
    'export XDG_RUNTIME_DIR=/tmp/x\npodman login -u a -p b quay.io\ncrane push a quay.io/a/b',
    'custom',
  ],
  ['crane after podman in an unknown folder', 'podman login -u a -p b quay.io\ncrane push a quay.io/a/b', 'unknown'],
  [
    "crane after podman, with a file of docker's in between",
    'export XDG_RUNTIME_DIR=/tmp/x\npodman login -u a -p b quay.io\ndocker login -u a -p b ghcr.io\ncrane push a quay.io/a/b',
    'missing, elsewhere',
  ],
]);

cases('sudo where the user is root', [
  ['on one side', 'docker login -u a -p b quay.io\nsudo docker push quay.io/a/b', 'custom'],
  ['on none', 'docker login -u a -p b quay.io\ndocker push quay.io/a/b', 'custom'],
  [
    'with a folder that it drops',
    'export DOCKER_CONFIG=/tmp/a\ndocker login -u a -p b quay.io\nsudo docker push quay.io/a/b',
    'unknown',
  ],
]);

cases(
  'sudo where the user is not known',
  [
    ['on both sides', 'sudo docker login -u a -p b quay.io\nsudo docker push quay.io/a/b', 'custom'],
    ['on the push', 'docker login -u a -p b quay.io\nsudo docker push quay.io/a/b', 'unknown'],
    ['on the login', 'sudo docker login -u a -p b quay.io\ndocker push quay.io/a/b', 'unknown'],
    ['with the environment', 'docker login -u a -p b quay.io\nsudo -E docker push quay.io/a/b', 'custom'],
    ['without any login', 'sudo docker push quay.io/a/b', 'missing, never'],
    ['as somebody else', 'sudo -u builder docker push quay.io/a/b', 'unknown'],
  ],
  { image: 'registry.example.com/builder:1' },
);

cases(
  'sudo where the user is not root',
  [
    ['on both sides', 'sudo docker login -u a -p b quay.io\nsudo docker push quay.io/a/b', 'custom'],
    ['on the push', 'docker login -u a -p b quay.io\nsudo docker push quay.io/a/b', 'missing, elsewhere'],
    ['on the login', 'sudo docker login -u a -p b quay.io\ndocker push quay.io/a/b', 'missing, elsewhere'],
    ['with the environment', 'docker login -u a -p b quay.io\nsudo -E docker push quay.io/a/b', 'custom'],
    ['as somebody else', 'docker login -u a -p b quay.io\nsudo --user=builder docker push quay.io/a/b', 'unknown'],
  ],
  { image: 'cimg/base:2026.01' },
);

const AUTH = JSON.stringify({ auths: { 'quay.io': { username: 'a', password: 'b' } } });

cases(
  'DOCKER_AUTH_CONFIG in the YAML',
  [
    ['its host', 'docker push quay.io/a/b', 'custom'],
    ['another host', 'docker push ghcr.io/a/b', 'missing, never'],
    [
      'it wins over a login',
      'docker login -u gitlab-ci-token -p "$CI_JOB_TOKEN" quay.io\ndocker push quay.io/a/b',
      'custom',
    ],
    ['a client that may not read it', 'podman push a quay.io/a/b', 'unknown'],
    [
      'written to the file',
      'mkdir ~/.docker\necho "$DOCKER_AUTH_CONFIG" > ~/.docker/config.json\npodman push a ghcr.io/a/b',
      'missing, other-host',
    ],
  ],
  { image: 'docker:28.3', variables: { DOCKER_AUTH_CONFIG: AUTH } },
);

cases(
  'DOCKER_AUTH_CONFIG for a docker that does not read it',
  [
    ['its host', 'docker push quay.io/a/b', 'unknown'],
    ['another host', 'docker push ghcr.io/a/b', 'missing, never'],
  ],
  { image: 'docker:27', variables: { DOCKER_AUTH_CONFIG: AUTH } },
);

cases('DOCKER_AUTH_CONFIG of the settings', [['any host', 'docker push quay.io/a/b', 'unknown']], {
  variables: { DOCKER_AUTH_CONFIG: '$AUTH_OF_THE_GROUP' },
});

cases('logins of clouds', [
  ['a registry of the cloud', 'gcloud auth configure-docker\ndocker push eu.gcr.io/a/b', 'unknown'],
  ['a registry of another cloud', 'gcloud auth configure-docker\ndocker push a.azurecr.io/b', 'missing, never'],
  ['the own registry', `gcloud auth configure-docker\n${PUSH}`, 'missing, never'],
  ['Amazon', '$(aws ecr get-login --region a)\ndocker push 1.dkr.ecr.a.amazonaws.com/b', 'unknown'],
  ['Azure', 'az acr login --name acme\ndocker push acme.azurecr.io/b', 'unknown'],
  ['DigitalOcean', 'doctl registry login\ndocker push registry.digitalocean.com/a/b', 'unknown'],
  ['in one branch', 'if test a; then az acr login -n acme; fi\ndocker push acme.azurecr.io/b', 'unknown'],
  ['what cosign finds in the environment', 'cosign sign eu.gcr.io/a/b', 'unknown'],
  ['any registry', `glab auth configure-docker\n${PUSH}`, 'unknown'],
  [
    'a helper for one host',
    `echo '{"credHelpers":{"1.dkr.ecr.a.amazonaws.com":"ecr-login"}}' > ~/.docker/config.json\n${PUSH}`,
    'missing, other-host',
  ],
  [
    'the host of a helper',
    `echo '{"credHelpers":{"1.dkr.ecr.a.amazonaws.com":"ecr-login"}}' > ~/.docker/config.json\ndocker push 1.dkr.ecr.a.amazonaws.com/b`,
    'unknown',
  ],
]);

cases('auth files that go', [
  ['the file', `${LOGIN}\nrm -f ~/.docker/config.json\n${PUSH}`, 'missing, logged-out'],
  ['its folder', `${LOGIN}\nrm -rf "$HOME/.docker"\n${PUSH}`, 'missing, logged-out'],
  ['with sudo', `${LOGIN}\nsudo rm -rf /root/.docker\n${PUSH}`, 'missing, logged-out'],
  ['in one branch', `${LOGIN}\nif test a; then rm -rf ~/.docker; fi\n${PUSH}`, 'unknown'],
  ['before the login', `rm -rf ~/.docker\n${LOGIN}\n${PUSH}`, 'job-token'],
  ['another folder', `${LOGIN}\nrm -rf ~/.cache\n${PUSH}`, 'job-token'],
]);

cases('auth files', [
  [
    'echo',
    `mkdir -p ~/.docker\necho "{\\"auths\\":{\\"$CI_REGISTRY\\":{\\"username\\":\\"$CI_REGISTRY_USER\\",\\"password\\":\\"$CI_JOB_TOKEN\\"}}}" > ~/.docker/config.json\n${PUSH}`,
    'job-token',
  ],
  [
    'a file that replaces a login',
    `${LOGIN}\necho '{"auths":{"quay.io":{"username":"a","password":"b"}}}' > ~/.docker/config.json\n${PUSH}`,
    'missing, other-host',
  ],
  ['a copy over a login', `${LOGIN}\ncp "$FILE" ~/.docker/config.json\n${PUSH}`, 'unknown'],
  ['a file that is put together', `{ echo '{"auths":'; echo '{}}'; } > ~/.docker/config.json\n${PUSH}`, 'unknown'],
]);

describe('who else logs in', () => {
  const accessOf = (text: string, name = 'push', facts: ProjectFacts = {}): string | undefined =>
    showAccesses(jobNamed(analysePipeline(text, facts), name))[0]?.replace(/^.*?: /, '');

  test.each([
    [
      'a default before_script that the job replaces',
      `default:\n  before_script: ['${LOGIN}']\npush:\n  image: docker\n  before_script: [docker info]\n  script: '${PUSH}'\n`,
      'missing, replaced',
    ],
    [
      'a default before_script that the job refuses',
      `default:\n  before_script: ['${LOGIN}']\npush:\n  image: docker\n  inherit: {default: false}\n  script: '${PUSH}'\n`,
      'missing, excluded',
    ],
    [
      'a default before_script that the job keeps',
      `default:\n  before_script: ['${LOGIN}']\npush:\n  image: docker\n  script: '${PUSH}'\n`,
      'job-token',
    ],
    [
      'another job',
      `login:\n  image: docker\n  script: '${LOGIN}'\npush:\n  image: docker\n  script: '${PUSH}'\n`,
      'missing, other-job',
    ],
    [
      'an include that cannot be read may',
      `include: {project: a/b, file: c.yml}\npush:\n  image: docker\n  script: '${PUSH}'\n`,
      'unknown',
    ],
  ])('%s', (_what, text, access) => {
    expect(accessOf(text)).toBe(access);
  });
});
