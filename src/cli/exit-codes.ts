/** What the exit code says. The codes are a contract: scripts and pipelines branch on them. */

/** Nothing at or above `--fail-on` was found. */
export const OK = 0;

/** Something at or above `--fail-on` was found. */
export const FINDINGS = 1;

/** The command line is wrong, or a file that it names cannot be read or written. What could be linted was linted. */
export const USAGE = 2;

/** pipelint itself failed. What could be linted was linted, but findings may be missing. */
export const INTERNAL = 3;

export type ExitCode = typeof OK | typeof FINDINGS | typeof USAGE | typeof INTERNAL;

/** Of several things that happened in a run, the one its exit code tells: the one that makes the others less certain. */
export function gravest(codes: readonly ExitCode[]): ExitCode {
  return [INTERNAL, USAGE, FINDINGS].find((code): code is ExitCode => codes.some((each) => each === code)) ?? OK;
}
