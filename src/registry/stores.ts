/**
 * The credentials a job holds at one point of its script: which auth file has which host, and what could have changed them
 * unseen.
 */
import type { Access, AuthFile, Credential, Login, MissingReason, RegistryHost } from '../pipeline/events.ts';
import { BranchingMap } from '../shell/branching-map.ts';
import { type AuthPaths, mayBeAnyFile } from './auth-path.ts';
import { GITLAB_COM_REGISTRY, sameHost, takesAnonymousPushes } from './host.ts';
import type { ProjectFacts } from './project.ts';

export interface StoredCredential {
  readonly host: RegistryHost;
  readonly credential: Credential;
  /** The login or the file's entry. */
  readonly from: Login | AuthFile;
  /** Only some ways through the script lead here. */
  readonly maybe: boolean;
  /** It stands in plain in an auth file, see `AuthEntry`. */
  readonly isPlain?: boolean;
}

/** More than these are not kept of an auth file: each one is compared with all others. */
const MOST_STORED = 500;

const NONE_BROKEN: ReadonlyMap<string, AuthFile> = new Map();

export class CredentialState {
  /** By the path of the auth file, as text: `~/.docker/config.json`. The lists are shared between copies. */
  #stores = new BranchingMap<readonly StoredCredential[]>();
  #loggedOut: readonly StoredCredential[] = [];
  /** Registries for which a credential helper may answer, whatever the files hold. */
  #helped: readonly RegExp[] = [];
  /** Auth files of which the job has certainly made something that no client can read. */
  #broken = NONE_BROKEN;
  /** Auth files that the job has written from beginning to end. */
  #whole = new BranchingMap<true>();
  /** Why any host may have a credential; undefined while everything that ran is understood. */
  opaque: string | undefined;

  constructor(opaque?: string) {
    this.opaque = opaque;
  }

  copy(): CredentialState {
    const copy = new CredentialState(this.opaque);
    copy.#stores = this.#stores.copy();
    copy.#loggedOut = this.#loggedOut;
    copy.#helped = this.#helped;
    copy.#broken = this.#broken;
    copy.#whole = this.#whole.copy();
    return copy;
  }

  store(path: string, stored: StoredCredential): void {
    const others = (this.#stores.get(path) ?? []).filter((each) => each.host.key !== stored.host.key);
    if (others.length < MOST_STORED) this.#stores.set(path, [...others, stored]);
    else this.opaque ??= 'it logs in to more registries than are followed';
    this.#mend(path);
  }

  /** A file written anew holds nothing else. */
  replace(path: string, stored: readonly StoredCredential[]): void {
    this.#stores.set(path, stored);
    this.#mend(path);
    this.#whole.set(path, true);
  }

  hasWhole(path: string): boolean {
    return this.#whole.has(path);
  }

  /** A file written anew is not JSON. */
  breakFile(path: string, file: AuthFile): void {
    this.replace(path, []);
    this.#broken = new Map(this.#broken).set(path, file);
  }

  #mend(path: string): void {
    if (this.#broken.has(path)) this.#broken = new Map([...this.#broken].filter(([other]) => other !== path));
  }

  /** The file is no longer there. */
  remove(path: string): void {
    this.#loggedOut = [...this.#loggedOut, ...(this.#stores.get(path) ?? [])];
    this.#stores.delete(path);
    this.#mend(path);
  }

  /** Whether the job has certainly written the file. */
  hasFile(path: string): boolean {
    return this.#stores.get(path)?.every((stored) => !stored.maybe) ?? false;
  }

  /** From here on a credential helper may answer for these registries. */
  help(hosts: RegExp): void {
    if (!this.#helped.includes(hosts)) this.#helped = [...this.#helped, hosts];
  }

  logOut(path: string, host: RegistryHost): void {
    const stored = this.#stores.get(path) ?? [];
    const isMeant = (each: StoredCredential): boolean => each.host.key === host.key;
    this.#loggedOut = [...this.#loggedOut, ...stored.filter(isMeant)];
    this.#stores.set(
      path,
      stored.filter((each) => !isMeant(each)),
    );
  }

  /** What holds after either of two ways through the script. */
  join(other: CredentialState): void {
    this.opaque ??= other.opaque;
    for (const hosts of other.#helped) this.help(hosts);
    if (this.#broken !== other.#broken) {
      this.#broken = new Map([...this.#broken].filter(([path, file]) => other.#broken.get(path) === file));
    }
    for (const path of this.#whole.keysApart(other.#whole)) this.#whole.set(path, true);
    if (this.#loggedOut !== other.#loggedOut) {
      this.#loggedOut = [...new Set([...this.#loggedOut, ...other.#loggedOut])];
    }
    for (const path of this.#stores.keysApart(other.#stores)) {
      const mine = this.#stores.get(path) ?? [];
      const theirs = other.#stores.get(path) ?? [];
      if (mine !== theirs) this.#stores.set(path, joinStored(mine, theirs));
    }
  }

  /** Every credential the job has stored so far, wherever it is. */
  all(): readonly StoredCredential[] {
    return [...this.#stores.entries().values()].flat();
  }

  /** Which credential a client that reads these files would send to a host. `isFresh`: they hold nothing that is not known. */
  access(
    { reads, maybe, passesOverPlain }: AuthPaths,
    host: RegistryHost,
    facts: ProjectFacts,
    isFresh: (path: string) => boolean,
  ): Access {
    let possible: string | undefined;
    let plain: StoredCredential | undefined;
    for (const path of reads) {
      const broken = this.#brokenFor(path, host);
      if (broken && possible === undefined) return { kind: 'unknown', reason: 'the auth file is not JSON', broken };
      const entries = this.#stores.get(path) ?? [];
      const exact = entries.filter((stored) => stored.host.key === host.key);
      for (const stored of [...exact, ...entries]) {
        const same = sameHost(stored.host, host, facts);
        if (same === 'no') continue;
        if (stored.isPlain && passesOverPlain) {
          if (same === 'yes') plain ??= stored;
          continue;
        }
        if (same === 'yes' && !stored.maybe)
          return { kind: 'held', credential: stored.credential, from: stored.from, likely: this.opaque !== undefined };
        if (!stored.maybe && isLikelySame(stored.host, host)) {
          return { kind: 'held', credential: stored.credential, from: stored.from, likely: true };
        }
        possible ??= stored.maybe
          ? 'only some ways through the script log in'
          : `${stored.host.key} may be the same registry`;
      }
    }
    const unknownPaths = [...this.#stores.entries().keys()].filter(mayBeAnyFile);
    if (this.#mayHold([...maybe, ...unknownPaths], host, facts))
      possible ??= 'the credential may be in another of the files that it reads';
    if (this.#helped.some((hosts) => hosts.test(host.key))) possible ??= 'a credential helper may answer for it';
    if (possible !== undefined) return { kind: 'unknown', reason: possible };
    if (host.kind === 'unknown' || host.kind === 'variable')
      return { kind: 'unknown', reason: `${host.key} is not known` };
    if (this.opaque !== undefined) return { kind: 'unknown', reason: this.opaque };
    if (takesAnonymousPushes(host)) return { kind: 'unknown', reason: `${host.key} needs no login` };
    if (!reads.every(isFresh)) return { kind: 'unknown', reason: 'the auth file may have been there before the job' };
    if (plain) return { kind: 'missing', because: 'not-encoded', near: plain.from, reads: reads[0] ?? '' };
    return this.#missing(reads, host, facts);
  }

  /** Undefined where something else may have put the file right, or where the file does not matter. */
  #brokenFor(path: string, host: RegistryHost): AuthFile | undefined {
    const isHelped = this.#helped.some((hosts) => hosts.test(host.key));
    return this.opaque === undefined && !isHelped && !takesAnonymousPushes(host) ? this.#broken.get(path) : undefined;
  }

  #mayHold(paths: readonly string[], host: RegistryHost, facts: ProjectFacts): boolean {
    return paths.some((path) => this.#stores.get(path)?.some((stored) => sameHost(stored.host, host, facts) !== 'no'));
  }

  #missing(paths: readonly string[], host: RegistryHost, facts: ProjectFacts): Access {
    const [reads = ''] = paths;
    const missing = (because: MissingReason, near: Login | AuthFile | undefined): Access => ({
      kind: 'missing',
      because,
      near,
      reads,
    });
    const isSame = (stored: StoredCredential): boolean => sameHost(stored.host, host, facts) === 'yes';
    const loggedOut = this.#loggedOut.findLast(isSame);
    if (loggedOut) return missing('logged-out', loggedOut.from);
    const elsewhere = [...this.#stores.entries()].find(
      ([path, stored]) => !paths.includes(path) && stored.some(isSame),
    );
    if (elsewhere) return missing('elsewhere', elsewhere[1].find(isSame)?.from);
    const [other] = paths.flatMap((path) => this.#stores.get(path) ?? []);
    return other ? missing('other-host', other.from) : missing('never', undefined);
  }
}

/** On GitLab.com `$CI_REGISTRY` is `registry.gitlab.com`, and nobody else's pipeline has reason to write that name. */
function isLikelySame(a: RegistryHost, b: RegistryHost): boolean {
  const keys = [a, b].map((host) => (host.kind === 'own' ? GITLAB_COM_REGISTRY : host.key));
  return keys[0] === keys[1];
}

/** One entry a host; an entry of one side only is there only maybe. */
function joinStored(mine: readonly StoredCredential[], theirs: readonly StoredCredential[]): StoredCredential[] {
  const parting = mine.findIndex((my, index) => my !== theirs[index]);
  const common = parting === -1 ? mine.length : parting;
  return [...mine.slice(0, common), ...joinDifferent(mine.slice(common), theirs.slice(common))];
}

function joinDifferent(mine: readonly StoredCredential[], theirs: readonly StoredCredential[]): StoredCredential[] {
  const ofMine = new Map(mine.map((stored) => [stored.host.key, stored]));
  const ofTheirs = new Map(theirs.map((stored) => [stored.host.key, stored]));
  const maybe = (stored: StoredCredential): StoredCredential => (stored.maybe ? stored : { ...stored, maybe: true });
  const joined = mine.map((my) => {
    const their = ofTheirs.get(my.host.key);
    if (!their) return maybe(my);
    if (my.from === their.from) return my.maybe ? my : their;
    return { ...their, maybe: my.maybe || their.maybe, credential: merge(my.credential, their.credential) };
  });
  return [...joined, ...theirs.filter((their) => !ofMine.has(their.host.key)).map(maybe)];
}

function merge(a: Credential, b: Credential): Credential {
  return a.identity === b.identity ? b : { ...b, identity: 'unknown' };
}
