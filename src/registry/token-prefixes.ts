/**
 * Tokens that show by their beginning what they are (GitLab docs: "Token overview"; Docker, GitHub, npm and AWS document
 * theirs). What follows the prefix has a least length, so that `glpat-…` in an example is none.
 */
const TOKENS: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'personal, project or group access token of GitLab', pattern: /\bglpat-[\w-]{20,}(\.[\w.]+)?/ },
  { kind: 'deploy token of GitLab', pattern: /\bgldt-[\w-]{20,}/ },
  { kind: 'job token of GitLab', pattern: /\bglcbt-[\w]+_?[\w-]{20,}/ },
  { kind: 'runner token of GitLab', pattern: /\bglrt-[\w-]{20,}(\.[\w.]+)?/ },
  { kind: 'trigger token of GitLab', pattern: /\bglptt-[\w-]{20,}/ },
  { kind: 'OAuth secret of GitLab', pattern: /\bgloas-[\w-]{20,}/ },
  { kind: 'access token of Docker Hub', pattern: /\bdckr_(?:pat|oat)_[\w-]{20,}/ },
  { kind: 'token of GitHub', pattern: /\bgh[pousr]_[A-Za-z\d]{36,}|\bgithub_pat_\w{50,}/ },
  { kind: 'token of npm', pattern: /\bnpm_[A-Za-z\d]{36}\b/ },
  { kind: 'access key of AWS', pattern: /\bAKIA[A-Z\d]{16}\b/ },
];

export interface KnownToken {
  readonly kind: string;
  readonly text: string;
  /** Where it begins in the text. */
  readonly at: number;
}

/** The first token in a text. One that is filled up with a single character (`glpat-xxxxxxxx…`) is an example. */
export function knownToken(text: string): KnownToken | undefined {
  for (const { kind, pattern } of TOKENS) {
    const match = pattern.exec(text);
    if (match && !isExample(match[0])) return { kind, text: match[0], at: match.index };
  }
  return undefined;
}

function isExample(token: string): boolean {
  const secret = token.replace(/^[a-z]+[-_]((pat|oat)_)?/, '');
  return (
    new Set(secret.toLowerCase().replace(/[-_.]/g, '')).size < 6 ||
    /example|placeholder|your|change.?me|dummy/i.test(token)
  );
}
