/** Which images a build pulls: those that its stages start from and copy from, with the arguments in their names replaced. */
import { literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';
import { Environment } from '../shell/environment.ts';
import type { Place } from '../source/source-file.ts';
import type { Dockerfile, DockerfileArgument, Stage, Written } from './dockerfile.ts';
import { readTemplate } from './template-text.ts';

/** What the command line of a build says to its Dockerfile. */
export interface BuildInputs {
  /** The stage to build; undefined for the last one. */
  readonly target: string | undefined;
  /** The values that the build gives to arguments. */
  readonly arguments: ReadonlyMap<string, { readonly value: SymbolicText }>;
  /** Names that `--build-context` gives another meaning. */
  readonly contexts: ReadonlySet<string>;
}

export interface BaseImage {
  readonly value: SymbolicText;
  /** Where the Dockerfile names it. */
  readonly place: Place;
  /** The arguments in its name. */
  readonly arguments: readonly string[];
}

/**
 * The images, in the order of the Dockerfile. Stages that the wanted one does not need are left out, since BuildKit,
 * buildah and `kaniko --skip-unused-stages` do not build them.
 */
export function baseImages(dockerfile: Dockerfile, inputs: BuildInputs): BaseImage[] {
  const { stages } = dockerfile;
  const values = argumentValues(dockerfile, inputs);
  const bases = stages.map(({ base }) => ({ ...base, value: substitute(base, values, dockerfile.escape) }));
  const stageNamed = (name: string | undefined, before: number): number | undefined => {
    const index = stages.slice(0, before).findLastIndex((stage) => stage.name === name?.toLowerCase());
    return name === undefined || index === -1 ? undefined : index;
  };
  const stageCopied = (text: string, before: number): number | undefined =>
    stageNamed(text, before) ?? (/^\d+$/.test(text) ? Number(text) : undefined);

  const last = stages.length - 1;
  const wanted = inputs.target === undefined ? last : stageCopied(inputs.target, stages.length);
  const needed = new Set(wanted === undefined ? [] : [wanted]);
  // A stage needs earlier ones only, so that one way back meets them all.
  for (let index = last; index >= 0; index--) {
    if (!needed.has(index)) continue;
    const base = stageNamed(literalText(bases[index]?.value ?? []), index);
    if (base !== undefined) needed.add(base);
    for (const { text } of stages[index]?.sources ?? []) {
      const source = stageCopied(text, index);
      if (source !== undefined) needed.add(source);
    }
  }
  return stages.flatMap((stage, index) => {
    const base = bases[index];
    if (!base || !needed.has(index)) return [];
    const isStage = stageNamed(literalText(base.value), index) !== undefined;
    const copied = stage.sources.filter(({ text }) => stageCopied(text, index) === undefined);
    return [
      ...(isStage ? [] : [{ value: base.value, place: base.place, arguments: argumentsIn(stage, dockerfile) }]),
      ...copied.map(({ text, place }) => ({ value: [literal(text, place)], place, arguments: [] })),
    ].filter(({ value }) => isImage(value, inputs.contexts));
  });
}

function isImage(value: SymbolicText, contexts: ReadonlySet<string>): boolean {
  const text = literalText(value);
  // BuildKit replaces no variables behind `--from=`, and an empty argument leaves no name.
  if (text === undefined) return true;
  return text !== 'scratch' && /^\w/.test(text) && !text.includes('$') && !contexts.has(text);
}

/** What stands for the arguments in `FROM`: what the command gives, or else the default, in which earlier ones may stand. */
function argumentValues(dockerfile: Dockerfile, { arguments: given }: BuildInputs): Environment {
  const values = new Environment(() => undefined);
  for (const { name, value } of dockerfile.arguments) {
    const inherited = value === undefined && values.assigns(name) ? values.lookup(name) : undefined;
    const written = value ? substitute(value, values, dockerfile.escape) : inherited;
    values.assign(name, given.get(name)?.value ?? written ?? []);
  }
  return values;
}

function argumentsIn({ base }: Stage, dockerfile: Dockerfile): readonly string[] {
  const names = new Set<string>();
  const collect = ({ text, place }: Written): void => {
    for (const part of readTemplate(text, place, { escapes: dockerfile.escape, quotes: true })) {
      const argument =
        part.kind === 'variable' && !names.has(part.name) ? argumentNamed(part.name, dockerfile) : undefined;
      if (!argument) continue;
      names.add(argument.name);
      if (argument.value) collect(argument.value);
    }
  };
  collect(base);
  return [...names];
}

function argumentNamed(name: string, dockerfile: Dockerfile): DockerfileArgument | undefined {
  return dockerfile.arguments.findLast((argument) => argument.name === name);
}

/** Arguments that the builder sets itself (docs.docker.com: "Dockerfile reference", automatic platform ARGs). */
const AUTOMATIC = /^(BUILD|TARGET)(PLATFORM|OS|ARCH|VARIANT|STAGE)$/;

function substitute({ text, place }: Written, values: Environment, escapes: string): SymbolicText {
  const unknown = { kind: 'unknown', reason: 'is computed by the builder', quote: 'none', place } as const;
  // The escape character joins lines, which the parts of a name rarely need.
  if (text.includes('\n')) return [unknown];
  return readTemplate(text, place, { escapes, quotes: true }).flatMap((part): SymbolicText => {
    if (part.kind !== 'variable') return [part];
    if (AUTOMATIC.test(part.name) && !values.assigns(part.name)) return [unknown];
    const value = values.assigns(part.name) ? (values.lookup(part.name) ?? []) : undefined;
    const { operator, operand } = part.operation ?? { operator: ':?', operand: '' };
    const counts = value !== undefined && (!operator.startsWith(':') || !isEmpty(value));
    const other = (): SymbolicText => substitute({ text: operand, place }, values, escapes);
    switch (operator.at(-1)) {
      case '-':
        return counts ? value : other();
      case '+':
        return counts ? other() : [];
      default:
        return value ?? [];
    }
  });
}

function isEmpty(value: SymbolicText): boolean {
  return literalText(value) === '';
}

function literal(text: string, place: Place): Part {
  return { kind: 'literal', text, quote: 'none', place };
}
