/** Reports of one line a finding, and JUnit. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { agent } from '../../src/report/agent.ts';
import { compact } from '../../src/report/compact.ts';
import { junit } from '../../src/report/junit.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { EVIL, INCLUDE, NAMES, PUSH, report } from './machine-samples.ts';
import { CONTEXT, finding, placeOf, ROOT_FILE, result } from './samples.ts';

describe('compact', () => {
  it('is one line a finding, as compilers write it, and the summary', async () => {
    expect(await report('compact', 'findings')).toMatchInlineSnapshot(`
      "ci/docker.yml:6:7: error: registry-login-required: The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`.
      .gitlab-ci.yml:1:10: info: some-other-rule: The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`.
      Found 1 error and 1 info in 2 files with 1 job.
      Not shown: 4 below medium confidence (see with --min-confidence low).
      1 include could not be resolved. What only it defines is unknown, and nothing is reported about it:
        project: acme/ci: /build.yml@main is in another project (.gitlab-ci.yml:1:10)
      "
    `);
  });

  it('matches what editors look for', async () => {
    const [first = ''] = (await report('compact', 'findings')).split('\n');
    // The `$gcc` problem matcher of VS Code.
    expect(/^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error):\s+(.*)$/.exec(first)?.slice(1)).toEqual([
      'ci/docker.yml',
      '6',
      '7',
      'error',
      `registry-login-required: ${PUSH.message}`,
    ]);
  });

  it('colours only when asked to', () => {
    const one = result({ findings: [finding(INCLUDE)] });
    expect(compact(one, CONTEXT)).not.toContain('\u001b');
    expect(compact(one, { ...CONTEXT, color: true })).toContain('\u001b[31merror\u001b[39m');
  });
});

describe('github', () => {
  it('is one workflow command a finding', async () => {
    expect(await report('github', 'findings')).toMatchInlineSnapshot(`
      "::error file=ci/docker.yml,line=6,endLine=6,col=7,endColumn=45,title=registry-login-required::The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`.%0ARun \`docker login\` before the push.%0Ahttps://unpkg.com/pipelint/docs/rules/registry-login-required.md
      ::notice file=.gitlab-ci.yml,line=1,endLine=1,col=10,endColumn=23,title=some-other-rule::The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`.%0Ahttps://unpkg.com/pipelint/docs/rules/some-other-rule.md
      "
    `);
  });

  it('escapes what would end a value or a command', async () => {
    const [line = ''] = (await report('github', 'evil')).split('\n');
    const [, properties = '', text = ''] = /^::error (.*?)::(.*)$/.exec(line) ?? [];
    expect(properties.split(',').map((each) => each.replace(/=.*/, ''))).toEqual([
      'file',
      'line',
      'endLine',
      'col',
      'endColumn',
      'title',
    ]);
    expect(text).toContain('%0A');
  });

  it('gives no columns for a place of several lines, which GitHub refuses', async () => {
    const { github } = await import('../../src/report/github.ts');
    const place = ROOT_FILE.place(0, ROOT_FILE.text.length);
    expect(github(result({ findings: [finding(place)] }), CONTEXT)).toMatch(
      /^::error file=\.gitlab-ci\.yml,line=1,endLine=\d+,title=[\w-]+::/,
    );
  });

  it('escapes percent signs, colons and commas', async () => {
    const { github } = await import('../../src/report/github.ts');
    const one = finding(INCLUDE, { message: '100%, a:b\nc', help: '', docs: '' });
    const text = github(result({ findings: [one] }), { ...CONTEXT, pathOf: () => 'a,b:c%.yml' });
    expect(text).toBe(
      '::error file=a%2Cb%3Ac%25.yml,line=1,endLine=1,col=10,endColumn=23,title=registry-login-required::100%25, a:b%0Ac\n',
    );
  });
});

describe('agent', () => {
  it('is one line a finding, with what is needed to mend it', async () => {
    expect(await report('agent', 'findings')).toMatchInlineSnapshot(`
      "ci/docker.yml:6:7-45 registry-login-required error high The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`. | help: Run \`docker login\` before the push. | jobs: build, test
      .gitlab-ci.yml:1:10-23 some-other-rule info medium The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`.
      unresolved: .gitlab-ci.yml:1:10-23 project acme/ci: /build.yml@main is in another project
      summary: error=1 warning=0 info=1 files=2 jobs=1 unresolved=1
      "
    `);
  });

  it('has ready changes', async () => {
    expect(await report('agent', 'fixable')).toMatchInlineSnapshot(`
      ".gitlab-ci.yml:5:7-19 registry-login-required error high The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`. | help: Run \`docker login\` before the push. | jobs: login | fix: Name the registry: replace .gitlab-ci.yml:1:1-1 by "# \\"a\\"\\n"; replace ci/docker.yml:4:7-21 by "" | suggestion: Log in with podman: replace .gitlab-ci.yml:1:10-23 by "x\\u202e"
      summary: error=1 warning=0 info=0 files=1 jobs=1 unresolved=0
      "
    `);
  });

  it('hands on no change that writes a password again', () => {
    const file = new SourceFile('a.yml', 'script:\n  - docker login -u me -p hunter2 host\n');
    const edits = [{ place: placeOf(file, 'docker login'), text: 'echo hunter2 | docker login' }];
    const pushes = [{ place: placeOf(file, 'docker login'), text: 'echo "$PASSWORD" | docker login' }];
    const fixes = [
      { title: 'Put the password into a pipe', safety: 'unsafe', edits },
      { title: 'Put a variable into a pipe', safety: 'unsafe', edits: pushes },
    ] as const;
    const text = agent(result({ findings: [finding(placeOf(file, 'docker login'), { fixes })] }), CONTEXT);
    expect(text).not.toContain('hunter2');
    expect(text).toContain('| suggestion: Put a variable into a pipe: replace a.yml:2:5-17 by');
  });

  it('says when there is nothing', async () => {
    expect(await report('agent', 'nothing')).toBe('summary: error=0 warning=0 info=0 files=1 jobs=1 unresolved=0\n');
  });

  it('stays one line a finding, whatever is in the files', async () => {
    expect((await report('agent', 'evil')).trimEnd().split('\n')).toHaveLength(3);
  });
});

describe('junit', () => {
  const read = (xml: string) =>
    new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      isArray: (name) => /case|suite$/.test(name),
    }).parse(xml).testsuites;

  it.each(NAMES)('is XML: %s', async (sample) => {
    const xml = await report('junit', sample);
    expect(XMLValidator.validate(xml)).toBe(true);
    // What XML 1.0 has no spelling for.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  });

  it('is a suite for each file and a failed test for each finding', async () => {
    expect(await report('junit', 'findings')).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="pipelint" tests="3" failures="2" errors="0" skipped="1">
        <testsuite name="ci/docker.yml" tests="1" failures="1" errors="0" skipped="0">
          <testcase name="registry-login-required in jobs build and test" classname="ci/docker.yml" file="ci/docker.yml#L6"><failure type="error" message="The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`.">ci/docker.yml:6:7: error
      The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`.
      Run \`docker login\` before the push.
      https://unpkg.com/pipelint/docs/rules/registry-login-required.md</failure></testcase>
        </testsuite>
        <testsuite name=".gitlab-ci.yml" tests="2" failures="1" errors="0" skipped="1">
          <testcase name="some-other-rule" classname=".gitlab-ci.yml" file=".gitlab-ci.yml#L1"><failure type="info" message="The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`.">.gitlab-ci.yml:1:10: info
      The job pushes to its own registry but never logs in. GitLab shows \`denied: access forbidden\`.
      https://unpkg.com/pipelint/docs/rules/some-other-rule.md</failure></testcase>
          <testcase name="include of acme/ci: /build.yml@main" classname=".gitlab-ci.yml" file=".gitlab-ci.yml#L1"><skipped message="acme/ci: /build.yml@main is in another project: what only it defines is unknown.">.gitlab-ci.yml:1:10: acme/ci: /build.yml@main is in another project: what only it defines is unknown.</skipped></testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('passes for a file without findings', async () => {
    const { testsuite, ...counts } = read(await report('junit', 'nothing'));
    expect(counts).toMatchObject({ tests: '1', failures: '0', errors: '0', skipped: '0' });
    expect(testsuite[0].testcase[0]).toMatchObject({ name: 'no findings', file: '.gitlab-ci.yml' });
  });

  it('tells a fault of its own as an error', async () => {
    const { testsuite } = read(await report('junit', 'fault'));
    expect(testsuite[0]).toMatchObject({ name: 'a.yml', errors: '1' });
  });

  it('names no test twice, since GitLab drops the second', () => {
    const twice = [finding(placeOf(ROOT_FILE, 'docker push')), finding(placeOf(ROOT_FILE, 'docker build'))];
    const [suite] = read(junit(result({ findings: twice }), CONTEXT)).testsuite;
    expect(suite.testcase.map(({ name }: { name: string }) => name)).toEqual([
      'registry-login-required in job build',
      'registry-login-required in job build (2)',
    ]);
  });

  it('names a test the same when lines move', () => {
    const names = (place: typeof INCLUDE) =>
      [...junit(result({ findings: [finding(place)] }), CONTEXT).matchAll(/ (?:class)?name="([^"]*)"/g)].map(
        ([, name]) => name,
      );
    expect(names(placeOf(ROOT_FILE, 'docker push'))).toEqual(names(placeOf(ROOT_FILE, 'docker login')));
  });

  it('gives text back that looks like XML', () => {
    const one = finding(INCLUDE, { message: `<a href="x">&amp;</a> ]]> '\uffff`, jobs: ['a<b>&"c"'] });
    const [suite] = read(junit(result({ findings: [one] }), CONTEXT)).testsuite;
    expect(suite.testcase[0].name).toBe('registry-login-required in job a<b>&"c"');
    expect(suite.testcase[0].failure.message).toBe(`<a href="x">&amp;</a> ]]> '\ufffd`);
  });

  it('keeps names of strangers in place', async () => {
    const xml = await report('junit', 'evil');
    expect(xml).not.toContain(EVIL);
    expect(read(xml).testsuite.length).toBeGreaterThan(0);
  });
});
