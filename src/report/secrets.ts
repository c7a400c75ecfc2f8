/** Keeps literal secrets of the linted files out of every report. */

/**
 * What a secret looks like in text: what may stay, then the secret itself. A value with a `$` in it is a variable's, not a
 * literal, and stays readable.
 *
 * Token prefixes: docs.gitlab.com "Token prefixes", docs.github.com "Token formats", docs.docker.com "Access tokens".
 * Keys of an auth file: containers-auth.json(5).
 */
const SECRETS: readonly RegExp[] = [
  /(?<![A-Za-z0-9])(gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|wt|soat|ffct)-|GR1348941|dckr_[po]at_|gh[pousr]_|github_pat_)([\w.-]{8,})/g,
  /(\\?["'](?:auth|password|secret|identitytoken|registrytoken)\\?["']\s*:\s*\\?["'])([^"'\\$`\s]+)(?=\\?["'])/gi,
  /(:\/\/[^\s/:@"'$]*:)([^\s/@"'$]+)(?=@)/g,
  /([?&](?:private_token|job_token|access_token|token)=)([^&\s"'$]+)/gi,
];

/** The text with `*` for every character of a literal secret, so that its length and every position in it stay. */
export function maskSecrets(text: string): string {
  return SECRETS.reduce(
    (masked, pattern) => masked.replace(pattern, (_, kept: string, secret: string) => kept + '*'.repeat(secret.length)),
    text,
  );
}
