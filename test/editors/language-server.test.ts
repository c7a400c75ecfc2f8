/** The configurations in docs/editors.md for editors with a client for language servers, in the real editors where they are installed. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { buildProgram, configOf, environment, FILES, isThere } from './program.ts';

beforeAll(buildProgram, 60_000);

/** Runs an editor that writes the findings of `ci/push.yml` to the file `out`. */
function findings(command: string, args: readonly string[], files: Readonly<Record<string, string>>): string[] {
  const cwd = temporaryFolder({ ...FILES, ...files });
  const { stdout, stderr } = spawnSync(command, args, { cwd, env: environment(), encoding: 'utf8', timeout: 50_000 });
  try {
    return readFileSync(join(cwd, 'out'), 'utf8').trim().split('\n');
  } catch {
    throw new Error(`${command} showed nothing: ${stdout}${stderr}`);
  }
}

describe.skipIf(!isThere('nvim'))('Neovim', () => {
  test('shows what is wrong in an included file', () => {
    const check = `vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end)
vim.fn.writefile(vim.tbl_map(function(each)
  return table.concat({ each.lnum, each.col, each.severity, each.source }, ' ')
end, vim.diagnostic.get(0)), 'out')
vim.cmd('quit!')
`;
    const own = `vim.cmd('filetype on')\n${configOf('neovim')}`;
    const args = ['--headless', '-u', 'own.lua', 'ci/push.yml', '-c', 'luafile check.lua'];
    expect(findings('nvim', args, { 'own.lua': own, 'check.lua': check })).toEqual(['3 18 1 pipelint']);
  });
});

/** Emacs 28 has Eglot as a package, and so has it YAML's mode. */
const WITH_PACKAGES = ['--batch', '--eval', '(package-initialize)'];

function hasEglot(): boolean {
  return spawnSync('emacs', [...WITH_PACKAGES, '--eval', "(progn (require 'eglot) (require 'yaml-mode))"]).status === 0;
}

describe.skipIf(!hasEglot())('Emacs', () => {
  test('shows with Eglot what is wrong in an included file', () => {
    const check = `(find-file "ci/push.yml")
(yaml-mode)
(run-hooks 'post-command-hook)
(with-timeout (30)
  (while (null (flymake-diagnostics))
    (accept-process-output nil 0.1)
    (flymake-start)))
(let ((shown (mapcar
    (lambda (each)
      (goto-char (flymake-diagnostic-beg each))
      (format "%s:%s %s" (line-number-at-pos) (current-column) (flymake-diagnostic-type each)))
    (flymake-diagnostics))))
  (write-region (string-join shown "\\n") nil "../out"))
(eglot-shutdown (eglot-current-server))
`;
    const args = [...WITH_PACKAGES, '-l', 'own.el', '-l', 'check.el'];
    expect(findings('emacs', args, { 'own.el': configOf('emacs'), 'check.el': check })).toEqual(['4:18 eglot-error']);
  });
});
