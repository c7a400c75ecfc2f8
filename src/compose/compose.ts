/**
 * Composes a `.gitlab-ci.yml` from everything it includes, in GitLab's order of steps (lib/gitlab/ci/config.rb):
 * include, `extends`, `!reference`, and the stages that every pipeline has.
 */
import type { Host } from '../source/host.ts';
import type { Problem } from '../source/problem.ts';
import { SourceFile } from '../source/source-file.ts';
import type { YamlFile } from '../yaml/load.ts';
import type { Mapping } from '../yaml/values.ts';
import type { Composition } from './composition.ts';
import { addEdgeStages } from './edge-stages.ts';
import { resolveExtends } from './extends.ts';
import type { Given } from './given.ts';
import { IncludeGraph } from './include-graph.ts';
import { holdsPlaceholder } from './placeholder.ts';
import { resolveReferences } from './references.ts';
import { UNREADABLE } from './unreadable.ts';

/** After their faults something of the configuration is not known. */
const MISSES_CONTENT: readonly Problem['rule'][] = ['config-include', 'config-inputs', 'config-syntax'];

/** Reads and composes the file at `path`. What GitLab would reject is told in `problems`, never thrown. */
export function compose(host: Host, path: string, given: Given = {}): Composition {
  const graph = new IncludeGraph(host, given);
  const loaded = graph.files.read(path);
  if (typeof loaded === 'string') {
    const root = new SourceFile(path, '');
    const data = { path, reason: UNREADABLE[loaded] };
    return {
      ...nothing(root),
      problems: [{ rule: 'config-syntax', kind: 'unreadable', place: root.place(0, 0), data }],
    };
  }
  const content = mappingOf(loaded);
  if (!content) return { ...nothing(loaded.file), comments: loaded.comments, problems: rootProblems(loaded) };

  const included = graph.expandRoot(loaded, content);
  const { files, ledger } = graph;
  const { unresolved } = ledger;
  const complete =
    unresolved.length === 0 &&
    !ledger.problems.some(({ rule }) => MISSES_CONTENT.includes(rule)) &&
    ![...included.entries.keys()].some(holdsPlaceholder);
  const problems: Problem[] = [...ledger.problems];
  const extended = resolveExtends(included, complete, problems);
  const config = addEdgeStages(resolveReferences(extended, complete, problems));
  const { comments } = files;
  const includedBy = files.trailOf.bind(files);
  return { root: loaded.file, files: files.files, config, unresolved, complete, problems, comments, includedBy };
}

/** A file of comments only is an empty configuration; anything else that is not a mapping is none. */
function mappingOf({ file, content, blank, problems }: YamlFile): Mapping | undefined {
  if (content?.kind === 'mapping') return content;
  if (content || blank || problems.length > 0) return undefined;
  return { kind: 'mapping', entries: new Map(), place: file.place(0, 0) };
}

function rootProblems({ file, blank, problems }: YamlFile): readonly Problem[] {
  if (!blank) return problems;
  return [{ rule: 'config-syntax', kind: 'blank', place: file.place(0, 0), data: { path: file.path } }, ...problems];
}

function nothing(root: SourceFile): Composition {
  return {
    root,
    files: [root],
    config: undefined,
    unresolved: [],
    complete: false,
    problems: [],
    comments: [],
    includedBy: () => [],
  };
}
