/** All signatures, and how a line is held against them. */
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

const PATTERNS = SIGNATURES.map((signature) => ({ signature, pattern: new RegExp(signature.pattern.source, 'i') }));

/**
 * Every signature has one of these words. Almost no other line of a log has, and short words are found much faster than
 * signatures are: most of a log is read for nothing.
 */
const WORDS =
  /denied|forbidden|unauthor|authenticat|credential|incorrect|invalid|cannot|unable|empty|blank|must|shorthand|exclusive|requires|accepts|argument|fail|too |unexpected|unknown|unsupported|unavailable|pars|syntax|x509|tls|gave http|sent an http|insufficient|protected|immutable|rename|checking push|toomany|rate limit|back-off|errimagepull|imagepull|policies|precedence|n't start|lookup|provide|specify|reading |not |no matching|no such|no basic|dial |timeout|timed out|refused|reset|no space|deadline|net\/http|proxyconnect|EOF|expired|40[13]|413/i;

/** They are asked together before they are asked one by one. */
const ANY = new RegExp(SIGNATURES.map(({ pattern }) => pattern.source.replace(/\(\?<\w+>/g, '(?:')).join('|'), 'i');

export function hasSignature(text: string): boolean {
  return WORDS.test(text) && ANY.test(text);
}

/** The signatures that a line has, the strongest first. */
export function signaturesOf(text: string): readonly SignatureMatch[] {
  return PATTERNS.flatMap(({ signature, pattern }) => {
    const match = pattern.exec(text);
    return match ? [{ signature, groups: namedIn(match) }] : [];
  }).sort((a, b) => b.signature.rank - a.signature.rank);
}

function namedIn({ groups = {} }: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined));
}
