/** A host with one of its answers replaced. */
import type { Host } from '../source/host.ts';
import { withTexts } from '../source/overlay.ts';

/** One file is text that is not saved yet: an editor's buffer, standard input. */
export function overlay(host: Host, path: string, text: string): Host {
  return withTexts(host, new Map([[path, text]]));
}

/** What comes from outside the repository is told by someone else: by who is just fetching it. */
export function withFetched(host: Host, fetched: Host['fetched']): Host {
  return { read: (path) => host.read(path), list: () => host.list(), fetched };
}
