/** `.netrc`: passwords by host, as curl and git keep them (inetutils manual: "The .netrc file"). */

export interface NetrcEntry {
  readonly login: string;
  readonly password: string;
}

/**
 * The entry of a machine. `default` is left out: a password for any host at all is none to give away. A password that
 * contains spaces may be quoted, as curl has it.
 */
export function netrcEntry(text: string, machine: string): NetrcEntry | undefined {
  const words = wordsOf(text);
  let host: string | undefined;
  let login = '';
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === 'machine') {
      at += 1;
      host = words[at]?.toLowerCase();
      login = '';
    } else if (word === 'default') host = undefined;
    else if (word === 'login') {
      at += 1;
      login = words[at] ?? '';
    } else if (word === 'account') at += 1;
    else if (word === 'password') {
      at += 1;
      const password = words[at];
      if (host === machine.toLowerCase() && password) return { login, password };
    }
  }
  return undefined;
}

/** A macro goes on to the next blank line; a comment begins where a line does. */
function wordsOf(text: string): readonly string[] {
  const lines: string[] = [];
  let isMacro = false;
  for (const line of text.split(/\r?\n/)) {
    isMacro = isMacro ? line.trim() !== '' : /^\s*macdef\b/.test(line);
    if (!isMacro && !/^\s*#/.test(line)) lines.push(line);
  }
  return [...lines.join('\n').matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '',
  );
}
