/**
 * Text with variables as Dockerfiles and compose files write it: `${REGISTRY:-docker.io}/app:$TAG`. Both take it from the
 * shell, and differ from it and from each other in their escapes and quotes only (docs.docker.com: "Dockerfile reference",
 * environment replacement; "Compose file reference", interpolation).
 */
import type { ExpansionOperation, Part, SymbolicText } from '../pipeline/symbolic.ts';
import type { Place } from '../source/source-file.ts';

export interface TemplateSyntax {
  /** What takes the meaning from a `$` behind it. */
  readonly escapes: string;
  /** Quotes are taken off, and nothing is replaced inside single ones. */
  readonly quotes: boolean;
}

const PLAIN = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/;
const WITH_OPERATION = /^\$\{([A-Za-z_]\w*)(:?[-+?])/;

/** The text with its variables as parts, each of which has the place of the whole. */
export function readTemplate(source: string, place: Place, { escapes, quotes }: TemplateSyntax): SymbolicText {
  const parts: Part[] = [];
  let literal = '';
  let quoted = '';
  const add = (part: Part): void => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal, quote: 'none', place });
    literal = '';
    parts.push(part);
  };
  for (let at = 0; at < source.length; ) {
    const character = source[at] ?? '';
    if (quotes && (character === quoted || (quoted === '' && /['"]/.test(character)))) {
      quoted = quoted === '' ? character : '';
      at++;
    } else if (character === escapes && source[at + 1] === '$' && quoted !== "'") {
      literal += '$';
      at += 2;
    } else if (character === '$' && quoted !== "'") {
      const { part, length } = readVariable(source.slice(at), place);
      add(part);
      at += length;
    } else {
      literal += character;
      at++;
    }
  }
  if (literal !== '' || parts.length === 0) parts.push({ kind: 'literal', text: literal, quote: 'none', place });
  return parts;
}

/** The variable at the start of a text, and how many characters it takes. */
function readVariable(source: string, place: Place): { readonly part: Part; readonly length: number } {
  const [whole, plain, braced] = PLAIN.exec(source) ?? [];
  const name = plain ?? braced;
  if (whole !== undefined && name !== undefined)
    return { part: variable(name, undefined, place), length: whole.length };
  const [start, named, operator] = WITH_OPERATION.exec(source) ?? [];
  const end = closingBrace(source);
  if (start === undefined || named === undefined || operator === undefined || end === undefined) {
    const part = { kind: 'unknown', reason: 'is computed', quote: 'none', place } as const;
    return { part, length: end === undefined ? source.length : end + 1 };
  }
  const operand = source.slice(start.length, end);
  return { part: variable(named, { operator, operand }, place), length: end + 1 };
}

function variable(name: string, operation: ExpansionOperation | undefined, place: Place): Part {
  return { kind: 'variable', name, quote: 'none', operation, place };
}

/** Where the brace is closed that a `${` at the start opens; operands may hold variables of their own. */
function closingBrace(source: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '{' && source[at - 1] === '$') depth++;
    else if (source[at] === '}' && --depth <= 0) return depth === 0 ? at : undefined;
  }
  return undefined;
}
