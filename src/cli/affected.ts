/**
 * `--affected`: from files that changed to the pipelines that they take part in. A change in an included file may break a
 * job that is written elsewhere, so the pipeline is linted as a whole; a file that no pipeline reads is nobody's business.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { LOCK_NAME } from '../host/cache/lock.ts';
import { FileSystemHost } from '../host/file-system.ts';
import { RecordingHost } from '../host/recording.ts';
import { CONFIG_NAME, repositoryRoot } from '../host/repository.ts';
import type { LintResult } from '../lint/finding.ts';
import { SETTINGS_NAME } from '../settings/load.ts';
import type { CommandLine } from './command-line.ts';
import { UsageError } from './complain.ts';
import type { Linted } from './repositories.ts';
import { type Fleet, findFleet, type InputOptions, type Target } from './targets.ts';

/** Files that a pipeline is linted with, which it does not name. */
const FOR_ALL: ReadonlySet<string> = new Set([LOCK_NAME, SETTINGS_NAME]);

interface ChangedFile {
  readonly root: string;
  /** Relative to the root, with `/` between its parts. */
  readonly path: string;
}

export class AffectedPipelines {
  readonly #changed: readonly ChangedFile[];
  readonly #hosts = new Map<string, RecordingHost>();

  /** @throws UsageError for what is no file */
  constructor({ paths, root }: InputOptions, { cwd }: CommandLine) {
    if (paths.includes('-')) throw new UsageError('--affected takes files, not standard input');
    if (paths.includes('')) throw new UsageError('a path is empty');
    const top = root === undefined ? undefined : resolve(cwd, root);
    this.#changed = paths.map((path) => changedFile(resolve(cwd, path), top));
  }

  /** Every pipeline that may read one of the files. */
  async candidates(options: InputOptions, commandLine: CommandLine, reject: (message: string) => void): Promise<Fleet> {
    const paths = this.#changed.flatMap(candidatesFor).map((file) => relative(commandLine.cwd, file));
    if (paths.length === 0) return { targets: [], roots: new Set() };
    return await findFleet({ ...options, paths }, commandLine, reject);
  }

  /** The same pipelines; what linting them reads is remembered. */
  watch(targets: readonly Target[]): readonly Target[] {
    return targets.map((target) => {
      const host = new RecordingHost(target.host);
      this.#hosts.set(join(target.root, target.path), host);
      return { ...target, host };
    });
  }

  /** The results of those that the files take part in. One that is a part of another is left to that one. */
  only<Group extends Linted>(groups: readonly Group[]): readonly Group[] {
    const affected = groups.map((group) => ({
      ...group,
      results: group.results.filter((result) => this.#takesPart(group.root, result)),
    }));
    const parts = new Set(
      affected.flatMap(({ root, results }) =>
        results.flatMap(({ files: [, ...others] }) => others.map((path) => join(root, path))),
      ),
    );
    return affected
      .map((group) => ({
        ...group,
        results: group.results.filter(({ files: [path = ''] }) => !parts.has(join(group.root, path))),
      }))
      .filter(({ results }) => results.length > 0);
  }

  /** A pipeline that lacks a file may lack the one that was renamed, whose old name nobody says any more. */
  #takesPart(root: string, { files: [pipeline = ''], findings }: LintResult): boolean {
    const asked = this.#hosts.get(join(root, pipeline))?.asked;
    return (
      this.#changed.some((file) => file.root === root && (FOR_ALL.has(basename(file.path)) || asked?.has(file.path))) ||
      findings.some(({ rule, messageId }) => rule === 'config-include' && messageId === 'missing')
    );
  }
}

function changedFile(file: string, root = repositoryRoot(file)): ChangedFile {
  return { root, path: relative(root, file).split(sep).join('/') };
}

/** The repository's own pipeline, that of the settings, and the file itself where its name or header says that it is one. */
function candidatesFor({ root, path }: ChangedFile): string[] {
  const candidates = [CONFIG_NAME];
  if (basename(path) === SETTINGS_NAME) candidates.push(join(dirname(path), CONFIG_NAME));
  if (isPipeline(path) || isComponent(root, path)) candidates.push(path);
  return candidates.map((each) => join(root, each)).filter((each) => existsSync(each));
}

function isPipeline(path: string): boolean {
  return basename(path).endsWith(CONFIG_NAME);
}

/** Where GitLab looks for components. Other tools have YAML there too, but none that begins with a `spec`. */
function isComponent(root: string, path: string): boolean {
  if (!/^templates\/([^/]+|[^/]+\/template)\.yml$/.test(path)) return false;
  const content = new FileSystemHost(root).read(path);
  const lines = content.ok ? content.text.split('\n') : [];
  return lines.find((line) => !/^(---|\s*#|\s*$)/.test(line))?.startsWith('spec:') ?? false;
}
