/** regctl (regclient/regclient `cmd/regctl`, read August 2026). */
import { type Client, options, type ReferenceSource, type Verb } from '../client.ts';

const OPTIONS = options(`
  --platform -p --platforms --format --media-type -m --artifact-type --config-type --config-file --file -f
  --annotation --subject --ref --digest --by-digest --create --file-media-type --config-media-type
  --external --filter-artifact-type --filter-annotation --annotation-base --label --base-ref --base-digest
  --layer-add --time --time-max --expose-add --volume-add --export-ref --name --index --compress --desc-platform
  --desc-annotation
`);

const verb = (words: readonly string[], ...references: readonly ReferenceSource[]): Verb => ({
  words,
  does: 'transfer',
  valueOptions: OPTIONS,
  references,
  // `--host reg=registry.example.com,user=U,pass=P`, before the subcommand.
  credential: { other: ['--host'] },
});

const push: ReferenceSource = { does: 'push', role: 'image', argument: 0 };
const pull: ReferenceSource = { does: 'pull', role: 'image', argument: 0 };

/** `ocidir://PATH` is a folder. */
const isFolder = { transport: 'optional' } as const;

const copy = (word: string): Verb =>
  verb(['image', word], { ...pull, ...isFolder }, { does: 'push', role: 'image', argument: 1, ...isFolder });

const login = {
  server: 0,
  user: ['-u', '--user'],
  password: ['-p', '--pass'],
  passwordStdin: ['--pass-stdin'],
  defaultServer: 'docker-hub',
} as const;

export const regctl: Client = {
  name: 'regctl',
  programs: ['regctl'],
  store: 'regctl',
  globalValueOptions: options('--host --logopt --user-agent -v --verbosity'),
  storeOption: undefined,
  verbs: [
    { words: ['registry', 'login'], does: 'login', valueOptions: options('-u --user -p --pass'), login },
    { words: ['registry', 'logout'], does: 'logout', login },
    copy('copy'),
    copy('cp'),
    verb(['image', 'import'], push),
    verb(['image', 'mod'], { ...push, when: ['--replace'] }),
    verb(['artifact', 'put'], push),
    verb(['manifest', 'put'], push),
    verb(['index', 'create'], { ...push, role: 'manifest' }),
    verb(['index', 'add'], { ...push, role: 'manifest' }),
    ...['digest', 'inspect', 'manifest', 'export', 'config'].map((word) => verb(['image', word], pull)),
    verb(['manifest', 'get'], pull),
    verb(['artifact', 'get'], pull),
  ],
};
