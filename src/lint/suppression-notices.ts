/**
 * What is wrong with the comments that hold findings back. These are findings like any other, though no rule of the
 * catalogue makes them and no comment holds them back.
 */
import { nearestName } from '../compose/nearest.ts';
import type { SourceCode } from '../pipeline/source-code.ts';
import { enumerate, type Rule, type Severity } from '../rule.ts';
import type { Fix } from '../source/text-edit.ts';
import type { Observation } from './observe.ts';
import type { LintOptions } from './options.ts';
import { DIRECTIVES, type Directive, isDirective, ownsLine, type SuppressionComment } from './suppression-comment.ts';
import type { Suppressions } from './suppressions.ts';

const UNKNOWN_SUPPRESSION = 'unknown-suppression';
export const UNUSED_SUPPRESSION = 'unused-suppression';
const SUPPRESSION_WITHOUT_REASON = 'suppression-without-reason';

const DOCS = 'https://unpkg.com/pipelint/docs/suppressions.md';

/** A kind of such findings, for those who list what may be found. */
export interface Notice {
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  /** Without settings or flags. */
  readonly isOn: boolean;
  readonly docs: string;
}

export const NOTICES: readonly Notice[] = [
  {
    name: UNKNOWN_SUPPRESSION,
    description: 'Require comments that hold findings back to use words and names of rules that there are',
    severity: 'warning',
    isOn: true,
    docs: DOCS,
  },
  {
    name: UNUSED_SUPPRESSION,
    description: 'Disallow comments that hold back no finding',
    severity: 'warning',
    isOn: false,
    docs: DOCS,
  },
  {
    name: SUPPRESSION_WITHOUT_REASON,
    description: 'Require comments that hold findings back to say why',
    severity: 'error',
    isOn: false,
    docs: DOCS,
  },
];

/** What was linted, as far as the notices depend on it. */
interface Run {
  readonly sourceCode: SourceCode;
  readonly suppressions: Suppressions;
  /** All there are, and those that ran to their end. */
  readonly rules: readonly Rule[];
  readonly finished: readonly Rule[];
}

/** Only about files of the repository: nobody here can mend the others. */
export function suppressionNotices(run: Run, options: LintOptions): readonly Observation[] {
  return run.suppressions.comments
    .filter(({ place }) => place.file.inRepository)
    .flatMap((comment) => [
      ...unknownDirective(comment, run),
      ...unknownRules(comment, run),
      ...(options.requireSuppressionReason ? withoutReason(comment, run) : []),
      ...(options.reportUnusedSuppressions ? unused(comment, run) : []),
    ]);
}

function unknownDirective(comment: SuppressionComment, run: Run): Observation[] {
  const { directive } = comment;
  if (isDirective(directive)) return [];
  const meant = meantDirective(directive);
  if (meant === undefined) return [];
  const reach = meant === 'disable' ? ' At the margin it holds to the end of the file.' : '';
  return notice(run, comment, {
    rule: UNKNOWN_SUPPRESSION,
    messageId: 'unknownDirective',
    message: `There is no comment \`pipelint-${directive}\`, so it holds nothing back.`,
    help: `Did you mean \`pipelint-${meant}\`?${reach} There are ${enumerate(DIRECTIVES.map((name) => `\`pipelint-${name}\``))}.`,
  });
}

/** Words of other linters, which a finger writes by itself. */
const WORDS_OF_OTHERS: readonly (readonly [pattern: RegExp, meant: Directive])[] = [
  [/^(disable|ignore)-next/, 'disable-next-line'],
  [/^(disable|ignore)-((this|same)-)?line$/, 'disable-line'],
  [/^(disable|ignore)(-(file|all|job|rule|block)s?)?$/, 'disable'],
  [/^enable-/, 'enable'],
];

function meantDirective(word: string): string | undefined {
  const [, ofOthers] = WORDS_OF_OTHERS.find(([pattern]) => pattern.test(word)) ?? [];
  return ofOthers ?? nearestName(word, DIRECTIVES) ?? (/^(disable|ignore)/.test(word) ? 'disable' : undefined);
}

function unknownRules(comment: SuppressionComment, run: Run): Observation[] {
  if (!isDirective(comment.directive)) return [];
  const names = run.rules.map(({ meta }) => meta.docs.name);
  const unknown = comment.rules.filter(({ name }) => !names.includes(name));
  const [first] = unknown;
  if (!first) return [];
  const near = nearestName(first.name, names);
  // Several words that are no rules are a sentence, of which the first one says enough.
  const help =
    near !== undefined
      ? `Did you mean \`${near}\`?`
      : 'Rules stand behind the word with a comma between them, then ` -- ` and the reason. `--rule NAME=off` knows all rules.';
  return notice(run, comment, {
    rule: UNKNOWN_SUPPRESSION,
    messageId: 'unknownRule',
    message: `There is no rule \`${first.name}\`, so this comment holds none of its findings back.`,
    help,
    place: first.place,
    fixes:
      near === undefined
        ? []
        : [
            {
              title: `Write ${near}`,
              safety: 'unsafe',
              edits: [{ place: first.place, text: near }],
            },
          ],
  });
}

function withoutReason(comment: SuppressionComment, run: Run): Observation[] {
  if (!isDirective(comment.directive) || comment.directive === 'enable' || comment.reason !== undefined) return [];
  return notice(run, comment, {
    rule: SUPPRESSION_WITHOUT_REASON,
    messageId: 'noReason',
    severity: 'error',
    message: 'This comment holds findings back and does not say why, which `require-suppression-reason` asks for.',
    help: 'Write the reason behind two dashes: ` -- the registry is public`.',
  });
}

/** A comment is not called unused for the sake of a rule that did not run. */
function unused(comment: SuppressionComment, run: Run): Observation[] {
  if (!isDirective(comment.directive) || comment.directive === 'enable') return [];
  const finished = new Set(run.finished.map(({ meta }) => meta.docs.name));
  if (comment.rules.length === 0 && finished.size === 0) return [];
  const heldBack = run.suppressions.heldBackBy(comment);
  const named = comment.rules.map(({ name }) => name);
  const idle = named.filter((name) => finished.has(name) && !heldBack.has(name));
  const isIdle = named.length === 0 ? heldBack.size === 0 : idle.length > 0;
  if (!isIdle) return [];
  const wholly = idle.length === named.length;
  const what = enumerate(idle.map((name) => `\`${name}\``));
  return notice(run, comment, {
    rule: UNUSED_SUPPRESSION,
    messageId: wholly ? 'unused' : 'partlyUnused',
    message: `This comment holds back no finding${wholly ? '' : ` of ${what}`}.`,
    help: wholly ? 'Remove it.' : `Remove ${what} from it.`,
    fixes: wholly ? [{ ...removal(comment), safety: 'safe' }] : [],
  });
}

/** With its line where it has one of its own, else with the blanks before it. */
function removal(comment: SuppressionComment): Fix {
  const { file, range } = comment.place;
  const { line } = file.position(range[0]);
  const lineStart = file.lineStarts[line - 1] ?? range[0];
  const place = ownsLine(comment)
    ? file.place(lineStart, file.lineStarts[line] ?? file.text.length)
    : file.place(file.text.slice(0, range[0]).trimEnd().length, range[1]);
  return { title: 'Remove the comment', edits: [{ place, text: '' }] };
}

function notice(
  { sourceCode }: Run,
  { place }: SuppressionComment,
  said: Pick<Observation, 'rule' | 'messageId' | 'message' | 'help'> & Partial<Observation>,
): Observation[] {
  return [
    {
      severity: 'warning',
      confidence: 'high',
      place,
      jobs: [],
      keyPath: '',
      related: [],
      trail: sourceCode.includedBy(place.file),
      fixes: [],
      docs: DOCS,
      ...said,
    },
  ];
}
