/** Which images a build pulls, as its Dockerfile names them: stages, arguments, what is copied, where the file is. */
import { describe, expect, test } from 'vitest';
import { MemoryHost } from '../../src/host/memory.ts';
import { analyse } from '../../src/lint/analyse.ts';
import { showText } from '../../src/pipeline/symbolic.ts';
import { readDockerfile } from '../../src/registry/dockerfile.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { jobWith } from '../shell/analysed.ts';

const PROXY = '$CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX';

/** The images that the job's builds start from or copy from, `…` for what is not known. */
function basesOf(files: Readonly<Record<string, string>>, script: string, keywords = {}): string[] {
  return jobWith(script, keywords, {}, files).events.flatMap((event) =>
    event.type === 'Pull' && event.role === 'base' ? [showText(event.reference.value)] : [],
  );
}

function cases(
  name: string,
  rows: readonly (readonly [what: string, dockerfile: string, expected: string[], command?: string])[],
) {
  describe(name, () => {
    for (const [what, dockerfile, expected, command = 'docker build .'] of rows) {
      test(what, () => {
        expect(basesOf({ Dockerfile: dockerfile }, command)).toEqual(expected);
      });
    }
  });
}

cases('stages', [
  ['one', 'FROM alpine:3', ['alpine:3']],
  ['an image for each', 'FROM a AS x\nFROM b\nCOPY --from=x /a /b', ['a', 'b']],
  ['a stage that starts from another', 'FROM a AS x\nFROM x', ['a']],
  ['a stage by its number', 'FROM a\nFROM b\nCOPY --from=0 /a /b', ['a', 'b']],
  ['a stage written in other letters', 'FROM a AS Base\nFROM bASE', ['a']],
  ['a stage that nothing needs', 'FROM a AS x\nFROM b', ['b']],
  ['an image that is named like a later stage', 'FROM b AS a\nFROM a AS b', ['b']],
  ['nothing to start from', 'FROM scratch', []],
  ['a platform', 'FROM --platform=$BUILDPLATFORM alpine', ['alpine']],
  ['words in small letters', 'from a as x\nfrom x', ['a']],
  ['a name over two lines', 'FROM al\\\npine', ['alpine']],
  ['quotes', 'FROM "alpine:3"', ['alpine:3']],
  ['a digest', `FROM alpine@sha256:${'0'.repeat(64)}`, [`alpine@sha256:${'0'.repeat(64)}`]],
  ['Windows line ends', 'FROM a AS x\r\nFROM b\r\nCOPY --from=x a b\r\n', ['a', 'b']],
  ['a byte order mark', '\uFEFFFROM alpine', ['alpine']],
]);

cases('the wanted stage', [
  ['the last one', 'FROM a AS x\nFROM b AS y', ['b']],
  ['by name', 'FROM a AS x\nFROM b AS y', ['a'], 'docker build --target x .'],
  ['by name in other letters', 'FROM a AS x\nFROM b AS y', ['a'], 'docker build --target=X .'],
  ['one that is not there', 'FROM a AS x', [], 'docker build --target y .'],
  ['one that is not known', 'FROM a AS x', [], 'docker build --target "$TARGET" .'],
]);

cases('what is copied', [
  ['from an image', 'FROM a\nCOPY --from=b /a /b', ['a', 'b']],
  ['with other options', 'FROM a\nCOPY --chown=1:1 --from=b --link /a /b', ['a', 'b']],
  ['through a mount', 'FROM a\nRUN --mount=type=bind,from=b,target=/b true', ['a', 'b']],
  ['through a mount from a stage', 'FROM a AS x\nFROM c\nRUN --mount=from=x,target=/b true', ['a', 'c']],
  ['with a variable, which is not replaced', 'ARG B=b\nFROM a\nCOPY --from=$B /a /b', ['a']],
  ['in a text for a shell', 'FROM a\nRUN <<E\nCOPY --from=b /a /b\nE', ['a']],
  ['in a comment', 'FROM a\n# COPY --from=b /a /b', ['a']],
]);

cases('arguments', [
  ['a default', 'ARG A=x\nFROM $A/y:1', ['x/y:1']],
  ['braces', 'ARG A=x\nFROM ${A}y', ['xy']],
  ['a default of defaults', 'ARG A=x\nARG B=$A/y\nFROM $B', ['x/y']],
  ['several at once', 'ARG A=x B=y\nFROM $A/$B', ['x/y']],
  ['quotes', `ARG A="x" B='y'\nFROM $A/$B`, ['x/y']],
  ['single quotes around a variable', `ARG A=x\nARG B='$A'\nFROM $B`, []],
  ['no value', 'ARG A\nFROM ${A}y', ['y']],
  ['no value and no rest', 'ARG A\nFROM $A', []],
  ['no argument at all', 'FROM $CI_REGISTRY_IMAGE/base', []],
  ['one of a stage', 'FROM a\nARG B=b\nFROM $B', []],
  ['a fallback', 'ARG A\nFROM ${A:-x}/y', ['x/y']],
  ['a fallback that is not needed', 'ARG A=z\nFROM ${A:-x}/y', ['z/y']],
  ['a fallback for what is not there', 'FROM ${A-x}/y', ['x/y']],
  ['a fallback that an empty value needs not', 'ARG A=\nFROM ${A-x}y', ['y']],
  ['a fallback with a variable', 'ARG B=b\nFROM ${A:-${B}}/y', ['b/y']],
  ['an alternative', 'ARG A=x\nFROM ${A:+$A/}y', ['x/y']],
  ['an alternative without a value', 'ARG A\nFROM ${A:+$A/}y', ['y']],
  ['an operation that computes', 'ARG A=x/y\nFROM ${A%/*}/z', ['…/z']],
  ['what the builder sets', 'FROM a-$TARGETARCH', ['a-…']],
  ['a dollar of its own', 'FROM a\\$b', []],
  ['another escape', '# escape=`\nARG A=x\nFROM $A`\n/y', ['x/y']],
  [
    'arguments that double',
    `${Array.from({ length: 40 }, (_, i) => `ARG A${i + 1}=$A${i}$A${i}`).join('\n')}\nFROM x$A40`,
    ['x'],
  ],
]);

cases('arguments of the command', [
  ['a value', 'ARG A=x\nFROM $A/y', [`${PROXY}/y`], `docker build --build-arg A=${PROXY} .`],
  ['a value behind =', 'ARG A=x\nFROM $A/y', ['z/y'], 'docker build --build-arg=A=z .'],
  ['no value', 'ARG A=x/\nFROM ${A}y', ['y'], 'docker build --build-arg A= .'],
  ['the last of several', 'ARG A\nFROM $A', ['z'], 'docker build --build-arg A=y --build-arg A=z .'],
  ['one that the file does not know', 'FROM $A/y', [], 'docker build --build-arg A=z .'],
  ['a variable of the script', 'ARG A\nFROM $A', ['z'], 'B=z\ndocker build --build-arg "A=$B" .'],
  ['a variable of the environment', 'ARG A\nFROM $A', ['z'], 'export A=z\ndocker build --build-arg A .'],
  [
    'a predefined variable',
    'ARG CI_REGISTRY\nFROM $CI_REGISTRY/y',
    ['$CI_REGISTRY/y'],
    'docker build --build-arg CI_REGISTRY .',
  ],
  ['a variable that may be set elsewhere', 'ARG A=x\nFROM $A', ['…'], 'docker build --build-arg A .'],
  ['a name that is not known', 'ARG A=x\nFROM $A', [], 'docker build --build-arg $A .'],
  ['more words that are not known', 'FROM a', [], 'docker build $OPTIONS .'],
  ['another meaning of a name', 'FROM a AS x\nFROM b\nCOPY --from=x a b', ['b'], 'docker build --build-context a=. .'],
  ['another base', 'FROM a', [], 'buildah bud --from b .'],
  ['no pull', 'FROM a', [], 'podman build --pull=never .'],
  ['a check', 'FROM a', [], 'docker build --check .'],
]);

describe('where the Dockerfile is', () => {
  const files = {
    Dockerfile: 'FROM root',
    'a/Dockerfile': 'FROM a',
    'a/other': 'FROM other',
    'b/Containerfile': 'FROM container',
    'b/Dockerfile': 'FROM b',
  };
  test.each([
    ['in the context', 'docker build a', ['a']],
    ['in the folder of the repository', 'docker build "$CI_PROJECT_DIR"', ['root']],
    ['named, from the working directory', 'docker build -f a/other .', ['other']],
    ['named by its whole path', 'docker build --file=${CI_PROJECT_DIR}/a/other b', ['other']],
    ['in the folder that the script is in', 'cd a\ndocker build .', ['a']],
    ['beside the folder that the script is in', 'cd a\ndocker build ../b', ['b']],
    ['in a folder that is not known', 'cd "$FOLDER"\ndocker build .', []],
    ['in a context that is not known', 'docker build "$FOLDER"', []],
    ['named for a context that is not known', 'docker build -f a/other "$FOLDER"', []],
    ['in another repository', 'docker build https://gitlab.example.com/acme/app.git', []],
    ['named for another repository', 'docker build -f Dockerfile https://gitlab.example.com/acme/app.git', []],
    ['named for standard input', 'docker build -f Dockerfile - < context.tar', []],
    ['outside of the repository', 'docker build ..', []],
    ['not there', 'docker build c', []],
    ['for buildx', 'docker buildx build a', ['a']],
    ['for nerdctl', 'nerdctl build a', ['a']],
    ['for podman', 'podman build b', ['container']],
    ['for podman, in the context', 'podman build -f other a', ['other']],
    ['for buildah', 'buildah build-using-dockerfile a', ['a']],
    ['two files for podman', 'podman build -f Dockerfile -f a/other .', []],
    ['for kaniko', '/kaniko/executor --context "$CI_PROJECT_DIR" --dockerfile "$CI_PROJECT_DIR/a/other"', ['other']],
    ['for kaniko, in the context', '/kaniko/executor -c dir://$CI_PROJECT_DIR/a -f other', ['other']],
    ['for kaniko with words that are not known', '/kaniko/executor $OPTIONS -c $CI_PROJECT_DIR -f Dockerfile', []],
    ['for kaniko, from elsewhere', '/kaniko/executor -c git://gitlab.example.com/acme/app.git', []],
    [
      'for BuildKit',
      'buildctl build --frontend dockerfile.v0 --local context=. --local dockerfile=a --opt filename=other',
      ['other'],
    ],
    ['with its name in a variable', 'NAME=other\ndocker build -f a/$NAME .', ['other']],
    ['written by the job', 'echo "FROM x" > Dockerfile\ndocker build .', []],
    ['changed by the job', 'sed -i s/a/b/ a/other\ndocker build -f a/other .', []],
    ['of another branch', 'git checkout other\ndocker build .', []],
  ])('%s', (_what, script, expected) => {
    expect(basesOf(files, script)).toEqual(expected);
  });

  test('a job without the repository has none', () => {
    expect(basesOf(files, 'docker build .', { variables: { GIT_STRATEGY: 'none' } })).toEqual([]);
  });
});

test('arguments that grow beyond all bounds are not known', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `ARG A${index + 1}=$A${index}$A${index}`);
  const [base] = basesOf({ Dockerfile: `ARG A0=ab\n${lines.join('\n')}\nFROM x$A40` }, 'docker build .');
  expect(base).toMatch(/^x…+$/);
});

test('fallbacks that stand in fallbacks without end are not followed', () => {
  const nested = `${'${A:-'.repeat(20_000)}x${'}'.repeat(20_000)}`;
  expect(basesOf({ Dockerfile: `FROM a${nested}` }, 'docker build .')).toEqual(['a…']);
});

test('a template builds from the repositories that include it', () => {
  const template =
    'spec:\n  inputs:\n    tag:\n---\nbuild:\n  image: docker:28\n  script: docker build -t $[[ inputs.tag ]] .\n';
  const host = new MemoryHost({ 'templates/build.yml': template, Dockerfile: 'FROM alpine' });
  const [job] = analyse(host, 'templates/build.yml', {}).ast.jobs;
  expect(job?.events.map(({ type }) => type)).toEqual(['Build']);
});

describe('what is no Dockerfile', () => {
  test.each([
    ['nothing', '', 0],
    ['instructions of another builder', 'FROM a\nINCLUDE b', undefined],
    ['another language', '{"a": 1}', undefined],
    ['FROM with too many words', 'FROM a b c', undefined],
    ['FROM without a word', 'FROM\n', undefined],
    ['characters without order', '\\\n<<\u0000"${{', undefined],
    ['a file beyond all bounds', `FROM a\n${'#'.repeat(600_000)}`, undefined],
    ['more stages than anybody needs', 'FROM a\n'.repeat(5000), undefined],
    ['more arguments than anybody needs', `${'ARG A=a\n'.repeat(5000)}FROM a`, undefined],
  ])('%s', (_what, text, stages) => {
    expect(readDockerfile(new SourceFile('Dockerfile', text))?.stages.length).toBe(stages);
  });
});
