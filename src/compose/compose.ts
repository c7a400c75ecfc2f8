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
import { IncludeGraph } from './include-graph.ts';
import { holdsPlaceholder } from './placeholder.ts';
import { resolveReferences } from './references.ts';
import { UNREADABLE } from './unreadable.ts';

/** Reads and composes the file at `path`. What GitLab would reject is told in `problems`, never thrown. */
export function compose(host: Host, path: string): Composition {
  const graph = new IncludeGraph(host);
  const loaded = graph.load(path);
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

  const included = graph.expand(content, { paths: [path], trail: [], conditional: false });
  const complete =
    graph.unresolved.length === 0 &&
    !graph.problems.some(({ rule }) => rule === 'config-include' || rule === 'config-syntax') &&
    ![...included.entries.keys()].some(holdsPlaceholder);
  const problems: Problem[] = [...graph.problems];
  const extended = resolveExtends(included, complete, problems);
  const config = addEdgeStages(resolveReferences(extended, complete, problems));
  const { files, unresolved, comments } = graph;
  const includedBy = graph.includedBy.bind(graph);
  return { root: loaded.file, files, config, unresolved, complete, problems, comments, includedBy };
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
