/** From a file that ESLint has in hand to the pipeline that it belongs to. */
import { relative, sep } from 'node:path';
import { RULES } from '../../rules/index.ts';
import { FileSystemHost } from '../host/file-system.ts';
import { remoteProject } from '../host/git-remote.ts';
import { overlay } from '../host/overlay.ts';
import { CONFIG_NAME, repositoryRoot } from '../host/repository.ts';
import { analyse } from '../lint/analyse.ts';
import { pipelinesOf } from '../pipeline/tree.ts';
import { registryOfServer } from '../registry/host.ts';
import type { ProjectFacts } from '../registry/project.ts';
import type { Host } from '../source/host.ts';
import { type GitlabCiLanguageOptions, isPipelineFile } from './language-options.ts';
import { LintedSource } from './linted-source.ts';
import { settingsFor } from './settings.ts';

/**
 * Reads the text that ESLint has in hand, and the files it includes from the disk. A file that the repository's own
 * pipeline includes is seen as a part of that pipeline: what is wrong with a template shows in the jobs that extend it.
 */
export function readForEslint(physicalPath: string, text: string, options: GitlabCiLanguageOptions): LintedSource {
  const root = repositoryRoot(physicalPath);
  const path = relative(root, physicalPath).split(sep).join('/');
  const host = overlay(new FileSystemHost(root), path, text);
  const settings = settingsFor(host, path, RULES);
  const facts = factsOf(root, options, settings.facts);
  const whole = path === CONFIG_NAME ? undefined : including(path, host, facts);
  const { ast, file } = whole ?? analyse(host, path, facts);
  // In the run of an included file only the repository's own pipeline is looked for.
  const isOwn = ast.composition.root.path === CONFIG_NAME;
  return new LintedSource(ast, file, settings.options, isOwn ? isPipelineFile(options) : () => false);
}

/** The repository's own pipeline, when the file at `path` is a part of it. */
function including(path: string, host: Host, facts: ProjectFacts): Pick<LintedSource, 'ast' | 'file'> | undefined {
  if (!host.read(CONFIG_NAME).ok) return undefined;
  const { ast } = analyse(host, CONFIG_NAME, facts);
  const files = pipelinesOf(ast).flatMap(({ composition }) => composition.files);
  const file = files.find((each) => each.inRepository && each.path === path);
  return file && { ast, file };
}

/**
 * What the configuration of ESLint says, else the settings, else the Git remote. Its path counts only on the server that
 * is meant: elsewhere the project may be called otherwise.
 */
function factsOf(root: string, options: GitlabCiLanguageOptions, settings: ProjectFacts): ProjectFacts {
  const remote = remoteProject(root);
  const server = options.server ?? settings.server ?? remote?.server;
  const path = options.project ?? settings.path ?? (remote?.server === server ? remote?.path : undefined);
  const registry = options.registry ?? settings.registry ?? registryOfServer(server);
  return { ...settings, ...(path && { path }), ...(server && { server }), ...(registry && { registry }) };
}
