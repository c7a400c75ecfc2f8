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
  /** Option that names the folder (of docker's) or the file of the auth store. */
  readonly storeOption: string | undefined;
  /** It runs code of the project, which may log in anywhere. */
  readonly runsProject?: true;
  readonly verbs: readonly Verb[];
}

/**
 * Which files a client reads, in this order (`auth-path.ts` spells them out).
 *
 * `docker`: `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json` · `containers`: `--authfile`, `$REGISTRY_AUTH_FILE`,
 * `$XDG_RUNTIME_DIR/containers/auth.json`, then docker's · `keychain`: docker's, and only where there is none the files of
 * `containers` (google/go-containerregistry `authn/keychain.go`) · `kaniko`: `/kaniko/.docker/config.json` · `helm` and
 * `regctl`: their own, then docker's · `oras`: docker's, unless an option names others · `none`: it keeps nothing.
 */
export type StoreKind = 'docker' | 'containers' | 'keychain' | 'kaniko' | 'helm' | 'oras' | 'regctl' | 'none';

export interface Verb {
  /** The subcommand's words, `[]` for a program without subcommands. */
  readonly words: readonly string[];
  /** `load`: it brings images whose names the command line does not tell · `compose`: what its files say. */
  readonly does: 'login' | 'logout' | 'transfer' | 'load' | 'compose';
  /** Options that take a value. All others are taken for switches. */
  readonly valueOptions?: readonly string[];
  /** References that are pushed, pulled or given to a new image. */
  readonly references?: readonly ReferenceSource[];
  readonly login?: LoginSyntax;
  readonly credential?: CredentialOptions;
}

/** Options with which a command brings a credential of its own, that is used instead of the store. */
export interface CredentialOptions {
  /** `user:password` in one value. */
  readonly pair?: readonly string[];
  readonly user?: readonly string[];
  readonly password?: readonly string[];
  readonly passwordStdin?: readonly string[];
  /** A token, a file, no credential at all: whose it is cannot be told. */
  readonly other?: readonly string[];
}

export interface ReferenceSource {
  readonly does: 'push' | 'pull' | 'tag';
  readonly role: 'image' | 'cache' | 'manifest' | 'base';
  /** Index of the positional argument (negative: from the end), or every one from an index on. */
  readonly argument?: number | { readonly from: number };
  /** Options whose value is the reference. */
  readonly options?: readonly string[];
  /** The variable whose value is the reference. */
  readonly variable?: string;
  /** The option's value is `type=registry,ref=REF`: the key that holds the reference, or several. */
  readonly field?: 'ref' | 'name';
  /** What stands before the reference in the option's value: the `name=` of `name=REF`. */
  readonly prefix?: RegExp;
  /** References carry a transport (`docker://`, `oci://`); the others (`dir:`, a path) touch no registry. */
  readonly transport?: 'required' | 'optional';
  /** Names that mean no registry. */
  readonly except?: RegExp;
  /** The program puts a `/` and a name of its own behind the reference. */
  readonly appendsName?: true;
  /** Only when one of these switches is given. */
  readonly when?: readonly string[];
  /** Only when one of the positional arguments reads like this. */
  readonly whenArgument?: RegExp;
  /** Only when an option has a value like this. */
  readonly whenValue?: { readonly of: readonly string[]; readonly is: RegExp };
  /** Only when the value of one of these options says that the result goes to a registry. */
  readonly whenOutput?: readonly string[];
  /** Not when one of these switches is given. */
  readonly unless?: readonly string[];
  /** Not when one of these switches, which are on by default, is turned off: `--push=false`. */
  readonly unlessOff?: readonly string[];
  /** Instead of the verb's. */
  readonly credential?: CredentialOptions;
  /** Names the auth file for this reference alone. */
  readonly storeOption?: string;
}

export interface LoginSyntax {
  /** Index of the server among the positional arguments. */
  readonly server: number;
  readonly user: readonly string[];
  readonly password: readonly string[];
  readonly passwordStdin: readonly string[];
  /** Where a login without a server goes. */
  readonly defaultServer: 'docker-hub' | 'refused' | 'first-search-registry';
  /** The server is a host and nothing else. Others cut a path off, or keep it as a part of the key. */
  readonly hostOnly?: true;
}

/** Option names from a text, so that a table of them can be read. */
export function options(names: string): readonly string[] {
  return names.trim().split(/\s+/);
}

/** `-u USER -p PASSWORD [SERVER]`, as docker has it and most others after it. */
export function dockerLogin(defaultServer: LoginSyntax['defaultServer']): LoginSyntax {
  return {
    server: 0,
    user: ['-u', '--username'],
    password: ['-p', '--password'],
    passwordStdin: ['--password-stdin'],
    defaultServer,
  };
}

/** `-e` is gone since docker 17.06 (docker/cli `docs/deprecated.md`). */
export const LOGIN_OPTIONS = options('-u --username -p --password -e --email');
