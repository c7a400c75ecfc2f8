/** A host with one file replaced by text that is not saved yet: an editor's buffer, standard input. */
import type { Host } from '../source/host.ts';

export function overlay(host: Host, path: string, text: string): Host {
  return {
    read: (asked) => (asked === path ? { ok: true, text } : host.read(asked)),
    list: () => {
      const files = host.list();
      return files.includes(path) ? files : [...files, path].sort();
    },
  };
}
