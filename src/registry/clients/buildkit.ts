/** BuildKit's own command line (moby/buildkit `cmd/buildctl/build.go`, read August 2026). */
import { type Client, options, type ReferenceSource, type Verb } from '../client.ts';

const REFERENCES: readonly ReferenceSource[] = [
  { does: 'push', role: 'image', options: ['-o', '--output'], field: 'name' },
  // Before `--output` there were `--exporter=image --exporter-opt name=REF --exporter-opt push=true`.
  { does: 'push', role: 'image', options: ['--exporter-opt'], prefix: /^name=/, whenOutput: ['--exporter-opt'] },
  { does: 'push', role: 'cache', options: ['--export-cache'], field: 'ref' },
  { does: 'pull', role: 'cache', options: ['--import-cache'], field: 'ref' },
];

const build = (word: string): Verb => ({
  words: [word],
  does: 'transfer',
  valueOptions: options(`
  -o --output --exporter --exporter-opt --progress --trace --local --oci-layout --frontend --opt --frontend-opt
  --export-cache --export-cache-opt --import-cache --secret --allow --ssh --metadata-file --source-policy-file
  --ref-file --registry-auth-tlscontext --debug-json-cache-metrics
`),
  references: REFERENCES,
});

/** It has no login of its own. */
export const buildctl: Client = {
  name: 'buildctl',
  programs: ['buildctl', 'buildctl-daemonless.sh'],
  store: 'docker',
  globalValueOptions: options(`
  --addr --log-format --tlsservername --tlscacert --tlscert --tlskey --tlsdir --timeout
`),
  storeOption: undefined,
  verbs: [build('build'), build('b')],
};
