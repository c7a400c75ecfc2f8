/**
 * Tokens that show by their beginning what they are (docs.gitlab.com "Token prefixes", docs.docker.com "Access tokens",
 * docs.github.com "Token formats"). Reports mask whatever is listed here (`report/secrets.ts`).
 */
const TOKENS: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'an access token of GitLab', pattern: /\bglpat-[\w-]{20,}(?:\.[\w-]+)*/g },
  { kind: 'a deploy token of GitLab', pattern: /\bgldt-[\w-]{20,}(?:\.[\w-]+)*/g },
  { kind: 'a job token of GitLab', pattern: /\bglcbt-[\w-]{20,}(?:\.[\w-]+)*/g },
  { kind: 'a runner token of GitLab', pattern: /\b(?:glrt|glrtr)-[\w-]{20,}(?:\.[\w-]+)*|\bGR1348941[\w-]{20}/g },
  { kind: 'a trigger token of GitLab', pattern: /\bglptt-[\w-]{20,}(?:\.[\w-]+)*/g },
  { kind: 'an OAuth secret of GitLab', pattern: /\bgloas-[\w-]{20,}(?:\.[\w-]+)*/g },
  { kind: 'an access token of Docker Hub', pattern: /\bdckr_[po]at_[\w-]{20,}/g },
  { kind: 'a token of GitHub', pattern: /\bgh[pousr]_[A-Za-z\d]{36,}|\bgithub_pat_\w{50,}/g },
];

export interface KnownToken {
  readonly kind: string;
  readonly text: string;
  /** Where it begins in the text. */
  readonly at: number;
}

/** The tokens in a text. One that is filled up with few characters (`glpat-xxxxxxxx…`) is an example. */
export function knownTokens(text: string): KnownToken[] {
  return TOKENS.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)]
      .filter(([token]) => !isExample(token))
      .map((match) => ({ kind, text: match[0], at: match.index })),
  );
}

/** Whether a secret is written as an example: few characters again and again, or a word that says so. */
export function isExample(secret: string): boolean {
  const characters = secret.toLowerCase().replace(/^[a-z]+[-_]([po]at_)?|[-_.]/g, '');
  return new Set(characters).size < 6 || /example|placeholder|your|change.?me|dummy|password|secret/i.test(secret);
}
