/** Fetched texts, each in a file that is named by its hash: the same text is kept once, and a changed file is noticed. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256Of } from '../../source/cryptography.ts';
import { writeWhole } from '../write-whole.ts';

export class TextStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The text with a hash. `damaged`: the file has another content by now. */
  read(sha256: string): string | 'missing' | 'damaged' {
    try {
      const bytes = readFileSync(this.#fileOf(sha256));
      return sha256Of(bytes) === sha256 ? bytes.toString('utf8') : 'damaged';
    } catch {
      return 'missing';
    }
  }

  /**
   * Only the user may read the file: it may come from a private project.
   *
   * @throws the error of the file system
   */
  write(text: string): string {
    const sha256 = sha256Of(text);
    if (this.read(sha256) === text) return sha256;
    const file = this.#fileOf(sha256);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeWhole(file, text, 0o600);
    return sha256;
  }

  /** Spread over folders, since some file systems are slow with very many files in one. */
  #fileOf(sha256: string): string {
    return join(this.#folder, 'sha256', sha256.slice(0, 2), sha256.slice(2));
  }
}
