/** Which commands run, in which order, and which of them may be skipped. */
import { describe, expect, test } from 'vitest';
import { jobWith, showCommands } from './analysed.ts';

type Case = readonly [what: string, script: string | readonly string[], commands: readonly string[]];

const cases = (title: string, table: readonly Case[]): void => {
  describe(title, () => {
    test.each(table)('%s', (_what, script, commands) => {
      expect(showCommands(jobWith(script))).toEqual(commands);
    });
  });
};

cases('lists', [
  ['one after the other', 'a; b\nc', ['a', 'b', 'c']],
  ['and', 'a && b', ['a', 'b']],
  ['or', 'a || b', ['a', '? b']],
  ['and after a question', '[ x ] && a', ['[ x ]', '? a']],
  ['and after a negation', '! a && b', ['a', '? b']],
  ['in the background', 'a & b', ['a', 'b']],
  ['a group', '{ a; b; }', ['a', 'b']],
  ['a subshell', '( a; b )', ['a', 'b']],
  ['a pipe', 'a | b', ['a', 'b < pipe']],
  ['inside a word', 'a "$(b)"', ['b', 'a …']],
  ['a test in double brackets', '[[ -n $A ]] && b', ['[[ $A', '? b']],
  ['a comment', 'a # b', ['a']],
]);

cases('branches', [
  ['if', 'if a; then b; fi; c', ['a', '? b', 'c']],
  ['if and else', 'if a; then b; else c; fi', ['a', '? b', '? c']],
  ['elif', 'if a; then b; elif c; then d; else e; fi', ['a', '? c', '? b', '? d', '? e']],
  ['case', 'case $A in x) a;; y|z) b;; *) c;; esac', ['? a', '? b', '? c']],
  ['for', 'for i in 1 "2 3"; do a $i; done', ['a 1', 'a 2 3']],
  ['for over what is not known', 'for i in $A; do a $i; done', ['? a …']],
  ['for over files', 'for i in *.yml; do a $i; done', ['? a …']],
  ['for over what a variable lists', 'L="1 2"\nfor i in $L; do a $i; done', ['a 1', 'a 2']],
  ['for over a variable in quotes', 'for i in "$A" 1; do a $i; done', ['a $A', 'a 1']],
  ['for over a long list', 'for i in 1 2 3 4 5 6 7 8 9; do a $i; done', ['? a …']],
  ['for over arguments', 'f() { for i in "$@"; do a $i; done; }\nf 1 2', ['f 1 2', 'a 1', 'a 2']],
  ['for over arguments without naming them', 'f() { for i; do a $i; done; }\nf 1 2', ['f 1 2', 'a 1', 'a 2']],
  ['case of an argument', 'f() { case $1 in x) a;; y) b;; esac; c; }\nf y', ['f y', 'b', 'c']],
  ['case of an argument that no pattern names', 'f() { case $1 in x) a;; *) b;; esac; }\nf y', ['f y', 'b']],
  ['case of an argument and a pattern', 'f() { case $1 in x*) a;; y) b;; esac; }\nf y', ['f y', '? a', '? b']],
  ['case of an argument, going on', 'f() { case $1 in x) a;& y) b;; esac; }\nf x', ['f x', '? a', '? b']],
  [
    'case of an argument behind one that may be none',
    'f() { case $2 in x) a;; *) b;; esac; }\nf $A x',
    ['f $A x', '? a', '? b'],
  ],
  [
    'case of an argument in a loop that shifts',
    'f() { while [ $# -gt 0 ]; do case $1 in x) a;; y) b;; esac; shift; done; }\nf x y',
    ['f x y', '[ … -gt 0 ]', '? a', '? b', '? shift'],
  ],
  ['case of an argument that is not known', 'f() { case $1 in x) a;; *) b;; esac; }\nf $A', ['f $A', '? a', '? b']],
  ['while', 'while a; do b; done', ['a', '? b']],
  ['until', 'until a; do b; done', ['a', '? b']],
  ['an if over several elements', ['if a; then', 'b', 'fi', 'c'], ['a', '? b', 'c']],
  ['nested', 'if a; then if b; then c; fi; fi', ['a', '? b', '? c']],
]);

cases('early ends', [
  ['exit', 'a\nexit 0\nb', ['a', 'exit 0']],
  ['exit in a branch', 'if a; then exit 1; fi\nb', ['a', '? exit 1', 'b']],
  ['exit in all branches', 'if a; then exit 1; else exit 2; fi\nb', ['a', '? exit 1', '? exit 2']],
  ['exit after a success', 'a && exit 0\nb', ['a', '? exit 0', 'b']],
  ['exit in a group after a success', 'a && { b; exit 0; }\nc', ['a', '? b', '? exit 0', 'c']],
  ['exit after a failure', 'a || exit 1\nb', ['a', '? exit 1', 'b']],
  ['exit in a subshell', '(a; exit 1; b)\nc', ['a', 'exit 1', 'c']],
  ['exit in a pipe', 'a | exit 1\nb', ['a', 'exit 1 < pipe', 'b']],
  ['exit in a function', 'die() { exit 1; }\ndie\na', ['die', 'exit 1']],
  ['return', 'f() { a; return; b; }\nf\nc', ['f', 'a', 'return', 'c']],
  ['return in a branch', 'f() { if a; then return; fi; b; }\nf\nc', ['f', 'a', '? return', 'b', 'c']],
  ['break', 'for i in 1; do a; break; b; done\nc', ['a', 'break', 'c']],
  ['turns after a break', 'for i in 1 2; do a && break; done', ['a', '? break', '? a', '? break']],
  ['break outside of a loop', 'break\na', ['break', 'a']],
]);

cases('functions', [
  ['that are not called', 'f() { a; }\nb', ['b']],
  ['that are called', 'f() { a; }\nf', ['f', 'a']],
  ['that are called twice', 'f() { a; }\nf; f', ['f', 'a', 'f', 'a']],
  ['with the keyword', 'function f { a; }\nf', ['f', 'a']],
  ['that call later ones', 'f() { g; }\ng() { a; }\nf', ['f', 'g', 'a']],
  ['that call themselves', 'f() { a; f; }\nf', ['f', 'a', 'f']],
  ['of another element', ['f() {\n  a\n}', 'f'], ['f', 'a']],
  ['named like a wrapper', 'retry() { "$@"; }\nretry a b', ['retry a b', 'a b']],
]);

cases('built texts', [
  ['sh -c', "sh -c 'a && b'", ['sh -c [a && b]', 'a', 'b']],
  ['bash with more options', "bash -euxc 'a'", ['bash -euxc a', 'a']],
  ['double quotes expand outside', 'A="x y"\nsh -c "a $A"', ['sh -c [a x y]', 'a x y']],
  ['values that are not known are no syntax', 'sh -c "a $B && c"', ['sh -c [a $B && c]', 'a $B', 'c']],
  ['their exit is their own', "sh -c 'exit 1'\na", ['sh -c [exit 1]', 'exit 1', 'a']],
  ['eval', 'eval "a; b"', ['eval [a; b]', 'a', 'b']],
  ['eval of several words', 'eval a "b"', ['eval a b', 'a b']],
  ['text that is computed', 'sh -c "$(a)"', ['a', 'sh -c …']],
  ['a file', 'sh x.sh', ['sh x.sh']],
]);

describe('what cannot be read', () => {
  test.each([
    ['PowerShell', ['$env:A = "b"', 'Write-Host a'], {}, 'is written for PowerShell'],
    ['cmd', ['if %CI_COMMIT_TAG% == a call x.bat'], {}, 'is written for cmd'],
    [
      'an image of Windows',
      ['a'],
      { image: 'mcr.microsoft.com/windows/servercore:ltsc2022' },
      'runs in a Windows image',
    ],
  ])('%s', (_what, script, keywords, reason) => {
    const [read] = jobWith(script, keywords).scripts;
    expect(read).toMatchObject({ opaque: reason, commands: [] });
  });

  test('the name of a cmdlet in a text is no sign of PowerShell', () => {
    expect(jobWith('curl -v https://example.com | grep -i Set-Cookie').scripts[0]?.opaque).toBeUndefined();
  });

  test('a broken line does not hide those after it', () => {
    expect(showCommands(jobWith(['fi', 'a']))).toEqual(['a']);
  });
});

describe('growth', () => {
  const commandsOf = (script: string | readonly string[], keywords = {}): number =>
    jobWith(script, keywords).scripts.flatMap((one) => one.commands).length;
  const lines = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');

  test.each([
    ['ifs in a row', lines(40, () => 'if a; then b; elif c; then d; else e; fi'), 200],
    ['ifs in each other', `${'if a; then b; '.repeat(40)}c${'; else d; fi'.repeat(40)}`, 121],
  ])('%s run once each', (_what, script, count) => {
    expect(commandsOf(script)).toBe(count);
  });

  test.each([
    ['functions that call each other', `${lines(13, (i) => `f${i}() { ${`f${i + 1}; `.repeat(10)} }`)}\nf0`],
    ['functions that call themselves', 'f() { f; g; }\ng() { f; g; g; }\nf'],
    ['texts that run themselves', `X='eval "$X"; eval "$X"; eval "$X"; eval "$X"'\neval "$X"`],
  ])('%s come to an end', (_what, script) => {
    expect(commandsOf(script)).toBeLessThan(50_000);
  });

  test('values that double with every line stay small', () => {
    const [last] =
      jobWith(`A=x
${lines(60, () => 'A="$A$A"')}
echo $A`).scripts[0]?.commands.slice(-1) ?? [];
    const kinds = last?.words.at(-1)?.value.map((part) => part.kind === 'unknown' && part.reason) ?? [];
    expect(new Set(kinds)).toEqual(new Set(['is too long to follow']));
    expect(kinds.length).toBeLessThan(1000);
  });

  test('variables that double with every name stay small', () => {
    const variables = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`V${i}`, i === 0 ? '$CI_JOB_ID' : `$V${i - 1}$V${i - 1}`]),
    );
    expect(commandsOf('echo $V59', { variables })).toBe(1);
  });
});
