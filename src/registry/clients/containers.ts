/** podman and buildah (containers/podman 6.0-dev and containers/buildah, read May and June 2026). */
import { type Client, dockerLogin, type LoginSyntax, options, type ReferenceSource, type Verb } from '../client.ts';
import { RUN_OPTIONS } from './docker.ts';

const LOGIN_VALUE_OPTIONS = options(`
  -u --username -p --password --authfile --compat-auth-file --cert-dir --secret
`);

export const TRANSFER_OPTIONS = options(`
  --authfile --creds --cert-dir --format -f --digestfile --sign-by --compression-format --retry
  --retry-delay --encryption-key --encrypt-layer --decryption-key --platform --arch --os --variant
  --compression-level --sign-passphrase-file --add-compression --sign-by-sigstore
  --sign-by-sigstore-private-key --sign-by-sq-fingerprint --policy
`);

const BUILD_OPTIONS = [
  ...TRANSFER_OPTIONS,
  ...options(`
  -t --tag --file --build-arg --build-context --cache-from --cache-to --label --annotation --target
  --manifest --iidfile --volume -v --network --isolation --security-opt --cap-add --cap-drop --ulimit
  --userns --jobs --logfile --secret --ssh --add-host --memory -m --cpu-shares -c --ignorefile
  --pull-policy --runtime --storage-driver --shm-size --from --timestamp --env --layer-label --output
  -o --cache-ttl --cgroup-parent --cgroupns --cpp-flag --cpu-period --cpu-quota --cpuset-cpus
  --cpuset-mems --cw --device --dns --dns-option --dns-search --group-add --hooks-dir --ipc
  --memory-swap --os-feature --os-version --pid --runtime-flag --source-date-epoch --unsetenv
  --unsetlabel --uts
`),
];

const PODMAN_RUN_OPTIONS = [
  ...TRANSFER_OPTIONS,
  ...RUN_OPTIONS,
  ...options(`
  --pod --pod-id-file --cgroups --conmon-pidfile --pidfile --chrootdirs --decryption-key --env-merge
  --gidmap --uidmap --subgidname --subuidname --group-entry --hostuser --image-volume --init-path
  --passwd-entry --personality --preserve-fd --preserve-fds --requires --rdt-class --rootfs-propagation
  --sdnotify --seccomp-policy --secret --shm-size-systemd --systemd --timeout --tz --umask --unsetenv
  --variant --volumes-from
`),
];

const transfer = (
  words: readonly string[],
  references: readonly ReferenceSource[],
  valueOptions = TRANSFER_OPTIONS,
): Verb => ({
  words,
  does: 'transfer',
  valueOptions,
  references,
  credential: { pair: ['--creds'] },
});

/** `push IMAGE [DESTINATION]`: the last argument is where it goes. */
const push = (...words: readonly string[]): Verb =>
  transfer(words, [
    { does: 'push', role: words.includes('manifest') ? 'manifest' : 'image', argument: -1, transport: 'optional' },
  ]);

const pull = (...words: readonly string[]): Verb =>
  transfer(words, [{ does: 'pull', role: 'image', argument: { from: 0 }, transport: 'optional' }]);

const build = (...words: readonly string[]): Verb =>
  transfer(
    words,
    [
      { does: 'tag', role: 'image', options: ['-t', '--tag', '--manifest'] },
      { does: 'push', role: 'cache', options: ['--cache-to'] },
      { does: 'pull', role: 'cache', options: ['--cache-from'] },
    ],
    BUILD_OPTIONS,
  );

const tag: Verb = {
  words: ['tag'],
  does: 'transfer',
  references: [{ does: 'tag', role: 'image', argument: { from: 1 } }],
};

const loads: readonly Verb[] = [['load'], ['image', 'load'], ['import']].map((words) => ({
  words,
  does: 'load',
}));

/** `login` and `logout`. */
export const sessions = (defaultServer: LoginSyntax['defaultServer']): readonly Verb[] =>
  (['login', 'logout'] as const).map((does) => ({
    words: [does],
    does,
    valueOptions: LOGIN_VALUE_OPTIONS,
    login: dockerLogin(defaultServer),
  }));

const GLOBAL_OPTIONS = options(`
  --root --runroot --storage-driver --storage-opt --log-level --tmpdir --cgroup-manager --runtime
  --registries-conf --connection -c --url --policy --registries.d --override-arch --override-os
  --command-timeout --registries-conf-dir --userns-uid-map --userns-gid-map --default-mounts-file
`);

export const common = { store: 'containers', globalValueOptions: GLOBAL_OPTIONS, storeOption: '--authfile' } as const;

export const podman: Client = {
  ...common,
  name: 'podman',
  programs: ['podman', 'podman-remote'],
  verbs: [
    ...sessions('first-search-registry'),
    push('push'),
    push('image', 'push'),
    push('manifest', 'push'),
    pull('pull'),
    pull('image', 'pull'),
    transfer(['run'], [{ does: 'pull', role: 'image', argument: 0, transport: 'optional' }], PODMAN_RUN_OPTIONS),
    build('build'),
    build('image', 'build'),
    tag,
    { words: ['commit'], does: 'load' },
    ...loads,
  ],
};

/** `buildah commit CONTAINER [IMAGE]`: with a transport the image goes to a registry, without it stays here. */
const commit = transfer(
  ['commit'],
  [
    { does: 'push', role: 'image', argument: 1, transport: 'required' },
    { does: 'tag', role: 'image', argument: 1, transport: 'optional' },
  ],
  [...TRANSFER_OPTIONS, ...options('--iidfile --manifest --timestamp --reference-time --add-file --unsetenv')],
);

export const buildah: Client = {
  ...common,
  name: 'buildah',
  programs: ['buildah'],
  verbs: [
    ...sessions('refused'),
    push('push'),
    push('manifest', 'push'),
    pull('pull'),
    transfer(
      ['from'],
      [{ does: 'pull', role: 'base', argument: 0, transport: 'optional' }],
      [...TRANSFER_OPTIONS, '--name', '-v', '--volume', '--cidfile'],
    ),
    build('build'),
    build('build-using-dockerfile'),
    build('bud'),
    tag,
    commit,
    ...loads,
  ],
};
