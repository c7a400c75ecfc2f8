/**
 * Scenarios: what a person sees who runs a command in a folder, each in one text file.
 *
 * ```
 * Says in its first lines what it shows.
 * ====file: PATH====      any number: the folder's files
 * ====env====             NAME=value lines
 * ====stdin====
 * ====command====         pipelint and its arguments, as a shell would split them (no quotes)
 * ====stdout====  ====stderr====  ====status====
 * ====written: PATH====   any number: what a file holds afterwards
 * ```
 * `{folder}` stands for the folder's path, `{fingerprint}` for any fingerprint, `{version}` for that of pipelint.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../../src/cli/options.ts';
import type { Rule } from '../../src/rule.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';

const HEADING = /^====(.+)====\n/m;

/** The sections of a scenario, in their order; the text before the first one has the name ``. */
export function readScenario(text: string): Map<string, string> {
  const [title = '', ...rest] = text.split(HEADING);
  const sections = new Map([['', title]]);
  for (let at = 0; at < rest.length; at += 2) sections.set(rest[at] ?? '', rest[at + 1] ?? '');
  return sections;
}

export function writeScenario(sections: ReadonlyMap<string, string>): string {
  return [...sections].map(([name, text]) => (name === '' ? text : `====${name}====\n${text}`)).join('');
}

/** Plays a scenario in a folder of its own, and gives its sections back as they should be. */
export async function play(
  sections: ReadonlyMap<string, string>,
  rules: readonly Rule[],
): Promise<Map<string, string>> {
  const folder = temporaryFolder(Object.fromEntries(named(sections, 'file: ')));
  const fill = (text = '') => text.replaceAll('{folder}', folder);
  const [program, ...args] = fill(sections.get('command')).trim().split(/\s+/);
  if (program !== 'pipelint') throw new Error(`a scenario runs pipelint, not ${program}`);
  const outcome = await call(
    { args, cwd: folder, env: environment(fill(sections.get('env'))), stdin: sections.get('stdin') ?? '' },
    rules,
  );
  const played = new Map(sections);
  const generalize = (text: string) =>
    text
      .replaceAll(folder, '{folder}')
      .replace(/\b[0-9a-f]{64}\b/g, '{fingerprint}')
      .replaceAll(VERSION, '{version}');
  played.set('stdout', generalize(outcome.stdout));
  played.set('stderr', generalize(outcome.stderr));
  played.set('status', `${outcome.status}\n`);
  for (const [path] of named(sections, 'written: ')) {
    played.set(`written: ${path}`, generalize(readFileSync(join(folder, path), 'utf8')));
  }
  return played;
}

function named(sections: ReadonlyMap<string, string>, prefix: string): [path: string, text: string][] {
  return [...sections]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, text]) => [name.slice(prefix.length), text]);
}

function environment(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
