/**
 * The pipeline tree as both hosts walk it: pipelint's runner and ESLint. It follows ESLint's language-plugin contract
 * (eslint.org: "Languages"), with positions of nodes that live in included files mapped to the include that brought them,
 * since ESLint can only show places of the file it lints.
 */
import type { Place, SourceFile } from '../source/source-file.ts';
import { joinTrails, type Trail } from '../yaml/values.ts';
import type { Pull, Push } from './events.ts';
import type { Located, Pipeline } from './nodes.ts';
import { childrenOf, commandsOf, type Node, type RegistryEvent } from './tree.ts';

export interface EslintPosition {
  readonly line: number;
  readonly column: number;
}

export interface TraversalStep {
  /** 1: ESLint's `VisitTraversalStep`. */
  readonly kind: 1;
  readonly target: Node;
  /** 1 on the way in, 2 on the way out. */
  readonly phase: 1 | 2;
  readonly args: [Node];
}

export class SourceCode {
  readonly ast: Pipeline;
  readonly file: SourceFile;
  #steps: readonly TraversalStep[] | undefined;
  #trails: ReadonlyMap<SourceFile, Trail> | undefined;

  /** @param file the one that is linted, which the pipeline may only include */
  constructor(ast: Pipeline, file: SourceFile = ast.composition.root) {
    this.ast = ast;
    this.file = file;
  }

  get text(): string {
    return this.file.text;
  }

  get lines(): string[] {
    return this.file.text.split(/\r?\n/);
  }

  /** What leads to a file from the linted one, outermost first: includes, what starts a child pipeline, calls of scripts, builds. */
  includedBy(file: SourceFile): Trail {
    this.#trails ??= new Map(trailsIn(this.ast, []));
    return this.#trails.get(file) ?? [];
  }

  /** Where a place is, seen from the linted file: itself, or the include entry or command that leads to its file. */
  placeInRoot(place: Place): Place {
    if (place.file === this.file) return place;
    return this.includedBy(place.file)[0]?.place ?? this.file.place(0, 0);
  }

  getLoc(node: Located): { start: EslintPosition; end: EslintPosition } {
    const { file, range } = this.placeInRoot(node.place);
    return { start: file.position(range[0]), end: file.position(range[1]) };
  }

  getRange(node: Located): [number, number] {
    const { range } = this.placeInRoot(node.place);
    return [range[0], range[1]];
  }

  traverse(): readonly TraversalStep[] {
    this.#steps ??= stepsOf(this.ast);
    return this.#steps;
  }
}

function* trailsIn({ composition, jobs, children }: Pipeline, before: Trail): Generator<[SourceFile, Trail]> {
  const trails = new Map(composition.files.map((file) => [file, joinTrails(before, composition.includedBy(file))]));
  for (const { place, runs } of jobs.flatMap(commandsOf)) {
    if (!runs || trails.has(runs)) continue;
    const trail = trails.get(place.file) ?? before;
    trails.set(runs, [...trail, { kind: 'script', name: runs.path, place }]);
  }
  for (const { command, reference } of jobs.flatMap(({ events }) => events).filter(isTransfer)) {
    const { file } = reference.place;
    if (!reference.trail || trails.has(file)) continue;
    const trail = trails.get(command.place.file) ?? before;
    trails.set(file, [...trail, ...reference.trail.slice(command.trail.length)]);
  }
  yield* trails;
  for (const child of children) yield* trailsIn(child, trails.get(child.place.file) ?? before);
}

function isTransfer(event: RegistryEvent): event is Push | Pull {
  return event.type === 'Push' || event.type === 'Pull';
}

function stepsOf(root: Node): TraversalStep[] {
  const steps: TraversalStep[] = [];
  const visit = (node: Node): void => {
    steps.push({ kind: 1, target: node, phase: 1, args: [node] });
    for (const child of childrenOf(node)) visit(child);
    steps.push({ kind: 1, target: node, phase: 2, args: [node] });
  };
  visit(root);
  return steps;
}
