/**
 * The parser's tree into located values, in the order and by the rules of Ruby's Psych (`Psych::Visitors::ToRuby`).
 */
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
  type Scalar as YamlScalar,
} from 'yaml';
import type { Problem } from '../source/problem.ts';
import type { Place, SourceFile } from '../source/source-file.ts';
import { type Cut, leastBytes } from './beginning.ts';
import { explainFault } from './explain.ts';
import { MAX_DEPTH, Measures } from './measure.ts';
import { syntaxProblem } from './problems.ts';
import { nothingAt, readScalar, scalarOver } from './scalar.ts';
import { type Fault, faultInBlockScalar, faultInPair } from './strictness.ts';
import {
  type Entry,
  type Item,
  joinTrails,
  type List,
  type Mapping,
  NO_TRAIL,
  type Reference,
  type Scalar,
  type Trail,
  type Value,
} from './values.ts';

const REFERENCE_TAG = '!reference';
const TEXT_TAG = 'tag:yaml.org,2002:str';
const MERGE_KEY = '<<';

/** Of a way over more merges than these, the far end is left out: no reader follows it, and a chain of them costs memory. */
const MAX_TRAIL = 20;

/** Tags of Ruby objects that Psych's safe loader refuses; symbols and texts are allowed. */
const FORBIDDEN_TAG = /^!ruby\/(?!sym(?:bol)?\b|string$|array$|hash$)/;

/**
 * After so many merged keys, which are more than GitLab accepts in a file, no more are merged: each mapping of
 * a long chain has the keys of all before it.
 */
const MOST_MERGED = 60_000;

export interface Built {
  readonly value: Value;
  readonly problems: readonly Problem[];
  /** How big the whole document is at least in GitLab when its aliases are written out. */
  readonly bytes: number;
}

/**
 * @param source the text the parser was given, with the same offsets as the file's
 * @param cut where the document goes on behind what was parsed of it
 */
export function buildValue(file: SourceFile, source: string, root: ParsedNode, cut?: Cut): Built {
  const builder = new Builder(file, source);
  const { value } = builder.build(root, 0);
  const bytes = cut ? leastBytes(value, builder.measures, cut) : builder.bytesOf(value);
  return { value, problems: builder.problems, bytes };
}

class Builder {
  readonly problems: Problem[] = [];
  readonly #file: SourceFile;
  readonly #source: string;
  /** By name, what an anchor stands on; undefined while that is being built. */
  readonly #anchors = new Map<string, Value | undefined>();
  readonly measures = new Measures();
  #tooDeep = false;
  #merged = 0;

  constructor(file: SourceFile, source: string) {
    this.#file = file;
    this.#source = source;
  }

  /** @param depth how many collections are around the node. */
  build(node: ParsedNode, depth: number): Item {
    if (isAlias(node)) return this.#alias(node, depth);
    if (isScalar(node)) {
      if (node.tag === REFERENCE_TAG) return { value: invalidReference(this.#place(node.range)), trail: NO_TRAIL };
      const scalar = this.#scalar(node);
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, scalar);
      return { value: scalar, trail: NO_TRAIL };
    }
    return { value: this.#collection(node, depth + 1), trail: NO_TRAIL };
  }

  bytesOf(value: Value): number {
    return this.#merged < MOST_MERGED ? this.measures.of(value).bytes : Number.POSITIVE_INFINITY;
  }

  #alias(node: Alias.Parsed, depth: number): Item {
    const name = node.source;
    const place = this.#place(node.range);
    const trail: Trail = [{ kind: 'anchor', name, place }];
    const value = this.#anchors.get(name);
    if (value) {
      this.#checkDepth(depth + this.measures.of(value).depth, place);
      return { value, trail };
    }
    this.problems.push(syntaxProblem(this.#anchors.has(name) ? 'recursiveAlias' : 'unknownAlias', place, { name }));
    return { value: nothingAt(this.#file, node.range[1]), trail };
  }

  #collection(node: YAMLMap.Parsed | YAMLSeq.Parsed, depth: number): Value {
    this.#checkDepth(depth, this.#place([node.range[0], node.range[0] + 1]));
    const { anchor, tag } = node;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const collection = isMap(node) ? this.#mapping(node, depth) : this.#list(node, depth);
    if (tag === REFERENCE_TAG) {
      // Psych does not register what a tag's class makes of a node: an alias to it is unknown.
      if (anchor !== undefined) this.#anchors.delete(anchor);
      return toReference(collection);
    }
    if (tag !== undefined) this.#checkTag(tag, collection.place);
    this.measures.add(collection);
    if (anchor !== undefined) this.#anchors.set(anchor, collection);
    return collection;
  }

  #list(node: YAMLSeq.Parsed, depth: number): List {
    const items = node.items.map((item) => this.build(item, depth));
    return { kind: 'list', items, place: this.#collectionPlace(node, node.items.at(-1), items.at(-1)) };
  }

  #mapping(node: YAMLMap.Parsed, depth: number): Mapping {
    const entries = new Map<string, Entry>();
    let last: Item | undefined;
    for (const pair of node.items) {
      this.#report(faultInPair(pair, this.#source, node.flow === true));
      const key = this.#key(pair.key, depth);
      last = pair.value
        ? this.build(pair.value, depth)
        : { value: nothingAt(this.#file, pair.key.range[1]), trail: NO_TRAIL };
      const merged = isMergeKey(key, pair.key) ? mergedEntries(last, pair.value) : undefined;
      if (merged) this.#merge(merged, entries);
      else entries.set(key.text.text, { key, value: last.value, trail: last.trail });
    }
    return { kind: 'mapping', entries, place: this.#collectionPlace(node, lastNode(node.items.at(-1)), last) };
  }

  #merge(merged: Iterable<[string, Entry]>, entries: Map<string, Entry>): void {
    for (const [name, entry] of merged) {
      if (this.#merged >= MOST_MERGED) return;
      this.#merged += 1;
      entries.set(name, entry);
    }
  }

  /** A key that is a collection is legal YAML and useless: it is kept under its source text, not being a string. */
  #key(node: ParsedNode, depth: number): Scalar {
    const { value } = this.build(node, depth);
    if (value.kind === 'scalar') return value;
    const { range } = value.place;
    return scalarOver(this.#file, range, { type: 'null', value: null, text: this.#source.slice(...range) });
  }

  #scalar(node: YamlScalar.Parsed): Scalar {
    const { scalar, forbidden } = readScalar(this.#file, this.#source, node);
    if (forbidden) {
      const data = { text: scalar.text.text, class: forbidden };
      this.problems.push(syntaxProblem('dateValue', scalar.place, data));
    }
    if (node.srcToken?.type === 'block-scalar')
      this.#report(faultInBlockScalar(this.#source, node.range[0], node.range[1]));
    if (node.tag !== undefined) this.#checkTag(node.tag, scalar.place);
    return scalar;
  }

  #collectionPlace(node: YAMLMap.Parsed | YAMLSeq.Parsed, lastPart: ParsedNode | undefined, last?: Item): Place {
    if (node.flow || !lastPart || !last) return this.#place(node.range);
    const end = isAlias(lastPart) ? lastPart.range[1] : last.value.place.range[1];
    return this.#file.place(node.range[0], end);
  }

  #place(range: readonly [start: number, end: number, ...rest: number[]]): Place {
    return this.#file.place(range[0], range[1]);
  }

  #checkDepth(depth: number, place: Place): void {
    if (depth <= MAX_DEPTH || this.#tooDeep) return;
    this.#tooDeep = true;
    this.problems.push(syntaxProblem('tooDeep', place, { limit: String(MAX_DEPTH) }));
  }

  #report(fault: Fault | undefined): void {
    if (fault) this.problems.push(explainFault(this.#file, fault));
  }

  #checkTag(tag: string, place: Place): void {
    if (FORBIDDEN_TAG.test(tag)) this.problems.push(syntaxProblem('forbiddenTag', place, { tag }));
  }
}

function isMergeKey(key: Scalar, node: ParsedNode): boolean {
  return key.text.text === MERGE_KEY && key.type === 'string' && node.tag !== TEXT_TAG;
}

/**
 * What `<<` brings into a mapping, or undefined where Psych leaves it as a key of its own: it merges a mapping, written
 * there or aliased, or a list of mappings that is written there, of which the first wins.
 */
function mergedEntries(item: Item, node: ParsedNode | null): Iterable<[string, Entry]> | undefined {
  if (item.value.kind === 'mapping') return entriesOver(item);
  if (item.value.kind !== 'list' || isAlias(node)) return undefined;
  const merged: [string, Entry][] = [];
  for (const part of item.value.items.toReversed()) {
    if (part.value.kind !== 'mapping') return undefined;
    merged.push(...entriesOver(part));
  }
  return new Map(merged);
}

function* entriesOver({ value, trail }: Item): Generator<[string, Entry]> {
  if (value.kind !== 'mapping') return;
  for (const [name, entry] of value.entries)
    yield [name, { ...entry, trail: joinTrails(trail, entry.trail.slice(0, MAX_TRAIL)) }];
}

function toReference(collection: List | Mapping): Reference {
  const { place } = collection;
  const path = collection.kind === 'list' ? collection.items.map(({ value }) => pathPart(value)) : [];
  const isPath = path.length > 0 && path.every((part) => part !== undefined);
  return { kind: 'reference', path: isPath ? path : undefined, place };
}

/** Only a list can be the path of a reference. */
function invalidReference(place: Place): Reference {
  return { kind: 'reference', path: undefined, place };
}

function pathPart(value: Value): string | undefined {
  return value.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

function lastNode(pair: Pair<ParsedNode, ParsedNode | null> | undefined): ParsedNode | undefined {
  return pair?.value ?? pair?.key;
}
