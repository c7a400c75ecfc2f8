/** What compose commands push, pull and build: which files they read, which services they mean, what variables are replaced. */
import { describe, expect, test } from 'vitest';
import { showText } from '../../src/pipeline/symbolic.ts';
import { readComposeFile } from '../../src/registry/compose-file.ts';
import { SourceFile, textAt } from '../../src/source/source-file.ts';
import { jobWith } from '../shell/analysed.ts';

/** `push web:1`, `pull base alpine`, `build web:1`; `build` alone for images whose names are not known. */
function eventsOf(files: Readonly<Record<string, string>>, script: string, keywords = {}): string[] {
  return jobWith(script, keywords, {}, files).events.flatMap((event) => {
    switch (event.type) {
      case 'Push':
      case 'Pull': {
        const role = event.role === 'image' ? '' : `${event.role} `;
        return [`${event.type.toLowerCase()} ${role}${showText(event.reference.value)}`];
      }
      case 'Build':
        return [`build ${event.tags.map(({ value }) => showText(value)).join(' ')}`.trimEnd()];
      default:
        return [];
    }
  });
}

const PROJECT = {
  'compose.yaml': `
services:
  app:
    image: r.example.com/app:1
    build: app
    depends_on: [db]
  web:
    image: r.example.com/web:1
    build:
      context: web
      tags: [r.example.com/web:2]
  db:
    image: r.example.com/db:1
    depends_on:
      volume: {condition: service_started}
  volume:
    image: r.example.com/volume:1
  nameless:
    build: app
  tools:
    image: r.example.com/tools:1
    profiles: [tools]
`,
  'app/Dockerfile': 'FROM base-of-app',
  'web/Dockerfile': 'FROM base-of-web',
};

describe('subcommands', () => {
  test.each([
    [
      'push',
      'docker compose push',
      ['push r.example.com/app:1', 'push r.example.com/web:1', 'push r.example.com/web:2'],
    ],
    ['push of a service', 'docker compose push app', ['push r.example.com/app:1']],
    ['push of what is not built', 'docker compose push db', []],
    ['push of what has no name', 'docker compose push nameless', []],
    ['push of a service that is not known', 'docker compose push $SERVICE', ['build']],
    ['push of a service that is not there', 'docker compose push other', []],
    ['push whose failure is ignored', 'docker compose push --ignore-push-failures', []],
    ['pull', 'docker compose pull', ['pull r.example.com/db:1', 'pull r.example.com/volume:1', 'build']],
    ['pull of a service', 'docker compose pull db', ['pull r.example.com/db:1']],
    [
      'pull with what a service depends on',
      'docker compose pull --include-deps db',
      ['pull r.example.com/db:1', 'pull r.example.com/volume:1'],
    ],
    ['pull of a profile', 'docker compose pull tools', ['pull r.example.com/tools:1']],
    ['build', 'docker compose build app', ['pull base base-of-app', 'build r.example.com/app:1']],
    ['build of what has no name', 'docker compose build nameless', ['pull base base-of-app', 'build']],
    [
      'build and push',
      'docker compose build --push web',
      [
        'pull base base-of-web',
        'build r.example.com/web:1 r.example.com/web:2',
        'push r.example.com/web:1',
        'push r.example.com/web:2',
      ],
    ],
    [
      'up',
      'docker compose up -d --timeout 5 app',
      ['pull r.example.com/db:1', 'pull r.example.com/volume:1', 'build r.example.com/app:1'],
    ],
    ['up alone', 'docker compose up --no-deps app', ['build r.example.com/app:1']],
    ['up without pulls', 'docker compose up --pull never db', []],
    ['run', 'docker compose run --rm -e A=b db sh -c true', ['pull r.example.com/db:1', 'pull r.example.com/volume:1']],
    ['the old program', 'docker-compose push app', ['push r.example.com/app:1']],
    ['options before the subcommand', 'docker compose -p name --ansi never push app', ['push r.example.com/app:1']],
    ['what moves no images', 'docker compose ps', ['build']],
  ])('%s', (_what, script, expected) => {
    expect(eventsOf(PROJECT, script)).toEqual(expected);
  });
});

describe('files', () => {
  const file = (name: string): string => `services: {x: {image: ${name}}}`;
  const files = {
    'a/compose.yaml': file('a'),
    'a/compose.override.yaml': file('override'),
    'a/b/.keep': '',
    'c/docker-compose.yml': file('old'),
    'd/compose.yml': file('short'),
    'd/docker-compose.yml': file('old'),
    'ci.yaml': file('ci'),
    'list.yaml': 'services: [x]',
  };
  test.each([
    ['named', 'docker compose -f ci.yaml pull', ['pull ci']],
    ['named with =', 'docker compose --file=$CI_PROJECT_DIR/ci.yaml pull', ['pull ci']],
    ['several, the last of which wins', 'docker compose -f a/compose.yaml -f ci.yaml pull', ['pull ci']],
    ['the usual name, with what overrides it', 'cd a && docker compose pull', ['pull override']],
    ['in a folder above', 'cd a/b && docker compose pull', ['pull override']],
    ['an old name', 'cd c && docker compose pull', ['pull old']],
    ['the first of the usual names', 'cd d && docker compose pull', ['pull short']],
    ['in a variable', 'export COMPOSE_FILE=ci.yaml:c/docker-compose.yml\ndocker compose pull', ['pull old']],
    ['in a variable that is not known', 'docker compose -f "$FILE" pull', ['build']],
    ['one that is not there', 'docker compose -f ci.yaml -f missing.yaml pull', ['build']],
    ['none', 'docker compose pull', ['build']],
    ['standard input', 'docker compose -f - pull < ci.yaml', ['build']],
    ['outside of the repository', 'docker compose -f ../ci.yaml pull', ['build']],
    ['what is no compose file', 'docker compose -f list.yaml pull', ['build']],
    ['written by the job', 'envsubst < ci.tmpl > ci.yaml\ndocker compose -f ci.yaml pull', ['build']],
    ['in a folder that is not known', 'cd "$FOLDER" && docker compose -f ci.yaml pull', ['build']],
  ])('%s', (_what, script, expected) => {
    expect(eventsOf(files, script)).toEqual(expected);
  });

  test('named by the `.env` file', () => {
    expect(eventsOf({ ...files, '.env': 'COMPOSE_FILE=ci.yaml\n' }, 'docker compose pull')).toEqual(['pull ci']);
  });
});

describe('variables', () => {
  const ENV = 'A=file\nB="$A/b"\n# C=no\nexport D=d\n';
  test.each([
    ['of the job', '$JOB/x', 'pull job/x'],
    ['of the .env file', '${A}/x', 'pull file/x'],
    ['in the .env file', '$B/x', 'pull $A/b/x'],
    ['of the job before those of the file', '$A/x', 'pull job/x', { A: 'job' }],
    ['predefined', '$CI_REGISTRY_IMAGE/x', 'pull $CI_REGISTRY_IMAGE/x'],
    ['a fallback that is not needed', '${A:-other}/x', 'pull file/x'],
    ['a fallback that may be needed', '${TAG:-latest}', 'pull ${TAG:-latest}'],
    ['a fallback in a fallback', 'x:${TAG:-${A:-b}}', 'pull x:${TAG:-${A:-b}}'],
    ['a dollar of its own', 'x:$$A', 'pull x:$A'],
    ['what is not closed', 'x:${A', 'pull x:…'],
  ])('%s', (_what, image, expected, variables: Readonly<Record<string, string>> = {}) => {
    const files = { 'compose.yaml': JSON.stringify({ services: { x: { image } } }), '.env': ENV };
    expect(eventsOf(files, 'docker compose pull', { variables: { JOB: 'job', ...variables } })).toEqual([expected]);
  });

  test('a file that the command names', () => {
    const files = { 'compose.yaml': 'services: {x: {image: $A}}', '.env': 'A=a\n', 'ci.env': 'A=ci\n' };
    expect(eventsOf(files, 'docker compose --env-file ci.env pull')).toEqual(['pull ci']);
  });
});

describe('builds', () => {
  const dockerfile = 'ARG A=default\nFROM $A AS first\nFROM last';
  const base = (build: string, script = 'docker compose build', files = {}): string[] =>
    eventsOf(
      { 'compose.yaml': `services:\n  x:\n    image: x\n    build: ${build}\n`, Dockerfile: dockerfile, ...files },
      script,
    )
      .filter((event) => event.startsWith('pull'))
      .map((event) => event.replace('pull base ', ''));

  test.each([
    ['a folder', '.', ['last']],
    ['a context', '{context: .}', ['last']],
    ['a target', '{context: ., target: first}', ['default']],
    ['an argument', '{context: ., target: first, args: {A: a}}', ['a']],
    ['a list of arguments', '{context: ., target: first, args: [A=a]}', ['a']],
    ['an argument of the environment', '{context: ., target: first, args: [CI_REGISTRY, A]}', ['…']],
    ['an argument with a variable', '{context: ., target: first, args: {A: $CI_REGISTRY/a}}', ['$CI_REGISTRY/a']],
    ['an argument of the command', '{context: ., target: first, args: {A: a}}', ['b'], '--build-arg A=b'],
    ['another file', '{context: ., dockerfile: app/other}', ['other']],
    ['another repository', 'https://gitlab.example.com/acme/app.git', []],
    ['a text in the compose file', '{dockerfile_inline: "FROM x"}', []],
    ['other contexts', '{context: ., additional_contexts: {last: docker-image://alpine}}', []],
    ['a target that is not known', '{context: ., target: $TARGET}', []],
  ])('%s', (_what, build, expected, options = '') => {
    expect(base(build, `docker compose build ${options}`, { 'app/other': 'FROM other' })).toEqual(expected);
  });

  test('a context is seen from the compose file', () => {
    const files = { 'deploy/compose.yaml': 'services: {x: {build: ../app}}', 'app/Dockerfile': 'FROM app' };
    expect(eventsOf(files, 'docker compose -f deploy/compose.yaml build')).toEqual(['pull base app', 'build']);
  });
});

test.each([
  ['plain', 'image: a/b'],
  ['in quotes', `image: 'a/b'`],
  ['in other quotes', 'image: "a/b"'],
])('an image is found where it is written, %s', (_what, image) => {
  const files = { 'compose.yaml': `services:\n  x:\n    ${image}\n` };
  const [pull] = jobWith('docker compose pull', {}, {}, files).events;
  expect(pull?.type === 'Pull' && textAt(pull.reference.place)).toBe('a/b');
  expect(pull && textAt(pull.place)).toBe('docker compose pull');
});

describe('what cannot be read', () => {
  test.each([
    ['no services', 'version: "3"'],
    ['services that are no mapping', 'services: a'],
    ['no YAML', 'services: {'],
    ['what is taken back', 'services: {x: {image: !reset null}}'],
  ])('%s', (_what, text) => {
    expect(readComposeFile(new SourceFile('compose.yaml', text))).toBeUndefined();
  });

  test.each([
    ['a service without anything', 'services: {x: }'],
    ['a service that is a list', 'services: {x: [1]}'],
    ['an image that is none', 'services: {x: {image: {a: b}, build: [a], depends_on: 1}}'],
  ])('%s names no image', (_what, text) => {
    expect(readComposeFile(new SourceFile('compose.yaml', text))?.services.get('x')?.image).toBeUndefined();
  });

  test('an image that comes from another service is not made up', () => {
    const files = { 'compose.yaml': 'services: {x: {extends: {service: y}, image: x}, y: {build: .}}' };
    expect(eventsOf(files, 'docker compose pull x')).toEqual([]);
  });
});
