/** The configurations in docs/editors.md for editors without a language server, in the real editors where they are installed. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  createMessageConnection,
  DidOpenTextDocumentNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { buildProgram, configOf, environment, FILES, isThere } from './program.ts';

const ALE = '/usr/share/vim-ale';
const WITHOUT_MISTAKE = FILES['.gitlab-ci.yml'].replace('docker login', 'docker info');

beforeAll(buildProgram, 60_000);

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: environment(), encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stdout}${stderr}`);
  return stdout + stderr;
}

describe.skipIf(!isThere('vim'))('Vim', () => {
  function vim(config: string, script: string, files: Readonly<Record<string, string>>): string[] {
    const cwd = temporaryFolder({ ...files, 'own.vim': config, 'check.vim': `${script}quit!\n` });
    run('vim', ['-Nu', 'own.vim', '-es', '.gitlab-ci.yml', '-S', 'check.vim'], cwd);
    return readFileSync(join(cwd, 'out'), 'utf8').trim().split('\n');
  }

  test('fills its quickfix list with :make, included files too', () => {
    const script = `silent make!
let shown = map(getqflist(), {_, e -> bufname(e.bufnr) . ':' . e.lnum . ':' . e.col . ' ' . e.type . ' ' . e.text[:13]})
call writefile(shown, 'out')
`;
    expect(vim(configOf('vim'), script, FILES)).toEqual([
      '.gitlab-ci.yml:5:7 e login-server: ',
      'ci/push.yml:4:19 e registry-login',
    ]);
  });

  test.skipIf(!existsSync(ALE))('shows in ALE what is wrong in the unsaved text', () => {
    const config = `set runtimepath^=${ALE}\nfiletype plugin on\n${configOf('ale')}`;
    const script = `%s/docker info/docker login/
call ale#Queue(0)
for turn in range(600)
  let found = copy(ale#engine#GetLoclist(bufnr('')))
  if !empty(found) | break | endif
  sleep 50m
endfor
let shown = map(found, {_, e -> e.linter_name . ' ' . e.lnum . ':' . e.col . '-' . e.end_lnum . ':' . e.end_col . ' ' . e.type . ' ' . e.code})
call writefile(shown, 'out')
`;
    const files = { ...FILES, '.gitlab-ci.yml': WITHOUT_MISTAKE };
    expect(vim(config, script, files)).toEqual(['pipelint 5:7-5:68 E login-server']);
  });
});

/**
 * Neovim with a `lint` module that does what nvim-lint does with a linter: runs the command with the buffer on its standard
 * input, hands the output to the parser, and shows what that returns.
 */
const NVIM_LINT = `local M = { linters = {}, linters_by_ft = {} }
function M.try_lint()
  for _, name in ipairs(M.linters_by_ft[vim.bo.filetype] or {}) do
    local linter = M.linters[name]
    local command = { linter.cmd }
    for _, each in ipairs(linter.args) do
      table.insert(command, type(each) == 'function' and each() or each)
    end
    local output = vim.fn.system(command, vim.api.nvim_buf_get_lines(0, 0, -1, true))
    assert(vim.v.shell_error == 0 or linter.ignore_exitcode)
    vim.diagnostic.set(vim.api.nvim_create_namespace(name), 0, linter.parser(output, vim.api.nvim_get_current_buf()))
  end
end
return M
`;

describe.skipIf(!isThere('nvim'))('Neovim', () => {
  test('shows with the nvim-lint configuration what is wrong in the unsaved text', () => {
    const script = `vim.cmd('%s/docker info/docker login/')
vim.cmd('doautocmd InsertLeave')
vim.fn.writefile(vim.tbl_map(function(each)
  return table.concat({ each.source, each.lnum, each.col, each.end_col, each.severity, each.code }, ' ')
end, vim.diagnostic.get(0)), 'out')
vim.cmd('quit!')
`;
    const own = `vim.opt.runtimepath:append('.')\nvim.g.do_filetype_lua = 1\n${configOf('nvim-lint')}`;
    const cwd = temporaryFolder({
      ...FILES,
      '.gitlab-ci.yml': WITHOUT_MISTAKE,
      'own.lua': own,
      'lua/lint.lua': NVIM_LINT,
      'check.lua': script,
    });
    run('nvim', ['--headless', '-u', 'own.lua', '.gitlab-ci.yml', '-c', 'luafile check.lua'], cwd);
    expect(readFileSync(join(cwd, 'out'), 'utf8').trim()).toBe('pipelint 4 6 68 1 login-server');
  });
});

describe.skipIf(spawnSync('efm-langserver', ['-v']).error !== undefined)('efm-langserver', () => {
  test('shows what is wrong in the unsaved text', async () => {
    const cwd = temporaryFolder({ ...FILES, '.gitlab-ci.yml': WITHOUT_MISTAKE, 'efm.yaml': configOf('efm') });
    const server = spawn('efm-langserver', ['-c', 'efm.yaml'], { cwd, env: environment() });
    const connection = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    try {
      connection.listen();
      const rootUri = pathToFileURL(cwd).href;
      await connection.sendRequest(InitializeRequest.type, { processId: null, rootUri, capabilities: {} });
      const shown = new Promise((resolve) => {
        connection.onNotification(PublishDiagnosticsNotification.type, resolve);
      });
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: {
          uri: `${rootUri}/.gitlab-ci.yml`,
          languageId: 'yaml.gitlab',
          version: 1,
          text: FILES['.gitlab-ci.yml'],
        },
      });
      expect(await shown).toMatchObject({
        uri: `${rootUri}/.gitlab-ci.yml`,
        diagnostics: [
          {
            range: { start: { line: 4, character: 6 } },
            severity: 1,
            source: 'pipelint',
            message: expect.stringMatching(/^login-server: /),
          },
        ],
      });
    } finally {
      connection.dispose();
      server.kill();
    }
  });
});
