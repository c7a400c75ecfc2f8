import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wantsColor } from '../../src/cli/color.ts';
import type { CommandLine } from '../../src/cli/command-line.ts';
import { type ExitCode, FINDINGS, gravest, INTERNAL, OK, USAGE } from '../../src/cli/exit-codes.ts';
import { type Options, readOptions } from '../../src/cli/options.ts';
import { projectFacts } from '../../src/cli/project-facts.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { SAMPLE_RULES } from './sample-rules.ts';

function commandLine(args: readonly string[], env: CommandLine['env'] = {}, cwd = '/'): CommandLine {
  const nowhere = { write: () => {} };
  return { args, env, cwd, stdin: (async function* () {})(), stdout: nowhere, stderr: nowhere };
}

function options(...args: string[]): Options {
  const read = readOptions(commandLine(args), SAMPLE_RULES);
  if (!read) throw new Error('it printed the help');
  return read;
}

describe('exit codes', () => {
  it.each<[ExitCode[], ExitCode]>([
    [[], OK],
    [[OK, FINDINGS, OK], FINDINGS],
    [[FINDINGS, USAGE], USAGE],
    [[INTERNAL, USAGE, FINDINGS], INTERNAL],
  ])('of %j the gravest is %d', (codes, expected) => {
    expect(gravest(codes)).toBe(expected);
  });
});

describe('wantsColor', () => {
  const TTY = { write: () => {}, isTTY: true };
  const PIPE = { write: () => {} };

  it.each([
    ['a terminal', undefined, {}, TTY, true],
    ['a pipe', undefined, {}, PIPE, false],
    ['a dumb terminal', undefined, { TERM: 'dumb' }, TTY, false],
    ['NO_COLOR', undefined, { NO_COLOR: '1' }, TTY, false],
    ['an empty NO_COLOR', undefined, { NO_COLOR: '' }, TTY, true],
    ['NO_COLOR before FORCE_COLOR', undefined, { NO_COLOR: '1', FORCE_COLOR: '1' }, PIPE, false],
    ['FORCE_COLOR', undefined, { FORCE_COLOR: '1' }, PIPE, true],
    ['FORCE_COLOR=0', undefined, { FORCE_COLOR: '0' }, TTY, false],
    ['CLICOLOR_FORCE', undefined, { CLICOLOR_FORCE: '1' }, PIPE, true],
    ['CLICOLOR_FORCE=0', undefined, { CLICOLOR_FORCE: '0' }, PIPE, false],
    ['--color before NO_COLOR', true, { NO_COLOR: '1' }, PIPE, true],
    ['--no-color before FORCE_COLOR', false, { FORCE_COLOR: '1' }, TTY, false],
  ])('%s', (_, flag, env, output, expected) => {
    expect(wantsColor(flag, env, output)).toBe(expected);
  });
});

describe('readOptions', () => {
  it('has defaults', () => {
    expect(options()).toEqual({
      paths: [],
      format: 'pretty',
      output: [],
      rule: new Map(),
    });
  });

  it('reads every option', () => {
    const args =
      'a.yml - --format sarif --output json=a=b.json --output codequality=c.json --preset strict --min-confidence low ' +
      '--project /acme/platform/api/ --server-url https://gitlab.example.com --registry registry.example.com:5050 ' +
      '--fail-on never --rule quiet-job=off --rule pinned-image=info --rule quiet-job=error --stdin-filename b.yml ' +
      '--root .. --no-color --config c.yml --baseline b.json --write-baseline --report-unused-suppressions ' +
      '--require-suppression-reason';
    expect(options(...args.split(' '))).toEqual({
      paths: ['a.yml', '-'],
      format: 'sarif',
      output: [
        { format: 'json', file: 'a=b.json' },
        { format: 'codequality', file: 'c.json' },
      ],
      preset: 'strict',
      rule: new Map([
        ['quiet-job', 'error'],
        ['pinned-image', 'info'],
      ]),
      minConfidence: 'low',
      failOn: 'never',
      project: 'acme/platform/api',
      serverUrl: 'https://gitlab.example.com',
      registry: 'registry.example.com:5050',
      stdinFilename: 'b.yml',
      root: '..',
      color: false,
      config: 'c.yml',
      baseline: 'b.json',
      writeBaseline: true,
      reportUnusedSuppressions: true,
      requireSuppressionReason: true,
    });
  });

  it('can leave settings and baseline out', () => {
    expect(options('--no-config', '--no-baseline')).toMatchObject({ config: false, baseline: false });
  });

  it.each([
    [['--format', 'xml'], 'It is one of pretty, compact, json, sarif, codequality, junit, github, agent.'],
    [['--fail-on', 'errors'], 'Did you mean error?'],
    [['--preset'], 'argument missing'],
    [['--rule', 'quiet-job'], 'It takes a rule and its level'],
    [['--rule', 'quiet-jobs=off'], 'There is no rule quiet-jobs. Did you mean quiet-job?'],
    [['--rule', 'quiet-job='], 'It takes a rule and its level'],
    [['--output', 'report.json'], 'It takes a format and a file'],
    [['--output', 'json=-'], 'For standard output use --format.'],
    [['--output', 'json=a', '--output', 'sarif=a'], 'Two reports cannot share a file.'],
    [['--project', 'api'], 'the full path of a project'],
    [['--project', 'https://gitlab.com/acme/api'], 'the full path of a project'],
    [['--server-url', 'gitlab.example.com'], 'It takes a URL'],
    [['--server-url', 'ftp://gitlab.example.com'], 'It takes a URL'],
    [['--registry', 'https://registry.example.com'], 'without protocol and path'],
    [['--registry', 'registry.example.com/acme'], 'without protocol and path'],
    [['--colour'], 'did you mean --color?'],
    [['-x'], "unknown option '-x'"],
  ])('%j: %s', (args, message) => {
    expect(() => options(...args)).toThrow(message);
  });
});

describe('projectFacts', () => {
  const REMOTE = '[remote "origin"]\n url = git@gitlab.com:acme/api.git\n';
  const JOB = {
    CI_PROJECT_PATH: 'acme/from-job',
    CI_SERVER_HOST: 'gitlab.example.com',
    CI_REGISTRY: 'registry.example.com',
  };
  const FROM_REMOTE = { path: 'acme/api', server: 'gitlab.com', registry: 'registry.gitlab.com' };
  const FROM_JOB = { path: 'acme/from-job', server: 'gitlab.example.com', registry: 'registry.example.com' };

  it.each<[string, string[], Record<string, string>, string, object]>([
    ['nothing is known', [], {}, '', {}],
    ['the remote', [], {}, REMOTE, FROM_REMOTE],
    ['the job before the remote', [], JOB, REMOTE, FROM_JOB],
    ['the job of this folder', [], { ...JOB, CI_PROJECT_DIR: '{root}' }, '', FROM_JOB],
    ['a job of another folder', [], { ...JOB, CI_PROJECT_DIR: '/builds/other' }, REMOTE, FROM_REMOTE],
    [
      'the port of the server',
      [],
      { CI_SERVER_HOST: 'gitlab.local', CI_SERVER_PORT: '8443' },
      '',
      { server: 'gitlab.local:8443' },
    ],
    [
      'a port that goes without saying',
      [],
      { CI_SERVER_HOST: 'gitlab.local', CI_SERVER_PORT: '443' },
      '',
      { server: 'gitlab.local' },
    ],
    ['empty variables', [], { CI_PROJECT_PATH: '', CI_SERVER_HOST: '', CI_REGISTRY: '' }, REMOTE, FROM_REMOTE],
    [
      'flags before all',
      ['--project', 'a/b', '--registry', 'r:5000', '--server-url', 'https://g/'],
      JOB,
      REMOTE,
      { path: 'a/b', server: 'g', registry: 'r:5000' },
    ],
    ['another server than the remote', ['--server-url', 'http://g:80'], {}, REMOTE, { server: 'g:80' }],
    ['a project of the remote server', ['--project', 'a/b'], {}, REMOTE, { ...FROM_REMOTE, path: 'a/b' }],
  ])('%s', (_, args, env, config, expected) => {
    const root = temporaryFolder(config === '' ? {} : { '.git/config': config });
    const filled = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, value.replace('{root}', root)]),
    );
    expect(projectFacts(root, options(...args), commandLine([], filled, join(root, '..')))).toEqual(expected);
  });
});
