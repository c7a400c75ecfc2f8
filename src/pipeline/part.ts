/**
 * Tells a part of a pipeline from a whole one. A template, a component or an included file is linted on its own when its
 * author asks for it; what it lacks then comes from the file that includes it, and is no mistake.
 */
import { compose } from '../compose/compose.ts';
import type { Host } from '../source/host.ts';
import type { Pipeline } from './nodes.ts';
import type { NeedsKind, SchemaKind, StageKind } from './problems.ts';

/** Where GitLab looks for a project's pipeline, unless the project's settings name another file. */
const ROOT_FILE = '.gitlab-ci.yml';

/** Faults of a file that lacks what another one has. */
const LACKS: ReadonlySet<string> = new Set<
  'missing' | 'unknownParent' | NeedsKind | StageKind | Extract<SchemaKind, 'noVisibleJob' | 'notJob'>
>(['missing', 'unknownParent', 'undefinedNeed', 'undefinedDependency', 'unknownStage', 'noTestStage', 'noVisibleJob']);

const includedBy = new WeakMap<Host, ReadonlySet<string>>();

/** Whether the file is a part: because the repository's own pipeline includes it, by its header, or by what it lacks. */
export function isPart(host: Host, path: string, { composition, problems }: Pipeline): boolean {
  if (path === ROOT_FILE) return false;
  if (includedFiles(host).has(path)) return true;
  if (path.endsWith(`/${ROOT_FILE}`)) return false;
  return (
    composition.header !== undefined || problems.some(({ rule, kind }) => rule !== 'config-include' && LACKS.has(kind))
  );
}

function includedFiles(host: Host): ReadonlySet<string> {
  const known = includedBy.get(host);
  if (known) return known;
  const files = new Set(host.read(ROOT_FILE).ok ? compose(host, ROOT_FILE).files.map((file) => file.path) : []);
  includedBy.set(host, files);
  return files;
}
