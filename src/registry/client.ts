/**
 * How a registry client's command line is described. One table row per subcommand says what it does to a registry and where
 * in the arguments the references and credentials stand; the code that reads the rows knows no client by name.
 */

export interface Client {
  readonly name: string;
  /** File names under which the program is run. */
  readonly programs: readonly string[];
  /** Where it keeps credentials. */
  readonly store: StoreKind;
  /** Options before the subcommand that take a value: `docker --config DIR push`. */
  readonly globalValueOptions: readonly string[];
  /** Global option that names the folder or file of the auth store. */
  readonly storeOption: string | undefined;
  readonly verbs: readonly Verb[];
}

/**
 * `docker`: `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json` · `containers`: `--authfile`, `$REGISTRY_AUTH_FILE`,
 * `$XDG_RUNTIME_DIR/containers/auth.json`, then docker's file · `kaniko`: `/kaniko/.docker/config.json`.
 */
export type StoreKind = 'docker' | 'containers' | 'kaniko';

export interface Verb {
  /** The subcommand's words, `[]` for a program without subcommands. */
  readonly words: readonly string[];
  /** `load`: it brings images whose names the command line does not tell. */
  readonly does: 'login' | 'logout' | 'transfer' | 'load';
  /** Options that take a value. All others are taken for switches. */
  readonly valueOptions?: readonly string[];
  /** References that are pushed, pulled or given to a new image. */
  readonly references?: readonly ReferenceSource[];
  readonly login?: LoginSyntax;
  /** Options with `user:password` that are used instead of the store. */
  readonly inlineCredentials?: readonly string[];
}

export interface ReferenceSource {
  readonly does: 'push' | 'pull' | 'tag';
  readonly role: 'image' | 'cache' | 'manifest' | 'base';
  /** Index of the positional argument (negative: from the end), or every one from an index on. */
  readonly argument?: number | { readonly from: number };
  /** Options whose value is the reference. */
  readonly options?: readonly string[];
  /** The option's value is `type=registry,ref=REF`: the keys that hold the reference. */
  readonly field?: 'ref' | 'name';
  /** References carry a transport (`docker://`); the others (`dir:`, `oci:`) touch no registry. */
  readonly transport?: 'required' | 'optional';
  /** Only when one of these switches is given. */
  readonly when?: readonly string[];
  /** Not when one of these switches is given. */
  readonly unless?: readonly string[];
  /** Only when the option's value says that the result goes to a registry. */
  readonly onlyRegistryOutput?: boolean;
}

export interface LoginSyntax {
  /** Index of the server among the positional arguments. */
  readonly server: number;
  readonly user: readonly string[];
  readonly password: readonly string[];
  readonly passwordStdin: readonly string[];
  /** Where a login without a server goes. */
  readonly defaultServer: 'docker-hub' | 'refused' | 'first-search-registry';
}

/** Option names from a text, so that a table of them can be read. */
export function options(names: string): readonly string[] {
  return names.trim().split(/\s+/);
}
