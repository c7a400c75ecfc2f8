/** What ESLint shows of a hostile file through the plugin: nothing steers a terminal or an editor, and no secret is shown. */
import { join } from 'node:path';
import { Linter } from 'eslint';
import { expect, it } from 'vitest';
import plugin from '../../src/eslint/plugin.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { expectHarmless, FILES } from './hostile-repository.ts';

it.each(['.gitlab-ci.yml', 'fine.yml'])('shows nothing of %s that steers or gives away', (name) => {
  const text = FILES[name] ?? '';
  const folder = temporaryFolder({ '.git/HEAD': '', ...FILES, '.gitlab-ci.yml': text });
  const messages = new Linter({ cwd: folder }).verify(text, [plugin.configs.strict as Linter.Config], {
    filename: join(folder, '.gitlab-ci.yml'),
  });
  expect(messages.length).toBeGreaterThan(0);
  for (const { message, suggestions = [] } of messages) expectHarmless(message, ...suggestions.map(({ desc }) => desc));
});
