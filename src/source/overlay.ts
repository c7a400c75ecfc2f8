/** A host with some of its answers replaced. */
import type { Host } from './host.ts';

/** Files, by their path, that hold another text than the one that is saved. */
export function withTexts(host: Host, texts: ReadonlyMap<string, string>): Host {
  return {
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? host.read(path) : { ok: true, text };
    },
    list: () => {
      const files = host.list();
      const more = [...texts.keys()].filter((path) => !files.includes(path));
      return more.length === 0 ? files : [...files, ...more].sort();
    },
    fetched: (source) => host.fetched(source),
  };
}
