/**
 * Follows `include` from the root file through all files that are known, and merges them as GitLab does
 * (lib/gitlab/ci/config/external/processor.rb): the included files in their order, then the including file on top.
 */
import type { Host } from '../source/host.ts';
import type { RemoteSource } from '../source/remote.ts';
import type { YamlFile } from '../yaml/load.ts';
import type { Entry, Item, Mapping, Trail, TrailStep } from '../yaml/values.ts';
import { UNKNOWN } from './expression/value.ts';
import type { Given } from './given.ts';
import { componentValues, type Home, NO_HOME, REPOSITORY, sourceIn } from './home.ts';
import { type Include, readIncludes, type Surroundings, YAML_NAME } from './include-entry.ts';
import { fillIn } from './inputs/fill-in.ts';
import type { GivenInputs, KnownValues } from './inputs/resolve.ts';
import type { IncludedInputs } from './inputs/spec.ts';
import { Ledger } from './ledger.ts';
import { carry, mergeMappings } from './merge.ts';
import { nearestName } from './nearest.ts';
import { isPlaceholder } from './placeholder.ts';
import { ReadFiles } from './read-files.ts';
import { UNREADABLE } from './unreadable.ts';
import { isWildcard, matchWildcard, unlistedMatch } from './wildcard.ts';

/** The file that a pipeline starts from, unless the project's settings name another. */
const PIPELINE_FILE = '.gitlab-ci.yml';

/** How a file came to be read: the files that include each other down to it. */
interface Chain {
  readonly paths: readonly string[];
  readonly trail: Trail;
  readonly conditional: boolean;
  /** Which files `include: local` means. */
  readonly home: Home;
  /** The component that the file belongs to; empty for none, undefined where that is not known. */
  readonly component: KnownValues | undefined;
}

/** A file that an include leads to, and how it goes on from there. */
interface Reached {
  readonly loaded: YamlFile;
  readonly step: TrailStep;
  readonly chain: Chain;
}

type Found = Pick<Chain, 'home' | 'component'> & { readonly loaded: YamlFile };

/** The files of one composition, and what was met on the way to them. */
export class IncludeGraph {
  readonly files: ReadFiles;
  readonly ledger = new Ledger();
  /** The `include` of every file, as they are met. */
  readonly includes: Item[] = [];
  readonly #included = new Set<string>();
  readonly #host: Host;
  readonly #given: Given;
  readonly #surroundings: Surroundings;

  /** @param pipeline tells the pipelines of one host apart */
  constructor(host: Host, given: Given, pipeline: string) {
    this.#host = host;
    this.#given = given;
    this.files = new ReadFiles(host, pipeline);
    const variables = given.variables ?? new Map<string, string>();
    this.#surroundings = {
      variables,
      circumstances: {
        assignment: { variable: (name) => variables.get(name) ?? UNKNOWN },
        comparesCommits: true,
        get paths() {
          return host.list();
        },
      },
      report: (kind, place, data) => this.ledger.report(kind, place, data),
    };
  }

  /** The root file's content with its inputs filled in and with everything it includes. */
  expandRoot(loaded: YamlFile, content: Mapping): Mapping {
    const { path } = loaded.file;
    const { inputs } = this.#given;
    const isPipeline = path === PIPELINE_FILE;
    const given: GivenInputs = inputs ? { by: 'include', values: inputs } : { by: isPipeline ? 'defaults' : 'open' };
    const component = isPipeline || inputs ? new Map() : undefined;
    const chain: Chain = { paths: [path], trail: [], conditional: false, home: REPOSITORY, component };
    this.#note(loaded, chain.trail);
    return this.#expand(this.#fillIn(loaded, content, given, chain), chain);
  }

  /** A file's content with everything it includes, without its `include` key. */
  #expand(content: Mapping, chain: Chain): Mapping {
    const include = content.entries.get('include');
    if (!include) return content;
    this.includes.push({ value: include.value, trail: chain.trail });
    const included = this.#follow(include, chain).flatMap((entry) => this.#contentsOf(entry, chain));
    const entries = new Map(content.entries);
    entries.delete('include');
    const [first, ...others] = [...included, { ...content, entries }];
    return first ? mergeMappings([first, ...others]) : content;
  }

  #follow(include: Entry, { home }: Chain): readonly Include[] {
    const { circumstances, ...others } = this.#surroundings;
    if (home.kind === 'repository') return readIncludes(include.value, this.#surroundings);
    const { assignment, comparesCommits } = circumstances;
    return readIncludes(include.value, { ...others, circumstances: { assignment, comparesCommits } });
  }

  /** The contents that one include entry brings: several for a wildcard, none when it cannot be read. */
  #contentsOf(include: Include, from: Chain): readonly Mapping[] {
    return this.#reach(include, from).flatMap(({ loaded, step, chain }) => {
      const { content } = loaded;
      if (content?.kind !== 'mapping' || content.entries.size === 0) {
        this.#reportUnusable(loaded, include);
        return [];
      }
      const filled = this.#fillIn(loaded, content, this.#givenBy(include), chain);
      return [carry(this.#expand(filled, chain), [step])];
    });
  }

  #fillIn(loaded: YamlFile, content: Mapping, given: GivenInputs, chain: Chain): Mapping {
    return fillIn(loaded, content, {
      given,
      component: chain.component,
      variables: this.#surroundings.variables,
      includeInputs: (include) => this.#inputsOf(include, chain),
      report: (kind, place, data) => this.ledger.reportInputs(kind, place, data),
    });
  }

  #givenBy({ inputs, name }: Include): GivenInputs {
    const value = inputs?.value;
    if (!inputs || !value || (value.kind === 'scalar' && value.type === 'null')) {
      return { by: 'include', values: undefined, place: name.place };
    }
    if (value.kind === 'mapping') return { by: 'include', values: value, place: inputs.key.place };
    if (value.kind !== 'reference' && !isPlaceholder(value)) this.ledger.reportInputs('notHash', value.place);
    return { by: 'open' };
  }

  /** What `spec:include` brings: files that hold `inputs` and nothing else. */
  #inputsOf(include: Entry, from: Chain): IncludedInputs {
    if (from.component && from.component.size > 0) {
      this.ledger.reportInputs('componentInclude', include.key.place);
      return { definitions: [], complete: false };
    }
    const before = this.ledger.unresolved.length + this.ledger.problems.length;
    const definitions = this.#follow(include, from)
      .filter((entry) => this.#bringsInputs(entry))
      .flatMap((entry) => this.#reach(entry, from))
      .flatMap(({ loaded }) => {
        const content = loaded.content?.kind === 'mapping' ? loaded.content : undefined;
        for (const [key, entry] of content?.entries ?? []) {
          if (key !== 'inputs')
            this.ledger.reportInputs('includedKey', entry.key.place, { path: loaded.file.path, key });
        }
        const inputs = content?.entries.get('inputs')?.value;
        return inputs?.kind === 'mapping' ? [inputs] : [];
      });
    return { definitions, complete: this.ledger.unresolved.length + this.ledger.problems.length === before };
  }

  #bringsInputs({ kind, name }: Include): boolean {
    const may = kind === 'local' || kind === 'project' || kind === 'remote';
    if (!may) this.ledger.report('noInputsFile', name.place);
    return may;
  }

  #reach(include: Include, from: Chain): readonly Reached[] {
    const chain = { ...from, conditional: include.conditional || from.conditional };
    if (include.unknownName !== undefined) {
      if (this.ledger.countIn(include, chain.conditional))
        this.ledger.addUnresolved(include, chain.conditional, include.unknownName);
      return [];
    }
    return this.#pathsOf(include, chain).flatMap((path) => {
      const source = sourceIn(chain.home, include, path);
      if (isNamed(include) && !source && this.#isCycle(path, include, chain)) return [];
      if (!this.ledger.countIn(include, chain.conditional)) return [];
      const found = source ? this.#fetch(source, include, chain) : this.#read(path, include, chain);
      if (!found) return [];
      const { loaded, home, component } = found;
      if (source && this.#isCycle(loaded.file.path, include, chain)) return [];
      const { place } = include.name;
      const step: TrailStep = {
        kind: 'include',
        name: loaded.file.path,
        place,
        ...(include.conditional && { conditional: true }),
      };
      const trail = [...chain.trail, step];
      this.#note(loaded, trail);
      const paths = [...chain.paths, loaded.file.path];
      return [{ loaded, step, chain: { ...chain, paths, trail, home, component } }];
    });
  }

  /** The paths of an include, without those that a pattern may not repeat. */
  #pathsOf(include: Include, chain: Chain): readonly string[] {
    const { path = '', kind, name } = include;
    const needsProject = kind === 'local' || kind === 'component';
    if (needsProject && chain.home.kind === 'none') {
      if (this.ledger.countIn(include, chain.conditional))
        this.ledger.report(kind === 'local' ? 'noProject' : 'noProjectForComponent', name.place, { path });
      return [];
    }
    if (kind !== 'local') return [path];
    if (!isWildcard(path)) return [path.replace(/^\/+/, '')];
    if (chain.home.kind === 'repository') {
      const files = this.#host.list();
      const unlisted = unlistedMatch(path, files);
      if (unlisted !== undefined && this.ledger.countIn(include, chain.conditional))
        this.ledger.addUnresolved(
          include,
          chain.conditional,
          `may mean files in \`${unlisted}\`, which cannot be read`,
        );
      return matchWildcard(path, files).filter((file) => !this.#included.has(file));
    }
    return chain.home.kind === 'project' ? this.#matchesElsewhere(path, include, chain.home, chain) : [];
  }

  /** The files of another project that a pattern means. */
  #matchesElsewhere(
    pattern: string,
    include: Include,
    home: { readonly project: string; readonly sha: string },
    chain: Chain,
  ): readonly string[] {
    const source: RemoteSource = { kind: 'tree', project: home.project, ref: home.sha };
    const listed = this.#host.fetched(source);
    if (listed.ok) {
      const files = listed.text.split('\n');
      return matchWildcard(pattern, files).filter((file) => !this.#included.has(fileIn(home, file)));
    }
    if (this.ledger.countIn(include, chain.conditional))
      this.ledger.addNotFetched(include, chain.conditional, source, listed.reason);
    return [];
  }

  #isCycle(path: string, include: Include, chain: Chain): boolean {
    if (!chain.paths.includes(path)) return false;
    if (chain.conditional)
      this.ledger.addUnresolved(include, chain.conditional, 'includes itself if its rules let it in');
    else this.ledger.report('cycle', include.name.place, { path, chain: [...chain.paths, path].join(' → ') });
    return true;
  }

  #read(path: string, include: Include, chain: Chain): Found | undefined {
    const { place } = include.name;
    if (include.kind === 'artifact') {
      const isOutside = chain.paths[0] === PIPELINE_FILE && !chain.conditional;
      if (isOutside) this.ledger.report('artifactOutside', place, { path });
      else this.ledger.addUnresolved(include, chain.conditional, 'is made by a job while the pipeline runs');
      return undefined;
    }
    this.#included.add(path);
    if (!YAML_NAME.test(path)) {
      this.ledger.report('notYaml', place, { path });
      return undefined;
    }
    const loaded = this.files.read(path);
    if (typeof loaded !== 'string') return { loaded, home: chain.home, component: chain.component };
    // GitLab reads what was committed, so that the rights and the disk of this computer say nothing of it.
    if (loaded === 'unreadable') this.ledger.addUnresolved(include, chain.conditional, 'cannot be read here');
    else if (loaded !== 'missing') this.ledger.report('unreadable', place, { path, reason: UNREADABLE[loaded] });
    else if (chain.conditional)
      this.ledger.addUnresolved(include, chain.conditional, 'does not exist here, and rules decide about it');
    else this.ledger.report('missing', place, { path, near: nearestPath(path, this.#host.list()) ?? '' });
    return undefined;
  }

  #fetch(source: RemoteSource, include: Include, chain: Chain): Found | undefined {
    const fetched = this.#host.fetched(source);
    if (!fetched.ok) {
      this.ledger.addNotFetched(include, chain.conditional, source, fetched.reason);
      return undefined;
    }
    const { path, text, home, version } = fetched;
    if (source.kind === 'project' && home) this.#included.add(fileIn(home, source.file));
    return {
      loaded: this.files.readFetched(path, text),
      home: home ? { kind: 'project', ...home } : NO_HOME,
      component: include.kind === 'local' ? chain.component : componentValues(source, include.name, home?.sha, version),
    };
  }

  /** Notes a file that takes part, with what is wrong with its YAML. */
  #note({ file, problems }: YamlFile, trail: Trail): void {
    if (this.files.note(file, trail)) this.ledger.problems.push(...problems);
  }

  /** A file without a mapping in it. One that is not YAML, or holds something else, has problems of its own. */
  #reportUnusable({ file, blank, problems }: YamlFile, { kind, name }: Include): void {
    if (problems.length > 0) return;
    const isLocal = kind === 'local';
    this.ledger.report(blank ? (isLocal ? 'empty' : 'blank') : 'nothing', name.place, { path: file.path });
  }
}

/** A file of another project, unlike every path of the repository. */
function fileIn({ project, sha }: { readonly project: string; readonly sha: string }, file: string): string {
  return `${project.toLowerCase()}@${sha}:/${file.replace(/^\/+/, '')}`;
}

/** A file by its name: a pattern may hit a file that includes it, which then counts once more. */
function isNamed({ kind, path }: Include): boolean {
  return kind === 'local' && path !== undefined && !isWildcard(path);
}

/** A path with a slip of the keyboard in it, or one that was counted from another folder. */
function nearestPath(path: string, files: readonly string[]): string | undefined {
  const yamlFiles = files.filter((file) => YAML_NAME.test(file));
  const name = path.slice(path.lastIndexOf('/') + 1);
  return nearestName(path, yamlFiles) ?? yamlFiles.find((file) => file === name || file.endsWith(`/${name}`));
}
