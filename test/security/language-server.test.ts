/** What the language server tells of a hostile file beyond the file's own names: nothing steers an editor, no secret is shown. */
import { expect, it } from 'vitest';
import type { CodeAction, CodeLens, Hover } from 'vscode-languageserver-protocol';
import { builtProgram } from '../cli/built-program.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { expectHarmless, FILES } from './hostile-repository.ts';

it.each(['.gitlab-ci.yml', 'fine.yml'])('tells nothing of %s that steers or gives away', async (name) => {
  process.env.PIPELINT_PROGRAM = await builtProgram('security-lsp');
  const { Editor } = await import('../lsp/editor.ts');
  const text = FILES[name] ?? '';
  const path = '.gitlab-ci.yml';
  const editor = new Editor(temporaryFolder({ '.git/HEAD': '', ...FILES, [path]: text }));
  await editor.initialize();
  await editor.open(path, text);
  const diagnostics = await editor.diagnostics(path);
  expect(diagnostics.length).toBeGreaterThan(0);
  const told: string[] = diagnostics.flatMap(({ message, relatedInformation = [] }) =>
    [message, ...relatedInformation.map((related) => related.message)].map(String),
  );
  for (const { range } of diagnostics) {
    const context = { diagnostics: diagnostics.filter((each) => each.range === range) };
    const actions = await editor.request<CodeAction[]>('textDocument/codeAction', path, { range, context });
    told.push(...actions.map(({ title }) => title));
  }
  const lenses = await editor.request<CodeLens[] | null>('textDocument/codeLens', path, {});
  told.push(...(lenses ?? []).map(({ command }) => command?.title ?? ''));
  let hovers = 0;
  for (const [line, written] of text.split('\n').entries()) {
    for (let character = 0; character < written.length; character += 6) {
      const hover = await editor.request<Hover | null>('textDocument/hover', path, { position: { line, character } });
      if (!hover) continue;
      hovers += 1;
      const { contents } = hover;
      told.push(typeof contents === 'object' && 'value' in contents ? contents.value : JSON.stringify(contents));
    }
  }
  expect(hovers).toBeGreaterThan(3);
  for (const each of new Set(told)) expectHarmless(each);
  await editor.exit();
});
