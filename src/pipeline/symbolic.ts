import type { Place } from '../source/source-file.ts';

/**
 * Text as far as it is known before a pipeline runs: literal parts, variables whose value only GitLab or the runner knows,
 * and parts nobody can tell.
 */
export type SymbolicText = readonly Part[];

export type Part = LiteralPart | VariablePart | UnknownPart;

/** How the shell quotes a part. Text that GitLab or the runner expands (`image:`) is never quoted. */
export type Quote = 'none' | 'single' | 'double';

export interface LiteralPart {
  readonly kind: 'literal';
  readonly text: string;
  readonly quote: Quote;
  readonly place: Place;
}

export interface VariablePart {
  readonly kind: 'variable';
  readonly name: string;
  readonly quote: Quote;
  /** What a shell expansion does to the value (`${NAME:-main}`, `${NAME//x/y}`); undefined for the plain value. */
  readonly operation: ExpansionOperation | undefined;
  readonly place: Place;
}

export interface ExpansionOperation {
  /** The operator as written: `:-`, `%`, `//`, `:`, `,,`, `#` for a length. */
  readonly operator: string;
  /** The operand as it stands in the source: the fallback, the pattern and replacement. */
  readonly operand: string;
}

export interface UnknownPart {
  readonly kind: 'unknown';
  /** Why, as the end of a sentence: `is the output of a command`. */
  readonly reason: string;
  readonly quote: Quote;
  readonly place: Place;
  /** It is the output of `base64`. */
  readonly base64?: Base64Text;
}

export interface Base64Text {
  /** What it encodes, without the line break that `echo` puts at its end; undefined: it cannot be told. */
  readonly encoded: SymbolicText | undefined;
  /** It has line breaks in it as soon as it is longer than one line. */
  readonly wrapped: boolean;
  /** What ends the encoded text with a line break, which is encoded with it. */
  readonly lineEnd: Place | undefined;
}

/** The text when every part of it is literal, otherwise undefined. */
export function literalText(text: SymbolicText): string | undefined {
  let literal = '';
  for (const part of text) {
    if (part.kind !== 'literal') return undefined;
    literal += part.text;
  }
  return literal;
}

/** The text as a person would write it: `$CI_REGISTRY_IMAGE:latest`, with `…` for what is not known. */
export function showText(text: SymbolicText): string {
  return text
    .map((part, index) => {
      if (part.kind === 'literal') return part.text;
      if (part.kind === 'unknown') return '…';
      const next = text[index + 1];
      const needsBraces = next?.kind === 'literal' && /^\w/.test(next.text);
      if (part.operation) return `\${${part.name}${part.operation.operator}${part.operation.operand}}`;
      return needsBraces ? `\${${part.name}}` : `$${part.name}`;
    })
    .join('');
}

/** Joins literal neighbours of the same quoting, so that equal texts look equal. */
export function compactText(text: SymbolicText): SymbolicText {
  const compact: Part[] = [];
  for (const part of text) {
    const last = compact.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal' && last.quote === part.quote) {
      compact[compact.length - 1] = { ...last, text: last.text + part.text };
    } else {
      compact.push(part);
    }
  }
  return compact;
}
