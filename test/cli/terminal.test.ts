/** What a run prints depends on where it prints. */
import { describe, expect, it } from 'vitest';
import { wantsColor } from '../../src/cli/color.ts';
import { wantsLinks } from '../../src/cli/hyperlinks.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

const TERMINAL = { isTTY: true, write: () => true };
const PIPE = { write: () => true };

describe('colours', () => {
  it.each([
    ['a terminal', undefined, {}, TERMINAL, true],
    ['a pipe', undefined, {}, PIPE, false],
    ['a terminal without abilities', undefined, { TERM: 'dumb' }, TERMINAL, false],
    ['NO_COLOR', undefined, { NO_COLOR: '1' }, TERMINAL, false],
    ['an empty NO_COLOR', undefined, { NO_COLOR: '' }, TERMINAL, true],
    ['FORCE_COLOR', undefined, { FORCE_COLOR: '1' }, PIPE, true],
    ['FORCE_COLOR=0', undefined, { FORCE_COLOR: '0' }, TERMINAL, false],
    ['NO_COLOR and FORCE_COLOR', undefined, { NO_COLOR: '1', FORCE_COLOR: '1' }, TERMINAL, false],
    ['CLICOLOR_FORCE', undefined, { CLICOLOR_FORCE: '1' }, PIPE, true],
    ['CLICOLOR_FORCE=0', undefined, { CLICOLOR_FORCE: '0' }, PIPE, false],
    ['CLICOLOR=0', undefined, { CLICOLOR: '0' }, TERMINAL, false],
    ['CLICOLOR=1', undefined, { CLICOLOR: '1' }, PIPE, false],
    ['CLICOLOR=0 and CLICOLOR_FORCE', undefined, { CLICOLOR: '0', CLICOLOR_FORCE: '1' }, PIPE, true],
    ['--color before all', true, { NO_COLOR: '1' }, PIPE, true],
    ['--no-color before all', false, { FORCE_COLOR: '1' }, TERMINAL, false],
  ] as const)('%s', (_, flag, env, output, wanted) => {
    expect(wantsColor(flag, env, output)).toBe(wanted);
  });
});

describe('links', () => {
  const ITERM = { TERM_PROGRAM: 'iTerm.app' };

  it.each([
    ['a terminal that has them', ITERM, TERMINAL, true],
    ['kitty', { TERM: 'xterm-kitty' }, TERMINAL, true],
    ['Windows Terminal', { WT_SESSION: 'f' }, TERMINAL, true],
    ['a new VTE', { VTE_VERSION: '7600' }, TERMINAL, true],
    ['the VTE that crashed on them', { VTE_VERSION: '5000' }, TERMINAL, false],
    ['an unknown terminal', { TERM: 'xterm-256color' }, TERMINAL, false],
    ['a pipe', ITERM, PIPE, false],
    ['CI', { ...ITERM, CI: 'true' }, TERMINAL, false],
    ['FORCE_HYPERLINK', { FORCE_HYPERLINK: '1', CI: 'true' }, PIPE, true],
    ['FORCE_HYPERLINK=0', { ...ITERM, FORCE_HYPERLINK: '0' }, TERMINAL, false],
  ])('%s', (_, env, output, wanted) => {
    expect(wantsLinks(env, output)).toBe(wanted);
  });

  const FILES = { '.gitlab-ci.yml': 'build:\n  image: alpine\n  script: echo ok\n' };
  const linked = async (env: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = FILES) => {
    const cwd = temporaryFolder(files);
    const { stdout } = await call({ args: [], cwd, env: { FORCE_HYPERLINK: '1', ...env } }, SAMPLE_RULES);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: links are made of them
    const links = [...stdout.matchAll(/\u001b]8;;([^\u001b]+)\u001b\\([^\u001b]*)/g)];
    return links.map(([, url = '', text]) => [text, url.replace(cwd, '')]);
  };
  const PAGE = 'https://unpkg.com/pipelint/docs/rules/pinned-image.md';

  it('lead to the file and to the page of the rule', async () => {
    expect(await linked({})).toEqual([
      ['pinned-image', PAGE],
      ['.gitlab-ci.yml:2:10', 'file:///.gitlab-ci.yml'],
      [PAGE, PAGE],
    ]);
  });

  it('lead to the very place in VS Code', async () => {
    expect((await linked({ TERM_PROGRAM: 'vscode' }))[1]).toEqual([
      '.gitlab-ci.yml:2:10',
      'vscode://file/.gitlab-ci.yml:2:10',
    ]);
  });

  it('lead to no file over SSH, where it is on another machine', async () => {
    expect(await linked({ SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' })).toEqual([
      ['pinned-image', PAGE],
      [PAGE, PAGE],
    ]);
  });
});
