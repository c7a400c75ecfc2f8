/** All signatures, and how a line is held against them. */
import { requiredTexts } from './required-text.ts';
import type { Signature } from './signature.ts';
import { DAEMON } from './signatures/daemon.ts';
import { LOGIN } from './signatures/login.ts';
import { REFERENCE } from './signatures/reference.ts';
import { RUNNER } from './signatures/runner.ts';
import { TRANSFER } from './signatures/transfer.ts';
import { VAGUE_SIGNATURES } from './signatures/vague.ts';
import { WAY } from './signatures/way.ts';

export const SIGNATURES: readonly Signature[] = [
  ...LOGIN,
  ...TRANSFER,
  ...WAY,
  ...REFERENCE,
  ...RUNNER,
  ...DAEMON,
  ...VAGUE_SIGNATURES,
];

export interface SignatureMatch {
  readonly signature: Signature;
  /** The named groups that took part. */
  readonly groups: Readonly<Record<string, string>>;
}

const PATTERNS = SIGNATURES.map((signature) => ({
  signature,
  pattern: new RegExp(signature.pattern.source, 'i'),
  texts: requiredTexts(signature.pattern),
}));

/** The texts that signatures need, all in one: a look at it takes a microsecond, a look at each would take a hundred. */
const ANY_TEXT = new RegExp(
  PATTERNS.flatMap(({ texts = [''] }) => texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))).join('|'),
);

/** The signatures that a line has, the strongest first. Almost no line has any, and most of a log is read for nothing. */
export function signaturesOf(text: string): readonly SignatureMatch[] {
  const small = text.toLowerCase();
  if (!ANY_TEXT.test(small)) return [];
  return PATTERNS.filter(({ texts }) => texts === undefined || texts.some((each) => small.includes(each)))
    .flatMap(({ signature, pattern }) => {
      const match = pattern.exec(text);
      return match ? [{ signature, groups: namedIn(match) }] : [];
    })
    .sort((a, b) => b.signature.rank - a.signature.rank);
}

function namedIn({ groups = {} }: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined));
}
