/** Where fetched texts are kept. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * `PIPELINT_CACHE_DIR`, else a folder of the user: `$XDG_CACHE_HOME/pipelint` or `~/.cache/pipelint` (XDG Base Directory
 * Specification, which says to ignore a relative path), on Windows `%LOCALAPPDATA%\pipelint`.
 */
export function defaultCacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (env.PIPELINT_CACHE_DIR) return env.PIPELINT_CACHE_DIR;
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'pipelint');
  if (process.platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'pipelint');
  return join(env.HOME || homedir(), '.cache', 'pipelint');
}
