/** One entry of `rules:` against what is known of a pipeline and of the repository's files. */
import { expect, test } from 'vitest';
import { existsAny } from '../../src/compose/expression/path-glob.ts';
import { matchesRule } from '../../src/compose/expression/rule.ts';
import { type Answer, UNKNOWN } from '../../src/compose/expression/value.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { loadYaml } from '../../src/yaml/load.ts';

const PATHS = ['.hidden/Dockerfile', 'Dockerfile', 'docs/a.md', 'docs/deep/b.md', 'src/x [1].ts', 'src/main.go'];

test.each<[string, string, Answer]>([
  ['a path', 'Dockerfile', 'yes'],
  ['a path that is not there', 'Containerfile', 'no'],
  ['a path that only a folder has', 'docs', 'no'],
  ['a star in a folder', 'docs/*.md', 'yes'],
  ['a star does not cross folders', '*.md', 'no'],
  ['any folders', '**/*.md', 'yes'],
  ['any folders or none', '**/Dockerfile', 'yes'],
  ['any folders within a folder', 'docs/**/b.md', 'yes'],
  ['two stars at the end stay in their folder', 'docs/**b.md', 'no'],
  ['an ending', '**/*.go', 'yes'],
  ['an ending nothing has', '**/*.rs', 'no'],
  ['a folder that starts with a dot', '*/Dockerfile', 'yes'],
  ['one character', 'docs/?.md', 'yes'],
  ['one of several', 'docs/{x,a}.md', 'yes'],
  ['none of several', 'docs/{x,y}.md', 'no'],
  ['a class', 'docs/[a-c].md', 'yes'],
  ['a class that excludes', 'docs/[!a].md', 'no'],
  ['an escaped bracket', 'src/x \\[1\\].ts', 'yes'],
  ['a point is a point', 'src/mainxgo*', 'no'],
  ['a variable', '$FOLDER/*.md', 'maybe'],
])('a path of `exists` with %s', (_, glob, expected) => {
  expect(existsAny([glob], PATHS)).toBe(expected);
});

test('GitLab stops comparing at 10,000 paths', () => {
  const many = Array.from({ length: 10_001 }, (_, index) => `file-${index}.txt`);
  expect(existsAny(['*.md'], many)).toBe('maybe');
  expect(existsAny(['*-1.txt'], many)).toBe('yes');
});

test.each<[string, string, Answer]>([
  ['nothing in it', '{when: always}', 'yes'],
  ['a null', '{if: null}', 'yes'],
  ['a condition', '{if: $SET}', 'yes'],
  ['a condition and a missing file', '{if: $SET, exists: [nothing]}', 'no'],
  ['a condition and a file', '{if: $SET, exists: [Dockerfile]}', 'yes'],
  ['several files, of which one is enough', '{exists: [nothing, Dockerfile]}', 'yes'],
  ['paths as a hash', '{exists: {paths: [Dockerfile]}}', 'yes'],
  ['files of another project', '{exists: {paths: [Dockerfile], project: a/b}}', 'maybe'],
  ['changes', '{changes: [Dockerfile]}', 'maybe'],
  ['changes that cannot outweigh a condition', '{if: $UNSET, changes: [Dockerfile]}', 'no'],
  ['a condition GitLab cannot read', '{if: $SET = x}', 'maybe'],
  ['a condition an input can change', '{if: "$SET || $[[ inputs.more ]]"}', 'maybe'],
  ['a condition with an input in a string', `{if: '$SET || "$[[ inputs.more ]]" == $UNSET'}`, 'yes'],
])('a rule with %s', (_, text, expected) => {
  const { content } = loadYaml(new SourceFile('x.yml', `rule: ${text}\n`));
  const rule = content?.kind === 'mapping' ? content.entries.get('rule')?.value : undefined;
  if (rule?.kind !== 'mapping') throw new Error('no rule');
  const variable = (name: string) => (name === 'SET' ? 'x' : name === 'UNSET' ? null : UNKNOWN);
  expect(matchesRule(rule, { assignment: { variable }, comparesCommits: true, paths: PATHS })).toBe(expected);
});
