/** Which settings file is meant for a pipeline. */
import type { FileContent, Host } from '../source/host.ts';
import { SETTINGS_NAME } from './load.ts';

export interface FoundSettings {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly content: FileContent;
}

/** The nearest one, from the folder of a pipeline's file up to the root of its repository. It may be one that cannot be read. */
export function nearestSettings(host: Host, path: string): FoundSettings | undefined {
  for (const folder of foldersUpward(path)) {
    const content = host.read(`${folder}${SETTINGS_NAME}`);
    if (content.ok || content.reason !== 'missing') return { path: `${folder}${SETTINGS_NAME}`, content };
  }
  return undefined;
}

/** The folders of a file up to the repository's root, each with a slash behind it, the nearest first. */
function foldersUpward(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return [...parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/')}/`), ''];
}
