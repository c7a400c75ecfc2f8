/** Links in what is printed: whether the terminal shows them, and what opens a place of a file. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Links, ReportContext } from '../report/report.ts';
import { maskSecrets } from '../report/secrets.ts';
import type { CommandLine, Output } from './command-line.ts';

type Environment = CommandLine['env'];

/**
 * Terminals that make links of OSC 8, by the variable that tells them. Others print nothing of it, or garbage (list:
 * github.com/Alhadis/OSC8-Adoption). VTE crashed on links before 0.50.1.
 */
const TERMINALS: readonly (readonly [variable: string, value: RegExp])[] = [
  ['TERM_PROGRAM', /^(?:iTerm\.app|WezTerm|vscode|ghostty|zed|rio)$/],
  ['TERM', /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|contour)/],
  ['WT_SESSION', /./],
  ['VTE_VERSION', /^(?:500[1-9]|50[1-9]\d|5[1-9]\d\d|[6-9]\d{3}|\d{5,})$/],
];

/** `FORCE_HYPERLINK` before everything, `0` for never. Otherwise a known terminal; never a file, a pipe or a CI job. */
export function wantsLinks(env: Environment, output: Output): boolean {
  if (env.FORCE_HYPERLINK) return env.FORCE_HYPERLINK !== '0';
  if (output.isTTY !== true || env.CI || env.TERM === 'dumb') return false;
  return TERMINALS.some(([variable, value]) => value.test(env[variable] ?? ''));
}

/** @param base the folder that the report's paths count from */
export function linksTo(base: string, pathOf: ReportContext['pathOf'], env: Environment): Links {
  return {
    urlOf: (place) => {
      const path = join(base, pathOf(place.file));
      // Over SSH the terminal is on another machine than the file.
      if (!place.file.inRepository || env.SSH_CONNECTION || maskSecrets(path) !== path) return undefined;
      const url = pathToFileURL(path);
      const { line, column } = place.file.position(place.range[0]);
      // The only terminal that takes a position as well (code.visualstudio.com: "Opening VS Code with URLs").
      return env.TERM_PROGRAM === 'vscode' ? `vscode://file${url.pathname}:${line}:${column}` : url.href;
    },
  };
}
