/** What an editor is answered about the text under its cursor, which the tests mark with `|`. */
import { describe, expect, test } from 'vitest';
import { codeActionsAt } from '../../src/lsp/code-actions.ts';
import { codeLensesOf } from '../../src/lsp/code-lens.ts';
import { completionsAt } from '../../src/lsp/completion.ts';
import { diagnosticsOf } from '../../src/lsp/diagnostics.ts';
import { hoverAt } from '../../src/lsp/hover.ts';
import { definitionsAt, referencesAt } from '../../src/lsp/navigation.ts';
import { symbolsOf } from '../../src/lsp/symbols.ts';
import { offsetOf, positionOf, rangeOf, type View } from '../../src/lsp/view.ts';
import { applyEdits } from '../../src/source/text-edit.ts';
import { repository } from './editor.ts';
import { OpenFiles } from './open-files.ts';

const TEMPLATE = `.docker:
  image: docker:29
  services: [docker:29-dind]
  variables:
    DOCKER_TLS_CERTDIR: /certs
  before_script:
    - echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"
`;
const ROOT = `include:
  - local: /ci/docker.yml

stages: [build, test]

variables:
  IMAGE: $CI_REGISTRY_IMAGE/api

build:
  stage: build
  extends: .docker
  script:
    - docker build --tag "$IMAGE:latest" .
    - docker push "$IMAGE:latest"

test:
  stage: test
  needs: [build]
  image: node:22
  script: [npm test]
`;

interface Marked {
  readonly view: View;
  readonly offset: number;
}

/** Opens the file in which the cursor is. */
function marked(files: Readonly<Record<string, string>>): Marked {
  const [path, text] = Object.entries(files).find(([, text]) => text.includes('¦')) ?? ['', ''];
  const offset = text.indexOf('¦');
  const clean = Object.fromEntries(Object.entries(files).map(([each, text]) => [each, text.replace('¦', '')]));
  return { view: look(clean, path), offset };
}

function look(files: Readonly<Record<string, string>>, path: string): View {
  const open = new OpenFiles(repository(files));
  open.open(path, files[path] ?? '');
  return open.view(path);
}

/** The demo with a cursor in one of its files, in front of a text and `inside` characters further. */
function at(text: string, inside = 1): Marked {
  const files = { '.gitlab-ci.yml': ROOT, 'ci/docker.yml': TEMPLATE };
  const [path, whole] = Object.entries(files).find(([, whole]) => whole.includes(text)) ?? ['', ''];
  const offset = whole.indexOf(text) + inside;
  return marked({ ...files, [path]: `${whole.slice(0, offset)}¦${whole.slice(offset)}` });
}

function hover({ view, offset }: Marked): string {
  const contents = hoverAt(view, offset)?.contents;
  return contents && typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

describe('hover', () => {
  test('says when a predefined variable has a value, and since when there is one', () => {
    const text = hover(at('$CI_REGISTRY_PASSWORD'));
    expect(text).toContain('predefined by GitLab');
    expect(text).toContain('only while a job runs');
    expect(text).toContain('Since GitLab 9.0');
    expect(text).toContain('Condition: if the registry is enabled');
  });

  test('says where a variable of the pipeline comes from', () => {
    expect(hover(at('$IMAGE:latest"'))).toContain('`IMAGE: $CI_REGISTRY_IMAGE/api` (.gitlab-ci.yml:7)');
  });

  test('says which credential a push uses, and why', () => {
    const text = hover(at('docker push'));
    expect(text).toContain('Pushes `$CI_REGISTRY_IMAGE/api:latest` with the job token');
    expect(text).toContain('ci/docker.yml:7');
    const alone = marked({ '.gitlab-ci.yml': 'a:\n  image: docker:29\n  script: [docker ¦push $CI_REGISTRY_IMAGE]\n' });
    expect(hover(alone)).toContain('without a login for `$CI_REGISTRY`: no command of the job logs in there');
  });

  test('shows a job as GitLab runs it, with the origin of what it extends', () => {
    const text = hover(at('build:\n'));
    expect(text).toContain('image:');
    expect(text).toContain('name: docker:29');
    expect(text).toMatch(/from ci\/docker\.yml:2, extended as `\.docker` at \.gitlab-ci\.yml:11/);
  });

  test('shows the effective value of a keyword', () => {
    const text = hover(at('script:\n    - docker build'));
    expect(text).toContain('`script` of `build`');
    expect(text).toContain('- docker push "$IMAGE:latest"');
  });

  test('names the jobs that a template reaches', () => {
    expect(hover(at('services:'))).toContain('`services` of job `build`');
    expect(hover(at('.docker:\n'))).toContain('extended by job `build`');
  });

  test('says what a key further in comes to, and which jobs take it', () => {
    expect(hover(at('DOCKER_TLS_CERTDIR'))).toBe('`variables.DOCKER_TLS_CERTDIR` of job `build`.');
    expect(hover(at('IMAGE: $CI'))).toBe('`IMAGE` of jobs `build` and `test`.');
    const own = marked({ '.gitlab-ci.yml': 'a:\n  variables:\n    NA¦ME: x$CI_JOB_ID\n  script: [make]\n' });
    expect(hover(own)).toContain('x$CI_JOB_ID # from .gitlab-ci.yml:3');
    const shared = 'default:\n  image: al¦pine\n  tags: [x]\na: { script: [make] }\nb: { script: [make], image: b }\n';
    expect(
      hover(marked({ '.gitlab-ci.yml': shared.replace('al¦pine', 'alpine').replace('image: a', 'im¦age: a') })),
    ).toBe('`image` of job `a`.');
  });

  test('names the jobs that refer to a template', () => {
    const text = '.l¦ogin: { script: [x] }\na: { script: [!reference [.login, script]] }\nb: { script: [make] }\n';
    expect(hover(marked({ '.gitlab-ci.yml': text }))).toBe('`.login` is referenced by job `a`.');
  });

  test('explains the rule of a finding', () => {
    const text = hover(
      marked({ '.gitlab-ci.yml': 'a:\n  image: docker:29\n  script: [docker push $CI_REGISTRY_I¦MAGE]\n' }),
    );
    expect(text).toContain('[registry-login-required](');
  });

  test('says nothing about nothing', () => {
    expect(hover(at('stages: [build', 8))).toBe('');
  });
});

const targets = ({ view, offset }: Marked): string[] =>
  definitionsAt(view, offset).map(
    ({ uri, range }) =>
      `${uri
        .split('/')
        .slice(-2)
        .join('/')
        .replace(/^pipelint-lsp-\w+\//, '')}:${range.start.line + 1}`,
  );

describe('definition', () => {
  test.each([
    ['a template', '.docker\n  script', ['ci/docker.yml:1']],
    ['a needed job', 'build]\n  image', ['.gitlab-ci.yml:9']],
    ['a file', '/ci/docker.yml', ['ci/docker.yml:1']],
    ['a variable', 'IMAGE:latest" .', ['.gitlab-ci.yml:7']],
    ['a stage', 'test\n  needs', ['.gitlab-ci.yml:4']],
    ['nothing', 'npm test', []],
  ])('of %s', (_, text, expected) => {
    expect(targets(at(text))).toEqual(expected);
  });

  test('of what a reference names', () => {
    const files = { '.gitlab-ci.yml': '.a: { script: [x] }\nb:\n  script: [!reference [¦.a, script]]\n' };
    expect(targets(marked(files))).toEqual(['.gitlab-ci.yml:1']);
  });

  test('of an input, in the file and where it is given', () => {
    const template = 'spec:\n  inputs:\n    image:\n---\nbuild:\n  script: [docker push $[[ inputs.image ]]]\n';
    const root = 'include:\n  - local: t.yml\n    inputs:\n      image: a\n';
    expect(
      targets(marked({ '.gitlab-ci.yml': root, 't.yml': template.replace('inputs.image', 'inputs.im¦age') })),
    ).toEqual(['t.yml:3']);
    expect(targets(marked({ '.gitlab-ci.yml': root.replace('image: a', 'ima¦ge: a'), 't.yml': template }))).toEqual([
      't.yml:3',
    ]);
  });
});

describe('names that are not written where they are used', () => {
  const COMPONENT = 'spec:\n  inputs:\n    name:\n---\n"push $[[ inputs.name ]]":\n  script: [make]\n';

  test('a job whose name an input is a part of', () => {
    const root = `include:\n  - local: t.yml\n    inputs: { name: api }\nx:\n  script: [make]\n  needs: ["push ¦api"]\n`;
    const there = marked({ '.gitlab-ci.yml': root, 't.yml': COMPONENT });
    expect(targets(there)).toEqual(['t.yml:5']);
    expect(referencesAt(there.view, there.offset, false)).toHaveLength(1);
    expect(labels(marked({ '.gitlab-ci.yml': root.replace('push ¦api', '¦'), 't.yml': COMPONENT }))).toEqual([
      'push api',
    ]);
  });

  test('files that a pattern means', () => {
    const files = { '.gitlab-ci.yml': 'include: c¦i/*.yml\n', 'ci/a.yml': 'a: { script: [x] }\n', 'ci/b.yml': '{}\n' };
    expect(targets(marked(files)).toSorted()).toEqual(['ci/a.yml:1', 'ci/b.yml:1']);
  });

  test('a script that a job runs', () => {
    const files = { '.gitlab-ci.yml': 'a:\n  script:\n    - ./pu¦sh.sh\n', 'push.sh': '#!/bin/sh\ntrue\n' };
    expect(targets(marked(files))).toEqual(['push.sh:1']);
  });

  test('jobs of a child pipeline are others than those of its parent', () => {
    const child = 'build: { script: [make] }\nweb:\n  needs: [bu¦ild]\n  script: [make]\n';
    const root =
      'build: { script: [make] }\nstart: { trigger: { include: child.yml } }\nx:\n  script: [make]\n  needs: []\n';
    expect(targets(marked({ '.gitlab-ci.yml': root, 'child.yml': child }))).toEqual(['child.yml:1']);
    const inRoot = root.replace('needs: []', 'needs: [¦]');
    expect(labels(marked({ '.gitlab-ci.yml': inRoot, 'child.yml': child.replace('¦', '') }))).toEqual([
      'build',
      'start',
    ]);
  });
});

test('references are all uses of a name, its definition where it is wanted', () => {
  const { view, offset } = at('IMAGE:latest" .');
  expect(referencesAt(view, offset, false)).toHaveLength(2);
  expect(referencesAt(view, offset, true)).toHaveLength(3);
});

const labels = ({ view, offset }: Marked): string[] => completionsAt(view, offset).map(({ label }) => label);

describe('completion', () => {
  const with_ = (text: string): Marked => marked({ '.gitlab-ci.yml': `${ROOT}${text}`, 'ci/docker.yml': TEMPLATE });

  test('gives variables behind a dollar sign, those of the pipeline first', () => {
    const found = with_('x:\n  script:\n    - echo $CI_REG¦\n');
    const items = completionsAt(found.view, found.offset).toSorted((a, b) =>
      (a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1,
    );
    expect(items[0]?.label).toBe('DOCKER_TLS_CERTDIR');
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['IMAGE', 'CI_REGISTRY_IMAGE']));
    expect(labels(with_('x: { image: "${¦" }\n'))).toContain('CI_REGISTRY');
    expect(labels(with_('x: { image: "$$¦" }\n'))).toEqual([]);
  });

  test.each([
    ['jobs under needs', 'x:\n  needs:\n    - ¦\n', ['build', 'test']],
    ['jobs under needs, in brackets', 'x:\n  needs: [build, te¦]\n', ['build', 'test']],
    ['jobs under needs, as a mapping', 'x:\n  needs:\n    - job: ¦\n', ['build', 'test']],
    ['jobs under dependencies', 'x:\n  dependencies: [¦]\n', ['build', 'test']],
    ['templates as well under extends', 'x:\n  extends: ¦\n', ['.docker', 'build', 'test']],
    ['stages', 'x:\n  stage: ¦\n', ['.pre', 'build', 'test', '.post']],
    ['jobs under needs, in braces', 'x: { script: [make], needs: [build, ¦] }\n', ['build', 'test']],
    ['templates under extends, in braces', 'x: { stage: "a: b", extends: ¦ }\n', ['.docker', 'build', 'test']],
    ['stages, in braces', 'x: { needs: [build], stage: ¦', ['.pre', 'build', 'test', '.post']],
    ['nothing in a script in braces', 'x: { stage: build, script: [needs, ¦] }\n', []],
    ['jobs in a reference', 'x:\n  script: [!reference [¦]]\n', ['.docker', 'build', 'test']],
    [
      'keywords of the job in a reference',
      'x:\n  script: [!reference [test, sc¦]]\n',
      ['stage', 'needs', 'image', 'script'],
    ],
    ['nothing under other keys', 'x:\n  when: ¦\n', []],
    ['nothing in a script', 'x:\n  script:\n    - needs ¦\n', []],
  ])('gives %s', (_, text, expected) => {
    expect(
      labels(with_(text))
        .filter((label) => label !== 'x')
        .sort(),
    ).toEqual([...expected].sort());
  });

  test('gives the inputs of a file', () => {
    const text = 'spec:\n  inputs:\n    name:\n    tag:\n---\na:\n  script: [echo $[[ inputs.n¦ ]]]\n';
    expect(labels(marked({ '.gitlab-ci.yml': 'include: t.yml\n', 't.yml': text }))).toEqual(['name', 'tag']);
  });

  test('gives files to include', () => {
    expect(labels(marked({ '.gitlab-ci.yml': 'include:\n  - local: ¦\n', 'ci/a.yml': '', 'README.md': '' }))).toEqual([
      '/ci/a.yml',
    ]);
  });

  test('replaces what is typed', () => {
    const { view, offset } = with_('x:\n  needs: [bui¦\n');
    const [item] = completionsAt(view, offset);
    expect(item?.textEdit).toMatchObject({ range: { end: positionOf(view.file, offset) } });
    expect(
      item && 'textEdit' in item && item.textEdit && 'range' in item.textEdit && item.textEdit.range.start,
    ).toEqual(positionOf(view.file, offset - 3));
  });
});

test('the outline has jobs, templates and their keywords', () => {
  const { view } = at('stages:');
  const outline = symbolsOf(view.file).map(({ name, detail, children = [] }) => [
    name,
    detail,
    children.map((c) => c.name),
  ]);
  expect(outline).toEqual([
    ['include', undefined, []],
    ['stages', undefined, []],
    ['variables', undefined, []],
    ['build', 'build', ['stage', 'extends', 'script']],
    ['test', 'test', ['stage', 'needs', 'image', 'script']],
  ]);
});

test('a lens says what a job logs in to and pushes', () => {
  const { view } = at('stages:');
  expect(codeLensesOf(view).map(({ command }) => command?.title)).toEqual([
    'logs in: $CI_REGISTRY · pushes: $CI_REGISTRY_IMAGE/api:latest',
  ]);
});

test('an include that could not be read is told of once', () => {
  const text = 'include: { template: Jobs/Build.gitlab-ci.yml }\nbuild: { script: [make] }\n';
  const told = diagnosticsOf(look({ '.gitlab-ci.yml': text }, '.gitlab-ci.yml'));
  expect(told.map(({ code }) => code)).toEqual(['config-include']);
});

test('a problem in the text of a template says whose job it is of', () => {
  const root = 'include: { local: push.yml }\nweb: { extends: .push }\n';
  const template = '.push:\n  image: docker:29\n  script: [docker push $CI_REGISTRY_IMAGE]\n';
  const [problem] = diagnosticsOf(look({ '.gitlab-ci.yml': root, 'push.yml': template }, 'push.yml'));
  expect(problem?.message).toMatch(/\nFound in job web\.$/);
});

describe('comments that turn a rule off', () => {
  const texts: Readonly<Record<string, string>> = {
    'a list of lines': 'a:\n  image: docker:29\n  script:\n    - docker info\n    - docker push $CI_REGISTRY_IMAGE\n',
    'a block of lines':
      'a:\n  image: docker:29\n  script:\n    - |\n      true\n      docker push $CI_REGISTRY_IMAGE\n',
    'one line': 'a:\n  image: docker:29\n  script: docker push $CI_REGISTRY_IMAGE\n',
    'lines with carriage returns': 'a:\r\n  image: docker:29\r\n  script:\r\n    - docker push $CI_REGISTRY_IMAGE\r\n',
    'a line that goes on':
      'a:\n  image: docker:29\n  script:\n    - |\n      docker push \\\n        $CI_REGISTRY_IMAGE\n',
    'a folded text': 'a:\n  image: docker:29\n  script:\n    - >-\n      docker push\n      $CI_REGISTRY_IMAGE\n',
    'a flow mapping': 'a: { image: docker:29, script: [docker push $CI_REGISTRY_IMAGE] }\n',
    'a heredoc':
      'a:\n  image: docker:29\n  script:\n    - |\n      cat <<END\n      x\n      END\n      docker push $CI_REGISTRY_IMAGE\n',
    'a condition':
      'a:\n  image: docker:29\n  script:\n    - |\n      if true; then\n        docker push $CI_REGISTRY_IMAGE\n      fi\n',
    'a list that is not indented':
      'a:\n  image: docker:29\n  script:\n  - docker info\n  - docker push $CI_REGISTRY_IMAGE\n',
    quotes: 'a:\n  image: docker:29\n  script:\n    - "docker push\n      $CI_REGISTRY_IMAGE"\n',
    'a shared template':
      '.a:\n  image: docker:29\n  script:\n    - docker push $CI_REGISTRY_IMAGE\nb: { extends: .a }\n',
  };

  test.each(Object.entries(texts))('keep %s as it was and hold the finding back', (_, text) => {
    const view = look({ '.gitlab-ci.yml': text }, '.gitlab-ci.yml');
    const [diagnostic] = diagnosticsOf(view);
    expect(diagnostic?.code).toBe('registry-login-required');
    const range = rangeOf(view.file.place(0, text.length));
    const actions = codeActionsAt(
      view,
      { textDocument: { uri: view.uri }, range, context: { diagnostics: [] } },
      () => 1,
    ).filter(({ title }) => title.startsWith('Turn '));
    expect(actions.length).toBeGreaterThan(0);
    for (const { edit } of actions) {
      const [change] = edit?.documentChanges ?? [];
      const edits = change && 'edits' in change ? change.edits : [];
      const changed = applyEdits(
        text,
        edits.flatMap((each) =>
          'newText' in each
            ? [
                {
                  range: [offsetOf(view.file, each.range.start), offsetOf(view.file, each.range.end)] as const,
                  text: each.newText,
                },
              ]
            : [],
        ),
      );
      expect(changed.split('\n')).toHaveLength(text.split('\n').length + 1);
      expect(changed).toMatch(/# pipelint-disable\S* registry-login-required -- <why>/);
      expect(diagnosticsOf(look({ '.gitlab-ci.yml': changed }, '.gitlab-ci.yml'))).toEqual([]);
    }
  });

  test('let the editor select the reason that is to be written, where it can', () => {
    const view = look({ '.gitlab-ci.yml': texts['one line'] ?? '' }, '.gitlab-ci.yml');
    const range = rangeOf(view.file.place(0, view.file.text.length));
    const params = { textDocument: { uri: view.uri }, range, context: { diagnostics: [] } };
    const actions = codeActionsAt(view, params, () => 1, true).filter(({ title }) => title.startsWith('Turn '));
    const changes = actions.flatMap(({ edit }) => edit?.documentChanges ?? []);
    expect(changes.flatMap((change) => ('edits' in change ? change.edits : []))).toMatchObject([
      { snippet: { kind: 'snippet', value: '  # pipelint-disable-next-line registry-login-required -- ${1:<why>}\n' } },
      { snippet: { kind: 'snippet', value: '  # pipelint-disable registry-login-required -- ${1:<why>}\n' } },
    ]);
  });
});
