/** oras moves artifacts of any kind (oras-project/oras `cmd/oras`, oras.land `docs/commands`, read August 2026). */
import {
  type Client,
  type CredentialOptions,
  dockerLogin,
  LOGIN_OPTIONS,
  options,
  type ReferenceSource,
  type Verb,
} from '../client.ts';

const OPTIONS = [
  ...LOGIN_OPTIONS,
  ...options(`
  --identity-token --registry-config --ca-file --cert-file --key-file --resolve -H --header --distribution-spec
  --annotation-file -a --annotation --artifact-type --config --image-spec --export-manifest --concurrency
  --format --template --platform -o --output --media-type --size --artifact-platform --subject
  --from-username --from-password --from-registry-config --from-ca-file --from-resolve --from-header
  --from-distribution-spec --to-username --to-password --to-registry-config --to-ca-file --to-resolve
  --to-header --to-distribution-spec
`),
];

const credential: CredentialOptions = {
  user: ['-u', '--username'],
  password: ['-p', '--password'],
  passwordStdin: ['--password-stdin'],
  other: ['--identity-token', '--identity-token-stdin', '-H', '--header'],
};

/** One side of a copy has options of its own, each with a prefix. */
const side = (name: 'from' | 'to') => ({
  credential: {
    user: [`--${name}-username`],
    password: [`--${name}-password`],
    other: [`--${name}-header`],
  } satisfies CredentialOptions,
  storeOption: `--${name}-registry-config`,
  unless: [`--${name}-oci-layout`],
});

const verb = (words: readonly string[], ...references: readonly ReferenceSource[]): Verb => ({
  words,
  does: 'transfer',
  valueOptions: OPTIONS,
  references,
  credential,
});

const first = { role: 'image', argument: 0, unless: ['--oci-layout'] } as const;
const push: ReferenceSource = { does: 'push', ...first };
const pull: ReferenceSource = { does: 'pull', ...first };

const copy = (word: string): Verb =>
  verb(
    [word],
    { does: 'pull', role: 'image', argument: 0, ...side('from') },
    { does: 'push', role: 'image', argument: 1, ...side('to') },
  );

export const oras: Client = {
  name: 'oras',
  programs: ['oras'],
  store: 'oras',
  globalValueOptions: [],
  storeOption: '--registry-config',
  verbs: [
    { words: ['login'], does: 'login', valueOptions: OPTIONS, login: dockerLogin('refused') },
    { words: ['logout'], does: 'logout', valueOptions: OPTIONS, login: dockerLogin('refused') },
    verb(['push'], push),
    verb(['attach'], push),
    verb(['tag'], push),
    verb(['manifest', 'push'], push),
    verb(['manifest', 'index', 'create'], push),
    verb(['blob', 'push'], push),
    copy('cp'),
    copy('copy'),
    verb(['pull'], pull),
    verb(['discover'], pull),
    verb(['manifest', 'fetch'], pull),
    verb(['blob', 'fetch'], pull),
  ],
};
