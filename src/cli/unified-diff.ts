/** `--diff`: what fixes would change, as a patch for `git apply` and `patch -p1`. */
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { colorsOf } from '../report/colors.ts';
import { showUnsafe } from '../report/safe-text.ts';
import { maskSecrets } from '../report/secrets.ts';
import type { CommandLine } from './command-line.ts';
import type { ColorOptions } from './shared-options.ts';
import { styleOf } from './terminal.ts';

const CONTEXT = 3;

interface ComparedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Into a file or a pipe goes the very text of the files: a program reads on. */
export function printDiff(files: readonly ComparedFile[], options: ColorOptions, commandLine: CommandLine): void {
  const patch = files.map(unifiedDiff).join('');
  const { color } = styleOf(commandLine, options);
  const isShown = commandLine.stdout.isTTY === true || color;
  commandLine.stdout.write(isShown ? showDiff(patch, color) : patch);
}

function unifiedDiff({ path, before, after }: ComparedFile): string {
  const patch = structuredPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: CONTEXT });
  const text = formatPatch(patch, FILE_HEADERS_ONLY);
  // patch takes a blank for the end of the name, unless a tab follows, as Git writes it.
  return path.includes(' ') ? text.replace(/^--- .*\n\+\+\+ .*/, (head) => head.replace(/$/gm, '\t')) : text;
}

/** The same on a terminal, which strangers' text must not steer, and without secrets. */
function showDiff(patch: string, color: boolean): string {
  const { bold, cyan, green, red } = colorsOf(color);
  const paint = (line: string): string => {
    if (/^(---|\+\+\+) [ab]\//.test(line)) return bold(line);
    if (line.startsWith('@@')) return cyan(line);
    if (line.startsWith('+')) return green(line);
    return line.startsWith('-') ? red(line) : line;
  };
  const lines = patch
    .split('\n')
    .map((line) => showUnsafe(maskSecrets(line.replace(/\r$/, '')).replaceAll('\t', '    ')));
  return lines.map(paint).join('\n');
}
