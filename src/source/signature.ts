/**
 * Tells whether something is the same as before, all the way down, without comparing: equal things get equal numbers.
 *
 * A place is the same when the text around it is, wherever that stands in its file now: an edit to one job leaves the others
 * the same, though they may have moved.
 */
import { LocatedText } from './located-text.ts';
import { isPlace, type Place, SourceFile } from './source-file.ts';

/** When so many different things were met, it is time to forget. */
const MOST = 400_000;

export class Signatures {
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<object, number>();
  readonly #blocks = new WeakMap<SourceFile, readonly Block[]>();

  get isFull(): boolean {
    return this.#numbers.size > MOST;
  }

  /** Functions count for nothing. */
  of(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.#number(`${typeof value} ${String(value)}`);
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const number = this.#number(this.#contentOf(value));
    this.#known.set(value, number);
    return number;
  }

  #contentOf(value: object): string {
    if (isPlace(value)) return this.#placeContent(value);
    if (value instanceof SourceFile) return `file ${value.path} ${value.text}`;
    if (value instanceof LocatedText) return this.#textContent(value);
    if (Array.isArray(value)) return `list ${value.map((item) => this.of(item)).join()}`;
    if (value instanceof Map)
      return `map ${[...value].map(([key, item]) => `${this.of(key)}:${this.of(item)}`).join()}`;
    if (value instanceof Set) return `set ${[...value].map((item) => this.of(item)).join()}`;
    let content = '';
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== 'function') content += `${key}:${this.of(item)},`;
    }
    return content;
  }

  #textContent({ text, pieces }: LocatedText): string {
    let content = `text ${text}`;
    for (const { at, file, source, sourceLength } of pieces) {
      content += ` ${at}@${this.#placeContent(file.place(source, source + sourceLength))}`;
    }
    return content;
  }

  #placeContent({ file, range: [start, end] }: Place): string {
    const blocks = this.#blocksOf(file);
    let index = blockAt(blocks, start);
    const from = blocks[index]?.start ?? 0;
    let content = `place ${start - from}-${end - from}`;
    do content += ` ${blocks[index]?.number}`;
    while ((blocks[++index]?.start ?? Number.POSITIVE_INFINITY) < end);
    return content;
  }

  #blocksOf(file: SourceFile): readonly Block[] {
    const known = this.#blocks.get(file);
    if (known) return known;
    const starts = [0, ...[...file.text.matchAll(BLOCK_START)].map(({ index }) => index)];
    const alike = new Map<string, number>();
    const blocks = starts.map((start, index): Block => {
      const text = file.text.slice(start, starts[index + 1]);
      const before = alike.get(text) ?? 0;
      alike.set(text, before + 1);
      return { start, number: this.#number(`block ${file.path} ${file.inRepository} ${before} ${text}`) };
    });
    this.#blocks.set(file, blocks);
    return blocks;
  }

  #number(content: string): number {
    const known = this.#numbers.get(content);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(content, number);
    return number;
  }
}

/** A key of the top level with all below it. */
interface Block {
  readonly start: number;
  readonly number: number;
}

const BLOCK_START = /(?<=\n)[^\s#-]/g;

function blockAt(blocks: readonly Block[], offset: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((blocks[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
