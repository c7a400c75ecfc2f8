/** The real server, as an editor drives it. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CancellationTokenSource, type CodeAction, type Hover } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Editor, PROGRAM, repository } from './editor.ts';

const PUSH_WITHOUT_LOGIN = `build:
  image: docker:29
  services: [docker:29-dind]
  variables:
    DOCKER_TLS_CERTDIR: /certs
  script:
    - docker build --tag "$CI_REGISTRY_IMAGE:latest" .
    - docker push "$CI_REGISTRY_IMAGE:latest"
`;
const LOGIN = `    - echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"\n`;
const PUSH_WITH_LOGIN = PUSH_WITHOUT_LOGIN.replace('script:\n', `script:\n${LOGIN}`);

let editor: Editor;
afterEach(() => editor.process.kill());

async function start(
  files: Readonly<Record<string, string>>,
  ...options: Parameters<Editor['initialize']>
): Promise<Editor> {
  editor = new Editor(repository(files));
  await editor.initialize(...options);
  return editor;
}

async function open(path: string, text: string): Promise<Editor> {
  await start({ [path]: text });
  await editor.open(path, text);
  return editor;
}

const codes = (diagnostics: readonly { code?: unknown }[]): unknown[] => diagnostics.map(({ code }) => code);

describe('findings', () => {
  test('come when a pipeline is opened, go when it is mended, and stay away', async () => {
    await open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
    const found = await editor.diagnostics('.gitlab-ci.yml');
    expect(codes(found)).toEqual(['registry-login-required']);
    expect(found[0]).toMatchObject({ severity: 1, source: 'pipelint', range: { start: { line: 7 } } });

    const actions = await editor.request<CodeAction[]>('textDocument/codeAction', '.gitlab-ci.yml', {
      range: found[0]?.range,
      context: { diagnostics: found },
    });
    const fix = actions.find(({ title }) => title.endsWith('(needs review)'));
    expect(fix?.edit).toBeDefined();
    await editor.apply(fix?.edit ?? {});
    expect(editor.text('.gitlab-ci.yml')).toContain('docker login');
    expect(await editor.diagnostics('.gitlab-ci.yml')).toEqual([]);
    expect(await editor.exit()).toBe(0);
  });

  test('follow what is typed and not saved, in all files that are open', async () => {
    const root = `include: [{ local: ci/login.yml }]\n${PUSH_WITHOUT_LOGIN}`;
    await start({ '.gitlab-ci.yml': root, 'ci/login.yml': 'default: {}\n' });
    await editor.open('.gitlab-ci.yml', root);
    await editor.open('ci/login.yml', 'default: {}\n');
    expect(codes(await editor.diagnostics('.gitlab-ci.yml'))).toEqual(['registry-login-required']);
    const next = editor.nextDiagnostics('.gitlab-ci.yml');
    await editor.replace('ci/login.yml', 'default: {}\n', `default:\n  before_script:\n${LOGIN}`);
    expect(await next).toEqual([]);
  });

  test('are told of a file that is only included, when it alone is open', async () => {
    const template = PUSH_WITHOUT_LOGIN.replace('build:', '.push:');
    const root = 'include: { local: ci/push.yml }\nbuild: { extends: .push }\n';
    await start({ '.gitlab-ci.yml': root, 'ci/push.yml': template });
    await editor.open('ci/push.yml', template);
    const [finding] = await editor.diagnostics('ci/push.yml');
    expect(finding?.code).toBe('registry-login-required');
    expect(finding?.relatedInformation?.map(({ location }) => location.uri)).toContain(editor.uri('.gitlab-ci.yml'));
  });

  test('are not made up for YAML that is no part of a pipeline', async () => {
    const compose = 'services:\n  web:\n    image: registry.example.com/web\n';
    await start({ '.gitlab-ci.yml': PUSH_WITH_LOGIN, 'compose.yaml': compose });
    await editor.open('compose.yaml', compose);
    expect(await editor.diagnostics('compose.yaml')).toEqual([]);
  });

  test('go away with the document', async () => {
    await open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
    expect(await editor.diagnostics('.gitlab-ci.yml')).toHaveLength(1);
    const next = editor.nextDiagnostics('.gitlab-ci.yml');
    const textDocument = { uri: editor.uri('.gitlab-ci.yml') };
    await editor.connection.sendNotification('textDocument/didClose', { textDocument });
    expect(await next).toEqual([]);
  });

  test('follow the disk when the editor says that a file has changed', async () => {
    const root = `include: [{ local: ci/login.yml }]\n${PUSH_WITHOUT_LOGIN}`;
    await start({ '.gitlab-ci.yml': root, 'ci/login.yml': 'default: {}\n' });
    await editor.open('.gitlab-ci.yml', root);
    expect(codes(await editor.diagnostics('.gitlab-ci.yml'))).toEqual(['registry-login-required']);
    writeFileSync(join(editor.root, 'ci/login.yml'), `default:\n  before_script:\n${LOGIN}`);
    const next = editor.nextDiagnostics('.gitlab-ci.yml');
    const changes = [{ uri: editor.uri('ci/login.yml'), type: 2 }];
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    expect(await next).toEqual([]);
  });

  test('obey the settings, and tell what is wrong with them', async () => {
    const settings = 'rules:\n  registry-login-required: "off"\n';
    await start({ '.gitlab-ci.yml': PUSH_WITHOUT_LOGIN, '.pipelint.yml': settings });
    await editor.open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
    expect(await editor.diagnostics('.gitlab-ci.yml')).toEqual([]);
    await editor.open('.pipelint.yml', settings);
    expect(await editor.diagnostics('.pipelint.yml')).toEqual([]);
    await editor.replace('.pipelint.yml', 'registry-login-required', 'registry-login-requird');
    const [fault] = await editor.diagnostics('.pipelint.yml');
    expect(fault?.message).toContain('registry-login-required');
    await editor.replace('.pipelint.yml', 'registry-login-requird: "off"', 'registry-login-required: warning');
    expect(await editor.diagnostics('.pipelint.yml')).toEqual([]);
    expect(await editor.diagnostics('.gitlab-ci.yml')).toMatchObject([{ severity: 2 }]);
  });

  test('leave out what the baseline of the settings knows, and tell what is wrong with it', async () => {
    const path = '.pipelint-baseline.json';
    const root = repository({ '.gitlab-ci.yml': PUSH_WITHOUT_LOGIN, '.pipelint.yml': `baseline: ${path}\n` });
    spawnSync(process.execPath, [PROGRAM, '--write-baseline'], { cwd: root });
    const baseline = readFileSync(join(root, path), 'utf8');
    editor = new Editor(root);
    await editor.initialize();
    await editor.open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
    expect(await editor.diagnostics('.gitlab-ci.yml')).toEqual([]);
    const again = PUSH_WITHOUT_LOGIN.replace('build:', 'again:').replaceAll('latest', 'again');
    await editor.replace('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN, PUSH_WITHOUT_LOGIN + again);
    expect(await editor.diagnostics('.gitlab-ci.yml')).toMatchObject([{ range: { start: { line: 15 } } }]);
    await editor.open(path, baseline);
    expect(await editor.diagnostics(path)).toEqual([]);
    await editor.replace(path, baseline, '[]');
    expect(await editor.diagnostics(path)).toMatchObject([
      { message: expect.stringContaining('no baseline of pipelint') },
    ]);
  });
});

test('makes all safe fixes of a document at once', async () => {
  const fixed = `${PUSH_WITH_LOGIN}    - echo "$CI_COMMIT_REF_NAME" "$CI_JOB_ID"\n`;
  const text = fixed.replace('CI_COMMIT_REF_NAME', 'CI_BUILD_REF_NAME').replace('CI_JOB_ID', 'CI_BUILD_ID');
  await open('.gitlab-ci.yml', text);
  expect(codes(await editor.diagnostics('.gitlab-ci.yml'))).toEqual(['no-removed-variable', 'no-removed-variable']);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const only = ['source.fixAll'];
  const [all] = await editor.request<CodeAction[]>('textDocument/codeAction', '.gitlab-ci.yml', {
    range,
    context: { diagnostics: [], only },
  });
  expect(all?.kind).toBe('source.fixAll.pipelint');
  await editor.apply(all?.edit ?? {});
  expect(editor.text('.gitlab-ci.yml')).toBe(fixed);
  expect(await editor.diagnostics('.gitlab-ci.yml')).toEqual([]);
});

test('proposes changes that an editor without versions of documents can make', async () => {
  await open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
  const [found] = await editor.diagnostics('.gitlab-ci.yml');
  const actions = await editor.request<CodeAction[]>('textDocument/codeAction', '.gitlab-ci.yml', {
    range: found?.range,
    context: { diagnostics: [] },
  });
  const edits = actions.map(({ edit }) => edit?.changes?.[editor.uri('.gitlab-ci.yml')] ?? []);
  expect(edits.length).toBeGreaterThan(0);
  const document = TextDocument.create('file:///x', 'yaml', 1, PUSH_WITHOUT_LOGIN);
  for (const each of edits) expect(TextDocument.applyEdits(document, each)).not.toBe(PUSH_WITHOUT_LOGIN);
});

describe('the protocol', () => {
  test('ends with 0 after a shutdown and with 1 without one', async () => {
    await open('.gitlab-ci.yml', PUSH_WITH_LOGIN);
    expect(await editor.exit(true)).toBe(0);
    await open('.gitlab-ci.yml', PUSH_WITH_LOGIN);
    expect(await editor.exit(false)).toBe(1);
  });

  test('answers no question before the start, nor after the shutdown', async () => {
    editor = new Editor(repository({ '.gitlab-ci.yml': PUSH_WITH_LOGIN }));
    const hover = { textDocument: { uri: editor.uri('.gitlab-ci.yml') }, position: { line: 0, character: 0 } };
    const ask = (): Promise<unknown> => editor.connection.sendRequest('textDocument/hover', hover);
    await expect(ask()).rejects.toMatchObject({ code: -32002 });
    await editor.initialize();
    expect(await ask()).toBeNull();
    await editor.connection.sendRequest('shutdown');
    await expect(ask()).rejects.toMatchObject({ code: -32600 });
  });

  test('ends when the editor is gone', async () => {
    await open('.gitlab-ci.yml', PUSH_WITH_LOGIN);
    const ended = once(editor.process, 'exit');
    editor.process.stdin?.end();
    expect(await ended).toEqual([1, null]);
  });

  test('says that it does not know a method, and goes on', async () => {
    await open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
    await expect(editor.connection.sendRequest('pipelint/unheardOf', {})).rejects.toThrow(/unhandled method/i);
    expect(await editor.diagnostics('.gitlab-ci.yml')).toHaveLength(1);
  });

  test('survives messages that are no JSON, and requests about nothing', async () => {
    await open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
    editor.process.stdin?.write('Content-Length: 9\r\n\r\n{"no json');
    editor.process.stdin?.write('Content-Length: 2\r\n\r\n[]');
    const hover = { textDocument: { uri: 'file:///nowhere/at-all.yml' }, position: { line: 99, character: 99 } };
    expect(await editor.connection.sendRequest('textDocument/hover', hover)).toBeNull();
    const outside = { textDocument: { uri: editor.uri('.gitlab-ci.yml') }, position: { line: 9999, character: 9999 } };
    expect(await editor.connection.sendRequest('textDocument/hover', outside)).toBeNull();
    expect(await editor.diagnostics('.gitlab-ci.yml')).toHaveLength(1);
  });

  test('survives texts of every kind', async () => {
    await open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
    for (const text of ['', '\u0000', '{', '- - -', 'a: &a [*a]', '\ud800', 'include: [[[', ':'.repeat(5000)]) {
      await editor.replace('.gitlab-ci.yml', editor.text('.gitlab-ci.yml'), text);
      expect(Array.isArray(await editor.diagnostics('.gitlab-ci.yml'))).toBe(true);
    }
  });

  test('gives up what was cancelled', async () => {
    await open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
    const source = new CancellationTokenSource();
    const params = { textDocument: { uri: editor.uri('.gitlab-ci.yml') }, position: { line: 0, character: 0 } };
    const asked = editor.connection.sendRequest('textDocument/hover', params, source.token);
    source.cancel();
    await expect(asked).rejects.toMatchObject({ code: -32800 });
    const position = editor.position('.gitlab-ci.yml', 'docker push');
    const hover = await editor.request<Hover>('textDocument/hover', '.gitlab-ci.yml', { position });
    expect(JSON.stringify(hover.contents)).toContain('without a login');
  });

  test('tells only what is true of the last of many keystrokes', async () => {
    await open('.gitlab-ci.yml', PUSH_WITHOUT_LOGIN);
    for (let count = 0; count < 30; count++) await editor.replace('.gitlab-ci.yml', ':latest" .', ':latest" . ');
    await editor.replace('.gitlab-ci.yml', 'script:\n', `script:\n${LOGIN}`);
    expect(await editor.diagnostics('.gitlab-ci.yml')).toEqual([]);
  });
});
