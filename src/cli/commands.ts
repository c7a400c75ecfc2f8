/** The commands beside linting. Each is loaded when it is called: a plain run pays for none of them. */
import type { Command } from 'commander';
import type { Rule } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import type { ExitCode } from './exit-codes.ts';

/** What the module of a command has. */
export interface CliCommand {
  /** Its arguments and options, for reading the command line, for help and for completion. */
  describe(commandLine: CommandLine, rules: readonly Rule[]): Command;
  /** @throws UsageError for what the user can mend */
  run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode>;
}

interface ListedCommand {
  readonly usage: string;
  /** Goes on behind the usage: "gets includes …". */
  readonly summary: string;
  load(): Promise<CliCommand>;
}

/** A file of such a name is linted as `./fetch`. */
export const COMMANDS: Readonly<Record<string, ListedCommand>> = {
  explain: {
    usage: 'explain RULE',
    summary: 'prints the page of a rule',
    load: async () => (await import('./explain-command.ts')).EXPLAIN,
  },
  rules: {
    usage: 'rules',
    summary: 'lists the rules',
    load: async () => (await import('./rules-command.ts')).LIST_RULES,
  },
  init: {
    usage: 'init',
    summary: 'writes settings to begin with',
    load: async () => (await import('./init-command.ts')).INIT,
  },
  fetch: {
    usage: 'fetch [paths...]',
    summary: 'gets includes from outside the repository',
    load: async () => (await import('./fetch-command.ts')).FETCH,
  },
  resolve: {
    usage: 'resolve [path]',
    summary: 'prints what GitLab makes of the files',
    load: async () => (await import('./resolve-command.ts')).RESOLVE,
  },
  graph: {
    usage: 'graph [path]',
    summary: 'draws stages, jobs, needs and registries',
    load: async () => (await import('./graph-command.ts')).GRAPH,
  },
  merge: {
    usage: 'merge REPORT...',
    summary: 'joins the reports of runs with --shard',
    load: async () => (await import('./merge-command.ts')).MERGE,
  },
  diagnose: {
    usage: 'diagnose [log]',
    summary: 'says from a job’s log why it failed',
    load: async () => (await import('./diagnose-command.ts')).DIAGNOSE,
  },
  doctor: {
    usage: 'doctor [path]',
    summary: 'asks GitLab for what no file shows',
    load: async () => (await import('./doctor-command.ts')).DOCTOR,
  },
  lsp: {
    usage: 'lsp',
    summary: 'serves editors (Language Server Protocol)',
    load: async () => (await import('./lsp-command.ts')).LSP,
  },
  completion: {
    usage: 'completion SHELL',
    summary: 'prints completions for bash, zsh or fish',
    load: async () => (await import('./completion-command.ts')).COMPLETION,
  },
};
