/** Hands a result to the reports: those in files, and the one that is printed. */
import { FORMATS, type Format } from '../report/formats.ts';
import type { ReportContext } from '../report/report.ts';
import type { CommandLine } from './command-line.ts';
import { type Reject, UsageError } from './complain.ts';
import { linksTo, wantsLinks } from './hyperlinks.ts';
import { type Options, VERSION } from './options.ts';
import type { Joined } from './repositories.ts';
import { DEFAULT_WIDTH, styleOf } from './terminal.ts';
import { writeReport } from './write-report.ts';

/** What was found, and what reports need to know beside it. */
export interface Reported extends Joined, Pick<ReportContext, 'rules' | 'minConfidence' | 'exitCode'> {}

export async function writeReports(
  reported: Reported,
  { output }: Options,
  { cwd }: CommandLine,
  reject: Reject,
): Promise<void> {
  for (const { format, file } of output) {
    try {
      writeReport(cwd, file, await render(format, reported, { color: false, width: DEFAULT_WIDTH }));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      reject(error.message);
    }
  }
}

export async function printReport(reported: Reported, options: Options, commandLine: CommandLine): Promise<void> {
  const { stdout, env } = commandLine;
  if (options.statistics) {
    const { STATISTICS } = await import('./statistics.ts');
    const print = options.format === 'json' ? STATISTICS.json : STATISTICS.text;
    stdout.write(print(reported.result));
    return;
  }
  const links = wantsLinks(env, stdout) ? { links: linksTo(reported.base, reported.pathOf, env) } : {};
  stdout.write(await render(options.format, reported, { ...styleOf(commandLine, options), ...links }));
}

async function render(
  format: Format,
  { result, base: _, ...reported }: Reported,
  style: Pick<ReportContext, 'color' | 'width' | 'links'>,
): Promise<string> {
  const report = await FORMATS[format]();
  return report(result, { version: VERSION, ...reported, ...style });
}
