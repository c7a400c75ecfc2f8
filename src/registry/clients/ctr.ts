/** ctr, containerd's own tool, keeps no credentials (containerd/containerd `cmd/ctr/commands/images`). */
import { type Client, options, type Verb } from '../client.ts';

const OPTIONS = options(`
  -u --user --refresh --hosts-dir --tlscacert --tlscert --tlskey --manifest --manifest-type --platform
  --max-concurrent-uploaded-layers --snapshotter --label --skip-verify --max-concurrent-downloads
`);

const verb = (group: string, does: 'push' | 'pull'): Verb => ({
  words: [group, does],
  does: 'transfer',
  valueOptions: OPTIONS,
  references: [{ does, role: 'image', argument: 0 }],
  credential: { pair: ['-u', '--user'], other: ['--refresh'] },
});

export const ctr: Client = {
  name: 'ctr',
  programs: ['ctr'],
  store: 'none',
  globalValueOptions: options('-a --address --timeout --connect-timeout -n --namespace'),
  storeOption: undefined,
  verbs: ['images', 'image', 'i'].flatMap((group) => [verb(group, 'push'), verb(group, 'pull')]),
};
