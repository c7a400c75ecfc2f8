/** Words that many failures have in common: all that can be said of a log without a better line. */
import type { Signature } from '../signature.ts';

export const VAGUE_SIGNATURES: readonly Signature[] = [
  {
    id: 'some-unauthorized',
    client: 'any',
    pattern: /\bunauthorized\b|\b401\b.{0,40}(?:error|http|status)|(?:http|status|error|code).{0,20}\b401\b/,
    means: 'perhaps-unauthorized',
    rank: 20,
  },
  {
    id: 'some-denied',
    client: 'any',
    pattern:
      /\baccess (?:denied|forbidden|failed)\b|\bauthorization (?:denied|forbidden|failed)\b|\bdenied: |(?:http|status|error|code).{0,20}\b403\b|\b403 forbidden\b/,
    means: 'perhaps-denied',
    rank: 18,
  },
  {
    id: 'some-connection',
    client: 'any',
    pattern: /\bconnection (?:refused|reset|timed out)\b|\bi\/o timeout\b|dial (?:tcp|unix) /,
    means: 'perhaps-no-connection',
    rank: 14,
  },
  {
    id: 'some-certificate',
    client: 'any',
    pattern: /\bx509: |\btls: /,
    means: 'perhaps-certificate',
    rank: 16,
  },
];
