/** The repository's `.pipelint.yml` under ESLint, as far as ESLint's own configuration does not decide the same. */
import { UNREADABLE } from '../compose/unreadable.ts';
import { DEFAULT_OPTIONS, type LintOptions } from '../lint/options.ts';
import type { ProjectFacts } from '../registry/project.ts';
import type { Rule } from '../rule.ts';
import { lintOptionsOf, projectFactsOf } from '../settings/apply.ts';
import { nearestSettings } from '../settings/find.ts';
import { loadSettings } from '../settings/load.ts';
import type { Host } from '../source/host.ts';
import { SourceFile } from '../source/source-file.ts';

export interface EslintSettings {
  readonly options: LintOptions;
  readonly facts: ProjectFacts;
}

/** The settings are not what their author meant; with others the findings would be wrong. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError that names the place of the first fault */
export function settingsFor(host: Host, path: string, rules: readonly Rule[]): EslintSettings {
  const found = nearestSettings(host, path);
  if (!found) return { options: DEFAULT_OPTIONS, facts: {} };
  if (!found.content.ok) {
    throw new SettingsError(`${found.path} cannot be used: the file ${UNREADABLE[found.content.reason]}.`);
  }
  const { settings, faults } = loadSettings(new SourceFile(found.path, found.content.text), rules);
  for (const { place, message, help } of faults) {
    const { line, column } = place.file.position(place.range[0]);
    throw new SettingsError(`${found.path}:${line}:${column}: ${message} ${help}`.trim());
  }
  return { options: { ...DEFAULT_OPTIONS, ...lintOptionsOf(settings) }, facts: projectFactsOf(settings) };
}
