/**
 * Follows `include` from the root file through all files of the repository, and merges them as GitLab does
 * (lib/gitlab/ci/config/external/processor.rb): the included files in their order, then the including file on top.
 */
import type { Host, UnreadableReason } from '../source/host.ts';
import type { Problem } from '../source/problem.ts';
import { type Place, SourceFile } from '../source/source-file.ts';
import { loadYaml, type YamlFile } from '../yaml/load.ts';
import type { Comment, Mapping, Trail, TrailStep } from '../yaml/values.ts';
import type { Unresolved } from './composition.ts';
import { type Include, readIncludes } from './include-entry.ts';
import { carry, mergeMappings } from './merge.ts';
import { nearestName } from './nearest.ts';
import type { IncludeKind } from './problems.ts';
import { UNREADABLE } from './unreadable.ts';
import { isWildcard, matchWildcard } from './wildcard.ts';

/** `ci_max_includes`: how many files may take part, each counted as often as it is included. */
const MAX_INCLUDES = 150;

const YAML_NAME = /[^/]\.ya?ml$/i;

const NOT_HERE: Readonly<Record<Unresolved['kind'], string>> = {
  local: 'is not in this repository',
  project: 'is in another project',
  remote: 'is fetched over the network',
  template: 'is a template of the GitLab server',
  component: 'is a component of another project',
  artifact: 'is made by a job while the pipeline runs',
};

/** How a file came to be read: the files that include each other down to it. */
interface Chain {
  readonly paths: readonly string[];
  readonly trail: Trail;
  readonly conditional: boolean;
}

/** The files of one composition, and what was met on the way to them. */
export class IncludeGraph {
  readonly files: SourceFile[] = [];
  readonly unresolved: Unresolved[] = [];
  readonly problems: Problem[] = [];
  readonly comments: Comment[] = [];
  readonly #trails = new Map<SourceFile, Trail>();
  readonly #loaded = new Map<string, YamlFile | UnreadableReason>();
  readonly #reported = new Set<string>();
  readonly #included = new Set<string>();
  readonly #host: Host;
  #certain = 0;
  #count = 0;
  #isTooMany = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The include entries that lead to a file from the root, outermost first. */
  includedBy(file: SourceFile): Trail {
    return this.#trails.get(file) ?? [];
  }

  /** Reads a file of the repository, once. */
  load(path: string, trail: Trail = []): YamlFile | UnreadableReason {
    const known = this.#loaded.get(path);
    if (known) return known;
    const content = this.#host.read(path);
    const loaded = content.ok ? loadYaml(new SourceFile(path, content.text)) : content.reason;
    this.#loaded.set(path, loaded);
    if (typeof loaded === 'string') return loaded;
    this.files.push(loaded.file);
    this.comments.push(...loaded.comments);
    this.problems.push(...loaded.problems);
    this.#trails.set(loaded.file, trail);
    return loaded;
  }

  /** A file's content with everything it includes, without its `include` key. */
  expand(content: Mapping, chain: Chain): Mapping {
    const include = content.entries.get('include');
    if (!include) return content;
    const included = readIncludes(include.value, (kind, place, data) => this.#report(kind, place, data)).flatMap(
      (entry) => this.#include(entry, chain),
    );
    const entries = new Map(content.entries);
    entries.delete('include');
    const [first, ...others] = [...included, { ...content, entries }];
    return first ? mergeMappings([first, ...others]) : content;
  }

  /** The contents that one include entry brings: several for a wildcard, none when it cannot be read. */
  #include(include: Include, chain: Chain): readonly Mapping[] {
    const conditional = include.conditional || chain.conditional;
    if (include.kind !== 'local' || include.unknownName) {
      const reason = include.unknownName ?? NOT_HERE[include.kind];
      if (this.#countsIn(include, conditional)) this.#addUnresolved(include, conditional, reason);
      return [];
    }
    if (isWildcard(include.target)) {
      return matchWildcard(include.target, this.#host.list())
        .filter((path) => !this.#included.has(path))
        .flatMap((path) => this.#includeFile(path, include, { ...chain, conditional }));
    }
    const path = include.target.replace(/^\/+/, '');
    if (!chain.paths.includes(path)) return this.#includeFile(path, include, { ...chain, conditional });
    if (conditional) this.#addUnresolved(include, conditional, 'includes itself if its rules let it in');
    else this.#report('cycle', include.name.place, { path, chain: [...chain.paths, path].join(' → ') });
    return [];
  }

  #includeFile(path: string, include: Include, chain: Chain): readonly Mapping[] {
    const { place } = include.name;
    if (!this.#countsIn(include, chain.conditional)) return [];
    this.#included.add(path);
    if (!YAML_NAME.test(path)) {
      this.#report('notYaml', place, { path });
      return [];
    }
    const step: TrailStep = { kind: 'include', name: path, place, ...(include.conditional && { conditional: true }) };
    const trail = [...chain.trail, step];
    const loaded = this.load(path, trail);
    if (typeof loaded === 'string') {
      this.#reportUnreadable(path, loaded, include, chain.conditional);
      return [];
    }
    const { content } = loaded;
    if (content?.kind !== 'mapping' || content.entries.size === 0) {
      this.#reportUnusable(loaded, place);
      return [];
    }
    const expanded = this.expand(content, { paths: [...chain.paths, path], trail, conditional: chain.conditional });
    return [carry(expanded, [step])];
  }

  /** Counts an include, and says whether it still takes part. */
  #countsIn(include: Include, conditional: boolean): boolean {
    this.#count += 1;
    if (!conditional) this.#certain += 1;
    if (this.#count <= MAX_INCLUDES) return true;
    if (this.#certain <= MAX_INCLUDES) this.#addUnresolved(include, conditional, `comes after ${MAX_INCLUDES} others`);
    else if (!this.#isTooMany) this.#report('tooMany', include.name.place, { limit: `${MAX_INCLUDES}` });
    this.#isTooMany ||= this.#certain > MAX_INCLUDES;
    return false;
  }

  #addUnresolved(include: Include, conditional: boolean, reason: string): void {
    const { place } = include.name;
    if (this.#isRepeated('unresolved', place)) return;
    const { kind, target } = include;
    this.unresolved.push({
      kind,
      target,
      place,
      reason,
      conditional: conditional || include.unknownName !== undefined,
    });
  }

  #reportUnreadable(path: string, reason: UnreadableReason, include: Include, conditional: boolean): void {
    const { place } = include.name;
    if (reason !== 'missing') this.#report('unreadable', place, { path, reason: UNREADABLE[reason] });
    else if (conditional) this.#addUnresolved(include, conditional, 'does not exist here, and rules decide about it');
    else this.#report('missing', place, { path, near: nearestPath(path, this.#host.list()) ?? '' });
  }

  /** A file without a mapping in it. One that is not YAML, or holds something else, has problems of its own. */
  #reportUnusable({ file, blank, problems }: YamlFile, place: Place): void {
    if (problems.length === 0) this.#report(blank ? 'empty' : 'nothing', place, { path: file.path });
  }

  #report(kind: IncludeKind, place: Place, data: Problem['data'] = {}): void {
    if (!this.#isRepeated(kind, place)) this.problems.push({ rule: 'config-include', kind, place, data });
  }

  /** A file that is included twice would tell everything twice. */
  #isRepeated(kind: string, place: Place): boolean {
    const key = `${kind} ${place.file.path} ${place.range[0]}`;
    const repeated = this.#reported.has(key);
    this.#reported.add(key);
    return repeated;
  }
}

/** A path with a slip of the keyboard in it, or one that was counted from another folder. */
function nearestPath(path: string, files: readonly string[]): string | undefined {
  const yamlFiles = files.filter((file) => YAML_NAME.test(file));
  const name = path.slice(path.lastIndexOf('/') + 1);
  return nearestName(path, yamlFiles) ?? yamlFiles.find((file) => file === name || file.endsWith(`/${name}`));
}
