/** The files of the linted repository as an analysis reads them: each once, however many jobs use it. */
import type { ParsedScript } from 'unbash';
import type { FileContent, Host } from '../source/host.ts';
import { LocatedText, type Piece } from '../source/located-text.ts';
import { SourceFile } from '../source/source-file.ts';
import { assignedNames } from './assigned-names.ts';
import { isBroken, parseText } from './parse.ts';
import { isShellScript } from './shells.ts';

/** A shell script of the repository. */
export interface ScriptFile {
  readonly file: SourceFile;
  readonly text: LocatedText;
  readonly syntax: ParsedScript;
  /** The names that it assigns anywhere. */
  readonly assigned: ReadonlySet<string>;
}

export class RepositoryFiles {
  readonly #host: Pick<Host, 'read'>;
  readonly #contents = new Map<string, FileContent>();
  readonly #scripts = new Map<string, ScriptFile | undefined>();

  constructor(host: Pick<Host, 'read'>) {
    this.#host = host;
  }

  read(path: string): FileContent {
    const known = this.#contents.get(path);
    if (known) return known;
    const content = this.#host.read(path);
    this.#contents.set(path, content);
    return content;
  }

  /** Undefined for what is not there, is no text, is another language, or has syntax that cannot be read. */
  script(path: string): ScriptFile | undefined {
    if (!this.#scripts.has(path)) {
      const content = this.read(path);
      this.#scripts.set(path, content.ok ? scriptIn(new SourceFile(path, content.text)) : undefined);
    }
    return this.#scripts.get(path);
  }
}

function scriptIn(file: SourceFile): ScriptFile | undefined {
  if (!isShellScript(file.text)) return undefined;
  const text = withUnixLines(file);
  const syntax = parseText(text.text);
  return isBroken(syntax) ? undefined : { file, text, syntax, assigned: assignedNames(text.text) };
}

/** Git may give a file other line ends where it is linted than where it runs; only there would they be a fault. */
function withUnixLines(file: SourceFile): LocatedText {
  const { text } = file;
  return new LocatedText(text.replaceAll('\r\n', '\n'), () => {
    const pieces: Piece[] = [];
    let at = 0;
    let source = 0;
    while (source <= text.length) {
      const end = text.indexOf('\r\n', source);
      const length = (end === -1 ? text.length : end) - source;
      pieces.push({ at, length, file, source, sourceLength: length });
      if (end === -1) break;
      at += length;
      source = end + 1;
    }
    return pieces;
  });
}
