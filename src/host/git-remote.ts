/** Which project of which server a working copy belongs to, told from Git's own files; no program is run. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface RemoteProject {
  /** `host[:port]`. Of a remote over ssh the host alone: its port says nothing about the web server's. */
  readonly server: string;
  /** Full path of the project. Undefined where several remotes on the server name different projects: a fork. */
  readonly path: string | undefined;
}

/** Servers that host repositories and are no GitLab: a mirror there has a path of its own. */
const OTHER_SERVERS: ReadonlySet<string> = new Set([
  'bitbucket.org',
  'codeberg.org',
  'dev.azure.com',
  'git.sr.ht',
  'github.com',
  'ssh.dev.azure.com',
  'ssh.github.com',
]);

/** GitLab.com also takes ssh on port 443, under another name (docs.gitlab.com: "Use SSH on port 443"). */
const SSH_NAMES: Readonly<Record<string, string>> = { 'altssh.gitlab.com': 'gitlab.com' };

/** The project of the remote `origin`, or of the only remote there is. */
export function remoteProject(root: string): RemoteProject | undefined {
  const config = gitConfig(join(root, '.git'));
  if (config === undefined) return undefined;
  const urls = remoteUrls(config);
  const url = urls.get('origin') ?? (urls.size === 1 ? [...urls.values()][0] : undefined);
  const project = url === undefined ? undefined : parseRemoteUrl(url);
  if (!project) return undefined;
  const onSameServer = [...urls.values()].map(parseRemoteUrl).filter((other) => other?.server === project.server);
  const paths = new Set(onSameServer.map((other) => other?.path));
  return paths.size > 1 ? { server: project.server, path: undefined } : project;
}

/**
 * Server and path of a remote's address: `https://host[:port]/path.git`, `ssh://git@host[:port]/path.git`,
 * `git@host:path.git`. Undefined for a local folder and for servers that are no GitLab.
 */
export function parseRemoteUrl(url: string): RemoteProject | undefined {
  const address = url.includes('://') ? urlAddress(url) : scpAddress(url);
  if (!address || OTHER_SERVERS.has(address.host)) return undefined;
  const path = address.path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  if (!/^[^/~][^/]*(\/[^/]+)+$/.test(path)) return undefined;
  return { server: SSH_NAMES[address.host] ?? address.host, path };
}

interface Address {
  readonly host: string;
  readonly path: string;
}

function urlAddress(url: string): Address | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, host, pathname } = new URL(url);
  const path = decodeURIComponentOr(pathname);
  if (protocol === 'https:') return { host, path };
  if (protocol === 'http:') return { host: host === hostname ? `${hostname}:80` : host, path };
  const isGit = protocol === 'ssh:' || protocol === 'git+ssh:' || protocol === 'git:';
  return isGit && hostname !== '' ? { host: hostname.toLowerCase(), path } : undefined;
}

/** `user@host:path`; a letter alone before the colon is a Windows drive. */
function scpAddress(url: string): Address | undefined {
  const [, host, path] = /^(?:[^@/\s]+@)?([^:/\s@]{2,}):(.+)$/.exec(url) ?? [];
  return host === undefined || path === undefined ? undefined : { host: host.toLowerCase(), path };
}

function decodeURIComponentOr(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * The text of a repository's configuration. In a submodule and in a linked worktree `.git` is a file that names the real
 * folder; a worktree's folder names in `commondir` the one that holds the configuration.
 */
function gitConfig(dotGit: string): string | undefined {
  const file = readText(dotGit);
  if (file === undefined) return readText(join(dotGit, 'config'));
  const [, target] = /^gitdir: (.+)$/m.exec(file) ?? [];
  if (target === undefined) return undefined;
  const folder = resolve(dotGit, '..', target.trim());
  const common = readText(join(folder, 'commondir'))?.trim() ?? '.';
  return readText(join(resolve(folder, common), 'config'));
}

/** The address of each remote (`git help config`: "Syntax"); of several addresses the first, which Git fetches from. */
function remoteUrls(config: string): Map<string, string> {
  const urls = new Map<string, string>();
  let remote: string | undefined;
  for (const line of config.split(/\r?\n/)) {
    const section = /^\s*\[\s*([^\s\]"]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
    if (section) remote = section[1]?.toLowerCase() === 'remote' ? section[2] : undefined;
    const [, url] = /^\s*url\s*=\s*"?([^"\s;#]+)/i.exec(line) ?? [];
    if (remote !== undefined && url !== undefined && !urls.has(remote)) urls.set(remote, url);
  }
  return urls;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
