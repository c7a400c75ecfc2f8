/** Reads a settings file. It is data in YAML, and nothing in it is run. */
import type { Rule } from '../rule.ts';
import { comparePlaces, type SourceFile } from '../source/source-file.ts';
import { loadYaml } from '../yaml/load.ts';
import { type Settings, settingsShape } from './keys.ts';
import type { SettingsFault } from './shape.ts';
import { explainSyntax } from './syntax.ts';

export const SETTINGS_NAME = '.pipelint.yml';

export interface LoadedSettings {
  /** As much of them as can be understood. */
  readonly settings: Settings;
  /** By place. With any of them the settings are not what their author meant. */
  readonly faults: readonly SettingsFault[];
}

/**
 * Never throws, whatever the text. A file that says nothing is fine.
 *
 * @param rules those that the settings may name
 */
export function loadSettings(file: SourceFile, rules: readonly Rule[]): LoadedSettings {
  const { content, header, problems } = loadYaml(file);
  if (problems.length > 0) return { settings: {}, faults: problems.map(explainSyntax) };
  const faults: SettingsFault[] = [];
  if (header) faults.push({ place: header.place, message: 'Settings are one document, and here are two.', help: '' });
  const settings = (content && settingsShape(rules).read(content, faults)) ?? {};
  return { settings, faults: faults.toSorted((a, b) => comparePlaces(a.place, b.place)) };
}
