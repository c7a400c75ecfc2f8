/** Scripts of the repository that jobs call: which are followed, with which values, and where what they do is shown. */
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { SourceCode } from '../../src/pipeline/source-code.ts';
import { commandsOf, filesOf } from '../../src/pipeline/tree.ts';
import { textAt } from '../../src/source/source-file.ts';
import { analysePipeline, jobNamed, jobWith, showAccesses, showCommands } from './analysed.ts';

const LOGIN = 'echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"\n';
const PUSH = 'docker push "$CI_REGISTRY_IMAGE"';

type Files = Readonly<Record<string, string>>;

/** With which credential a push after the script would go. */
function accessAfter(script: string, files: Files, keywords = {}): string | undefined {
  return showAccesses(jobWith([script, PUSH], keywords, {}, files))
    .at(-1)
    ?.replace(/^.*: /, '');
}

describe('a login in a script is known', () => {
  const files = { 'ci/login.sh': LOGIN, 'login.sh': LOGIN };
  test.each([
    ['by its path', 'ci/login.sh'],
    ['from here', './login.sh'],
    ['with arguments', './ci/login.sh "$CI_REGISTRY" -v'],
    ['with sh', 'sh ci/login.sh'],
    ['with a shell by its path', '/usr/bin/env bash ci/login.sh'],
    ['with options', 'bash -euxo pipefail ci/login.sh'],
    ['with long options', 'bash --login -o errexit ci/login.sh'],
    ['with +x', 'sh +x ci/login.sh'],
    ['after --', 'bash -- ci/login.sh'],
    ['sourced', 'source ci/login.sh'],
    ['with a dot', '. ci/login.sh'],
    ['with a dot, from here', '. ./login.sh'],
    ['in a text', "bash -c '. ci/login.sh'"],
    ['by eval', 'eval "./ci/login.sh"'],
    ['as its input', 'bash < ci/login.sh'],
    ['as its input, with arguments', 'sh -s -- a b < ci/login.sh'],
    ['through a pipe', 'cat ci/login.sh | sh'],
    ['made executable before', 'chmod +x ci/*.sh && ./ci/login.sh'],
    ['with exec, in a subshell', '(exec ./ci/login.sh)'],
    ['with time', 'time ./ci/login.sh'],
    ['with env', 'env A=b ./ci/login.sh'],
    ['with a variable in front', 'A=b ./ci/login.sh'],
    ['with a timeout', 'timeout 30 ./ci/login.sh'],
    ['with a failure that matters', './ci/login.sh || exit 1'],
    ['in a condition', 'if ! ./ci/login.sh; then exit 1; fi'],
    ['in a word', 'A="$(./ci/login.sh)"'],
    ['in a function', 'login() { ./ci/"$1".sh; }\nlogin login'],
    ['by a function that runs its arguments', 'run() { "$@"; }\nrun ci/login.sh'],
  ])('%s', (_what, script) => {
    expect(accessAfter(script, files)).toBe('job-token');
  });

  test.each([
    ['cd', 'cd ci\n./login.sh'],
    ['cd and back', 'cd ci\ncd ..\nci/login.sh'],
    ['cd -', 'cd ci; cd -\nci/login.sh'],
    ['cd in a subshell', '(cd ci)\nci/login.sh'],
    ['cd for one command', '(cd ci && ./login.sh)'],
    ['cd with options', 'cd -P -- ci && ./login.sh'],
    ['cd from anywhere to the project', 'cd /tmp\ncd "$CI_PROJECT_DIR/ci"\n./login.sh'],
    ['pushd and popd', 'pushd ci\npopd\nci/login.sh'],
    ['pushd twice', 'pushd ci; pushd /tmp; popd\n./login.sh'],
    ['the same cd in all branches', 'if true; then cd ci; else cd ci; fi\n./login.sh'],
    ['a detour', 'ci/../ci/./login.sh'],
    ['the project folder', '$CI_PROJECT_DIR/ci/login.sh'],
    ['the project folder in quotes', `cd /tmp; "\${CI_PROJECT_DIR}/ci/login.sh"`],
    ['pwd', '"$(pwd)/ci/login.sh"'],
    ['PWD', '$PWD/ci/login.sh'],
    ['OLDPWD', 'cd /tmp\n$OLDPWD/ci/login.sh'],
    ['the root of the repository', 'cd ci; "$(git rev-parse --show-toplevel)/ci/login.sh"'],
    ['realpath', 'cd ci; sh "$(realpath login.sh)"'],
    ['a variable of the job', './ci/$NAME.sh'],
    ['a variable of the script', 'F=ci/login\nsh $F.sh'],
    ['a turn of a loop', 'for each in login; do ./ci/$each.sh; done'],
  ])('by a path with %s', (_what, script) => {
    expect(accessAfter(script, files, { variables: { NAME: 'login' } })).toBe('job-token');
  });

  test('called by another script, next to it', () => {
    const finding = [
      'cd "$(dirname "$0")" && ./login.sh',
      '"$(dirname "$0")"/login.sh',
      '. "$(dirname "$(readlink -f "$0")")/login.sh"',
      `. "\${0%/*}/login.sh"`,
      `HERE="$(cd "$(dirname "\${BASH_SOURCE[0]}")" >/dev/null 2>&1 && pwd)"\nsource "$HERE/login.sh"`,
      `HERE=$(cd \`dirname $0\`; pwd)\n. $HERE/login.sh`,
      `. "\${BASH_SOURCE%/*}/login.sh"`,
    ];
    const accesses = finding.flatMap((line) =>
      ['./ci/all.sh', 'bash ci/all.sh', 'cd ci; ../ci/all.sh', '$CI_PROJECT_DIR/ci/all.sh'].map((call) =>
        accessAfter(call, { ...files, 'ci/all.sh': `#!/usr/bin/env bash\n${line}\n` }),
      ),
    );
    expect(new Set(accesses)).toEqual(new Set(['job-token']));
  });
});

describe('the interpreter', () => {
  test.each([
    ['#!/bin/sh', 'job-token'],
    ['#!/bin/bash -e', 'job-token'],
    ['#! /usr/bin/env bash', 'job-token'],
    ['#!/usr/bin/env -S bash -eu', 'job-token'],
    ['#!/bin/ash\r', 'job-token'],
    ['#!/usr/bin/dash', 'job-token'],
    ['# no interpreter is named', 'job-token'],
    ['#!/usr/bin/env python3', 'unknown'],
    ['#!/usr/bin/node', 'unknown'],
    ['#!/usr/bin/perl -w', 'unknown'],
    ['#!', 'unknown'],
  ])('%s', (line, access) => {
    expect(accessAfter('./x.sh', { 'x.sh': `${line}\n${LOGIN}` })).toBe(access);
  });
});

describe('anything may have happened after', () => {
  const files = { 'x.sh': 'true\n', 'ci/x.sh': 'true\n' };
  const nothing = 'missing, never';

  test('nothing, where the script is known', () => {
    expect(['./x.sh', '. ci/x.sh'].map((script) => accessAfter(script, files))).toEqual([nothing, nothing]);
  });

  test.each([
    ['a script that is not there', './made-by-an-earlier-job.sh'],
    ['a folder', './ci'],
    ['a path out of the repository', 'sh ../x.sh'],
    ['a path out of the repository and in again', 'sh ../project/x.sh'],
    ['a path that the folder names leave', 'cd ci/../..; ./x.sh'],
    ['an absolute path', 'sh /builds/acme/app/x.sh'],
    ['a path with an unknown variable', 'sh ./$DIR/x.sh'],
    ['an unknown path', 'sh "$(find . -name x.sh)"'],
    ['cd to an unknown folder', 'cd "$DIR"\n./x.sh'],
    ['cd home', 'cd\n./x.sh'],
    ['cd in one branch', 'if a; then cd ci; fi\n./x.sh'],
    ['popd from nowhere', 'popd\n./x.sh'],
    ['a clone', 'git clone https://example.com/tools.git\ncd tools\n./x.sh'],
    ['another working directory', 'env -C /tmp ./x.sh'],
    ['another user', 'sudo ./x.sh'],
    ['a build tool', './gradlew build'],
    ['a script that is written before', 'cat > x.sh <<EOF\ndocker login\nEOF\n./x.sh'],
    ['a script that is downloaded before', 'curl -sSLo ci/x.sh https://example.com/x.sh\nsh ci/x.sh'],
    ['a script that is changed before', 'sed -i s/a/b/ ./x.sh\n./x.sh'],
    ['a script that is copied before', 'cp templates/x.sh .\n./x.sh'],
    ['a script in a folder that is written before', 'tar xzf scripts.tgz -C ci/\nci/x.sh'],
    ['a script that is changed in a function', 'f() { envsubst < t > x.sh; }\nf\n./x.sh'],
    ['another branch', 'git checkout main\n./x.sh'],
    ['another state', 'git pull\nsh x.sh'],
    ['a script that is printed and run', 'eval "$(cat x.sh)"'],
    ['a script of the standard input that a program prints', 'curl https://example.com/x.sh | sh'],
    ['a shell without a script', 'bash'],
  ])('%s', (_what, script) => {
    expect(accessAfter(script, { ...files, gradlew: 'true\n' })).toBe('unknown');
  });

  test.each([
    ['has no checkout', { GIT_STRATEGY: 'none' }],
    ['has an empty folder', { GIT_STRATEGY: 'empty' }],
    ['has some other commit', { GIT_CHECKOUT: 'false' }],
    ['may have no checkout', { GIT_STRATEGY: '$STRATEGY' }],
  ])('a script of a job that %s', (_what, variables) => {
    expect(accessAfter('./x.sh', files, { variables })).toBe('unknown');
  });

  test.each([
    ['an artifact', { artifacts: { paths: ['x.sh'] } }],
    ['a folder of artifacts', { artifacts: { paths: ['./ci/'] } }],
    ['a cache', { cache: { paths: ['ci'] } }],
    ['one of several caches', { cache: [{ paths: ['other'] }, { paths: ['ci/x.sh'] }] }],
  ])('a script that may come from %s', (_what, keywords) => {
    const config = {
      build: { script: 'true', ...keywords },
      job: { image: 'docker:28', script: [`. x.sh\n. ci/x.sh`, PUSH] },
    };
    const job = jobNamed(analysePipeline(stringify(config), {}, files), 'job');
    expect(showAccesses(job)).toEqual(['push $CI_REGISTRY_IMAGE: unknown']);
  });

  test.each([
    ['clone', { GIT_STRATEGY: 'clone' }],
    ['fetch', { GIT_STRATEGY: 'fetch', GIT_CHECKOUT: 'true' }],
  ])('but not of one with GIT_STRATEGY %s', (_what, variables) => {
    expect(accessAfter('./x.sh', files, { variables })).toBe(nothing);
  });

  test.each([
    ['cannot be parsed', 'if true; then\n'],
    ['runs make', 'make login\n'],
    ['runs a program by a name that is not known', 'exec "$JAVA" "$@"\n'],
    ['calls itself', './x.sh again\n'],
    ['runs a script that is not there', './y.sh\n'],
    ['is called in circles', './ci/z.sh\n'],
  ])('a script that %s', (_what, text) => {
    expect(accessAfter('./x.sh', { 'x.sh': text, 'ci/z.sh': 'sh x.sh\n' })).toBe('unknown');
  });

  test('a script that another machine or container runs changes nothing here', () => {
    const known = { 'x.sh': LOGIN };
    for (const script of ['ssh host ./x.sh', 'docker run alpine sh x.sh', 'docker exec app ./x.sh', 'cat x.sh']) {
      expect(accessAfter(script, known), script).toBe(nothing);
    }
  });
});

describe('what a script shares with its caller', () => {
  test.each([
    ['sourced, its variables stay', '. ./x.sh\necho $A', 'A=x\n', 'echo x'],
    ['run, its variables end with it', 'A=y\n./x.sh\necho $A', 'A=x\n', 'echo y'],
    ['sourced, it moves the caller', '. ./x.sh\necho $PWD', 'cd ci\n', 'echo $CI_PROJECT_DIR/ci'],
    ['run, it does not move the caller', './x.sh\necho $PWD', 'cd ci\n', 'echo $CI_PROJECT_DIR'],
    ['its arguments', './x.sh a "b c"', 'echo $# $2 "$@"\n', 'echo … b c a [b c]'],
    ['no arguments', './x.sh', 'echo "x$1"\n', 'echo x'],
    ['arguments of a sourced script', '. ./x.sh a', 'echo $1\n', 'echo a'],
    ['arguments of the caller in a sourced script', 'set -- a\n. ./x.sh', 'echo $1\n', 'echo a'],
    ['arguments of the caller after it', 'set -- a\n. ./x.sh b\necho $1', 'true\n', 'echo a'],
    ['its name', 'sh ./x.sh', 'echo "$0"\n', 'echo ./x.sh'],
    ['the variables of the caller', 'export A=x\n./x.sh', 'echo $A\n', 'echo x'],
    ['variables in front', 'A=x ./x.sh', 'echo $A\n', 'echo x'],
    ['variables in front of a sourced script', 'A=x . ./x.sh', 'echo $A\n', 'echo x'],
    ['functions of a sourced script', '. ./x.sh\nf a', 'f() { echo $1; }\n', 'echo a'],
    ['functions of a script that is run', './x.sh\nf a', 'f() { echo $1; }\n', 'f a'],
    ['functions of the caller', 'f() { echo a; }\n./x.sh', 'f\n', 'f'],
    ['exit of a script that is run', './x.sh\necho a', 'exit 0\n', 'echo a'],
    ['exit of a sourced script', '. ./x.sh\necho a', 'exit 0\n', 'exit 0'],
    ['return of a sourced script', '. ./x.sh\necho a', 'return\necho b\n', 'echo a'],
    ['a script in place of the shell', 'exec ./x.sh\necho a', 'echo b\n', 'echo b'],
    ['a branch that an argument chooses', './x.sh b', 'case "$1" in a) echo x;; b) echo y;; esac\n', 'echo y'],
  ])('%s', (_what, script, text, last) => {
    expect(showCommands(jobWith(script, {}, {}, { 'x.sh': text })).at(-1)).toBe(last);
  });

  test('before_script, script and after_script see the same files, and each shell starts in the project', () => {
    const job = jobWith(
      ['./login.sh', 'cd ci'],
      { before_script: ['cd ci'], after_script: ['ci/push.sh'] },
      {},
      { 'ci/login.sh': LOGIN, 'ci/push.sh': PUSH },
    );
    expect(showAccesses(job)).toEqual(['push $CI_REGISTRY_IMAGE: job-token']);
  });

  test('what it writes into an auth file by a redirect of the caller is not known', () => {
    expect(accessAfter('mkdir -p ~/.docker\n./x.sh > ~/.docker/config.json', { 'x.sh': 'cat template.json\n' })).toBe(
      'unknown',
    );
  });

  test('names that it assigns count as its own, also where it uses them before', () => {
    const job = jobWith('./x.sh', {}, {}, { 'x.sh': 'f() { echo $CI_TAG; }\nCI_TAG=x\n(f)\necho $CI_OTHER\n' });
    const references = commandsOf(job).flatMap((command) => command.references);
    expect(references.map(({ name, definition }) => [name, definition.by])).toEqual([
      ['CI_TAG', 'script'],
      ['CI_OTHER', 'nobody'],
    ]);
  });
});

describe('places', () => {
  const pushed = (text: string, call = './ci/x.sh') => {
    const job = jobWith(call, {}, {}, { 'ci/x.sh': text });
    const event = job.events.find(({ type }) => type === 'Push');
    if (!event) throw new Error('no push');
    return { event, job };
  };

  test.each([
    ['plain lines', '# a comment\ndocker push "$CI_REGISTRY_IMAGE"\n'],
    ['Windows line ends', '# a comment\r\n\r\ndocker push \\\r\n  "$CI_REGISTRY_IMAGE"\r\n'],
    ['a byte order mark', '\uFEFFdocker push "$CI_REGISTRY_IMAGE"\n'],
    ['no line end', 'true; docker push "$CI_REGISTRY_IMAGE"'],
  ])('in a script with %s', (_what, text) => {
    const { event } = pushed(text);
    expect([event.place.file.path, textAt(event.place)]).toEqual(['ci/x.sh', '"$CI_REGISTRY_IMAGE"']);
  });

  test('in a script know the line that called it, and the job', () => {
    const { event } = pushed(PUSH);
    expect(event.trail.map(({ kind, name, place }) => [kind, name, textAt(place)])).toEqual([
      ['script', 'ci/x.sh', './ci/x.sh'],
    ]);
    expect(event.keyPath).toBe('job.script[0]');
  });

  test('in a script that a script calls know the way from the job', () => {
    const job = jobWith('sh a.sh', {}, {}, { 'a.sh': 'cd ci\n. ./b.sh\n', 'ci/b.sh': PUSH });
    expect(job.events[0]?.trail.map(({ name, place }) => [name, textAt(place)])).toEqual([
      ['a.sh', 'sh a.sh'],
      ['ci/b.sh', '. ./b.sh'],
    ]);
  });

  test('in a function are where the function is written', () => {
    const { event } = pushed('push() { docker push "$CI_REGISTRY_IMAGE"; }\n', '. ci/x.sh\npush');
    expect([event.place.file.path, event.trail.length]).toEqual(['ci/x.sh', 1]);
  });

  test.each([
    ['at the line that calls it', { '.gitlab-ci.yml': 'a:\n  script: ci/x.sh\n' }, 'ci/x.sh'],
    [
      'at the line that calls its caller',
      { '.gitlab-ci.yml': 'a:\n  script: sh y.sh\n', 'y.sh': 'ci/x.sh' },
      'sh y.sh',
    ],
    [
      'at the include of the file that calls it',
      { '.gitlab-ci.yml': 'include: ci/a.yml\n', 'ci/a.yml': 'a:\n  script: ci/x.sh\n' },
      'ci/a.yml',
    ],
  ])('in a script are shown in the linted file %s', (_what, { '.gitlab-ci.yml': root, ...files }, shown) => {
    const sourceCode = new SourceCode(analysePipeline(root, {}, { ...files, 'ci/x.sh': PUSH }));
    const [job] = sourceCode.ast.jobs;
    const place = job?.events[0]?.place;
    expect(place && [place.file.path, textAt(sourceCode.placeInRoot(place))]).toEqual(['ci/x.sh', shown]);
  });

  test('scripts count as files that were read', () => {
    const pipeline = analysePipeline('a:\n  script: [./x.sh, ./y.sh]\nb:\n  script: ./x.sh\n', {}, { 'x.sh': PUSH });
    expect([...filesOf([pipeline])].map(({ path }) => path)).toEqual(['.gitlab-ci.yml', 'x.sh']);
  });

  test('two jobs that call one script have the same places', () => {
    const pipeline = analysePipeline('a:\n  script: ./x.sh\nb:\n  script: [. x.sh]\n', {}, { 'x.sh': PUSH });
    const [a, b] = ['a', 'b'].map((name) => jobNamed(pipeline, name).events[0]?.place);
    expect(a?.file).toBe(b?.file);
    expect(a).toEqual(b);
  });
});

describe('growth', () => {
  test('scripts that call others over and over come to an end', () => {
    const names = Array.from({ length: 11 }, (_, index) => `s${index}.sh`);
    const files = Object.fromEntries(names.map((name, index) => [name, `sh s${index + 1}.sh\n`.repeat(10)]));
    const job = jobWith(`sh s0.sh\n${PUSH}`, {}, {}, { ...files, 's11.sh': 'true\n' });
    expect(commandsOf(job).length).toBeLessThan(50_000);
    expect(showAccesses(job)).toEqual(['push $CI_REGISTRY_IMAGE: unknown']);
  });

  test('loops in loops come to an end', () => {
    const loops = Array.from({ length: 12 }, (_, index) => `for a${index} in 1 2 3 4 5 6 7 8; do`).join(' ');
    const job = jobWith(`${loops} a; ${'done; '.repeat(12)}\n${PUSH}`);
    expect(commandsOf(job).length).toBeLessThan(50_000);
  });
});
