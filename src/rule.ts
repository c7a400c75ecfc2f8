/**
 * All that a rule author needs. A rule is an ESLint rule object over the pipeline tree: the same object runs in pipelint's
 * own runner and, through the plugin, in ESLint. It sees nodes and reports; it does no I/O, knows no clock and no
 * environment, and is synchronous.
 */

import type { Located } from './pipeline/nodes.ts';
import type { SourceCode } from './pipeline/source-code.ts';
import type { NodeOf, NodeType } from './pipeline/tree.ts';
import type { Fix } from './source/text-edit.ts';

export type { Fix } from './source/text-edit.ts';

export type Severity = 'error' | 'warning' | 'info';
export type Confidence = 'high' | 'medium' | 'low';
export type Preset = 'recommended' | 'strict';

export interface RuleMeta<MessageId extends string> {
  readonly type: 'problem' | 'suggestion';
  /** Everything said about the rule anywhere: its page, `explain`, SARIF, ESLint. */
  readonly docs: RuleDocs;
  /**
   * What is wrong and why it fails, with the log line the user would meet. `{{name}}` takes a value from the report's data.
   * A message stands alone: ESLint shows neither related places nor the trail.
   */
  readonly messages: Readonly<Record<MessageId, string>>;
  /** What to write instead, by the same ids. */
  readonly help: Readonly<Record<MessageId, string>>;
  readonly schema: readonly object[];
  /** Options that the preset `strict` gives the rule. A user's options take their place. */
  readonly strictOptions?: Readonly<Record<string, unknown>>;
  /** The rule gives safe fixes. ESLint refuses a fix of a rule that does not say so. */
  readonly fixable?: 'code';
  /** The rule gives suggestions. */
  readonly hasSuggestions?: true;
}

export interface RuleDocs {
  /** Kebab-case; the only identity a rule has. */
  readonly name: string;
  /** One sentence without a full stop. */
  readonly description: string;
  readonly category: 'variables' | 'login' | 'targets' | 'dind' | 'dependency-proxy' | 'auth-files' | 'configuration';
  readonly preset: Preset;
  /** The severity of a report that does not name its own. */
  readonly severity: Severity;
  /** Log lines that the rule prevents, as GitLab shows them. */
  readonly logLines: readonly string[];
}

/** One finding as a rule tells it. */
export interface Report<MessageId extends string = string> {
  /** A node, a word, a key: anything with a place. */
  readonly node: Located;
  readonly messageId: MessageId;
  readonly data?: Readonly<Record<string, string>>;
  /** Default: the rule's own severity. ESLint knows one severity a rule and ignores this. */
  readonly severity?: Severity;
  /** Default: high. */
  readonly confidence?: Confidence;
  /** Other places that explain the finding. ESLint does not show them. */
  readonly related?: readonly Related[];
  /** A change that never alters what a working pipeline does, so that it can be made without being read. */
  readonly fix?: Fix;
  /** Changes that the author has to choose and read, the best first. */
  readonly suggest?: readonly Fix[];
}

export interface Related extends Located {
  readonly message: string;
}

export interface RuleContext<MessageId extends string = string> {
  /**
   * The whole tree. A rule asks for it where it needs it and keeps nothing of it, or visits the pipeline: what a rule that
   * does neither says of a job is taken to depend on that job alone, and is not asked for again while the job is the same.
   */
  readonly sourceCode: SourceCode;
  readonly options: readonly unknown[];
  report(report: Report<MessageId>): void;
}

/** Visitor keys are a node's type, or its type with `:exit`; no selectors. */
export type RuleVisitor = {
  readonly [Type in NodeType]?: (node: NodeOf<Type>) => void;
} & {
  readonly [Type in NodeType as `${Type}:exit`]?: (node: NodeOf<Type>) => void;
};

export interface Rule<MessageId extends string = string> {
  readonly meta: RuleMeta<MessageId>;
  create(context: RuleContext<MessageId>): RuleVisitor;
}

/** Checks a rule's types where it is written. */
export function defineRule<const MessageId extends string>(rule: Rule<MessageId>): Rule<MessageId> {
  return rule;
}

/** A place in a message: `ci/base.yml:12`. */
export function showPlace({ place }: Located): string {
  return `${place.file.path}:${place.file.position(place.range[0]).line}`;
}

/** For a message about references that a command takes from files: ` (named in Dockerfile:2 and Dockerfile:7)`. */
export function showNamed(named: readonly Located[]): string {
  const places = [...new Set(named.map(showPlace))];
  const more = places.length - MOST_PLACES;
  const shown = more > 0 ? [...places.slice(0, MOST_PLACES), `${more} more`] : places;
  return shown.length === 0 ? '' : ` (named in ${enumerate(shown)})`;
}

const MOST_PLACES = 3;

/** A list as a sentence has it: `a, b and c`. */
export function enumerate(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Where a rule's page is published. */
export function docsUrl(rule: string): string {
  return `https://unpkg.com/pipelint/docs/rules/${rule}.md`;
}
