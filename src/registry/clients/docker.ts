/** docker's own command line (docker/cli v29.7 and docker/buildx, read August 2026). */
import { type Client, dockerLogin, LOGIN_OPTIONS, options, type ReferenceSource, type Verb } from '../client.ts';

const login = dockerLogin('docker-hub');

const BUILD_OPTIONS = options(`
  -t --tag -f --file --build-arg --build-context --builder --cache-from --cache-to --label --target
  --platform -o --output --secret --ssh --network --add-host --progress --iidfile --metadata-file
  --memory -m --cpuset-cpus --cpu-shares --shm-size --ulimit --isolation --allow --annotation --attest
  --provenance --sbom --no-cache-filter --cgroup-parent --security-opt --call --print --policy
  --cpu-period --cpu-quota -c --cpuset-mems --memory-swap
`);

export const RUN_OPTIONS = options(`
  -e --env --env-file -v --volume --mount -w --workdir -u --user --name --network --net --entrypoint
  -p --publish -h --hostname --add-host --platform --pull -l --label --label-file -m --memory --cpus
  -c --cpu-shares --device --dns --cap-add --cap-drop --security-opt --tmpfs --ulimit --volumes-from
  --restart --ipc --pid --userns --shm-size --link --log-driver --log-opt --cidfile -a --attach
  --expose --gpus --network-alias --ip --runtime --stop-signal --stop-timeout --health-cmd
  --detach-keys --group-add --sysctl --cgroupns --memory-swap --mac-address
  --annotation --blkio-weight --blkio-weight-device --cgroup-parent --cpu-count --cpu-percent
  --cpu-period --cpu-quota --cpu-rt-period --cpu-rt-runtime --cpuset-cpus --cpuset-mems
  --device-cgroup-rule --device-read-bps --device-read-iops --device-write-bps --device-write-iops
  --dns-opt --dns-option --dns-search --domainname --health-interval --health-retries
  --health-start-interval --health-start-period --health-timeout --io-maxbandwidth --io-maxiops --ip6
  --isolation --kernel-memory --link-local-ip --memory-reservation --memory-swappiness --net-alias
  --oom-score-adj --pids-limit --storage-opt --uts --volume-driver
`);

const BUILD_REFERENCES: readonly ReferenceSource[] = [
  { does: 'tag', role: 'image', options: ['-t', '--tag'] },
  { does: 'push', role: 'image', options: ['-t', '--tag'], when: ['--push'] },
  { does: 'push', role: 'image', options: ['-t', '--tag'], whenOutput: ['-o', '--output'], unless: ['--push'] },
  { does: 'push', role: 'image', options: ['-o', '--output'], field: 'name' },
  { does: 'push', role: 'cache', options: ['--cache-to'], field: 'ref' },
  { does: 'pull', role: 'cache', options: ['--cache-from'], field: 'ref' },
];

const build = (...words: readonly string[]): Verb => ({
  words,
  does: 'transfer',
  valueOptions: BUILD_OPTIONS,
  references: BUILD_REFERENCES,
});

const push = (...words: readonly string[]): Verb => ({
  words,
  does: 'transfer',
  valueOptions: ['--platform'],
  references: [{ does: 'push', role: 'image', argument: 0 }],
});

const pull = (...words: readonly string[]): Verb => ({
  words,
  does: 'transfer',
  valueOptions: ['--platform'],
  references: [{ does: 'pull', role: 'image', argument: 0 }],
});

const run = (...words: readonly string[]): Verb => ({
  words,
  does: 'transfer',
  valueOptions: RUN_OPTIONS,
  references: [{ does: 'pull', role: 'image', argument: 0 }],
});

const verbs: readonly Verb[] = [
  { words: ['login'], does: 'login', valueOptions: LOGIN_OPTIONS, login },
  { words: ['logout'], does: 'logout', login },
  push('push'),
  push('image', 'push'),
  pull('pull'),
  pull('image', 'pull'),
  run('run'),
  run('create'),
  run('container', 'run'),
  run('container', 'create'),
  build('build'),
  build('image', 'build'),
  build('builder', 'build'),
  build('buildx', 'build'),
  build('buildx', 'b'),
  {
    words: ['buildx', 'imagetools', 'create'],
    does: 'transfer',
    valueOptions: options(`
  -t --tag -f --file --annotation --builder --progress -p --platform
`),
    references: [
      { does: 'push', role: 'manifest', options: ['-t', '--tag'], unless: ['--dry-run'] },
      { does: 'pull', role: 'image', argument: { from: 0 } },
    ],
  },
  {
    words: ['buildx', 'imagetools', 'inspect'],
    does: 'transfer',
    valueOptions: ['--format', '--builder'],
    references: [{ does: 'pull', role: 'image', argument: 0 }],
  },
  {
    words: ['tag'],
    does: 'transfer',
    references: [{ does: 'tag', role: 'image', argument: 1 }],
  },
  {
    words: ['image', 'tag'],
    does: 'transfer',
    references: [{ does: 'tag', role: 'image', argument: 1 }],
  },
  {
    words: ['manifest', 'push'],
    does: 'transfer',
    references: [{ does: 'push', role: 'manifest', argument: 0 }],
  },
  {
    words: ['manifest', 'inspect'],
    does: 'transfer',
    references: [{ does: 'pull', role: 'image', argument: -1 }],
  },
  {
    words: ['manifest', 'create'],
    does: 'transfer',
    references: [
      { does: 'tag', role: 'manifest', argument: 0 },
      { does: 'pull', role: 'manifest', argument: { from: 1 } },
    ],
  },
];

/** Commands after which images are there whose names stand in a file. */
const loads: readonly Verb[] = [['load'], ['image', 'load'], ['import'], ['image', 'import'], ['commit']].map(
  (words) => ({ words, does: 'load' }),
);

/** What it builds and where that goes stands in its files, but for what `--set` changes. */
const bake: Verb = {
  words: ['buildx', 'bake'],
  does: 'load',
  valueOptions: options(`
  -f --file --set --builder --progress --metadata-file --provenance --sbom --allow --call --list --var
`),
  references: [
    { does: 'push', role: 'image', options: ['--set'], prefix: /^[^=]*\.tags\+?=/, when: ['--push'] },
    { does: 'push', role: 'cache', options: ['--set'], prefix: /^[^=]*\.cache-to\+?=/, field: 'ref' },
    { does: 'pull', role: 'cache', options: ['--set'], prefix: /^[^=]*\.cache-from\+?=/, field: 'ref' },
  ],
};

export const docker: Client = {
  name: 'docker',
  programs: ['docker'],
  store: 'docker',
  globalValueOptions: options(`
  --config -c --context -H --host -l --log-level --tlscacert --tlscert --tlskey
`),
  storeOption: '--config',
  verbs: [...verbs, bake, { words: ['compose'], does: 'compose' }, ...loads],
};

/** The program before it became `docker compose`. */
export const dockerCompose: Client = {
  ...docker,
  name: 'docker-compose',
  programs: ['docker-compose'],
  verbs: [{ words: [], does: 'compose' }],
};

/** nerdctl copies docker's command line (containerd/nerdctl v2 `docs/command-reference.md`). */
export const nerdctl: Client = {
  ...docker,
  name: 'nerdctl',
  programs: ['nerdctl'],
  globalValueOptions: options(`
  -a --address --host -n --namespace --snapshotter --storage-driver --cni-path --cni-netconfpath --data-root
  --cgroup-manager --hosts-dir --bridge-ip --host-gateway-ip
`),
  storeOption: undefined,
};
