/** Cloud Native Buildpacks (buildpacks.io `docs/for-platform-operators/how-to/integrate-ci/pack/cli`, read August 2026). */
import { type Client, options, type Verb } from '../client.ts';

const build = (...words: readonly string[]): Verb => ({
  words,
  does: 'transfer',
  valueOptions: options(`
  -B --builder -b --buildpack -r --buildpack-registry --cache --cache-image --creation-time
  --default-process -D -d --descriptor --docker-host -e --env --env-file --extension --gid --uid
  --lifecycle-image --network -p --path --platform --post-buildpack --pre-buildpack --previous-image
  --pull-policy --report-output-dir --run-image -s --sbom-output-dir -t --tag --target --volume --workspace
  -c --config -f --format --flatten --label --insecure-registry --exec-env
`),
  references: [
    { does: 'tag', role: 'image', argument: 0 },
    { does: 'tag', role: 'image', options: ['-t', '--tag'] },
    { does: 'push', role: 'image', argument: 0, when: ['--publish'] },
    { does: 'push', role: 'image', options: ['-t', '--tag'], when: ['--publish'] },
    { does: 'push', role: 'cache', options: ['--cache-image'], when: ['--publish'] },
  ],
});

/** It has no login of its own. */
export const pack: Client = {
  name: 'pack',
  programs: ['pack'],
  store: 'keychain',
  globalValueOptions: [],
  storeOption: undefined,
  verbs: [build('build'), build('rebase'), build('buildpack', 'package'), build('builder', 'create')],
};
