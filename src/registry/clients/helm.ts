/** helm keeps charts in registries (helm.sh `docs/helm`, v3.19 and v4). */
import {
  type Client,
  type CredentialOptions,
  dockerLogin,
  LOGIN_OPTIONS,
  options,
  type ReferenceSource,
  type Verb,
} from '../client.ts';

const GLOBAL_OPTIONS = options(`
  --burst-limit --kube-apiserver --kube-as-group --kube-as-user --kube-ca-file --kube-context
  --kube-tls-server-name --kube-token --kubeconfig -n --namespace --qps --registry-config
  --repository-cache --repository-config --content-cache --color --colour
`);

const OPTIONS = [
  ...GLOBAL_OPTIONS,
  ...options(`
  --ca-file --cert-file --key-file --username --password --version --repo -d --destination --untardir --keyring -f
  --values --set --set-string --set-file --set-json --set-literal --timeout --description --labels -l
  --post-renderer --post-renderer-args --history-max --output -o --name-template --api-versions -a
  --kube-version --output-dir --release-name -s --show-only --max-col-width
`),
];

const credential: CredentialOptions = { user: ['--username'], password: ['--password'] };

const verb = (words: readonly string[], reference: ReferenceSource): Verb => ({
  words,
  does: 'transfer',
  valueOptions: OPTIONS,
  references: [reference],
  credential,
});

/** Charts from elsewhere have no transport in their name. */
const chart = (argument: number): ReferenceSource => ({ does: 'pull', role: 'image', argument, transport: 'required' });

export const helm: Client = {
  name: 'helm',
  programs: ['helm'],
  store: 'helm',
  globalValueOptions: GLOBAL_OPTIONS,
  storeOption: '--registry-config',
  verbs: [
    {
      words: ['registry', 'login'],
      does: 'login',
      valueOptions: [...OPTIONS, ...LOGIN_OPTIONS],
      login: { ...dockerLogin('refused'), hostOnly: true },
    },
    { words: ['registry', 'logout'], does: 'logout', valueOptions: OPTIONS, login: dockerLogin('refused') },
    verb(['push'], { does: 'push', role: 'image', argument: 1, transport: 'required', appendsName: true }),
    verb(['pull'], chart(0)),
    verb(['fetch'], chart(0)),
    verb(['install'], chart(-1)),
    verb(['upgrade'], chart(1)),
    verb(['template'], chart(-1)),
    verb(['show', 'chart'], chart(0)),
    verb(['show', 'values'], chart(0)),
    verb(['show', 'all'], chart(0)),
  ],
};
