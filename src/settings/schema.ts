/** The JSON Schema of the settings file, for editors. */
import type { Rule } from '../rule.ts';
import { settingsShape } from './keys.ts';
import { DEFINITIONS } from './rule-settings.ts';

export const SETTINGS_SCHEMA_URL = 'https://unpkg.com/pipelint/schemas/settings.schema.json';

export function settingsSchema(rules: readonly Rule[]): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: SETTINGS_SCHEMA_URL,
    title: 'The settings of pipelint: .pipelint.yml',
    ...settingsShape(rules).schema,
    definitions: DEFINITIONS,
  };
}
