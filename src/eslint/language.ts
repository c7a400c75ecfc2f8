/** `.gitlab-ci.yml` as an ESLint language: reads a pipeline with everything it includes (eslint.org: "Languages"). */
import { relative, sep } from 'node:path';
import type { File, Language, OkParseResult, ParseResult } from '@eslint/core';
import { FileSystemHost } from '../host/file-system.ts';
import { remoteProject } from '../host/git-remote.ts';
import { overlay } from '../host/overlay.ts';
import { repositoryRoot } from '../host/repository.ts';
import { analyse } from '../lint/analyse.ts';
import { internalError } from '../lint/internal-error.ts';
import type { Pipeline } from '../pipeline/nodes.ts';
import { type Node, VISITOR_KEYS } from '../pipeline/tree.ts';
import { registryOfServer } from '../registry/host.ts';
import type { ProjectFacts } from '../registry/project.ts';
import { LintedSource } from './linted-source.ts';

/** What a user may say about the project under `languageOptions`; the Git remote answers for what is missing. */
export interface GitlabCiLanguageOptions extends Record<string, unknown> {
  /** Full path of the project: `acme/platform/api`. */
  project?: string;
  /** Host of the GitLab server: `gitlab.example.com`. */
  server?: string;
  /** `host[:port]` of the container registry: `registry.example.com`. */
  registry?: string;
}

const OPTION_NAMES = ['project', 'server', 'registry'] as const;

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

  validateLanguageOptions(options) {
    for (const name of OPTION_NAMES) {
      const value = options[name];
      if (value !== undefined && typeof value !== 'string') {
        throw new TypeError(`languageOptions.${name} must be a string, for example '${EXAMPLES[name]}'.`);
      }
    }
  },

  /** A file that GitLab rejects still gives a tree; what is wrong with it is told by the `config-*` rules. */
  parse(file, { languageOptions }): ParseResult<Pipeline> {
    try {
      return { ok: true, ast: read(file, languageOptions) };
    } catch (error) {
      const { message } = internalError(undefined, file.path, error);
      return { ok: false, errors: [{ message, line: 1, column: 1 }] };
    }
  },

  createSourceCode(_file, { ast }: OkParseResult<Pipeline>) {
    return new LintedSource(ast);
  },
};

const EXAMPLES: Readonly<Record<(typeof OPTION_NAMES)[number], string>> = {
  project: 'acme/platform/api',
  server: 'gitlab.example.com',
  registry: 'registry.example.com',
};

/** Reads the text that ESLint has in hand, and the files it includes from the disk. */
function read({ physicalPath, body }: File, options: GitlabCiLanguageOptions): Pipeline {
  const root = repositoryRoot(physicalPath);
  const path = relative(root, physicalPath).split(sep).join('/');
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  return analyse(overlay(new FileSystemHost(root), path, text), path, factsOf(root, options)).ast;
}

/** The remote's path counts only on the server that is meant: elsewhere the project may be called otherwise. */
function factsOf(root: string, options: GitlabCiLanguageOptions): ProjectFacts {
  const remote = remoteProject(root);
  const server = options.server ?? remote?.server;
  const path = options.project ?? (remote?.server === server ? remote?.path : undefined);
  const registry = options.registry ?? registryOfServer(server);
  return { ...(path && { path }), ...(server && { server }), ...(registry && { registry }) };
}
