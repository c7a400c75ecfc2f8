/** Commands that hand a credential to something that goes on using it after the job has ended. */
import { options } from './client.ts';

/**
 * `pull-secret`: a secret of a Kubernetes cluster, with which its nodes pull · `release`: values that a deployment keeps ·
 * `swarm`: the services of a Docker swarm · `machine`: the auth file of a user of another machine.
 */
export type Keeper = 'pull-secret' | 'release' | 'swarm' | 'machine';

export interface KeepingCommand {
  readonly programs: readonly string[];
  /** The first words that belong to no option. */
  readonly words: readonly string[];
  readonly keeper: Keeper;
  /** Options that take a value, of the program and of the subcommand. */
  readonly valueOptions: readonly string[];
  readonly user?: readonly string[];
  readonly password?: readonly string[];
  /** Options that take `NAME=VALUE`, or several of them with commas in between. */
  readonly settings?: readonly string[];
  /** The word that makes the command send on what logins have stored. */
  readonly sendsStored?: RegExp;
}

/** kubectl v1.35 and oc 4.20: `create secret --help`, `options`. */
const KUBECTL_OPTIONS = options(`
  -n --namespace --context --cluster --kubeconfig --user --token -s --server --as --as-group --request-timeout
  --certificate-authority --client-certificate --client-key --docker-server --docker-username --docker-password
  --docker-email --from-file --from-literal --from-env-file --type -o --output --field-manager --template -v --v
  -f --filename -k --kustomize -l --selector --validate
`);

/** helm v4: `upgrade --help`. */
const HELM_OPTIONS = options(`
  -n --namespace --kube-context --kubeconfig --kube-apiserver --kube-token --kube-as-user --registry-config
  --repository-cache --repository-config -f --values --set --set-string --set-literal --set-file --set-json --version
  --repo --username --password --timeout --history-max --description --post-renderer --post-renderer-args --labels -l
  --ca-file --cert-file --key-file --keyring -o --output --name-template
`);

/** docker/cli v29: `stack deploy`, `service create`, `service update`. */
const SWARM_OPTIONS = options(`
  --config --context -H --host -c --compose-file --resolve-image --name --replicas --network --network-add --mount
  --mount-add -e --env --env-add --env-file --constraint --constraint-add -p --publish --publish-add -l --label
  --label-add --container-label --image --secret --secret-add --config-add --update-delay --update-parallelism
  --update-order --update-failure-action --limit-cpu --limit-memory --reserve-cpu --reserve-memory --mode -u --user
  --restart-condition --restart-delay --restart-max-attempts --args --stop-grace-period --health-cmd
`);

const SETTINGS = ['--set', '--set-string', '--set-literal'];

const helm = (verb: string): KeepingCommand => ({
  programs: ['helm'],
  words: [verb],
  keeper: 'release',
  valueOptions: HELM_OPTIONS,
  settings: SETTINGS,
});

const nomad = (...words: readonly string[]): KeepingCommand => ({
  programs: ['nomad'],
  words,
  keeper: 'release',
  valueOptions: options('-address -region -namespace -var -var-file -check-index -vault-token -consul-token'),
  settings: ['-var'],
});

const swarm = (...words: readonly string[]): KeepingCommand => ({
  programs: ['docker'],
  words,
  keeper: 'swarm',
  valueOptions: SWARM_OPTIONS,
  sendsStored: /^--with-registry-auth(=true)?$/,
});

const KEEPING: readonly KeepingCommand[] = [
  {
    programs: ['kubectl', 'oc'],
    words: ['create', 'secret', 'docker-registry'],
    keeper: 'pull-secret',
    valueOptions: KUBECTL_OPTIONS,
    user: ['--docker-username'],
    password: ['--docker-password'],
  },
  {
    programs: ['oc'],
    words: ['secrets', 'new-dockercfg'],
    keeper: 'pull-secret',
    valueOptions: KUBECTL_OPTIONS,
    user: ['--docker-username'],
    password: ['--docker-password'],
  },
  {
    programs: ['kubectl', 'oc'],
    words: ['create', 'secret', 'generic'],
    keeper: 'pull-secret',
    valueOptions: KUBECTL_OPTIONS,
    sendsStored: /(^|\/)\.docker\/config\.json$/,
  },
  helm('upgrade'),
  helm('install'),
  nomad('job', 'run'),
  nomad('run'),
  swarm('stack', 'deploy'),
  swarm('stack', 'up'),
  swarm('service', 'create'),
  swarm('service', 'update'),
];

export const KEEPING_BY_PROGRAM: ReadonlyMap<string, readonly KeepingCommand[]> = new Map(
  KEEPING.flatMap(({ programs }) => programs).map((program) => [
    program,
    KEEPING.filter(({ programs }) => programs.includes(program)),
  ]),
);

/** Programs that give a cluster what is written to them. */
export const APPLYING: Pick<KeepingCommand, 'programs' | 'valueOptions'> & { readonly verbs: readonly string[] } = {
  programs: ['kubectl', 'oc'],
  verbs: ['apply', 'create', 'replace'],
  valueOptions: KUBECTL_OPTIONS,
};

/** Commands that take away what was kept. */
export const REMOVING: Readonly<Record<Keeper, RegExp>> = {
  'pull-secret': /^(kubectl|oc) (.* )?delete (.* )?(secrets?|ns|namespaces?|projects?)\b/,
  release: /^(helm (.* )?(uninstall|delete|del|un)|nomad (job )?stop)\b/,
  swarm: /^docker (stack|service) (rm|remove|down)\b/,
  machine: /^docker logout\b/,
};

/** Programs and images of clusters that live in the job and end with it. */
export const CLUSTERS_OF_THE_JOB = /(^|[/-])(k3d|k3s|kind|minikube|microk8s|ctlptl)(:|\/|-|$)/;
