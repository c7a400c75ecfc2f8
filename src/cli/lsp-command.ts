/** `pipelint lsp`: the language server, which an editor starts and talks to over standard input and output. */
import type { Command } from 'commander';
import { createConnection } from 'vscode-languageserver/node';
import { defaultCacheFolder } from '../host/cache/cache-folder.ts';
import type { BaselineEntry } from '../lint/baseline.ts';
import type { Fault, Prepared } from '../lsp/repository.ts';
import { serve } from '../lsp/server.ts';
import type { Rule } from '../rule.ts';
import type { Host } from '../source/host.ts';
import { SourceFile } from '../source/source-file.ts';
import { parseBaseline } from './baseline-file.ts';
import type { CommandLine } from './command-line.ts';
import type { CliCommand } from './commands.ts';
import { complain } from './complain.ts';
import { type ExitCode, OK } from './exit-codes.ts';
import { VERSION } from './options.ts';
import { projectFacts } from './project-facts.ts';
import { configure, lintOptions } from './settings.ts';
import { newCommand, parse } from './shared-options.ts';
import type { Target } from './targets.ts';

export const LSP: CliCommand = { describe, run };

const MORE = `
An editor starts it and ends it; docs/editors.md says how. Rules are set in
.pipelint.yml, for editors as for pipelines.
`;

function describe(commandLine: CommandLine): Command {
  return newCommand('pipelint lsp', commandLine)
    .description('Serves findings, fixes, explanations and definitions to editors (Language Server Protocol).')
    .option('--stdio', 'talk over standard input and output, as it does in any case')
    .option('--clientProcessId <ID>', 'end when this process has ended')
    .addHelpText('after', MORE);
}

async function run(commandLine: CommandLine, rules: readonly Rule[]): Promise<ExitCode> {
  if (!parse(describe(commandLine), commandLine)) return OK;
  serve(createConnection(process.stdin, process.stdout), VERSION, {
    rules,
    cacheFolder: defaultCacheFolder(commandLine.env),
    prepare: (root, path, host, reject) => prepared({ root, path, host }, reject, commandLine, rules),
  });
  // From here on the connection decides how long the process lives, and how it ends.
  return OK;
}

function prepared(
  pipeline: Target,
  reject: (fault: Fault) => void,
  commandLine: CommandLine,
  rules: readonly Rule[],
): Prepared | undefined {
  const [configured] = configure([pipeline], {}, commandLine, rules, (said) => {
    if (typeof said === 'string') complain(commandLine, said);
    else reject(said);
  });
  const [target] = configured?.targets ?? [];
  if (!configured || !target) return undefined;
  const { settings } = configured;
  const facts = projectFacts(pipeline.root, { settings }, commandLine);
  const baseline = settings.baseline === undefined ? [] : knownFindings(settings.baseline, pipeline.host, reject);
  return { host: target.host, options: { ...lintOptions(settings, { rule: new Map() }), facts }, baseline };
}

/** What the baseline of the settings has; nothing where it cannot be read, which is told in the file itself. */
function knownFindings(path: string, host: Host, reject: (fault: Fault) => void): readonly BaselineEntry[] {
  const content = host.read(path);
  const read = content.ok ? parseBaseline(new SourceFile(path, content.text)) : undefined;
  if (read?.ok === false) reject(read.fault);
  return read?.ok ? read.entries : [];
}
