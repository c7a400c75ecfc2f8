/** `--show-settings`: what a run would go by, and which flag, file or surrounding says so. */
import { relative, sep } from 'node:path';
import { safeLine } from '../report/safe-text.ts';
import { maskValue } from '../report/secrets.ts';
import { columns } from './columns.ts';
import type { CommandLine } from './command-line.ts';
import { DEFAULT_THRESHOLD, type Options } from './options.ts';
import { jobVariables, projectFacts } from './project-facts.ts';
import { type Configured, lintOptions, withSettings } from './settings.ts';
import { cacheFolder } from './targets.ts';

type Row = readonly [name: string, value: string, from: string];

const DEFAULT = 'default';

export function showSettings(groups: readonly Configured[], options: Options, commandLine: CommandLine): string {
  return groups
    .map((group) => {
      const files = group.targets.map(({ path, isStdin }) => (isStdin ? '-' : path)).join(', ');
      const way = relative(commandLine.cwd, group.root).split(sep).join('/');
      const head = `${files} in ${way === '' ? 'this folder' : way}`;
      const rows = [
        ...ofLinting(group, options),
        ...ofRules(group, options),
        ...ofProject(group, options, commandLine),
      ];
      const lines = columns(rows.map((row) => ['', ...row].map(safeLine)));
      return `${[safeLine(head), ...lines].join('\n')}\n`;
    })
    .join('\n');
}

/** Flags go before settings, and these before what is there without either. */
function ofLinting({ file, settings }: Configured, options: Options): readonly Row[] {
  const { preset, minConfidence, reportUnusedSuppressions, requireSuppressionReason } = lintOptions(settings, options);
  const from = (flag: unknown, key: keyof typeof settings, name = key): string =>
    flag !== undefined ? `--${name}` : settings[key] !== undefined ? file : DEFAULT;
  const baseline = options.baseline ?? settings.baseline ?? false;
  return [
    ['settings', file === '' ? 'none' : file, fromOfFile(options, file)],
    ['preset', preset, from(options.preset, 'preset')],
    ['min-confidence', minConfidence, from(options.minConfidence, 'min-confidence')],
    ['fail-on', options.failOn ?? settings['fail-on'] ?? DEFAULT_THRESHOLD, from(options.failOn, 'fail-on')],
    [
      'max-warnings',
      String(options.maxWarnings ?? 'any'),
      options.maxWarnings === undefined ? DEFAULT : '--max-warnings',
    ],
    [
      'report-unused-suppressions',
      String(reportUnusedSuppressions),
      from(options.reportUnusedSuppressions, 'report-unused-suppressions'),
    ],
    [
      'require-suppression-reason',
      String(requireSuppressionReason),
      from(options.requireSuppressionReason, 'require-suppression-reason'),
    ],
    [
      'baseline',
      baseline === false ? 'none' : baseline,
      options.baseline === false ? '--no-baseline' : from(options.baseline, 'baseline'),
    ],
  ];
}

function fromOfFile({ config }: Options, file: string): string {
  if (config === false) return '--no-config';
  if (config !== undefined) return '--config';
  return file === '' ? DEFAULT : 'found';
}

function ofRules({ file, settings }: Configured, options: Options): readonly Row[] {
  const { severities, ruleOptions, overrides } = lintOptions(settings, options);
  return [
    ...[...severities].map(([name, level]): Row => [`rules.${name}`, level, options.rule.has(name) ? '--rule' : file]),
    ...[...ruleOptions].map(([name, [own]]): Row => [`rules.${name} options`, JSON.stringify(own), file]),
    ...overrides.flatMap((override, index) => {
      const files = (settings.paths?.[index]?.files ?? []).join(' ');
      return [...override.severities].map(([name, level]): Row => [`rules.${name} in ${files}`, level, file]);
    }),
  ];
}

function ofProject(group: Configured, options: Options, commandLine: CommandLine): readonly Row[] {
  const { root, file, settings, cacheDir } = group;
  const facts = projectFacts(root, { ...options, settings }, commandLine);
  const job = jobVariables(root, commandLine);
  const from = (flag: unknown, name: string, own: unknown, variable: string, otherwise: string): string => {
    if (flag !== undefined) return name;
    return own !== undefined ? file : job[variable] ? variable : otherwise;
  };
  const rows: readonly (readonly [name: string, value: string | undefined, from: string])[] = [
    ['project', facts.path, from(options.project, '--project', settings.project, 'CI_PROJECT_PATH', 'git remote')],
    ['server', facts.server, from(options.serverUrl, '--server-url', settings.server, 'CI_SERVER_HOST', 'git remote')],
    ['registry', facts.registry, from(options.registry, '--registry', settings.registry, 'CI_REGISTRY', 'the server')],
  ];
  const flags = new Map([
    ...(options.branch ? OF_BRANCH.map((name) => [name, '--branch'] as const) : []),
    ...(options.source ? [['CI_PIPELINE_SOURCE', '--source'] as const] : []),
    ...Object.keys(options.var ?? {}).map((name) => [name, '--var'] as const),
  ]);
  const { cacheDir: folder } = withSettings(options, group);
  return [
    ...rows.map(([name, value, where]): Row => [name, value ?? 'not known', value === undefined ? '' : where]),
    ...Object.entries(facts.variables ?? {}).map(([name, value]): Row => {
      return [`variables.set.${name}`, maskValue(value, name), flags.get(name) ?? file];
    }),
    ...listed('variables.known', facts.definedVariables, file),
    ...listed('login-commands', facts.loginCommands, file),
    ...listed('trusted-registries', facts.openRegistries, file),
    [
      'include-cache',
      shortest(cacheFolder(folder === undefined ? {} : { cacheDir: folder }, commandLine), commandLine),
      options.cacheDir !== undefined ? '--cache-dir' : cacheDir !== undefined ? file : DEFAULT,
    ],
  ];
}

const OF_BRANCH = ['CI_COMMIT_REF_NAME', 'CI_COMMIT_REF_SLUG', 'CI_COMMIT_BRANCH'] as const;

/** A folder below the working folder is named from there. */
function shortest(folder: string, { cwd }: CommandLine): string {
  const way = relative(cwd, folder);
  return way.startsWith('..') ? folder : way;
}

function listed(name: string, values: readonly string[] = [], file: string): readonly Row[] {
  return values.length === 0 ? [] : [[name, values.join(', '), file]];
}
