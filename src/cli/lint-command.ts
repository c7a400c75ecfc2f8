/** `pipelint [paths...]`: lints pipelines and reports what was found. */
import type { LintResult } from '../lint/finding.ts';
import { lintRoot } from '../lint/lint.ts';
import { FORMATS, type Format } from '../report/formats.ts';
import type { ReportContext } from '../report/report.ts';
import type { Rule, Severity } from '../rule.ts';
import { AffectedPipelines } from './affected.ts';
import { wantsColor } from './color.ts';
import type { CommandLine, Output } from './command-line.ts';
import { complain, complainOfFault, UsageError } from './complain.ts';
import { type ExitCode, FINDINGS, gravest, INTERNAL, USAGE } from './exit-codes.ts';
import { linksTo, wantsLinks } from './hyperlinks.ts';
import { type Options, VERSION } from './options.ts';
import { prepare } from './prepare.ts';
import { projectFacts } from './project-facts.ts';
import { joinRepositories, type Linted } from './repositories.ts';
import { findTargets, type Target } from './targets.ts';
import { writeReport } from './write-report.ts';

const DEFAULT_WIDTH = 80;

export async function lintCommand(
  commandLine: CommandLine,
  rules: readonly Rule[],
  options: Options,
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  const reject = (message: string): void => {
    complain(commandLine, message);
    codes.push(USAGE);
  };
  const affected = options.affected ? new AffectedPipelines(options, commandLine) : undefined;
  const found = affected
    ? await affected.candidates(options, commandLine, reject)
    : await findTargets(options, commandLine, reject);
  if (found.length === 0 && !affected) return gravest(codes);
  const prepared = await prepare(found, commandLine, options, reject);
  const targets = affected?.watch(prepared) ?? prepared;

  const linted = lintAll(targets, commandLine, rules, options);
  const { result, base, pathOf } = joinRepositories(affected?.only(linted) ?? linted, commandLine.cwd);
  for (const { message, stack } of result.internalErrors) {
    complainOfFault(commandLine, message, stack);
    codes.push(INTERNAL);
  }
  if (reachesThreshold(result, options.failOn)) codes.push(FINDINGS);

  const context: ReportContext = {
    version: VERSION,
    rules,
    minConfidence: options.minConfidence,
    pathOf,
    color: false,
    width: DEFAULT_WIDTH,
  };
  for (const { format, file } of options.output) {
    try {
      writeReport(commandLine.cwd, file, await render(format, result, context));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reject(error.message);
    }
  }
  const { stdout, env } = commandLine;
  stdout.write(
    await render(options.format, result, {
      ...context,
      color: wantsColor(options.color, env, stdout),
      width: widthOf(stdout),
      ...(wantsLinks(env, stdout) ? { links: linksTo(base, pathOf, env) } : {}),
    }),
  );
  return gravest(codes);
}

function lintAll(
  targets: readonly Target[],
  commandLine: CommandLine,
  rules: readonly Rule[],
  options: Options,
): readonly Linted[] {
  const roots = [...new Set(targets.map(({ root }) => root))];
  return roots.map((root) => {
    const facts = projectFacts(root, options, commandLine);
    const { preset, minConfidence, rule: severities } = options;
    const here = targets.filter((target) => target.root === root);
    return {
      root,
      results: here.map(({ host, path }) => lintRoot(host, path, rules, { preset, minConfidence, severities, facts })),
    };
  });
}

async function render(format: Format, result: LintResult, context: ReportContext): Promise<string> {
  const report = await FORMATS[format]();
  return report(result, context);
}

function widthOf({ isTTY, columns }: Output): number {
  return isTTY === true && columns ? columns : DEFAULT_WIDTH;
}

function reachesThreshold({ summary }: LintResult, threshold: Severity | 'never'): boolean {
  const counts: Record<Severity, number> = {
    error: summary.error,
    warning: summary.error + summary.warning,
    info: summary.error + summary.warning + summary.info,
  };
  return threshold !== 'never' && counts[threshold] > 0;
}
