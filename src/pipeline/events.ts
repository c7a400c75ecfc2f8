/**
 * What a job's commands do to registries, in the order in which they run. The registry stage derives these nodes from the
 * commands; the question which credential a push or pull would use is answered here once and for all, not in a rule.
 */

import type { Place } from '../source/source-file.ts';
import type { Trail } from '../yaml/values.ts';
import type { Command, Word } from './commands.ts';
import type { Located } from './nodes.ts';
import type { Base64Text, SymbolicText } from './symbolic.ts';

interface EventBase extends Located {
  readonly trail: Trail;
  readonly keyPath: string;
  readonly command: Command;
  /** The client's name: `docker`, `skopeo`, `kaniko`. */
  readonly client: string;
  /** Branches, loops and `||` may skip it. */
  readonly certain: boolean;
}

export interface Login extends EventBase {
  readonly type: 'Login';
  /** As given; undefined when the command names no server. */
  readonly server: Word | undefined;
  /** The key under which the client stores the credential. */
  readonly host: RegistryHost;
  readonly credential: Credential;
  readonly given: LoginArguments;
  /** GitLab's own credential on its way to the wrong registry. */
  readonly misdirected: Misdirection | undefined;
  /** The host certainly belongs to another server than the GitLab that runs the pipeline. */
  readonly leavesGitLab: boolean;
}

/** What stands on the command line of a login. */
export interface LoginArguments {
  /** The values of `--username` and `--password`, the last of each. */
  readonly user: Word | undefined;
  readonly password: Word | undefined;
  /** `--password-stdin`: whether it is given, and what is given to it, which takes no value. */
  readonly passwordStdin: { readonly value: Word | undefined } | undefined;
  /** What belongs to no option: the server, and whatever stands there by mistake. */
  readonly positional: readonly Word[];
}

/**
 * `docker-hub`: no server is named, so docker logs in to Docker Hub · `refused`: the client does not run without one ·
 * `search-registry`: podman takes its first search registry · `web-host`: the GitLab server instead of its registry ·
 * `path`: the client takes a host and no path behind it.
 */
export type Misdirection = 'docker-hub' | 'refused' | 'search-registry' | 'web-host' | 'path';

export interface Logout extends EventBase {
  readonly type: 'Logout';
  readonly host: RegistryHost;
}

export interface Push extends EventBase {
  readonly type: 'Push';
  readonly reference: ImageReference;
  readonly role: 'image' | 'cache' | 'manifest';
  readonly access: Access;
}

export interface Pull extends EventBase {
  readonly type: 'Pull';
  readonly reference: ImageReference;
  readonly role: 'image' | 'cache' | 'base';
  readonly access: Access;
}

/**
 * Images come into being, by a build or from a file, with the names they get: none where the command does not tell them.
 * What is pushed and pulled are events of their own.
 */
export interface Build extends EventBase {
  readonly type: 'Build';
  readonly tags: readonly ImageReference[];
}

/** A registry auth file (`config.json`, `auth.json`) that the script writes itself. */
export interface AuthFile extends EventBase {
  readonly type: 'AuthFile';
  readonly path: SymbolicText;
  /** The path in the spelling in which clients' own paths are compared: `~/.docker/config.json`. */
  readonly file: string;
  /** What is written, as far as the script tells it. */
  readonly content: SymbolicText | undefined;
  /** Undefined when its content cannot be read here. */
  readonly entries: readonly AuthEntry[] | undefined;
  /** Why the content is not JSON, in the words of the parser. */
  readonly malformed: string | undefined;
}

export interface AuthEntry {
  readonly host: RegistryHost;
  readonly credential: Credential;
  /** Its `auth`, when that is the output of `base64`. */
  readonly encoded: (Base64Text & Located) | undefined;
  /** It has `username` and `password` and no `auth`, which podman, buildah and skopeo pass over. */
  readonly isPlain: boolean;
  readonly place: Place;
}

/** A registry's `host[:port]` as a client compares it: textually. */
export interface RegistryHost extends Located {
  /** The normalised text: `registry.example.com:5050`, `$CI_REGISTRY`. */
  readonly key: string;
  readonly kind: HostKind;
  /** A well-known registry that is never a GitLab project's own. */
  readonly public: boolean;
}

/**
 * `own`: the project's own GitLab registry (`$CI_REGISTRY`, or its name when that is known) · `dependency-proxy`: the dependency proxy's host and port ·
 * `gitlab-web`: the GitLab server itself · `docker-hub` · `local`: loopback or a service of the job · `named`: any other
 * literal host · `variable`: a variable whose value is not known · `unknown`.
 */
export type HostKind =
  | 'own'
  | 'dependency-proxy'
  | 'gitlab-web'
  | 'docker-hub'
  | 'local'
  | 'named'
  | 'variable'
  | 'unknown';

export interface ImageReference extends Located {
  /** How the job comes to it, where it stands in another file than the command: a Dockerfile, a compose file. */
  readonly trail?: Trail;
  /** After expansion. */
  readonly value: SymbolicText;
  readonly host: RegistryHost;
  /** False: no registry is named, so the client goes to its default one. */
  readonly namesHost: boolean;
  /** The repository path without host, tag and digest. */
  readonly path: SymbolicText;
  readonly tag: SymbolicText | undefined;
  readonly digest: SymbolicText | undefined;
  /** What is asked of a dependency proxy: the path behind `/dependency_proxy/containers/`. Undefined: it is not asked. */
  readonly proxied: SymbolicText | undefined;
  /** An image of Docker Hub, also through a dependency proxy, by its name there: `docker`, `docker/compose`. */
  readonly hubName: string | undefined;
  readonly ownership: Ownership;
  /** The project's own path, when it is known. */
  readonly ownPath: string | undefined;
}

/**
 * How an image path relates to the project's own. `beside`: it begins with `$CI_REGISTRY_IMAGE` but goes on with another
 * character than `/`, which makes it a path of another project. `no-project`: a single name, where a project's path has a
 * group and a name at least. `literal`: written out, and the own path is not known.
 */
export type Ownership = 'own' | 'beside' | 'foreign' | 'no-project' | 'literal' | 'unknown';

/** Who a user and password pair belongs to. */
export interface Credential {
  readonly identity: 'job-token' | 'deploy-token' | 'custom' | 'mixed' | 'unknown';
  readonly user: Secret | undefined;
  readonly password: Secret | undefined;
}

/** A user name or password, and where it is written. */
export interface Secret extends Located {
  readonly value: SymbolicText;
  readonly means: 'job-token' | 'deploy-token' | 'personal' | 'custom' | 'unknown';
}

/** Which credential a push or pull would use, and how that is known. */
export type Access =
  | {
      readonly kind: 'held';
      readonly credential: Credential;
      /** A word: the command itself brings it. A command: it is in the job's environment. */
      readonly from: Login | AuthFile | Word | Command;
      /**
       * Much speaks for it but does not prove it: the hosts are spelled differently and are the same on GitLab.com, or
       * something ran that could have logged in again.
       */
      readonly likely: boolean;
    }
  | {
      readonly kind: 'missing';
      readonly because: MissingReason;
      /** The login or auth file that comes closest to what is missing; it may be another job's. */
      readonly near: Login | AuthFile | undefined;
      /** The auth file in which the client looks first. */
      readonly reads: string;
    }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      /** The auth file that the client reads and that is certainly not JSON. */
      readonly broken?: AuthFile;
    };

/**
 * `never`: no command of the job logs in there · `later`: one does afterwards · `replaced`: the default `before_script` that logs in is replaced by the
 * job's own · `excluded`: `inherit` keeps the default out · `other-job`: only another job logs in · `logged-out`: a logout
 * ran before · `elsewhere`: the login stored it where this client does not look · `not-encoded`: the auth file has it in
 * a form that this client does not read · `other-host`: the job logs in to another host only.
 */
export type MissingReason =
  | 'never'
  | 'later'
  | 'replaced'
  | 'excluded'
  | 'other-job'
  | 'logged-out'
  | 'elsewhere'
  | 'not-encoded'
  | 'other-host';
