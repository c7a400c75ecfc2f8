/** What the program says of itself in its help, scenarios show: every flag of every command, every exit code. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { call } from './command-line.ts';
import { SAMPLE_RULES } from './sample-rules.ts';
import { readScenario } from './scenario.ts';

const FOLDER = new URL('../../fixtures/cli/', import.meta.url);
const SOURCES = new URL('../../src/cli/', import.meta.url);
const PLAYED = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.scenario'))
  .map((name) => {
    const sections = readScenario(readFileSync(new URL(name, FOLDER), 'utf8'));
    const [, ...args] = (sections.get('command') ?? '').trim().split(/\s+/);
    const [first, ...others] = args;
    return {
      args: first === 'help' ? [...others, '--help'] : args,
      status: Number(sections.get('status')),
      stderr: sections.get('stderr') ?? '',
    };
  });

/** Each command with its own scenarios; `` is the linting without a command. The server's flags are about its process: test/lsp. */
describe.each(['', ...Object.keys(COMMANDS)].filter((command) => command !== 'lsp'))('pipelint %s', (command) => {
  const own = PLAYED.filter(({ args: [first = ''] }) => (Object.hasOwn(COMMANDS, first) ? first : '') === command);

  it('has a scenario for each flag of its help', async () => {
    const help = await helpOf(command);
    const flags = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-zA-Z-]+)/gm)].map(([, flag = '']) => flag);
    const used = new Set(own.flatMap(({ args }) => args).map((arg) => arg.replace(/=.*/, '')));
    expect(flags.length).toBeGreaterThan(0);
    expect(flags.filter((flag) => !used.has(flag))).toEqual([]);
  });

  it('has a scenario for each exit code of its help', async () => {
    const [, codes = ''] = (await helpOf(command)).split(/^Exit codes.*\n/m);
    const said = [...codes.matchAll(/^ {2}(\d) {2}/gm)].map(([, code]) => Number(code));
    const met = new Set(own.map(({ status }) => status));
    expect(said.length).toBeGreaterThan(0);
    expect(said.filter((code) => !met.has(code))).toEqual([]);
  });
});

async function helpOf(command: string): Promise<string> {
  const { stdout } = await call({ args: [...(command === '' ? [] : [command]), '--help'], cwd: '/' }, SAMPLE_RULES);
  return stdout;
}

/** Texts of mistakes that depend on nothing but the command line; the others depend on files, links and servers. */
it('has a scenario for each text that says how a value is written', () => {
  const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.ts'));
  const texts = sources.flatMap((name) =>
    [...readFileSync(new URL(name, SOURCES), 'utf8').matchAll(/InvalidArgumentError\(\s*'([^']+)'/g)].map(
      ([, text = '']) => text,
    ),
  );
  expect(texts.length).toBeGreaterThan(5);
  const said = PLAYED.map(({ stderr }) => stderr).join('');
  expect(texts.filter((text) => !said.includes(text))).toEqual([]);
});
