/** podman, buildah and skopeo (containers/podman 6.0-dev, buildah and skopeo 2026, read May 2026). */
import { type Client, type LoginSyntax, options, type ReferenceSource, type Verb } from '../client.ts';
import { RUN_OPTIONS } from './docker.ts';

const LOGIN_OPTIONS = options(`
  -u --username -p --password --authfile --compat-auth-file --cert-dir --secret
`);

const loginSyntax = (defaultServer: LoginSyntax['defaultServer']): LoginSyntax => ({
  server: 0,
  user: ['-u', '--username'],
  password: ['-p', '--password'],
  passwordStdin: ['--password-stdin'],
  defaultServer,
});

const TRANSFER_OPTIONS = options(`
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
  inlineCredentials: ['--creds'],
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

const loads: readonly Verb[] = [['load'], ['image', 'load'], ['import'], ['commit']].map((words) => ({
  words,
  does: 'load',
}));

const shared = (defaultServer: LoginSyntax['defaultServer']): readonly Verb[] => [
  { words: ['login'], does: 'login', valueOptions: LOGIN_OPTIONS, login: loginSyntax(defaultServer) },
  { words: ['logout'], does: 'logout', valueOptions: LOGIN_OPTIONS, login: loginSyntax(defaultServer) },
];

const GLOBAL_OPTIONS = options(`
  --root --runroot --storage-driver --storage-opt --log-level --tmpdir --cgroup-manager --runtime
  --registries-conf --connection -c --url --policy --registries.d --override-arch --override-os
  --command-timeout --registries-conf-dir --userns-uid-map --userns-gid-map --default-mounts-file
`);

const common = { store: 'containers', globalValueOptions: GLOBAL_OPTIONS, storeOption: '--authfile' } as const;

export const podman: Client = {
  ...common,
  name: 'podman',
  programs: ['podman', 'podman-remote'],
  verbs: [
    ...shared('first-search-registry'),
    push('push'),
    push('image', 'push'),
    push('manifest', 'push'),
    pull('pull'),
    pull('image', 'pull'),
    transfer(['run'], [{ does: 'pull', role: 'image', argument: 0, transport: 'optional' }], PODMAN_RUN_OPTIONS),
    build('build'),
    build('image', 'build'),
    tag,
    ...loads,
  ],
};

export const buildah: Client = {
  ...common,
  name: 'buildah',
  programs: ['buildah'],
  verbs: [
    ...shared('refused'),
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
    ...loads,
  ],
};

const SKOPEO_OPTIONS = [
  ...TRANSFER_OPTIONS,
  ...options(`
  --src-authfile --dest-authfile --src-creds --dest-creds --src-username --src-password
  --dest-username --dest-password --src-registry-token --dest-registry-token --src-cert-dir
  --dest-cert-dir --multi-arch --additional-tag --dest-compress-format --dest-compress-level
  --retry-times --sign-identity --registry-token --screds --dcreds --src-shared-blob-dir
  --dest-shared-blob-dir --src-daemon-host --dest-daemon-host --image-parallel-copies
`),
];

export const skopeo: Client = {
  ...common,
  name: 'skopeo',
  programs: ['skopeo'],
  verbs: [
    ...shared('refused'),
    {
      words: ['copy'],
      does: 'transfer',
      valueOptions: SKOPEO_OPTIONS,
      references: [
        {
          does: 'pull',
          role: 'image',
          argument: 0,
          transport: 'required',
          unless: [
            '--src-creds',
            '--screds',
            '--src-username',
            '--src-registry-token',
            '--src-no-creds',
            '--src-authfile',
          ],
        },
        {
          does: 'push',
          role: 'image',
          argument: 1,
          transport: 'required',
          unless: ['--dest-creds', '--dcreds', '--dest-username', '--dest-registry-token', '--dest-authfile'],
        },
      ],
    },
    {
      words: ['inspect'],
      does: 'transfer',
      valueOptions: SKOPEO_OPTIONS,
      references: [{ does: 'pull', role: 'image', argument: 0, transport: 'required' }],
      inlineCredentials: ['--creds', '--username', '--registry-token', '--no-creds'],
    },
  ],
};
