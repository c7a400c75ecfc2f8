/** What `pipelint` can be told on its command line. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type { FixSafety } from '../lint/fix.ts';
import { DEFAULT_OPTIONS } from '../lint/options.ts';
import { FORMAT_NAMES, type Format } from '../report/formats.ts';
import type { Confidence, Preset, Rule, Severity } from '../rule.ts';
import type { CommandLine } from './command-line.ts';
import { COMMANDS } from './commands.ts';
import { UsageError } from './complain.ts';
import { offering } from './offered-values.ts';
import { namesOf, unknownRule } from './rule-names.ts';
import { settingsOptions } from './settings.ts';
import { type ShardOption, shardOption } from './shards.ts';
import {
  colorOptions,
  fetchOptions,
  newCommand,
  oneOf,
  parse,
  pipelineOptions,
  projectPath,
  registryHost,
  serverUrl,
} from './shared-options.ts';

export const VERSION = manifest.version;

export interface Options {
  readonly paths: readonly string[];
  /** The paths are files that changed: lint the pipelines that they take part in. */
  readonly affected?: boolean;
  /** The share of the repositories that this run is for. */
  readonly shard?: ShardOption;
  readonly format: Format;
  /** Reports that go to files. */
  readonly output: readonly OutputFile[];
  /** The settings file; false: none. Undefined: the one that is found. */
  readonly config?: string | false;
  /** What is undefined here is left to the settings. */
  readonly preset?: Preset;
  readonly minConfidence?: Confidence;
  readonly failOn?: Severity | 'never';
  /** So many warnings are borne. */
  readonly maxWarnings?: number;
  /** The file with what is known already; false: none, whatever the settings say. */
  readonly baseline?: string | false;
  readonly writeBaseline?: boolean;
  readonly reportUnusedSuppressions?: boolean;
  readonly requireSuppressionReason?: boolean;
  readonly rule: ReadonlyMap<string, Severity | 'off'>;
  /** Make fixes: those that nobody has to read, or the best for each finding. */
  readonly fix?: FixSafety;
  /** Print what fixes would change, and change nothing. */
  readonly diff?: boolean;
  /** Numbers of findings by rule in place of the report. */
  readonly statistics?: boolean;
  /** Print what is set, and where, and lint nothing. */
  readonly showSettings?: boolean;
  /** Lint again whenever a file changes that was read. */
  readonly watch?: boolean;
  readonly project?: string;
  readonly serverUrl?: string;
  readonly registry?: string;
  /** Variables with certain values. */
  readonly var?: Readonly<Record<string, string>>;
  readonly branch?: string;
  /** `CI_PIPELINE_SOURCE` */
  readonly source?: string;
  readonly root?: string;
  readonly stdinFilename?: string;
  /** Fetch what is missing before linting. */
  readonly online?: boolean;
  readonly cacheDir?: string;
  readonly caFile?: string;
  readonly color?: boolean;
}

/** As commander gives them: what may be given several times is missing when it never was. */
type GivenOptions = Omit<Options, 'format' | 'output' | 'rule'> & Partial<Pick<Options, 'format' | 'output' | 'rule'>>;

const PRESETS = ['recommended', 'strict'] as const;
const CONFIDENCES = ['high', 'medium', 'low'] as const;
const LEVELS = ['error', 'warning', 'info', 'off'] as const;
const SAFETIES = ['safe', 'unsafe'] as const;
const THRESHOLDS = ['error', 'warning', 'info', 'never'] as const;
export const DEFAULT_THRESHOLD = 'error';
const DEFAULT_FORMAT = 'pretty';

export interface OutputFile {
  readonly format: Format;
  readonly file: string;
}

const EXAMPLES = `
Commands:
${commandList()}

Examples:
  pipelint                                the nearest .gitlab-ci.yml upward
  pipelint services/api ci/child.yml      a folder's pipeline; another file
  pipelint --output codequality=cq.json   text here, a report for GitLab
  pipelint --project acme/api             when CI and remote do not tell it
  git show v1:.gitlab-ci.yml | pipelint - the text of standard input

Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on, or more than --max-warnings
  2  wrong usage, or a file that cannot be read or written
  3  a fault of pipelint itself
`;

/**
 * Reads the command line. Undefined: it asked for help or the version, which is printed.
 *
 * @throws UsageError for anything that cannot be understood
 */
export function readOptions(commandLine: CommandLine, rules: readonly Rule[]): Options | undefined {
  const args = commandLine.args.map((arg) => (arg === '--fix' ? '--fix=safe' : arg));
  const given = parse<GivenOptions>(describe(commandLine, rules), { ...commandLine, args });
  const options: Options | undefined = given && { format: DEFAULT_FORMAT, output: [], rule: new Map(), ...given };
  if (options) refuseContradictions(options);
  return options;
}

function refuseContradictions({ paths, fix, statistics, format, watch, diff, affected }: Options): void {
  const isStdin = paths.includes('-');
  if (fix && isStdin && paths.length > 1)
    throw new UsageError('--fix prints the text of standard input, so it takes no other path');
  if (watch && isStdin) throw new UsageError('--watch takes files, not standard input');
  if (watch && (diff || affected))
    throw new UsageError(`--watch and ${diff ? '--diff' : '--affected'} do not go together`);
  if (statistics && !STATISTICS_FORMATS.includes(format)) {
    throw new UsageError(`--statistics has the formats ${STATISTICS_FORMATS.join(' and ')}, not ${format}`);
  }
}

const STATISTICS_FORMATS: readonly Format[] = ['pretty', 'json'];

export function describe(commandLine: CommandLine, rules: readonly Rule[]): Command {
  const command = newCommand('pipelint', commandLine)
    .description('Says which jobs of a .gitlab-ci.yml fail on registry credentials, and why.')
    .argument('[paths...]', 'files, folders, patterns, or - for standard input')
    .optionsGroup('Input:')
    .option('--stdin-filename <FILE>', 'where the text of standard input belongs')
    .option('--root <FOLDER>', 'repository root (default: found from each file)')
    .option('--affected', 'the paths are changed files: lint the pipelines that read them')
    .option(
      '--shard <I/N>',
      'lint the I-th of N parts of the repositories; auto: as GitLab’s parallel says',
      shardOption,
    );
  settingsOptions(command)
    .optionsGroup('The project, which is else told from the CI environment or the git remote:')
    .option('--project <PATH>', 'its full path: group/project', projectPath)
    .option('--server-url <URL>', 'of its GitLab server', serverUrl)
    .option('--registry <HOST>', 'of its container registry: host or host:port', registryHost)
    .optionsGroup('The pipeline, which else may be any:');
  pipelineOptions(command)
    .optionsGroup('Rules:')
    .addOption(choice('--preset <NAME>', 'which rules are on', PRESETS, DEFAULT_OPTIONS.preset))
    .addOption(
      list('--rule <NAME=LEVEL>', 'one rule: error, warning, info or off', namesOf(rules), LEVELS, ruleLevel(rules)),
    )
    .addOption(choice('--min-confidence <LEVEL>', 'show findings from', CONFIDENCES, DEFAULT_OPTIONS.minConfidence));
  verdictOptions(command)
    .optionsGroup('Fixes:')
    .addOption(fixOption())
    .option('--diff', 'print what would be fixed as a patch; exit with 1 when there is any')
    .optionsGroup('Known findings and comments:')
    .option('--baseline <FILE>', 'leave out the findings that the file knows')
    .option('--no-baseline', 'leave out none, whatever the settings say')
    .option('--write-baseline', 'write what is found into the baseline, and forget what is gone')
    .option('--report-unused-suppressions', 'report comments that hold back nothing')
    .option('--require-suppression-reason', 'report comments that do not say why')
    .optionsGroup('Includes from outside the repository:')
    .option('--online', 'fetch first what is missing, as pipelint fetch does');
  fetchOptions(command)
    .optionsGroup('Output:')
    .addOption(choice('--format <FORMAT>', 'on standard output', FORMAT_NAMES, DEFAULT_FORMAT))
    .addOption(list('--output <FORMAT=FILE>', 'a report in a file as well', FORMAT_NAMES, 'file', outputFile))
    .option('--statistics', 'numbers of findings by rule in place of the report: as text or json')
    .option('--show-settings', 'print what is set, and where, and lint nothing')
    .option('--watch', 'lint again when a file changes that was read');
  return colorOptions(command)
    .optionsGroup('About:')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES);
}

/** Which findings make a run fail. */
export function verdictOptions(command: Command): Command {
  return command
    .addOption(choice('--fail-on <LEVEL>', 'exit with 1 from', THRESHOLDS, DEFAULT_THRESHOLD))
    .option('--max-warnings <NUMBER>', 'exit with 1 for more warnings than that', wholeNumber);
}

/** The value stands behind `=` only: what follows `--fix` as a word is a path. */
function fixOption(): Option {
  const option = new Option('--fix [=unsafe]', 'make the safe fixes; with =unsafe also those that are to be read');
  return offering(option, SAFETIES).argParser((value: string) => oneOf(SAFETIES, value));
}

function commandList(): string {
  return Object.values(COMMANDS)
    .map(({ usage, summary }) => `  ${`pipelint ${usage}`.padEnd(33)}${summary}`)
    .join('\n');
}

/** @param preset which of the names it is, unless the settings say another */
function choice<Name extends string>(flags: string, description: string, names: readonly Name[], preset: Name): Option {
  const all = names.map((name) => (name === preset ? `${name} (default)` : name)).join(', ');
  return offering(new Option(flags, `${description}: ${all}`), names).argParser((value: string) => oneOf(names, value));
}

/**
 * An option that can be given several times; each value is added to those before.
 *
 * @param names that a value begins with
 * @param then what a value has behind `=`
 */
function list<All>(
  flags: string,
  description: string,
  names: readonly string[],
  then: readonly string[] | 'file',
  add: (value: string, before?: All) => All,
): Option {
  const option = new Option(flags, `${description} (repeatable)`);
  return offering(option, names, then).argParser(add);
}

function ruleLevel(rules: readonly Rule[]) {
  const names = namesOf(rules);
  return (value: string, before: Options['rule'] = new Map()): Options['rule'] => {
    const [name, level] = split(value, 'a rule and its level, such as login-server=warning');
    if (!names.includes(name)) {
      throw new InvalidArgumentError(unknownRule(name, names));
    }
    return new Map(before).set(name, oneOf(LEVELS, level));
  };
}

function wholeNumber(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It takes a number, such as 0 or 20.');
}

function outputFile(value: string, before: Options['output'] = []): Options['output'] {
  const [format, file] = split(value, 'a format and a file, such as sarif=pipelint.sarif');
  if (file === '-') throw new InvalidArgumentError('For standard output use --format.');
  if (before.some((other) => other.file === file)) throw new InvalidArgumentError('Two reports cannot share a file.');
  return [...before, { format: oneOf(FORMAT_NAMES, format), file }];
}

function split(value: string, example: string): [string, string] {
  const at = value.indexOf('=');
  if (at <= 0 || at === value.length - 1) throw new InvalidArgumentError(`It takes ${example}.`);
  return [value.slice(0, at), value.slice(at + 1)];
}
