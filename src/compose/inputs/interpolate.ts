/**
 * Fills the values of inputs into a file, in its keys and in its values, before anything is included or merged (GitLab:
 * lib/gitlab/ci/config/interpolation/template.rb and config.rb).
 *
 * A value that is one block and nothing else becomes the input's own value, which keeps its place: the finding is where the
 * value was written, and the trail leads over the block. Inside other text, the value's characters map to the whole block.
 * A block whose value is not known stays as it is.
 */
import { LocatedText, type Piece } from '../../source/located-text.ts';
import type { Place } from '../../source/source-file.ts';
import {
  type Entry,
  type Item,
  joinTrails,
  type List,
  type Mapping,
  type Scalar,
  type TrailStep,
  type Value,
} from '../../yaml/values.ts';
import type { Context } from './access.ts';
import { type Block, blocksIn, evaluateBlock } from './block.ts';
import { over } from './input.ts';
import type { InputsReport } from './problems.ts';
import { rubyText } from './ruby-text.ts';

const MAX_BLOCKS = 10_000;

/** Shares what holds no block. */
export function interpolate(content: Mapping, context: Context, report: InputsReport): Mapping {
  return new Interpolation(context, report).mapping(content);
}

class Interpolation {
  readonly #context: Context;
  readonly #report: InputsReport;
  /** What anchors share is filled in once. */
  readonly #done = new Map<Value, Value>();
  readonly #blocks = new Set<string>();

  constructor(context: Context, report: InputsReport) {
    this.#context = context;
    this.#report = report;
  }

  mapping(mapping: Mapping): Mapping {
    const known = this.#done.get(mapping);
    if (known?.kind === 'mapping') return known;
    const entries = new Map<string, Entry>();
    let isSame = true;
    for (const [name, entry] of mapping.entries) {
      const key = this.#key(entry.key);
      const item = this.#item(entry);
      const filled = key === entry.key && item === entry ? entry : { ...item, key };
      isSame &&= filled === entry;
      entries.set(key === entry.key ? name : key.text.text, filled);
    }
    const filled = isSame ? mapping : { ...mapping, entries };
    this.#done.set(mapping, filled);
    return filled;
  }

  /** The items of an array that fills an item of its own are put among the others. */
  #list(list: List): List {
    const known = this.#done.get(list);
    if (known?.kind === 'list') return known;
    const items = list.items.flatMap((item) => {
      const filled = this.#item(item);
      if (item.value.kind !== 'scalar' || filled.value.kind !== 'list') return [filled];
      return filled.value.items.map((inner) => ({ ...inner, trail: joinTrails(filled.trail, inner.trail) }));
    });
    const isSame = items.length === list.items.length && items.every((item, index) => item === list.items[index]);
    const filled = isSame ? list : { ...list, items };
    this.#done.set(list, filled);
    return filled;
  }

  #item<Edge extends Item>(edge: Edge): Edge | Item {
    const { value, trail } = edge;
    if (value.kind === 'scalar') {
      const filled = this.#scalar(value);
      if (filled.value === value) return edge;
      return { value: filled.value, trail: filled.step ? joinTrails(trail, [filled.step]) : trail };
    }
    const filled = value.kind === 'mapping' ? this.mapping(value) : value.kind === 'list' ? this.#list(value) : value;
    return filled === value ? edge : { value: filled, trail };
  }

  #key(key: Scalar): Scalar {
    const { value } = this.#scalar(key);
    return value.kind === 'scalar'
      ? value
      : { ...over(key, rubyText(value) ?? key.text.text), type: 'null', value: null };
  }

  #scalar(scalar: Scalar): { readonly value: Value; readonly step?: TrailStep } {
    const { text } = scalar;
    const blocks = scalar.type === 'string' ? blocksIn(text.text) : [];
    const [first] = blocks;
    if (!first) return { value: scalar };
    if (first.start === 0 && first.end === text.text.length) {
      const value = this.#value(first, scalar);
      if (!value) return { value: scalar };
      return { value, step: { kind: 'input', name: first.access, place: text.place(first.start, first.end) } };
    }
    const replacements = blocks.flatMap((block) => {
      const value = this.#value(block, scalar);
      const by = value && rubyText(value);
      return by === undefined ? [] : [{ ...block, by }];
    });
    if (replacements.length === 0) return { value: scalar };
    const filled = replaceBlocks(text, replacements);
    return { value: { ...scalar, value: filled.text, text: filled } };
  }

  /** Undefined for a value that is not known. */
  #value(block: Block, { text }: Scalar): Value | undefined {
    if (this.#blocks.size === MAX_BLOCKS && !this.#blocks.has(block.data)) {
      this.#report('tooManyBlocks', text.place(block.start, block.end), { limit: `${MAX_BLOCKS}` });
      return undefined;
    }
    this.#blocks.add(block.data);
    const found = evaluateBlock(block, this.#context);
    if (found.kind === 'value') return found.value;
    if (found.kind === 'fault') this.#report(found.fault, text.place(block.start, block.end), found.data);
    return undefined;
  }
}

interface Replacement extends Block {
  readonly by: string;
}

function replaceBlocks(text: LocatedText, replacements: readonly Replacement[]): LocatedText {
  const parts: LocatedText[] = [];
  let at = 0;
  for (const { start, end, by } of replacements) {
    if (start > at) parts.push(text.slice(at, start));
    parts.push(new LocatedText(by, () => standIn(by.length, text.place(start, end))));
    at = end;
  }
  if (at < text.text.length) parts.push(text.slice(at));
  return LocatedText.join(parts, '');
}

/** Pieces that map as a whole: none of them is as long as the text it stands for. */
function standIn(length: number, { file, range: [source, end] }: Place): readonly Piece[] {
  const sourceLength = end - source;
  const whole = { at: 0, length, file, source, sourceLength };
  if (length !== sourceLength) return [whole];
  return [
    { ...whole, length: length - 1 },
    { ...whole, at: length - 1, length: 1 },
  ];
}
