/** A host with one of its answers replaced. */
import type { FileContent, Host } from '../source/host.ts';
import { withTexts } from '../source/overlay.ts';

/** One file is text that is not saved yet: an editor's buffer, standard input. */
export function overlay(host: Host, path: string, text: string): Host {
  return withTexts(host, new Map([[path, text]]));
}

/** Every file as it is read first, whatever happens to it meanwhile. */
export function snapshot(host: Host): Host {
  const contents = new Map<string, FileContent>();
  return {
    read: (path) => {
      const content = contents.get(path) ?? host.read(path);
      contents.set(path, content);
      return content;
    },
    list: () => host.list(),
    fetched: (source) => host.fetched(source),
  };
}

/** What comes from outside the repository is told by someone else: by who is just fetching it. */
export function withFetched(host: Host, fetched: Host['fetched']): Host {
  return { read: (path) => host.read(path), list: () => host.list(), fetched };
}
