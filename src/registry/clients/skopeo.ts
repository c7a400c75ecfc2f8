/** skopeo (containers/skopeo, read April 2026). */
import { type Client, type CredentialOptions, options } from '../client.ts';
import { common, sessions, TRANSFER_OPTIONS } from './containers.ts';

const OPTIONS = [
  ...TRANSFER_OPTIONS,
  ...options(`
  --src-authfile --dest-authfile --src-creds --dest-creds --src-username --src-password
  --dest-username --dest-password --src-registry-token --dest-registry-token --src-cert-dir
  --dest-cert-dir --multi-arch --additional-tag --dest-compress-format --dest-compress-level
  --retry-times --sign-identity --registry-token --screds --dcreds --src-shared-blob-dir
  --dest-shared-blob-dir --src-daemon-host --dest-daemon-host --image-parallel-copies --username
  --password
`),
];

/** One side of a copy has options of its own, each with a prefix. */
const side = (name: 'src' | 'dest', short: string) => ({
  credential: {
    pair: [`--${name}-creds`, short],
    user: [`--${name}-username`],
    password: [`--${name}-password`],
    other: [`--${name}-registry-token`, `--${name}-no-creds`],
  } satisfies CredentialOptions,
  storeOption: `--${name}-authfile`,
});

const source = side('src', '--screds');
const destination = side('dest', '--dcreds');

/** Commands with one image. */
const credential: CredentialOptions = {
  pair: ['--creds'],
  user: ['--username'],
  password: ['--password'],
  other: ['--registry-token', '--no-creds'],
};

const DOCKER = /^docker$/;

export const skopeo: Client = {
  ...common,
  name: 'skopeo',
  programs: ['skopeo'],
  verbs: [
    ...sessions('refused'),
    {
      words: ['copy'],
      does: 'transfer',
      valueOptions: OPTIONS,
      references: [
        { does: 'pull', role: 'image', argument: 0, transport: 'required', ...source },
        { does: 'push', role: 'image', argument: 1, transport: 'required', ...destination },
      ],
    },
    {
      words: ['sync'],
      does: 'transfer',
      valueOptions: [...OPTIONS, ...options('-s --src -d --dest --append-suffix --digestfile')],
      references: [
        { does: 'pull', role: 'image', argument: 0, whenValue: { of: ['-s', '--src'], is: DOCKER }, ...source },
        {
          does: 'push',
          role: 'image',
          argument: 1,
          whenValue: { of: ['-d', '--dest'], is: DOCKER },
          unless: ['--dry-run'],
          appendsName: true,
          ...destination,
        },
      ],
    },
    ...['inspect', 'list-tags'].map((word) => ({
      words: [word],
      does: 'transfer' as const,
      valueOptions: OPTIONS,
      references: [{ does: 'pull', role: 'image', argument: 0, transport: 'required' } as const],
      credential,
    })),
  ],
};
