/** Keeps literal secrets of the linted files out of every report. */

/**
 * What a secret looks like in text: what may stay, then the secret itself. A value with a `$` in it is a variable's, not a
 * literal, and stays readable, and so does the `…` of an example.
 *
 * Token prefixes: docs.gitlab.com "Token prefixes", docs.github.com "Token formats", docs.docker.com "Access tokens".
 * Keys of an auth file: containers-auth.json(5). A command may go on over several lines, which reports show one by one: there
 * a line may begin with the flag. What is skipped is limited, since a stranger may repeat the beginning of a pattern at length.
 */
const SECRETS: readonly RegExp[] = [
  /(?<![A-Za-z0-9])(gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|wt|soat|ffct)-|GR1348941|dckr_[po]at_|gh[pousr]_|github_pat_)([\w.-]{8,})/g,
  /(\\?["'](?:auth|password|secret|identitytoken|registrytoken)\\?["']\s*:\s*\\?["'])([^"'\\$`\s…]+)(?=\\?["'])/gi,
  /(:\/\/[^\s/:@"'$]*:)([^\s/@"'$]+)(?=@)/g,
  // A password on the command line, in a pipe and in a here-string; `-p` also publishes ports.
  /(\blogin\b[^\n|;&`]{0,500}?\s(?:-p[ \t]*=?|--password[ \t]+)["']?)([^\s"'$`]+)/g,
  /(^[ \t]*(?:-p|--password)[ \t]+["']?)(?![\d.:]+(?:\/\w+)?\s)([^\s"'$`]+)/gm,
  /(--password=["']?)([^\s"'$`]+)/g,
  /(\b(?:echo|printf)(?:[ \t]+-\w+)*[ \t]+(?:["']?%s(?:\\n)?["']?[ \t]+)?["']?)([^\s"'$`|…]+)(?=["']?\s*\|[^|\n]{0,500}\blogin\b)/g,
  /(\b(?:echo|printf)\b[^\n|;&]{0,500}:)([^\s"'$`|…]{4,})(?=["']?\s*\|[^|\n]{0,100}\bbase64\b)/g,
  /(<<<[ \t]*["']?)([^\s"'$`]+)/g,
  // A variable that says by its name what it holds; not what compares or expands it.
  /((?<![$\w])(?:[A-Z][A-Z\d_]*)?(?:PASSWORD|PASSWD|_PASS|SECRET|TOKEN|(?:API|ACCESS|PRIVATE|SECRET)_KEY)["']?[ \t]*[:=][ \t]*["']?)(?!true\b|false\b)([^\s"'$`{[*&!|<>=#%?~+-][^\s"'$`]*)/g,
  // What a client sends, as logs of requests show it, and any JSON Web Token, such as the job token is.
  /(\bauthorization["']?\s*[:=]\s*["']?(?:basic|bearer|token)\s+)([\w.~+/=-]{8,})/gi,
  /\b(eyJ)([\w-]{8,4096}\.[\w-]{8,4096}(?:\.[\w-]{1,4096})?)/g,
  /([?&](?:private_token|job_token|access_token|token)=)([^&\s"'$]+)/gi,
];

/** A report says the same short texts of many findings: names, helps, titles of fixes. */
const LONGEST_KNOWN = 1000;
const MOST_KNOWN = 4000;
const known = new Map<string, string>();

/**
 * The text with `*` for every character of a literal secret, so that its length and every position in it stay. A token keeps
 * the prefix that tells its kind, wherever it stands.
 */
export function maskSecrets(text: string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  const masked = masksIn(text);
  if (text.length > LONGEST_KNOWN) return masked;
  if (known.size === MOST_KNOWN) known.clear();
  known.set(text, masked);
  return masked;
}

function masksIn(text: string): string {
  return SECRETS.reduce(
    (masked, pattern) =>
      masked.replace(pattern, (found: string, kept: string, secret: string, at: number) => {
        const isMasked = !text.startsWith(found, at);
        return isMasked ? found : kept + '*'.repeat(secret.length);
      }),
    text,
  );
}

/** The value of a variable, which its name may call a secret. */
export function maskValue(text: string, name = ''): string {
  return /^[A-Z][A-Z\d_]*$/.test(name) ? maskSecrets(`${name}: ${text}`).slice(name.length + 2) : maskSecrets(text);
}

/** The literal secrets in a text. */
export function secretsIn(text: string): string[] {
  return SECRETS.flatMap((pattern) => Array.from(text.matchAll(pattern), ([, , secret = '']) => secret));
}
