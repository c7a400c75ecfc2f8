/** What counts as the same in another version of a file: what says the same, wherever it stands now. */
import { expect, test } from 'vitest';
import { Signatures } from '../../src/source/signature.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { loadYaml } from '../../src/yaml/load.ts';

const BEFORE = 'stages: [a]\nbuild:\n  script: [x]\ntest:\n  script: [y]\n';

test.each([
  ['the same text', BEFORE, 'test', true],
  ['an edit behind it', BEFORE.replace('[y]', '[yy]'), 'build', true],
  ['an edit in it', BEFORE.replace('[x]', '[z]'), 'build', false],
  ['an edit in front of it', BEFORE.replace('[a]', '[aa]'), 'build', true],
  ['a line more in front of it', `# a\n${BEFORE}`, 'build', true],
  ['a comment in it', BEFORE.replace('[x]', '[x] # a'), 'build', false],
  ['the same job twice', `${BEFORE}build:\n  script: [x]\n`, 'build', false],
])('%s', (_, after, job, same) => {
  const signatures = new Signatures();
  const sign = (text: string): number => {
    const { content } = loadYaml(new SourceFile('.gitlab-ci.yml', text));
    return signatures.of(content?.kind === 'mapping' ? content.entries.get(job) : undefined);
  };
  expect(sign(BEFORE) === sign(after)).toBe(same);
});

test('the same text in another file is something else', () => {
  const signatures = new Signatures();
  const sign = (path: string): number => signatures.of(loadYaml(new SourceFile(path, BEFORE)).content);
  expect(sign('a.yml')).not.toBe(sign('b.yml'));
  expect(sign('a.yml')).toBe(sign('a.yml'));
});
