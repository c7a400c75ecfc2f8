/** ko builds Go programs and pushes below `$KO_DOCKER_REPO` (ko-build/ko `docs/reference`, read August 2026). */
import { type Client, dockerLogin, LOGIN_OPTIONS, options, type ReferenceSource, type Verb } from '../client.ts';

const target: ReferenceSource = {
  does: 'push',
  role: 'image',
  variable: 'KO_DOCKER_REPO',
  except: /^(ko|kind)\.local(\/|$)/,
  unless: ['-L', '--local'],
  unlessOff: ['--push'],
};

const build = (word: string): Verb => ({
  words: [word],
  does: 'transfer',
  valueOptions: options(`
  --image-label --image-annotation --image-refs -j --jobs --oci-layout-path --platform --sbom --sbom-dir -t --tags
  --tarball -f --filename -l --selector --kubeconfig -n --namespace --image-user --ldflags
`),
  references: [
    { ...target, unless: ['-L', '--local', '--bare'], appendsName: true },
    { ...target, when: ['--bare'] },
  ],
});

export const ko: Client = {
  name: 'ko',
  programs: ['ko'],
  store: 'keychain',
  globalValueOptions: [],
  storeOption: undefined,
  verbs: [
    { words: ['login'], does: 'login', valueOptions: LOGIN_OPTIONS, login: dockerLogin('refused') },
    ...['build', 'publish', 'resolve', 'apply', 'create', 'run'].map(build),
  ],
};
