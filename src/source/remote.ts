/**
 * What a pipeline takes from outside its repository: which text is meant, how it is named, and what is known of it.
 * Composition asks a `Host` for it and never waits: whatever has to be fetched was fetched before, or is not known.
 */

/** A text that an include means: a file or a list of files, once its variables are expanded. */
export type RemoteSource =
  /** `ref` is a branch, a tag or a SHA; empty for `HEAD`. `file` counts from the root of that project. */
  | { readonly kind: 'project'; readonly project: string; readonly ref: string; readonly file: string }
  /** The YAML files of a project, a path a line: what a pattern under `local` there is held against. */
  | { readonly kind: 'tree'; readonly project: string; readonly ref: string }
  /** `integrity` as it is written in the include: `sha256-` and the hash in base64. */
  | { readonly kind: 'remote'; readonly url: string; readonly integrity?: string }
  /** `name` with its ending: `Jobs/Build.gitlab-ci.yml`. */
  | { readonly kind: 'template'; readonly name: string }
  /** `server` is `host[:port]`; `version` a SHA, a tag, a branch, `~latest` or a part of a semantic version. */
  | {
      readonly kind: 'component';
      readonly server: string;
      readonly project: string;
      readonly name: string;
      readonly version: string;
    };

export type Fetched =
  | {
      readonly ok: true;
      readonly text: string;
      /** How reports name the file: `acme/ci@v2:/build.yml`. No path of the repository looks like it. */
      readonly path: string;
      /** The project whose files the text's own `include: local` means, at the revision that was fetched. */
      readonly home?: { readonly project: string; readonly sha: string };
      /** The version of a component that was chosen: `1.4.2` for `~latest` or `1`. */
      readonly version?: string;
    }
  | NotFetched;

export interface NotFetched {
  readonly ok: false;
  readonly reason: NotFetchedReason;
  /** What the network or the server said, where that helps. */
  readonly detail?: string;
}

export type NotFetchedReason = keyof typeof NOT_FETCHED;

/** Why a source has no text, as the end of a sentence: `acme/ci@v2:/build.yml` … */
export const NOT_FETCHED = {
  'not-fetched': 'has not been fetched (pipelint fetch does it)',
  damaged: 'is not in the cache as it was fetched (pipelint fetch gets it again)',
  'no-project': 'is in a project that does not exist or that may not be read',
  'no-ref': 'has a ref that does not exist in its project',
  'no-version': 'has a version that is no release, tag, branch or commit of its project',
  'no-file': 'does not exist there',
  denied: 'may not be read',
  'no-server': 'is on a GitLab server that is not known (--server-url names it)',
  'other-server': 'is on another GitLab server, and GitLab takes components from its own server only',
  'not-https': 'has an address that is not https',
  unreachable: 'cannot be reached',
  untrusted: 'is on a server whose certificate is not trusted (--ca-file names a certificate authority)',
  timeout: 'does not answer in time',
  'rate-limited': 'was asked for too often, and its server wants a longer pause',
  'server-error': 'is not given out by its server',
  'unsafe-redirect': 'is redirected to where it is not followed',
  'too-big': 'is too big to be read',
  'not-text': 'is not UTF-8 text',
  'web-page': 'is a web page, such as a sign-in form, and no YAML',
  integrity: 'does not have the hash that its `integrity` states',
  changed: 'no longer has the content that .pipelint.lock names (pipelint fetch --update takes the new one)',
} as const satisfies Readonly<Record<string, string>>;

/** A source as a person would name it. Two ways to write the same source have one name. */
export function sourceName(source: RemoteSource): string {
  switch (source.kind) {
    case 'project':
      return projectFile(source.project.toLowerCase(), source.ref, source.file);
    case 'tree':
      return projectFile(source.project.toLowerCase(), source.ref, '');
    case 'remote':
      return withoutUser(source.url);
    case 'template':
      return source.name;
    case 'component': {
      const { server, project, name, version } = source;
      return `${server.toLowerCase()}/${plain(project.toLowerCase())}/${plain(name)}@${version}`;
    }
  }
}

/** Tells sources apart; the same in every run, on every machine. */
export function sourceKey(source: RemoteSource): string {
  return `${source.kind}:${sourceName(source)}`;
}

/** A file of another project: `acme/ci@v2:/build.yml`, `acme/ci:/build.yml` at `HEAD`. */
export function projectFile(project: string, ref: string, file: string): string {
  const at = ref === '' || ref === 'HEAD' ? '' : `@${plain(ref)}`;
  return `${plain(project)}${at}:/${file.replace(/^\/+/, '')}`;
}

/** Git allows no colon in a ref, and GitLab no such characters in a path; a name that has them stays unlike all others. */
function plain(part: string): string {
  return part.replace(/[%:@]/g, encodeURIComponent);
}

/** A password belongs in no name, and a fragment does not reach the server. */
function withoutUser(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}
