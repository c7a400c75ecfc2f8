import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { UnresolvedInclude } from '../../src/lint/finding.ts';
import { pretty } from '../../src/report/pretty.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { CONTEXT, finding, INCLUDED_FILE, placeOf, ROOT_FILE, result } from './samples.ts';

const PUSH = placeOf(ROOT_FILE, 'docker push "$CI_REGISTRY_IMAGE:latest"');
const INCLUDE = placeOf(ROOT_FILE, 'ci/docker.yml');

function unresolved(
  kind: UnresolvedInclude['kind'],
  target: string,
  reason = 'is in another project',
): UnresolvedInclude {
  return { kind, target, reason, place: INCLUDE, conditional: false, trail: [] };
}

describe('pretty', () => {
  it('shows where, what, why and what to do', () => {
    expect(pretty(result({ findings: [finding(PUSH)] }), CONTEXT)).toMatchInlineSnapshot(`
      "error[registry-login-required] in job build
        --> .gitlab-ci.yml:11:7
      10 |     - docker build -t "$CI_REGISTRY_IMAGE:latest" .
      11 |     - docker push "$CI_REGISTRY_IMAGE:latest"
         |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      12 |     - echo done

        The job pushes to its own registry but never logs in. GitLab shows
        \`denied: access forbidden\`.
        help: Run \`docker login\` before the push.
        docs: https://unpkg.com/pipelint/docs/rules/registry-login-required.md

      Found 1 error in 1 file with 1 job.
      "
    `);
  });

  it('shows how text of another file came into the job, and what explains it', () => {
    const shown = finding(placeOf(INCLUDED_FILE, '"$CI_REGISTRY_IMAGE:cache"'), {
      jobs: ['build', 'test', 'deploy', 'release', 'docs'],
      trail: [
        { kind: 'extends', name: '.docker', place: placeOf(ROOT_FILE, '.docker') },
        { kind: 'include', name: 'ci/docker.yml', place: INCLUDE },
      ],
      related: [{ place: placeOf(ROOT_FILE, 'docker login'), message: 'The login is here, in another job.' }],
    });
    expect(pretty(result({ findings: [shown] }, { files: 2, jobs: 6 }), CONTEXT)).toMatchInlineSnapshot(`
      "error[registry-login-required] in jobs build, test, deploy and 2 more
       --> ci/docker.yml:6:19
      5 |   after_script:
      6 |     - docker push "$CI_REGISTRY_IMAGE:cache"
        |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^

        The job pushes to its own registry but never logs in. GitLab shows
        \`denied: access forbidden\`.
        help: Run \`docker login\` before the push.
        from: ci/docker.yml:6:19, extended as \`.docker\` at .gitlab-ci.yml:8:12,
              included at .gitlab-ci.yml:1:10
        note: The login is here, in another job.
               --> .gitlab-ci.yml:5:7
              5 |     - docker login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_PASSWORD…
                |       ------------
        docs: https://unpkg.com/pipelint/docs/rules/registry-login-required.md

      Found 1 error in 2 files with 6 jobs.
      "
    `);
  });

  it('groups findings by file and counts them by severity', () => {
    const findings = [
      finding(PUSH, { severity: 'warning', jobs: [], message: 'First.', help: '' }),
      finding(placeOf(INCLUDED_FILE, 'docker:28-dind'), { severity: 'info', message: 'Second.', help: '' }),
      finding(placeOf(INCLUDED_FILE, 'docker push'), { message: 'Third.', help: '' }),
    ];
    expect(pretty(result({ findings }, { files: 2, jobs: 6 }), CONTEXT)).toMatchInlineSnapshot(`
      ".gitlab-ci.yml

      warning[registry-login-required]
        --> .gitlab-ci.yml:11:7
      10 |     - docker build -t "$CI_REGISTRY_IMAGE:latest" .
      11 |     - docker push "$CI_REGISTRY_IMAGE:latest"
         |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      12 |     - echo done

        First.
        docs: https://unpkg.com/pipelint/docs/rules/registry-login-required.md

      ci/docker.yml

      info[registry-login-required] in job build
       --> ci/docker.yml:4:7
      3 |   services:
      4 |     - docker:28-dind
        |       ^^^^^^^^^^^^^^
      5 |   after_script:

        Second.
        docs: https://unpkg.com/pipelint/docs/rules/registry-login-required.md

      error[registry-login-required] in job build
       --> ci/docker.yml:6:7
      5 |   after_script:
      6 |     - docker push "$CI_REGISTRY_IMAGE:cache"
        |       ^^^^^^^^^^^

        Third.
        docs: https://unpkg.com/pipelint/docs/rules/registry-login-required.md

      Found 1 error, 1 warning and 1 info in 2 files with 6 jobs.
      "
    `);
  });

  it('says in one line that nothing was found', () => {
    expect(pretty(result({}, { files: 3, jobs: 12 }), CONTEXT)).toBe('No findings in 3 files with 12 jobs.\n');
  });

  it('does not hide what it does not show', () => {
    const summary = { suppressed: 1, baselined: 2, belowConfidence: 3 };
    expect(pretty(result({}, summary), CONTEXT)).toMatchInlineSnapshot(`
      "No findings in 1 file with 1 job.
      Not shown: 1 suppressed by comments, 2 in the baseline and 3 below medium
      confidence (see with --min-confidence low).
      "
    `);
  });

  it.each([
    [['ci/a.yml'], 'ci/a.yml is taken for a part of a pipeline: what it lacks may come from elsewhere.'],
    [
      ['a.yml', 'b.yml', 'c.yml', 'd.yml', 'e.yml'],
      'a.yml, b.yml, c.yml and 2 more are taken for a part of a pipeline:',
    ],
  ])('says what is only a part: %s', (parts, line) => {
    expect(pretty(result({ parts }), CONTEXT).replaceAll('\n', ' ')).toContain(line);
  });

  it('names what could not be resolved, by kind', () => {
    const includes = [
      ...['a', 'b', 'c', 'd', 'e'].map((name) => unresolved('project', `acme/templates: /ci/${name}.yml@main`)),
      unresolved(
        'remote',
        'https://example.com/very/long/path/to/some/template/that/takes/space.yml',
        'is not on this machine',
      ),
    ];
    expect(pretty(result({ unresolved: includes }), CONTEXT)).toMatchInlineSnapshot(`
      "No findings in 1 file with 1 job.
      6 includes could not be resolved. What only they define is unknown, and nothing
      is reported about it:
        project: acme/templates: /ci/a.yml@main is in another project
                 (.gitlab-ci.yml:1:10)
        project: acme/templates: /ci/b.yml@main is in another project
                 (.gitlab-ci.yml:1:10)
        project: acme/templates: /ci/c.yml@main is in another project
                 (.gitlab-ci.yml:1:10)
        project: and 2 more
        remote: https://example.com/very/long/path/to/some/template/that/takes/space.yml
                is not on this machine (.gitlab-ci.yml:1:10)
      "
    `);
  });

  it('speaks of one include in the singular', () => {
    expect(pretty(result({ unresolved: [unresolved('template', 'X.gitlab-ci.yml')] }), CONTEXT)).toContain(
      '1 include could not be resolved. What only it defines is unknown',
    );
  });

  it('limits the related places', () => {
    const related = Array.from({ length: 5 }, (_, index) => ({ place: INCLUDE, message: `Place ${index}.` }));
    const text = pretty(result({ findings: [finding(PUSH, { related })] }), CONTEXT);
    expect(text.match(/Place \d/g)).toEqual(['Place 0', 'Place 1', 'Place 2']);
    expect(text).toContain('and 2 more related places');
  });

  it('offers fixes and suggestions, each in one line, and counts what can be fixed', () => {
    const edits = [{ place: PUSH, text: 'x' }];
    const safe = { title: 'Write the new name', safety: 'safe', edits } as const;
    const unsafe = { title: 'Log in before', safety: 'unsafe', edits } as const;
    const findings = [
      finding(PUSH, { fixes: [safe, unsafe], docs: 'x' }),
      finding(PUSH, { fixes: [unsafe, unsafe, unsafe, unsafe], docs: 'x' }),
      finding(PUSH, { docs: 'x' }),
    ];
    const lines = pretty(result({ findings }), CONTEXT).split('\n');
    expect(lines.filter((line) => /fix|suggestion/.test(line))).toEqual([
      '  fix: Write the new name (run with --fix)',
      '  suggestion: Log in before (run with --fix=unsafe)',
      ...Array(3).fill('  suggestion: Log in before (run with --fix=unsafe)'),
      '  note: and 1 more possible fix',
      'Can be fixed: 1 with --fix and 1 more with --fix=unsafe, to be read before it is',
    ]);
  });

  it('shows more of the source on a wide terminal, and keeps prose readable', () => {
    const file = new SourceFile('a.yml', `- ${'echo words; '.repeat(10)}docker push\n`);
    const shown = finding(placeOf(file, 'docker push'), { message: 'Words that go on and on. '.repeat(20), docs: 'x' });
    const lines = pretty(result({ findings: [shown] }), { ...CONTEXT, width: 160 }).split('\n');
    expect(lines).toContain(`1 | ${file.line(1)}`);
    expect(lines.filter((line) => line.startsWith('  W') && line.length > 100)).toEqual([]);
  });

  it('links places and pages where the terminal can, and says the same', () => {
    const links = { urlOf: () => 'file:///a.yml' };
    const findings = [finding(PUSH, { related: [{ place: INCLUDE, message: 'Here.' }] })];
    const linked = pretty(result({ findings }), { ...CONTEXT, links });
    expect(linked).toContain('\u001b]8;;file:///a.yml\u001b\\.gitlab-ci.yml:11:7\u001b]8;;\u001b\\');
    expect(linked.match(/\]8;;file/g)).toHaveLength(2);
    expect(linked.match(/\]8;;https/g)).toHaveLength(2);
    expect(stripVTControlCharacters(linked)).toBe(pretty(result({ findings }), CONTEXT));
  });

  it('reads well for a template that thirty jobs share', () => {
    const jobs = Array.from({ length: 30 }, (_, index) => `build-${index}`);
    const [first] = pretty(result({ findings: [finding(PUSH, { jobs })] }), CONTEXT).split('\n');
    expect(first).toBe('error[registry-login-required] in jobs build-0, build-1, build-2 and 27 more');
  });

  it('keeps lines of code in a remedy as they are', () => {
    const help = 'Log in before the push:\n    - docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"';
    const text = pretty(result({ findings: [finding(PUSH, { help })] }), CONTEXT);
    expect(text).toContain('  help: Log in before the push:\n');
    expect(text).toContain('\n            - docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"\n');
  });

  it.each([60, 80, 100])('stays within %d columns', (width) => {
    const message = 'Words that go on and on, '.repeat(20);
    const text = pretty(result({ findings: [finding(PUSH, { message, docs: 'x' })] }), { ...CONTEXT, width });
    const tooLong = text.split('\n').filter((line) => stringWidth(line) > width);
    expect(tooLong).toEqual([]);
  });

  it('colours only when asked to, and says the same in colours', () => {
    const findings = [finding(PUSH), finding(PUSH, { severity: 'warning' }), finding(PUSH, { severity: 'info' })];
    const plain = pretty(result({ findings }), CONTEXT);
    const colored = pretty(result({ findings }), { ...CONTEXT, color: true });
    expect(plain).not.toContain('\u001b');
    expect(colored).toContain('\u001b[31m');
    expect(stripVTControlCharacters(colored)).toBe(plain);
  });

  it('lets no text of the linted files steer the terminal or give a secret away', () => {
    const token = `glpat-${'x'.repeat(20)}`;
    const evil = `\u001b[2J\u202e${token}`;
    const file = new SourceFile(`${evil}.yml`, `key: ${evil}\n`);
    const place = file.place(0, 3);
    const text = pretty(
      result({
        findings: [
          finding(place, {
            message: evil,
            help: evil,
            jobs: [evil],
            related: [{ place, message: evil }],
            trail: [{ kind: 'extends', name: evil, place }],
          }),
          finding(PUSH),
        ],
        unresolved: [{ kind: 'remote', target: evil, reason: evil, place, conditional: false, trail: [] }],
      }),
      CONTEXT,
    );
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).not.toContain(token);
    expect(text).toContain('\\u{1b}[2J\\u{202e}glpat-********************');
  });
});
