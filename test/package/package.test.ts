/** The package as npm makes it of a fresh clone: what is in it, and that everything in it works where it is installed. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { cloneInto, ROOT } from './fresh-clone.ts';
import { nodeRelease } from './node-release.ts';
import { hasRegistry, type Ran, shell } from './shell.ts';

/** Bytes unpacked, without dependencies. */
const BUDGET = 1_500_000;

const CONTENT = [
  /^(package\.json|README\.md|LICENSE)$/,
  /^dist\/((cli|main|thread|serve|index|eslint)\.cjs|(index|eslint)\.js|THIRD-PARTY-NOTICES\.txt)$/,
  /^dist\/chunks\/[\w-]+\.cjs$/,
  /^dist\/types\/(src|rules)\/[\w/-]+\.d\.ts$/,
  /^docs\/(rules\/[\w-]+|suppressions)\.md$/,
  /^schemas\/[\w-]+\.schema\.json$/,
  /^templates\/lint\/template\.yml$/,
];

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

let folder: string;
let clone: string;
let packed: Packed;
let tarball: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'pipelint-test-')));
  clone = join(folder, 'clone');
  cloneInto(clone);
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  const { status, output } = shell(`npm pack --json --pack-destination ${folder} > ../packed.json`, clone);
  expect(status, output).toBe(0);
  packed = JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8'))[0];
  tarball = join(folder, packed.filename);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

describe('the package', () => {
  it('has what is needed to run it, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !CONTENT.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(CONTENT.filter((pattern) => !paths.some((path) => pattern.test(path)))).toEqual([]);
  });

  it('is small', () => {
    const biggest = packed.files.toSorted((a, b) => b.size - a.size).slice(0, 5);
    console.log(
      `${packed.unpackedSize} of ${BUDGET} bytes unpacked, in ${packed.files.length} files\n` +
        biggest.map(({ path, size }) => `  ${size} ${path}`).join('\n'),
    );
    expect(packed.unpackedSize).toBeLessThan(BUDGET);
  });

  it('passes on the licence of each package that is inside', () => {
    const notices = shell(`tar -xOf ${tarball} package/dist/THIRD-PARTY-NOTICES.txt`, clone).output;
    const named = [...notices.matchAll(/^(\S+) \d\S* \((ISC|MIT)\)$/gm)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(['commander', 'unbash', 'yaml']));
    expect(notices.match(/^Copyright /gim)?.length).toBeGreaterThanOrEqual(named.length);
  });

  it('is described as publint and attw want it', { timeout: 300_000 }, () => {
    const { status, output } = shell('npm run --silent check:package', clone);
    expect(status, output).toBe(0);
  });
});

describe.skipIf(!hasRegistry())('installed in an empty project (skipped without a registry)', () => {
  let project: string;

  beforeAll(() => {
    project = join(folder, 'project');
    write({
      'package.json': '{ "private": true, "type": "module" }',
      '.gitlab-ci.yml': [
        'build:',
        '  image: docker:28',
        '  services: [docker:28-dind]',
        '  rules:',
        '    - if: $CI_COMMIT_BRANCH =~ /^main$/',
        '  script:',
        '    - docker build --tag "$CI_REGISTRY_IMAGE" .',
        '    - docker push "$CI_REGISTRY_IMAGE"',
        '',
      ].join('\n'),
      Dockerfile: 'FROM alpine:3.22\n',
      'eslint.config.js': "import pipelint from 'pipelint/eslint';\nexport default [pipelint.configs.recommended];\n",
      'library.js': [
        "import { FileSystemHost, fix, lint, resolve } from 'pipelint';",
        "const host = new FileSystemHost('.');",
        'const { findings, internalErrors } = lint(host);',
        'const resolution = resolve(host);',
        'console.log(JSON.stringify({',
        '  found: findings.map(({ rule }) => rule),',
        '  internalErrors,',
        '  jobs: resolution.ok && Object.keys(resolution.jobs),',
        "  left: fix(host, { which: 'unsafe' }).result.findings.length,",
        '}));',
        '',
      ].join('\n'),
      'typed.ts': [
        "import { defineConfig } from 'eslint/config';",
        "import { type Finding, lint, type LintResult, resolve } from 'pipelint';",
        "import pipelint from 'pipelint/eslint';",
        "const result: LintResult = lint({ '.gitlab-ci.yml': '' }, { preset: 'strict' });",
        'export const first: Finding | undefined = result.findings[0];',
        'const resolution = resolve({});',
        'export const script: readonly string[] | undefined = resolution.ok ? resolution.jobs.build?.script : undefined;',
        '// @ts-expect-error: there is no such preset',
        "lint({}, { preset: 'none' });",
        'export default defineConfig([pipelint.configs.recommended]);',
        '',
      ].join('\n'),
    });
    run(`npm install --prefer-offline --no-audit --no-fund ${tarball} eslint@${versionOf('eslint')}`);
  }, 300_000);

  it('brings few packages along', () => {
    const lock = shell('npm ls --omit=peer --all --parseable --package-lock-only', project);
    expect(lock.status, lock.output).toBe(0);
    const own = Object.keys(manifest.dependencies);
    expect(own.filter((name) => !lock.output.includes(`/node_modules/${name}\n`))).toEqual([]);
  });

  it('has types for strict readers', { timeout: 300_000 }, () => {
    const tsc = join(ROOT, 'node_modules/.bin/tsc');
    const options = '--noEmit --strict --exactOptionalPropertyTypes --module nodenext --target es2023 --lib es2023';
    const { status, output } = shell(
      `${tsc} ${options} --types node --typeRoots ${ROOT}/node_modules/@types typed.ts`,
      project,
    );
    expect(status, output).toBe(0);
  });

  describe.each(['20.19.0', '22', '24'])('Node %s', (range) => {
    const bin = nodeRelease(range);

    /** Runs with that release's `node` before any other. */
    function runWith(command: string): Ran {
      return shell(command, project, { PATH: `${bin}:${project}/node_modules/.bin:/usr/bin:/bin` });
    }

    it.skipIf(bin === undefined)('runs the program (skipped where npm does not have that release)', () => {
      expect(runWith('node --version').output).toMatch(new RegExp(`^v${range.replaceAll('.', '\\.')}`));
      expect(runWith('pipelint --version')).toEqual({ status: 0, output: `${manifest.version}\n` });
      for (const [name, title] of [
        ['login-server', 'login-server'],
        ['unused-suppression', 'Comments that are wrong'],
      ]) {
        expect(runWith(`pipelint explain ${name}`)).toEqual({
          status: 0,
          output: expect.stringMatching(`^${title}\n=`),
        });
      }
      // The first run compiles, the second runs what the first compiled, the third loads packages as well.
      for (const paths of ['', '', "'./**/.gitlab-ci.yml'"]) {
        const { status, output } = runWith(`pipelint --format compact ${paths}`);
        expect(output).toContain('.gitlab-ci.yml:8:19: error: registry-login-required: ');
        expect(output).not.toMatch(/pipelint:|Warning/);
        expect(status).toBe(1);
      }
      const page = runWith('pipelint explain login-server');
      expect(page.output).toContain('login-server\n');
      expect(page.output).not.toMatch(/pipelint:|Warning/);
    });

    it.skipIf(bin === undefined)('goes to the network where it is asked to', () => {
      write({
        'remote/.gitlab-ci.yml': 'include: [{ remote: "https://127.0.0.1:9/ci.yml" }]\nbuild: { script: make }\n',
      });
      const { status, output } = runWith('pipelint fetch remote');
      expect(output).toContain('https://127.0.0.1:9/ci.yml');
      expect(output).not.toMatch(/\n {4}at /);
      expect(status).toBe(1);
    });

    it.skipIf(bin === undefined)('runs the ESLint plugin', () => {
      const { status, output } = runWith('eslint .gitlab-ci.yml');
      expect(output).toContain('pipelint/registry-login-required');
      expect(status).toBe(1);
    });

    it.skipIf(bin === undefined)('runs the library', () => {
      const { status, output } = runWith('node library.js');
      expect(status, output).toBe(0);
      expect(JSON.parse(output)).toEqual({
        found: ['registry-login-required'],
        internalErrors: [],
        jobs: ['build'],
        left: 0,
      });
    });
  });

  function run(command: string): void {
    const { status, output } = shell(command, project);
    expect(status, output).toBe(0);
  }

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      writeFileSync(join(project, name), content);
    }
  }
});

function versionOf(dependency: keyof typeof manifest.devDependencies): string {
  return manifest.devDependencies[dependency];
}
