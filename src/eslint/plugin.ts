/**
 * The ESLint plugin: `import pipelint from 'pipelint/eslint'`, then `export default [pipelint.configs.recommended]`.
 *
 * ESLint reads synchronously and shows one file at a time: includes are read from the disk only, a finding in an included
 * file is shown at the `include:` entry that leads there, and a rule has one severity.
 */
import type { ConfigObject, Plugin } from '@eslint/core';
import packageJson from '../../package.json' with { type: 'json' };
import { RULES } from '../../rules/index.ts';
import { enabledRules } from '../lint/select.ts';
import type { Preset } from '../rule.ts';
import { gitlabCi } from './language.ts';
import { PIPELINE_FILES } from './language-options.ts';
import { eslintRule } from './rule.ts';

const NAMESPACE = 'pipelint';

const plugin = {
  meta: { name: packageJson.name, version: packageJson.version, namespace: NAMESPACE },
  languages: { 'gitlab-ci': gitlabCi },
  rules: Object.fromEntries(RULES.map((rule) => [rule.meta.docs.name, eslintRule(rule)])),
} satisfies Plugin;

/** A configuration that is complete: the files, the language, and the rules of a preset. */
function config(preset: Preset): ConfigObject {
  const rules = enabledRules(RULES, { preset, severities: new Map() }).map(({ meta }) => {
    const level = meta.docs.severity === 'error' ? 'error' : 'warn';
    const options = preset === 'strict' ? meta.strictOptions : undefined;
    return [`${NAMESPACE}/${meta.docs.name}`, options ? [level, options] : level];
  });
  return {
    name: `${NAMESPACE}/${preset}`,
    files: PIPELINE_FILES,
    plugins: { [NAMESPACE]: plugin },
    language: `${NAMESPACE}/gitlab-ci`,
    rules: Object.fromEntries(rules),
  };
}

/** One object with what the configurations name as the plugin: ESLint refuses two plugins of one name. */
export default Object.assign(plugin, { configs: { recommended: config('recommended'), strict: config('strict') } });
