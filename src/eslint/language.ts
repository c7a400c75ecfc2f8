/** `.gitlab-ci.yml` as an ESLint language: reads a pipeline with everything it includes (eslint.org: "Languages"). */
import type { Language, OkParseResult, ParseResult } from '@eslint/core';
import { internalError } from '../lint/internal-error.ts';
import type { Pipeline } from '../pipeline/nodes.ts';
import { type Node, VISITOR_KEYS } from '../pipeline/tree.ts';
import { checkLanguageOptions, type GitlabCiLanguageOptions } from './language-options.ts';
import type { LintedSource } from './linted-source.ts';
import { readForEslint } from './read.ts';
import { SettingsError } from './settings.ts';

export interface GitlabCiLanguageTypes {
  LangOptions: GitlabCiLanguageOptions;
  Code: LintedSource;
  RootNode: Pipeline;
  Node: Node;
}

export const gitlabCi: Language<GitlabCiLanguageTypes> = {
  fileType: 'text',
  lineStart: 1,
  columnStart: 1,
  nodeTypeKey: 'type',
  visitorKeys: Object.fromEntries(Object.entries(VISITOR_KEYS).map(([type, keys]) => [type, [...keys]])),

  validateLanguageOptions: checkLanguageOptions,

  /** A file that GitLab rejects still gives a tree; what is wrong with it is told by the `config-*` rules. */
  parse({ path, physicalPath, body }, { languageOptions }): ParseResult<Pipeline> {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    try {
      const source = readForEslint(physicalPath, text, languageOptions);
      return { ok: true, ast: source.ast, source };
    } catch (error) {
      const { message } = error instanceof SettingsError ? error : internalError(undefined, path, error);
      return { ok: false, errors: [{ message, line: 1, column: 1 }] };
    }
  },

  createSourceCode(_file, { source }: OkParseResult<Pipeline> & { source: LintedSource }) {
    return source;
  },
};
