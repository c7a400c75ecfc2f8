/** Tells of fixes on standard error: standard output is the report's, or the patch's. */
import { relative, sep } from 'node:path';
import type { DiscardedFix, DiscardReason, FixedFinding } from '../lint/fix.ts';
import { counted } from '../report/phrases.ts';
import { safeLine } from '../report/safe-text.ts';
import type { CommandLine } from './command-line.ts';
import { complain } from './complain.ts';
import type { Fixes, OfRepository } from './fixing.ts';

export function tellFixes(fixes: Fixes, commandLine: CommandLine): void {
  const { applied } = fixes;
  if (applied.length > 0) {
    const prefix = pathPrefixes(fixes, commandLine);
    const files = new Set(
      applied.flatMap(({ root, fix }) => fix.edits.map(({ place }) => prefix(root) + place.file.path)),
    );
    const lines = applied.map(
      (each) => `  ${safeLine(`${prefix(each.root)}${whatOf(each.finding)}: ${each.fix.title}`)}`,
    );
    const head = `Fixed ${counted(applied.length, 'finding')} in ${counted(files.size, 'file')}:`;
    commandLine.stderr.write([head, ...lines, ''].join('\n'));
  }
  tellDiscarded(fixes, commandLine);
}

/** A fix that does not do what it promises, or not that alone, is left out. */
export function tellDiscarded(fixes: Fixes, commandLine: CommandLine): void {
  const prefix = pathPrefixes(fixes, commandLine);
  for (const each of fixes.discarded) {
    const what = `${prefix(each.root)}${whatOf(each.finding)}`;
    complain(commandLine, `${what} is not fixed: “${each.fix.title}” ${because(each, prefix(each.root))}`);
  }
}

function because({ reason, uncovered }: DiscardedFix, prefix: string): string {
  const error = uncovered ? `: ${prefix}${whatOf(uncovered)}: ${uncovered.message}` : '';
  return REASONS[reason] + error;
}

const BUG = '. This is a bug in pipelint: please report it';

const REASONS: Readonly<Record<DiscardReason, string>> = {
  'new-error': 'uncovers another error, and both are to be mended by hand',
  stays: `does not make the finding go away${BUG}`,
  broken: `breaks the file${BUG}`,
};

/** `ci/build.yml:7 login-server` */
function whatOf({ place, rule }: FixedFinding['finding']): string {
  return `${place.file.path}:${place.file.position(place.range[0]).line} ${rule}`;
}

/** What stands before a path: nothing where all files are of one repository, as in reports. */
export function pathPrefixes({ groups }: Fixes, { cwd }: CommandLine): (root: OfRepository['root']) => string {
  const isOne = new Set(groups.map(({ root }) => root)).size === 1;
  return (root) => {
    const way = isOne ? '' : relative(cwd, root).split(sep).join('/');
    return way === '' ? '' : `${way}/`;
  };
}
