/** Which images a build pulls: those that its stages start from and copy from, with the arguments in their names replaced. */
import { literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';
import { Environment } from '../shell/environment.ts';
import type { Place } from '../source/source-file.ts';
import type { Dockerfile, Written } from './dockerfile.ts';
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
  const numbers = new Map<string, number>();
  const origins = originsOf(dockerfile, argumentValues(dockerfile, inputs), numbers);
  const wanted = inputs.target === undefined ? origins.length - 1 : numberOf(inputs.target, numbers);
  const needed = new Set([wanted]);
  // A stage needs earlier ones only, so that one way back meets them all.
  for (let index = origins.length - 1; index >= 0; index--) {
    for (const { stage } of (needed.has(index) && origins[index]) || []) needed.add(stage);
  }
  return origins
    .flatMap((each, index) => (needed.has(index) ? each : []))
    .flatMap(({ stage, image }) => (stage === undefined && isImage(image.value, inputs.contexts) ? [image] : []));
}

/** What a stage is made from: an earlier stage, or an image. */
interface Origin {
  readonly stage: number | undefined;
  readonly image: BaseImage;
}

/** The origins of each stage. `numbers` gets the stages' names. */
function originsOf(dockerfile: Dockerfile, values: Environment, numbers: Map<string, number>): Origin[][] {
  return dockerfile.stages.map(({ name, base, sources }, index) => {
    const value = substitute(base, values, dockerfile.escape);
    const image = { value, place: base.place, arguments: argumentsIn(base, dockerfile) };
    const origins = [
      { stage: numbers.get(literalText(value)?.toLowerCase() ?? ''), image },
      ...sources.map(({ text, place }) => ({
        stage: numberOf(text, numbers),
        image: { value: [literal(text, place)], place, arguments: [] },
      })),
    ];
    if (name !== undefined) numbers.set(name, index);
    return origins;
  });
}

/** The stage with a name, or with a number as its name. */
function numberOf(name: string, numbers: ReadonlyMap<string, number>): number | undefined {
  return numbers.get(name.toLowerCase()) ?? (/^\d+$/.test(name) ? Number(name) : undefined);
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

/** The arguments in a name, and in the defaults of those. */
function argumentsIn(base: Written, dockerfile: Dockerfile): readonly string[] {
  const names = new Set<string>();
  const texts = [base];
  // The list grows while it is walked, by each name once.
  for (const { text, place } of texts) {
    for (const part of readTemplate(text, place, { escapes: dockerfile.escape, quotes: true })) {
      if (part.kind !== 'variable' || names.has(part.name)) continue;
      names.add(part.name);
      const argument = dockerfile.arguments.findLast(({ name }) => name === part.name);
      if (argument?.value) texts.push(argument.value);
    }
  }
  return [...names];
}

/** Arguments that the builder sets itself (docs.docker.com: "Dockerfile reference", automatic platform ARGs). */
const AUTOMATIC = /^(BUILD|TARGET)(PLATFORM|OS|ARCH|VARIANT|STAGE)$/;

/** Fallbacks that stand in fallbacks deeper than this are not followed. */
const DEEPEST_FALLBACK = 10;

function substitute({ text, place }: Written, values: Environment, escapes: string, depth = 0): SymbolicText {
  const unknown = { kind: 'unknown', reason: 'is computed by the builder', quote: 'none', place } as const;
  // The escape character joins lines, which the parts of a name rarely need.
  if (text.includes('\n') || depth > DEEPEST_FALLBACK) return [unknown];
  return readTemplate(text, place, { escapes, quotes: true }).flatMap((part): SymbolicText => {
    if (part.kind !== 'variable') return [part];
    if (AUTOMATIC.test(part.name) && !values.assigns(part.name)) return [unknown];
    const value = values.assigns(part.name) ? (values.lookup(part.name) ?? []) : undefined;
    const { operator, operand } = part.operation ?? { operator: ':?', operand: '' };
    const counts = value !== undefined && (!operator.startsWith(':') || !isEmpty(value));
    const other = (): SymbolicText => substitute({ text: operand, place }, values, escapes, depth + 1);
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
