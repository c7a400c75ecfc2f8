/** What clients say of text that is no image reference. Sources: distribution `reference/reference.go`, BuildKit's Dockerfile frontend. */
import type { Signature } from '../signature.ts';

export const REFERENCE: readonly Signature[] = [
  {
    id: 'uppercase-repository',
    client: 'any',
    pattern: /invalid reference format: repository name .{0,200}?must be lowercase/,
    means: 'uppercase',
    rank: 92,
  },
  {
    id: 'blank-base-name',
    client: 'docker build',
    pattern: /base name \(.{0,200}?\) should not be blank/,
    means: 'empty-argument',
    rank: 92,
  },
  {
    id: 'stage-name',
    client: 'docker build',
    pattern: /failed to parse stage name "(?:\/|:)[^"]{0,300}": invalid reference format/,
    means: 'empty-argument',
    rank: 92,
  },
  {
    id: 'invalid-reference',
    client: 'any',
    pattern: /invalid (?:reference format|tag "[^"]{0,300}")|could not parse reference/,
    means: 'reference?',
    rank: 80,
  },
  {
    id: 'invalid-repository-name',
    client: 'any',
    pattern: /\bNAME_INVALID\b|\bname invalid: |invalid repository name/,
    means: 'reference?',
    rank: 76,
  },
];
