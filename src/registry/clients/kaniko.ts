/** kaniko's executor and its forks (GoogleContainerTools/kaniko v1.24, osscontainertools/kaniko v1.28). */
import { type Client, dockerLogin, LOGIN_OPTIONS, options } from '../client.ts';

export const kaniko: Client = {
  name: 'kaniko',
  programs: ['executor'],
  store: 'kaniko',
  globalValueOptions: [],
  storeOption: undefined,
  verbs: [
    {
      words: [],
      does: 'transfer',
      valueOptions: options(`
  -c --context -f --dockerfile -d --destination --cache-repo --cache-dir --cache-ttl --build-arg
  --target --registry-mirror --registry-map --registry-certificate --registry-client-cert
  --context-sub-path --custom-platform --digest-file --image-name-with-digest-file
  --image-name-tag-with-digest-file --label --log-format --oci-layout-path --push-retry
  --snapshot-mode --snapshotMode --tar-path --tarPath --verbosity -v --ignore-path --git
  --image-fs-extract-retry --image-download-retry --kaniko-dir --secret --skip-tls-verify-registry
  --insecure-registry -b --bucket --annotation --compression --compression-level --customPlatform --credential-helpers
`),
      references: [
        { does: 'push', role: 'image', options: ['-d', '--destination'], unless: ['--no-push'] },
        {
          does: 'push',
          role: 'cache',
          options: ['--cache-repo'],
          when: ['--cache'],
          unless: ['--no-push-cache'],
          transport: 'optional',
        },
      ],
    },
    // What osscontainertools/kaniko adds.
    {
      words: ['login'],
      does: 'login',
      valueOptions: LOGIN_OPTIONS,
      login: dockerLogin('refused'),
    },
    {
      words: ['push'],
      does: 'transfer',
      valueOptions: options('-d --destination'),
      references: [{ does: 'push', role: 'image', options: ['-d', '--destination'] }],
    },
  ],
};
