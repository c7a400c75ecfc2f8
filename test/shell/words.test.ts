/** What the words of commands come to: expansions, quotes, here-documents, and where each of them is written. */
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/pipeline/commands.ts';
import { textAt } from '../../src/source/source-file.ts';
import { analysePipeline, jobNamed, jobWith, showCommands } from './analysed.ts';

type Case = readonly [what: string, script: string, last: string];

/** What the last command of the script looks like. */
const cases = (title: string, table: readonly Case[], keywords = {}): void => {
  describe(title, () => {
    test.each(table)('%s', (_what, script, last) => {
      expect(showCommands(jobWith(script, keywords)).at(-1)).toBe(last);
    });
  });
};

cases('quotes', [
  ['double quotes expand', 'A=x\necho "$A y"', 'echo [x y]'],
  ['single quotes do not', "A=x\necho '$A'", 'echo $A'],
  ['pieces make one word', `A=x\necho a"$A"'b'c`, 'echo axbc'],
  ['a backslash takes the meaning', 'A=x\necho \\$A', 'echo $A'],
  ['an empty word stays a word', `echo "" ''`, 'echo [] []'],
  ['ANSI quotes decode', "echo $'a\\tb'", 'echo [a\tb]'],
]);

cases('operators of expansions', [
  ['a fallback of a name that has a value', `A=x\necho "\${A:-y}"`, 'echo x'],
  ['a fallback of a name that nobody sets', `echo "\${SET_IN_THE_PROJECT:-y}"`, `echo \${SET_IN_THE_PROJECT:-y}`],
  ['an error text', `A=x\necho "\${A:?no}"`, 'echo x'],
  ['another value', `A=x\necho "\${A:+y}"`, 'echo …'],
  ['a replacement', `A=x\necho "\${A//x/y}"`, 'echo …'],
  ['a length', `A=x\necho "\${#A}"`, 'echo …'],
  ['an indirection', `A=B\necho "\${!A}"`, 'echo …'],
  ['a default that is assigned', `echo "\${A:=x}"\necho "$A"`, 'echo …'],
  ['a default of a predefined name', `echo "\${CI_REGISTRY:=x}"\necho "$CI_REGISTRY"`, 'echo $CI_REGISTRY'],
  ['an empty value and a fallback', `A=\necho "\${A:-y}"`, 'echo …'],
]);

cases(
  'assignments',
  [
    ['the last one counts', 'A=x\nA=y\necho $A', 'echo y'],
    ['export', 'export A=x B=y\necho $A$B', 'echo xy'],
    ['export of a quoted pair', 'R=r\nexport "A=$R/x"\necho $A', 'echo r/x'],
    ['export of a name alone', 'A=x\nexport A\necho $A', 'echo x'],
    ['appending', 'A=x\nA+=y\necho $A', 'echo xy'],
    ['unset', 'A=x\nunset A\necho $A', 'echo $A'],
    ['read', 'A=x\nread -r A\necho $A', 'echo …'],
    ['printf -v', 'printf -v A %s x\necho $A', 'echo …'],
    ['an array', 'A=(x y)\necho $A', 'echo …'],
    ['in front of a command, for that command only', 'A=x\nA=y true\necho $A', 'echo x'],
    ['in front of a command, not for its own words', 'A=x\nA=y echo $A', 'echo x'],
    ['in front of a shell', "A=y sh -c 'echo $A'", 'echo y'],
    ['by env', "env A=y sh -c 'echo $A'", 'echo y'],
    ['in a subshell', 'A=x\n(A=y)\necho $A', 'echo x'],
    ['in a pipe', 'A=x\necho y | read A\necho $A', 'echo x'],
    ['in one branch', 'A=x\nif a; then A=y; fi\necho $A', 'echo …'],
    ['in all branches alike', 'if a; then A=y; else A=y; fi\necho $A', 'echo y'],
    ['over an empty one in a branch', `if a; then EMPTY=y; fi\necho \${EMPTY}x`, 'echo …x'],
    ['in a loop', 'A=x\nfor i in $B; do A=$i; done\necho $A', 'echo …'],
    ['before a loop, in its turns', 'A=x\nwhile b; do echo $A; A=y; done', '? echo …'],
    ['before a loop that leaves it alone', 'A=x\nwhile b; do (A=y); echo $A; done', '? echo x'],
    ['before a loop that reads it', 'A=x\nwhile read -r A; do echo $A; done', '? echo …'],
    ['before a loop that begins with it', 'A=x\nwhile b; do A=y; echo $A; done', '? echo y'],
    ['in every turn of a loop', 'A=x\nfor i in 1 2; do A=$i; done\necho $A', 'echo 2'],
  ],
  { variables: { EMPTY: '' } },
);

cases('functions', [
  ['arguments', 'f() { echo "$2 $1"; }\nf a b', 'echo [b a]'],
  ['an argument that is not given', 'f() { echo "x$2"; }\nf a', 'echo x'],
  ['all arguments', 'f() { echo "$@"; }\nf a "b c"', 'echo a [b c]'],
  ['as a command', 'f() { "$@"; }\nf echo a', 'echo a'],
  ['shift', 'f() { shift; echo "$1" "$@"; }\nf a b', 'echo b b'],
  ['the outer arguments come back', 'g() { true; }\nf() { g x; echo $1; }\nf a', 'echo a'],
  ['a local name', 'A=x\nf() { local A=y; }\nf\necho $A', 'echo x'],
  ['a local name without a value', 'A=x\nf() { local A; A=y; }\nf\necho $A', 'echo x'],
  ['a global name', 'A=x\nf() { A=y; }\nf\necho $A', 'echo y'],
  ['outside of functions', 'echo $1', 'echo …'],
  ['set --', 'set -- a b\necho $2', 'echo b'],
]);

cases('substitutions', [
  ['echo', 'echo "$(echo $CI_REGISTRY_IMAGE)/x"', 'echo $CI_REGISTRY_IMAGE/x'],
  ['backticks', 'A=`echo x`\necho $A', 'echo x'],
  ['backticks in backticks', 'A=`echo \\`echo x\\``\necho $A', 'echo x'],
  ['lower case', `A=$(echo "X/Y" | tr '[:upper:]' '[:lower:]')\necho $A`, 'echo x/y'],
  ['lower case of a here-string', `A=$(tr A-Z a-z <<< "X")\necho $A`, 'echo x'],
  ['printf', `A=$(printf '%s:%s' a b)\necho $A`, 'echo a:b'],
  ['a program', 'A=$(git describe)\necho $A', 'echo …'],
  ['two commands', 'A=$(echo a; echo b)\necho $A', 'echo …'],
  ['arithmetic', 'echo $((1 + 2))', 'echo …'],
  ['a function', 'f() { echo a; echo b; }\nA=$(f)\necho $A', 'echo …'],
  ['output that goes to a file', 'A=$(echo a > f)\necho "$A"', 'echo …'],
]);

cases('input', [
  ['a here-string', 'cat <<< "$CI_JOB_TOKEN"', 'cat < "$CI_JOB_TOKEN"'],
  ['a here-document', 'A=x\ncat <<EOF\n$A y\nEOF', String.raw`cat < "x y\n"`],
  ['a quoted delimiter', "A=x\ncat <<'EOF'\n$A\nEOF", String.raw`cat < "$A\n"`],
  ['an escaped dollar', 'A=x\ncat <<EOF\n\\$A\nEOF', String.raw`cat < "$A\n"`],
  ['tabs taken off', 'A=x\ncat <<-EOF\n\ta\n\t$A\n\tEOF', String.raw`cat < "a\nx\n"`],
  ['a file', 'cat < password', 'cat < file'],
  ['a pipe', 'echo a | cat', 'cat < pipe'],
  ['of a group', 'echo a | { cat; }', 'cat < pipe'],
]);

describe('variables of the pipeline', () => {
  test.each([
    ['inside of others', { A: '$B/x', B: '$C', C: 'c' }, 'c/x'],
    ['with braces', { A: `\${B}x`, B: 'b' }, 'bx'],
    ['that refer to themselves', { A: '$A/x' }, '$A/x'],
    ['in a circle', { A: '$B', B: '$A' }, '$A'],
    ['that are not expanded', { A: { value: '$B', expand: false }, B: 'b' }, '$B'],
    ['with an escaped dollar', { A: '$$B' }, '$B'],
    ['that are predefined', { A: '$CI_COMMIT_SHA' }, '$CI_COMMIT_SHA'],
  ])('%s', (_what, variables, value) => {
    expect(showCommands(jobWith('echo "$A"', { variables }))).toEqual([`echo ${value}`]);
  });

  test.each([
    ['one value of a matrix', { parallel: { matrix: [{ A: ['x'] }] } }, 'x'],
    ['a value that rules may set', { variables: { A: 'x' }, rules: [{ if: '$B', variables: { A: 'y' } }] }, '…'],
  ])('%s', (_what, keywords, value) => {
    expect(showCommands(jobWith('echo "$A"', keywords))).toEqual([`echo ${value}`]);
  });
});

describe('places', () => {
  const first = (yaml: string): Command => {
    const [command] = jobNamed(analysePipeline(yaml), 'job').scripts.flatMap((script) => script.commands);
    if (!command) throw new Error('no command');
    return command;
  };

  test.each([
    ['plain', '    - docker push "$IMAGE:$TAG"', '"$IMAGE:$TAG"', ['$IMAGE', '$TAG']],
    ['single quotes', `    - 'docker push ''a''$IMAGE'`, `''a''$IMAGE`, ['$IMAGE']],
    ['double quotes', String.raw`    - "docker push \"$IMAGE\":\u0061"`, String.raw`\"$IMAGE\":\u0061`, ['$IMAGE']],
    ['a literal block', '    - |\n      # push\n      docker push $IMAGE', '$IMAGE', ['$IMAGE']],
    ['a folded block', '    - >\n      docker\n      push\n      $IMAGE', '$IMAGE', ['$IMAGE']],
    ['a plain text of many lines', '    - docker\n      push\n      $IMAGE', '$IMAGE', ['$IMAGE']],
    ['two elements', '    - |\n      if true; then\n    - docker push "$IMAGE"\n    - fi', undefined, []],
    ['sh -c', `    - sh -c 'docker push $IMAGE'`, `'docker push $IMAGE'`, []],
  ])('%s', (_what, lines, word, references) => {
    const command = first(`job:\n  script:\n${lines}\n`);
    if (word !== undefined)
      expect(command.words.at(-1) && textAt(command.words.at(-1)?.place ?? command.place)).toBe(word);
    expect(command.references.map(({ place }) => textAt(place))).toEqual(references);
  });

  test('an element of an `if` that spans several keeps its own place', () => {
    const yaml = 'job:\n  script:\n    - if true; then\n    - docker push "$IMAGE"\n    - fi\n';
    const commands = jobNamed(analysePipeline(yaml), 'job').scripts.flatMap((script) => script.commands);
    expect(commands.map(({ place }) => textAt(place))).toEqual(['true', 'docker push "$IMAGE"']);
  });

  test('what a function gets points to the call', () => {
    const yaml = 'job:\n  script:\n    - f() { docker push "$@"; }\n    - f "$IMAGE"\n';
    const commands = jobNamed(analysePipeline(yaml), 'job').scripts.flatMap((script) => script.commands);
    const pushed = commands.at(-1)?.words.at(-1);
    expect(pushed?.place.range[0]).toBe(yaml.indexOf('"$IMAGE"'));
  });
});
