/** The command line and ESLint say the same of a pipeline: the same rules, words and places, in the severities that ESLint has. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Linter } from 'eslint';
import { RULES } from '../../rules/index.ts';
import plugin from '../../src/eslint/plugin.ts';
import { FileSystemHost } from '../../src/host/file-system.ts';
import { analyse } from '../../src/lint/analyse.ts';
import { lintSource } from '../../src/lint/lint.ts';
import { DEFAULT_OPTIONS } from '../../src/lint/options.ts';
import { safeProse } from '../../src/report/safe-text.ts';
import type { Files } from './seeds.ts';

const ROOT = '.gitlab-ci.yml';
const SEVERITIES = new Map(RULES.map(({ meta: { docs } }) => [docs.name, docs.severity]));

const CONFIG: Linter.Config = {
  ...(plugin.configs.strict as Linter.Config),
  // Only the root file is linted, so that whatever is found elsewhere is shown at the way there.
  files: [ROOT],
  languageOptions: { files: [ROOT] },
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
};

/** What only one of them says of a pipeline, a line each. */
export function disagreements(files: Files): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'pipelint-agreement-'));
  try {
    write(folder, files);
    const host = new FileSystemHost(folder);
    const root = host.read(ROOT);
    // The command line refuses what is no text before anything is linted; ESLint reads it as what it can.
    if (!root.ok) return [];
    const [ours, eslints] = [toldByUs(host), toldByEslint(folder, root.text)];
    return [
      ...missingIn(eslints, ours).map((line) => `ESLint agrees: it does not say ${line}`),
      ...missingIn(ours, eslints).map((line) => `ESLint agrees: it alone says ${line}`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(folder: string, files: Files): void {
  mkdirSync(join(folder, '.git'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function toldByUs(host: FileSystemHost): string[] {
  const source = analyse(host, ROOT, {});
  const { findings } = lintSource(source, RULES, { ...DEFAULT_OPTIONS, preset: 'strict' });
  return findings.flatMap(({ rule, place, message, help, severity }) => {
    const usual = SEVERITIES.get(rule);
    // What the comments of a file do not hold back is told by the command line only.
    if (usual === undefined || (severity === 'info' && usual !== 'info')) return [];
    const { line, column } = place.file.position(place.range[0]);
    const where = place.file === source.file ? '' : `${place.file.path}:${line}:${column}: `;
    const { file, range } = source.placeInRoot(place);
    const [start, end] = [file.position(range[0]), file.position(range[1])];
    const said = safeProse(`${where}${message}${help && ` ${help}`}`);
    return show(start.line, start.column, end.line, end.column, usual === 'error' ? 2 : 1, `pipelint/${rule}`, said);
  });
}

function toldByEslint(folder: string, text: string): string[] {
  const messages = new Linter({ cwd: folder }).verify(text, [CONFIG], { filename: join(folder, ROOT) });
  // Without a rule it speaks of its own comments, which are not asked for here.
  return messages
    .filter(({ ruleId, fatal }) => ruleId !== null || fatal)
    .map(({ line, column, endLine = 0, endColumn = 0, severity, ruleId, message }) =>
      show(line, column, endLine, endColumn, severity, ruleId ?? 'eslint', message),
    );
}

function show(...[line, column, endLine, endColumn, ...said]: readonly [number, number, number, number, ...unknown[]]) {
  return `${line}:${column}-${endLine}:${endColumn} ${said.join(' ')}`;
}

/** Those of `lines` that are not in `others`, each as often as it is there. */
function missingIn(others: readonly string[], lines: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
