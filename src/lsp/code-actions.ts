/** What can be done about findings: their fixes, comments that turn a rule off, and all safe fixes at once. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import type { Finding } from '../lint/finding.ts';
import { fixRoot } from '../lint/fix.ts';
import { withTexts } from '../source/overlay.ts';
import type { TextEdit } from '../source/text-edit.ts';
import { diagnosticOf, findingsIn } from './diagnostics.ts';
import { disableJob, disableLine, REASON } from './disable.ts';
import { offsetOf, type View } from './view.ts';
import { changeOf, type VersionOf, workspaceEdit } from './workspace-edit.ts';

const FIX_ALL = `${CodeActionKind.SourceFixAll}.pipelint`;
export const CODE_ACTION_KINDS: readonly string[] = [CodeActionKind.QuickFix, FIX_ALL];

/** @param withSnippets the editor can select what is to be written in a change */
export function codeActionsAt(
  view: View,
  { range, context }: CodeActionParams,
  versionOf: VersionOf,
  withSnippets = false,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? kind === CodeActionKind.QuickFix;
  return [
    ...(wants(CodeActionKind.QuickFix) ? quickFixes(view, range, versionOf, withSnippets ? REASON : undefined) : []),
    ...(context.only !== undefined && wants(FIX_ALL) ? fixAll(view, versionOf) : []),
  ];
}

function quickFixes(view: View, range: Range, versionOf: VersionOf, toWrite: string | undefined): CodeAction[] {
  const { file } = view;
  const [from, to] = [offsetOf(file, range.start), offsetOf(file, range.end)];
  return findingsIn(view)
    .filter(({ place }) => place.range[0] <= to && from <= place.range[1])
    .flatMap((finding) => {
      const { fixes, rule } = finding;
      const about = { view, diagnostic: diagnosticOf(view, finding), versionOf };
      return [
        ...fixes.flatMap(({ title, edits, safety }) =>
          safety === 'safe'
            ? actionOf(about, title, edits, { isPreferred: true })
            : actionOf(about, `${title} (needs review)`, edits),
        ),
        ...comments(finding, view).flatMap(({ where, edit }) =>
          actionOf(about, `Turn ${rule} off for this ${where}`, [edit], toWrite === undefined ? {} : { toWrite }),
        ),
      ];
    });
}

function comments(
  finding: Finding,
  { file }: View,
): readonly { readonly where: 'line' | 'job'; readonly edit: TextEdit }[] {
  const line = disableLine(file, finding);
  const job = disableJob(file, finding);
  return [
    ...(line ? [{ where: 'line', edit: line } as const] : []),
    ...(job ? [{ where: 'job', edit: job } as const] : []),
  ];
}

interface About {
  readonly view: View;
  readonly diagnostic: Diagnostic;
  readonly versionOf: VersionOf;
}

function actionOf(
  { view, diagnostic, versionOf }: About,
  title: string,
  edits: readonly TextEdit[],
  { isPreferred = false, toWrite }: { readonly isPreferred?: boolean; readonly toWrite?: string } = {},
): CodeAction[] {
  const edit = workspaceEdit(view, edits, versionOf, toWrite);
  if (!edit) return [];
  const kind = CodeActionKind.QuickFix;
  return [{ title, kind, diagnostics: [diagnostic], edit, ...(isPreferred && { isPreferred }) }];
}

/** All safe fixes of the document's pipelines, as far as they keep what they promise; they may change included files too. */
function fixAll(view: View, versionOf: VersionOf): CodeAction[] {
  const texts = new Map<string, string>();
  const before = new Map<string, string>();
  for (const { path, host, options } of view.analyses) {
    const run = fixRoot(withTexts(host, texts), path, view.repository.rules, options, 'safe');
    for (const fixed of run.files) {
      if (!before.has(fixed.path)) before.set(fixed.path, fixed.before);
      texts.set(fixed.path, fixed.after);
    }
  }
  const edits = [...texts].map(([path, after]) => changeOf({ path, before: before.get(path) ?? '', after }));
  const edit = edits.length > 0 ? workspaceEdit(view, edits, versionOf) : undefined;
  return edit ? [{ title: 'Make all safe fixes of pipelint', kind: FIX_ALL, edit }] : [];
}
