/** What is printed on: how wide it is, and whether it shows colours. */
import { wantsColor } from './color.ts';
import type { CommandLine, Output } from './command-line.ts';

/** Of a file, a pipe, or a terminal that does not tell. */
export const DEFAULT_WIDTH = 80;

export interface Style {
  readonly color: boolean;
  readonly width: number;
}

/** @param color `--color` or `--no-color` */
export function styleOf({ env, stdout }: CommandLine, { color }: { readonly color?: boolean }): Style {
  return { color: wantsColor(color, env, stdout), width: widthOf(stdout) };
}

function widthOf({ isTTY, columns }: Output): number {
  return isTTY === true && columns ? columns : DEFAULT_WIDTH;
}
