/** `--shard`: which of the repositories of a fleet a run lints, when several runs share them. */
import { relative, sep } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { sha256Of } from '../source/cryptography.ts';
import type { CommandLine } from './command-line.ts';
import { UsageError } from './complain.ts';

/** The first of three is 1 of 3. */
export interface Shard {
  readonly index: number;
  readonly total: number;
}

/** `auto`: as the CI job says. */
export type ShardOption = Shard | 'auto';

/** @throws InvalidArgumentError for another value */
export function shardOption(value: string): ShardOption {
  if (value === 'auto') return value;
  const [, index = '', total = ''] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  const shard = shardOf(index, total);
  if (shard) return shard;
  throw new InvalidArgumentError('It takes the number of this run and how many there are, such as 1/4, or auto.');
}

/**
 * @throws UsageError where the environment is not that of a job with `parallel` (GitLab docs: "Predefined CI/CD variables
 *   reference": `CI_NODE_INDEX`, `CI_NODE_TOTAL`)
 */
export function settledShard(option: ShardOption, { env }: CommandLine): Shard {
  if (option !== 'auto') return option;
  const { CI_NODE_INDEX: index, CI_NODE_TOTAL: total } = env;
  const missing = Object.entries({ CI_NODE_INDEX: index, CI_NODE_TOTAL: total }).find(([, value]) => !value)?.[0];
  if (missing !== undefined) {
    throw new UsageError(
      `--shard auto needs ${missing}, which GitLab sets in jobs with parallel; else say --shard 1/4`,
    );
  }
  const shard = shardOf(index, total);
  if (shard) return shard;
  throw new UsageError(`--shard auto cannot use CI_NODE_INDEX=${index} with CI_NODE_TOTAL=${total}`);
}

function shardOf(index = '', total = ''): Shard | undefined {
  const shard = { index: Number(index), total: Number(total) };
  const isCounted = /^\d+$/.test(index) && /^\d+$/.test(total);
  return isCounted && shard.index >= 1 && shard.index <= shard.total ? shard : undefined;
}

/**
 * Whether a shard has a repository. Every repository is in one shard, which the way to it from the working folder decides
 * and nothing else: another repository beside it changes nothing, and of another number of shards it moves only to a new one
 * or from one that is gone (rendezvous hashing).
 */
export function isInShard({ index, total }: Shard, root: string, cwd: string): boolean {
  const way = relative(cwd, root).split(sep).join('/');
  const own = weight(index, way);
  for (let other = 1; other <= total; other++) {
    if (other !== index && weight(other, way) > own) return false;
  }
  return true;
}

function weight(index: number, way: string): string {
  return sha256Of(`${index}\n${way}`);
}
