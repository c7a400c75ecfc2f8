/** crane and gcrane (google/go-containerregistry `cmd/crane/doc`, read August 2026). */
import { type Client, dockerLogin, LOGIN_OPTIONS, options, type ReferenceSource, type Verb } from '../client.ts';

const transfer = (
  words: readonly string[],
  references: readonly ReferenceSource[],
  valueOptions: readonly string[] = [],
): Verb => ({ words, does: 'transfer', valueOptions: ['--platform', ...valueOptions], references });

const source: ReferenceSource = { does: 'pull', role: 'image', argument: 0 };
const destination: ReferenceSource = { does: 'push', role: 'image', argument: 1 };
const newTag: ReferenceSource = {
  does: 'push',
  role: 'image',
  options: ['-t', '--tag', '--new_tag'],
  unless: ['-o', '--output'],
};

const copy = (word: string): Verb => transfer([word], [source, destination], ['-j', '--jobs']);

const read = (word: string): Verb => transfer([word], [source], ['--format', '-o', '--output']);

export const crane: Client = {
  name: 'crane',
  programs: ['crane', 'gcrane', 'krane'],
  store: 'keychain',
  globalValueOptions: ['--platform'],
  storeOption: undefined,
  verbs: [
    { words: ['auth', 'login'], does: 'login', valueOptions: LOGIN_OPTIONS, login: dockerLogin('refused') },
    { words: ['auth', 'logout'], does: 'logout', login: dockerLogin('refused') },
    transfer(['push'], [destination], ['--image-refs']),
    copy('copy'),
    copy('cp'),
    transfer(['tag'], [{ does: 'push', role: 'image', argument: 0 }]),
    transfer(
      ['append'],
      [newTag, { does: 'pull', role: 'base', options: ['-b', '--base'] }],
      options('-b --base -t --new_tag -f --new_layer -o --output'),
    ),
    transfer(
      ['mutate'],
      [source, newTag],
      options(`
  -a --annotation --append --cmd --entrypoint -e --env -l --label -o --output -r --repo -t --tag -u --user -w --workdir
  --exposed-ports --set-platform
`),
    ),
    transfer(
      ['index', 'append'],
      [
        { does: 'push', role: 'manifest', options: ['-t', '--tag'] },
        { does: 'pull', role: 'image', options: ['-m', '--manifest'] },
      ],
      options('-m --manifest -t --tag'),
    ),
    transfer(['index', 'filter'], [source, newTag], options('-t --tag')),
    transfer(['rebase'], [newTag], options('--original --old_base --new_base -t --rebased --tag')),
    transfer(['flatten'], [source, newTag], options('-t --tag')),
    // The image comes from all arguments but the last, which names a file.
    transfer(['pull'], [source], options('-c --cache_path --format')),
    ...['manifest', 'digest', 'config', 'export', 'validate', 'ls'].map(read),
  ],
};
