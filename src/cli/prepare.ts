/** Makes ready what pipelines include from outside their repository, before they are read. */
import { FileSystemHost } from '../host/file-system.ts';
import type { CommandLine } from './command-line.ts';
import { complain, UsageError } from './complain.ts';
import type { FetchingOptions } from './fetching.ts';
import type { Options } from './options.ts';
import type { Target } from './targets.ts';

/** Fetches what is missing, where that is wanted. A lock file that cannot be read leaves its includes unknown. */
export async function prepare(
  targets: readonly Target[],
  commandLine: CommandLine,
  options: FetchingOptions & Pick<Options, 'online'>,
  reject: (message: string) => void,
): Promise<readonly Target[]> {
  const prepared: Target[] = [];
  for (const root of new Set(targets.map((target) => target.root))) {
    const here = targets.filter((target) => target.root === root);
    const lock = new FileSystemHost(root).lock();
    if (!lock.ok) reject(lock.message);
    if (!options.online || !lock.ok) {
      prepared.push(...here);
      continue;
    }
    try {
      const { fetchIncludes } = await import('./fetching.ts');
      const { targets: online, failures } = await fetchIncludes(root, here, options, commandLine);
      for (const failure of failures) complain(commandLine, failure);
      prepared.push(...online);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reject(error.message);
      prepared.push(...here);
    }
  }
  return prepared;
}
