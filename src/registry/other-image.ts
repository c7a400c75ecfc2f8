/** Whether two image references certainly name two different images, although parts of them are variables. */
import type { ImageReference } from '../pipeline/events.ts';
import { literalText, type Part, type SymbolicText, showText } from '../pipeline/symbolic.ts';
import { sameHost } from './host.ts';
import { PREDEFINED } from './predefined-variables.ts';

/**
 * What the values of variables look like, so that two of different kinds are never the same (GitLab docs: "Predefined CI/CD
 * variables reference"). Nobody's branch is called `latest`.
 */
const VALUES: readonly { readonly names: readonly string[]; readonly value: RegExp }[] = [
  { names: ['CI_COMMIT_SHA'], value: /^[\da-f]{40}$/ },
  { names: ['CI_COMMIT_SHORT_SHA'], value: /^[\da-f]{8}$/ },
  { names: ['CI_PIPELINE_ID', 'CI_PIPELINE_IID', 'CI_JOB_ID'], value: /^\d+$/ },
  {
    names: ['CI_COMMIT_REF_NAME', 'CI_COMMIT_REF_SLUG', 'CI_COMMIT_BRANCH', 'CI_COMMIT_TAG', 'CI_DEFAULT_BRANCH'],
    value: /^(?!latest$)/,
  },
];

/** False also when it cannot be told. */
export function isOtherImage(a: ImageReference, b: ImageReference): boolean {
  if (a.digest || b.digest) return false;
  if (sameHost(a.host, b.host, {}) === 'no') return true;
  if (a.namesHost !== b.namesHost) return false;
  return areDifferent(a.path, b.path) || areDifferent(tagOf(a), tagOf(b));
}

/** A name without a tag is that of `latest`, unless the variable at its end brings one. */
function tagOf({ tag, path, place }: ImageReference): SymbolicText {
  if (tag) return tag;
  const last = path.at(-1);
  const bringsNone = last?.kind === 'literal' || (last?.kind === 'variable' && PREDEFINED.has(last.name));
  return bringsNone
    ? [{ kind: 'literal', text: 'latest', quote: 'none', place }]
    : [{ kind: 'unknown', reason: 'may be in the variable before', quote: 'none', place }];
}

/** Whether two texts differ whatever their variables hold. What both begin and end with decides nothing. */
function areDifferent(a: SymbolicText, b: SymbolicText): boolean {
  const [textA, textB] = [literalText(a), literalText(b)];
  if (textA !== undefined && textB !== undefined) return textA !== textB;
  if ([...a, ...b].some((part) => part.kind === 'unknown')) return false;
  const [left, right] = withoutCommonEnds(a.flatMap(characters), b.flatMap(characters));
  if (left.length === 0 || right.length === 0) return [...left, ...right].some((part) => part.kind === 'literal');
  const [literalLeft, literalRight] = [literalText(left), literalText(right)];
  if (literalLeft !== undefined) return literalRight !== undefined || isNever(right, literalLeft);
  if (literalRight !== undefined) return isNever(left, literalRight);
  const [looksLeft, looksRight] = [looksOf(left), looksOf(right)];
  return looksLeft !== undefined && looksRight !== undefined && looksLeft !== looksRight;
}

/** Whether a text of one variable never has a value. */
function isNever(text: SymbolicText, value: string): boolean {
  return looksOf(text)?.test(value) === false;
}

/** What the one variable of a text looks like. */
function looksOf([only, ...others]: SymbolicText): RegExp | undefined {
  if (only?.kind !== 'variable' || only.operation || others.length > 0) return undefined;
  return VALUES.find(({ names }) => names.includes(only.name))?.value;
}

function characters(part: Part): SymbolicText {
  return part.kind === 'literal' ? [...part.text].map((text) => ({ ...part, text })) : [part];
}

function withoutCommonEnds(a: SymbolicText, b: SymbolicText): readonly [SymbolicText, SymbolicText] {
  const start = commonStart(a, b);
  const [left, right] = [a.slice(start), b.slice(start)];
  const end = commonStart(left.toReversed(), right.toReversed());
  return [left.slice(0, left.length - end), right.slice(0, right.length - end)];
}

function commonStart(a: SymbolicText, b: SymbolicText): number {
  const parting = a.findIndex((part, index) => {
    const other = b[index];
    return other === undefined || showText([part]) !== showText([other]);
  });
  return parting === -1 ? a.length : parting;
}
