/** One repository as the editor has it: its pipelines, analysed when they are asked for and kept until a file of theirs changes. */
import { CONFIG_NAME } from '../host/repository.ts';
import { analyse } from '../lint/analyse.ts';
import type { BaselineEntry } from '../lint/baseline.ts';
import type { LintResult } from '../lint/finding.ts';
import { lintRoot, lintSource } from '../lint/lint.ts';
import { DEFAULT_OPTIONS, type LintOptions } from '../lint/options.ts';
import type { SourceCode } from '../pipeline/source-code.ts';
import { filesOf, pipelinesOf } from '../pipeline/tree.ts';
import type { Rule } from '../rule.ts';
import type { Host } from '../source/host.ts';
import type { Place, SourceFile } from '../source/source-file.ts';
import { type LiveHost, RecordingHost } from './live-host.ts';

/** How a pipeline is linted, as its settings say. */
export interface Prepared {
  readonly host: Host;
  readonly options: LintOptions;
  /** Findings that are known already, and not shown. */
  readonly baseline: readonly BaselineEntry[];
}

/** What a repository gets from whoever starts the server. */
export interface Linting {
  readonly rules: readonly Rule[];
  /** Undefined where the settings of a pipeline cannot be used: then nothing is said of it. */
  readonly prepare: (root: string, path: string, host: Host, reject: (fault: Fault) => void) => Prepared | undefined;
}

/** What is wrong with settings, where that has a place. */
export interface Fault {
  readonly place: Place;
  readonly message: string;
  /** What to write instead; may be empty. */
  readonly help: string;
}

/** What is known of the pipeline of one root file. */
export interface Analysis extends Prepared {
  readonly path: string;
  /** Undefined: the analysis itself failed, which `result` tells. */
  readonly sourceCode: SourceCode | undefined;
  readonly result: LintResult;
  /** What is wrong with its settings. */
  readonly faults: readonly Fault[];
  /** The files it was made of, also those that are not there. */
  readonly asked: ReadonlySet<string>;
  /** The files that take part, and those that jobs build from. */
  readonly files: ReadonlySet<string>;
}

/** Names that GitLab, or the settings of a project, take for the root of a pipeline. */
const ROOT_NAME = /(^|\/|[^/]\.)\.?gitlab-ci\.ya?ml$/;
/** A component's or a template's header. */
const HEADER = /^spec:/m;
/** In a repository with more pipelines than this, those that come later are met when they are opened. */
const MOST_ROOTS = 40;

export class Repository {
  readonly root: string;
  readonly host: LiveHost;
  readonly #linting: Linting;
  readonly #analyses = new Map<string, Analysis>();
  /** What analyses of a root file take over from each other. */
  readonly #memories = new Map<string, object>();
  #roots: readonly string[] | undefined;

  constructor(root: string, host: LiveHost, linting: Linting) {
    this.root = root;
    this.host = host;
    this.#linting = linting;
  }

  get rules(): readonly Rule[] {
    return this.#linting.rules;
  }

  /** The pipeline of a root file, as the files are now. */
  analysis(path: string): Analysis {
    const known = this.#analyses.get(path);
    if (known) return known;
    const analysis = this.#analyse(path);
    this.#analyses.set(path, analysis);
    return analysis;
  }

  /**
   * The pipelines that a file takes part in, one at a time, since each may cost an analysis; its own if it is one and no
   * other takes it in. A file that has nothing to do with any pipeline has none.
   */
  *pipelinesWith(path: string): Generator<Analysis | undefined> {
    let found = false;
    for (const root of this.#candidates()) {
      if (root === path) continue;
      const analysis = this.analysis(root);
      if (analysis.files.has(path)) {
        found = true;
        yield analysis;
      } else yield undefined;
    }
    if (!found && this.#isRoot(path)) yield this.analysis(path);
  }

  /** A file has another text now. */
  changed(path: string): void {
    for (const [root, { asked }] of this.#analyses) if (asked.has(path)) this.#analyses.delete(root);
  }

  /** Files came or went, or nobody knows what happened. */
  refresh(): void {
    this.host.refresh();
    this.#analyses.clear();
    this.#roots = undefined;
  }

  #candidates(): readonly string[] {
    this.#roots ??= this.host
      .list()
      .filter((path) => ROOT_NAME.test(path))
      .toSorted((a, b) => Number(b === CONFIG_NAME) - Number(a === CONFIG_NAME))
      .slice(0, MOST_ROOTS);
    return this.#roots;
  }

  #isRoot(path: string): boolean {
    if (ROOT_NAME.test(path)) return true;
    const content = /\.ya?ml$/.test(path) ? this.host.read(path) : undefined;
    return content?.ok === true && HEADER.test(content.text);
  }

  #memoryOf(path: string): object {
    const memory = this.#memories.get(path) ?? {};
    this.#memories.set(path, memory);
    return memory;
  }

  #analyse(path: string): Analysis {
    const recording = new RecordingHost(this.host, this.#memoryOf(path));
    const { asked } = recording;
    const faults: Fault[] = [];
    const prepared = this.#linting.prepare(this.root, path, recording, (fault) => faults.push(fault));
    const rules = prepared ? this.rules : [];
    const { host, options, baseline } = prepared ?? { host: recording, options: DEFAULT_OPTIONS, baseline: [] };
    try {
      const sourceCode = analyse(host, path, options.facts);
      const result = lintSource(sourceCode, rules, options);
      const settings = faults.map(({ place }) => place.file);
      const read = [...filesOf(pipelinesOf(sourceCode.ast)), ...filesBuiltFrom(sourceCode), ...settings];
      const files = new Set(read.filter(({ inRepository }) => inRepository).map((file) => file.path));
      return { path, host, options, baseline, sourceCode, result, faults, asked, files };
    } catch {
      // Told as an internal error of the result.
      const result = lintRoot(host, path, rules, options);
      return { path, host, options, baseline, sourceCode: undefined, result, faults, asked, files: new Set([path]) };
    }
  }
}

/** Dockerfiles and compose files that name what jobs pull and push. */
function filesBuiltFrom({ ast }: SourceCode): readonly SourceFile[] {
  const events = pipelinesOf(ast).flatMap(({ jobs }) => jobs.flatMap((job) => job.events));
  return events.flatMap((event) =>
    event.type === 'Push' || event.type === 'Pull' ? [event.reference.place.file] : [],
  );
}
