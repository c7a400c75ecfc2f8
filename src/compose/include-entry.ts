/**
 * What stands under `include:`, entry by entry, before any file is looked for: a string, a hash, or a list of both
 * (GitLab: lib/gitlab/ci/config/external/mapper).
 */
import type { Problem } from '../source/problem.ts';
import type { Place } from '../source/source-file.ts';
import type { Item, List, Mapping, Scalar, Value } from '../yaml/values.ts';
import type { Unresolved } from './composition.ts';
import { holdsPlaceholder, isPlaceholder } from './placeholder.ts';
import type { IncludeKind } from './problems.ts';

export interface Include {
  readonly kind: Unresolved['kind'];
  /** What the include names: a path, an address, a template. */
  readonly name: Scalar;
  /** As a person would name it. */
  readonly target: string;
  /** Its `rules:` let it in under conditions. */
  readonly conditional: boolean;
  /** Why the name itself is not known, as the end of a sentence. */
  readonly unknownName: string | undefined;
}

export type Report = (kind: IncludeKind, place: Place, data?: Problem['data']) => void;

const KINDS = ['local', 'project', 'remote', 'template', 'artifact', 'component'] as const;
const RULE_KEYS = ['if', 'exists', 'when', 'changes'];

/** The includes that can take part. Faults are reported, and the entries that have them left out. */
export function readIncludes(value: Value, report: Report): readonly Include[] {
  return (value.kind === 'list' ? value.items.map((item) => item.value) : [value]).flatMap((entry) => {
    if (entry.kind === 'mapping') return readHash(entry, report);
    if (entry.kind === 'scalar' && entry.type === 'null') return [];
    if (entry.kind === 'scalar' && entry.type === 'string') return [named(isUrl(entry) ? 'remote' : 'local', entry)];
    report('notStringOrHash', entry.place);
    return [];
  });
}

function readHash(hash: Mapping, report: Report): readonly Include[] {
  const kinds = KINDS.filter((kind) => isPresent(hash.entries.get(kind)?.value));
  const [kind] = kinds;
  if (!kind) {
    report('noKind', hash.place, { kinds: quoted(KINDS) });
    return [];
  }
  if (kinds.length > 1) {
    const second = hash.entries.get(kinds[1] ?? kind)?.key.place ?? hash.place;
    report('severalKinds', second, { found: quoted(kinds), kinds: quoted(KINDS) });
    return [];
  }
  const admitted = readRules(hash.entries.get('rules')?.value, report);
  if (admitted === 'never') return [];
  const conditional = admitted === 'maybe';
  const value = hash.entries.get(kind)?.value;
  if (kind === 'project') return projectIncludes(hash, conditional, report);
  if (value?.kind !== 'scalar' || value.type !== 'string') {
    report('notString', value?.place ?? hash.place, { kind });
    return [];
  }
  const job = kind === 'artifact' ? hash.entries.get('job')?.value : undefined;
  const target = job?.kind === 'scalar' ? `${value.text.text} of job ${job.text.text}` : value.text.text;
  return [{ ...named(kind, value, conditional), target }];
}

function projectIncludes(hash: Mapping, conditional: boolean, report: Report): readonly Include[] {
  const text = (key: string): string | undefined => {
    const value = firstOf(hash.entries.get(key)?.value);
    return value?.kind === 'scalar' && value.type !== 'null' ? value.text.text : undefined;
  };
  const ref = text('ref');
  const file = hash.entries.get('file')?.value;
  const files = file?.kind === 'list' ? file.items.map((item: Item) => item.value) : file ? [file] : [];
  return files.flatMap((name) => {
    if (name.kind !== 'scalar' || name.type !== 'string') {
      report('notString', name.place, { kind: 'file' });
      return [];
    }
    const target = `${text('project') ?? ''}: ${name.text.text}${ref === undefined ? '' : `@${ref}`}`;
    return [{ ...named('project', name, conditional), target }];
  });
}

function named(kind: Unresolved['kind'], name: Scalar, conditional = false): Include {
  const text = name.text.text;
  return { kind, name, target: text, conditional, unknownName: whyUnknown(text) };
}

/** `$NAME`, `${NAME}` and `%NAME%` are expanded before the include is looked for, from the pipeline and the project. */
function whyUnknown(name: string): string | undefined {
  if (holdsPlaceholder(name)) return 'has a name that depends on an input';
  return /\$\{?[A-Za-z_]|%[A-Za-z_]\w*%/.test(name) ? 'has a name that depends on a variable' : undefined;
}

function isUrl(name: Scalar): boolean {
  return /^(https?|ssh|git):\/\//i.test(name.text.text);
}

/** Whether `rules:` let the include in, as far as that can be told without a pipeline. */
function readRules(rules: Value | undefined, report: Report): 'always' | 'maybe' | 'never' {
  if (!rules || (rules.kind === 'scalar' && rules.type === 'null')) return 'always';
  if (isPlaceholder(rules)) return 'maybe';
  if (rules.kind !== 'list' || rules.items.length === 0) {
    report(isPresent(rules) ? 'rulesNotList' : 'rulesBlank', rules.place);
    return 'maybe';
  }
  checkRules(rules, report);
  const first = rules.items[0]?.value;
  if (first?.kind !== 'mapping') return 'maybe';
  if (['if', 'exists', 'changes'].some((condition) => isPresent(first.entries.get(condition)?.value))) return 'maybe';
  return whenOf(first) === 'never' ? 'never' : 'always';
}

function checkRules(rules: List, report: Report): void {
  for (const { value: rule } of rules.items) {
    if (rule.kind !== 'mapping') {
      report('ruleNotHash', rule.place);
      continue;
    }
    for (const [key, entry] of rule.entries) {
      if (!RULE_KEYS.includes(key)) report('ruleKey', entry.key.place, { key, keys: quoted(RULE_KEYS) });
    }
    const when = rule.entries.get('when')?.value;
    if (!when || !isPresent(when) || isPlaceholder(when)) continue;
    if (whenOf(rule) !== 'never' && whenOf(rule) !== 'always') {
      report('ruleWhen', when.place, { when: whenOf(rule) ?? '' });
    }
  }
}

function whenOf(rule: Mapping): string | undefined {
  const when = rule.entries.get('when')?.value;
  return when?.kind === 'scalar' ? when.text.text : undefined;
}

function firstOf(value: Value | undefined): Value | undefined {
  return value?.kind === 'list' ? value.items[0]?.value : value;
}

/** Ruby on Rails' `present?`: neither null nor false nor empty. */
function isPresent(value: Value | undefined): boolean {
  if (!value) return false;
  if (value.kind === 'scalar') return value.value !== false && value.text.text.trim() !== '';
  if (value.kind === 'list') return value.items.length > 0;
  return value.kind === 'reference' || value.entries.size > 0;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
