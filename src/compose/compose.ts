/**
 * Composes a `.gitlab-ci.yml` from everything it includes, in GitLab's order of steps (lib/gitlab/ci/config.rb):
 * include, `extends`, `!reference`, and the stages that every pipeline has.
 */
import type { Host } from '../source/host.ts';
import type { Problem } from '../source/problem.ts';
import { SourceFile, textAt } from '../source/source-file.ts';
import type { YamlFile } from '../yaml/load.ts';
import { type Entry, isConditional, type Mapping } from '../yaml/values.ts';
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
  const graph = new IncludeGraph(host, given, path);
  const loaded = graph.files.read(path);
  if (typeof loaded === 'string') {
    const root = new SourceFile(path, '');
    const data = { path, reason: UNREADABLE[loaded] };
    return {
      ...nothing(root, given),
      problems: [{ rule: 'config-syntax', kind: 'unreadable', place: root.place(0, 0), data }],
    };
  }
  const content = mappingOf(loaded);
  if (!content) return { ...nothing(loaded.file, given), problems: rootProblems(loaded) };

  const composed = composeContent(graph, loaded, content, given);
  return { ...composed, root: loaded.file, header: loaded.header };
}

/**
 * Composes what a job with `trigger: include` starts. GitLab gives the child pipeline a file that holds that `include` and
 * nothing else (app/models/ci/bridge.rb, `yaml_for_downstream`).
 */
export function composeChild(host: Host, include: Entry, given: Given = {}): Composition {
  const { place } = include.value;
  // What is started twice is one child, so that its words tell it apart, wherever they stand.
  const graph = new IncludeGraph(host, given, textAt(place));
  const content: Mapping = { kind: 'mapping', entries: new Map([['include', include]]), place };
  // A file without text and name: nothing of it is ever shown, and none that is included can be the same.
  const file = new SourceFile('', '');
  const composed = composeContent(
    graph,
    { file, content, blank: false, header: undefined, comments: [], problems: [] },
    content,
    given,
  );
  return { ...composed, root: place.file, files: composed.files.filter((one) => one !== file) };
}

function composeContent(
  graph: IncludeGraph,
  loaded: YamlFile,
  content: Mapping,
  { isPart = false, variables = new Map() }: Given,
): Composition {
  const included = graph.expandRoot(loaded, content);
  const { files, ledger } = graph;
  const { unresolved } = ledger;
  const complete =
    !isPart &&
    unresolved.length === 0 &&
    !ledger.problems.some(({ rule }) => MISSES_CONTENT.includes(rule)) &&
    ![...included.entries.keys()].some(holdsPlaceholder);
  const faults: Problem[] = [];
  const extended = resolveExtends(included, complete, faults);
  const config = addEdgeStages(resolveReferences(extended, complete, faults));
  // Where a file is included under conditions, its faults are there under the same conditions, and nobody knows them.
  const problems = [...ledger.problems, ...faults.filter(({ place }) => !isConditional(files.trailOf(place.file)))];
  const certain = !files.files.some((file) => isConditional(files.trailOf(file)));
  const includedBy = files.trailOf.bind(files);
  return {
    root: loaded.file,
    header: undefined,
    files: files.files,
    config,
    unresolved,
    includes: graph.includes,
    complete,
    isPart,
    given: variables,
    certain,
    problems,
    includedBy,
  };
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

function nothing(root: SourceFile, { variables = new Map() }: Given): Composition {
  return {
    root,
    header: undefined,
    files: [root],
    config: undefined,
    unresolved: [],
    includes: [],
    complete: false,
    isPart: false,
    given: variables,
    certain: true,
    problems: [],
    includedBy: () => [],
  };
}
