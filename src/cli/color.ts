/** Whether to colour what is printed: flags before environment before terminal. */
import type { Output } from './command-line.ts';

/**
 * @param flag `--color` or `--no-color`
 * @param env `NO_COLOR` (no-color.org), `FORCE_COLOR` (force-color.org), `CLICOLOR_FORCE` and `CLICOLOR`
 *   (bixense.com/clicolors), `TERM`; one that is empty counts as not set
 */
export function wantsColor(
  flag: boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
  output: Output,
): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== '0') return true;
  return output.isTTY === true && env.CLICOLOR !== '0' && env.TERM !== 'dumb';
}
