/** Finds the settings of each pipeline, and joins what they say with what the command line says, which goes before. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { UNREADABLE } from '../compose/unreadable.ts';
import { FileSystemHost } from '../host/file-system.ts';
import { pathInside } from '../host/inside.ts';
import { withFetched } from '../host/overlay.ts';
import { DEFAULT_OPTIONS, type LintOptions } from '../lint/options.ts';
import type { Rule } from '../rule.ts';
import { lintOptionsOf } from '../settings/apply.ts';
import { type FoundSettings, nearestSettings } from '../settings/find.ts';
import type { Settings } from '../settings/keys.ts';
import { loadSettings, SETTINGS_NAME } from '../settings/load.ts';
import { SourceFile } from '../source/source-file.ts';
import type { CommandLine } from './command-line.ts';
import type { Reject } from './complain.ts';
import type { Options } from './options.ts';
import type { Target } from './targets.ts';

/** Pipelines of one repository with the same settings. */
export interface Configured {
  readonly root: string;
  /** The settings file; empty where there is none. */
  readonly file: string;
  readonly settings: Settings;
  /** The cache of includes that the settings name; a flag goes before it. */
  readonly cacheDir?: string;
  readonly targets: readonly Target[];
}

/** What the command line says of settings. */
export type SettingsOptions = Pick<Options, 'config' | 'cacheDir'>;

export function settingsOptions(command: Command): Command {
  return command
    .option('--config <FILE>', `settings (default: the nearest ${SETTINGS_NAME}, up to the root)`)
    .option('--no-config', 'no settings, whatever is found');
}

/**
 * A pipeline whose settings cannot be read is left out: with other settings than its author meant, it would be told of
 * mistakes that are none.
 */
export function configure(
  targets: readonly Target[],
  options: SettingsOptions,
  commandLine: CommandLine,
  rules: readonly Rule[],
  reject: Reject,
): readonly Configured[] {
  const files = new SettingsFiles(options, commandLine, rules, reject);
  const groups = new Map<string, Configured>();
  for (const target of targets) {
    const found = files.of(target);
    if (!found) continue;
    const key = `${target.root}\n${found.path}`;
    const group = groups.get(key) ?? withCache(target.root, found, options, reject);
    if (group) groups.set(key, { ...group, targets: [...group.targets, withCacheOf(group, target)] });
  }
  return [...groups.values()];
}

/** What the command line says, and behind it what the settings say. */
export function withSettings<Given extends SettingsOptions>(options: Given, { settings, cacheDir }: Configured) {
  return { ...options, settings, ...(cacheDir === undefined ? {} : { cacheDir }) };
}

/** What the command line says of what is shown. */
export type LintFlags = Pick<
  Options,
  'preset' | 'minConfidence' | 'rule' | 'reportUnusedSuppressions' | 'requireSuppressionReason'
>;

/** What a run over pipelines with these settings is to show. */
export function lintOptions(settings: Settings, options: LintFlags): Omit<LintOptions, 'facts'> {
  const { preset, minConfidence, rule, reportUnusedSuppressions, requireSuppressionReason } = options;
  const own = { ...DEFAULT_OPTIONS, ...lintOptionsOf(settings) };
  return {
    ...own,
    preset: preset ?? own.preset,
    minConfidence: minConfidence ?? own.minConfidence,
    severities: new Map([...own.severities, ...rule]),
    overrides: own.overrides.map(({ matches, severities }) => ({
      matches,
      severities: new Map([...severities].filter(([name]) => !rule.has(name))),
    })),
    reportUnusedSuppressions: reportUnusedSuppressions ?? own.reportUnusedSuppressions,
    requireSuppressionReason: requireSuppressionReason ?? own.requireSuppressionReason,
  };
}

interface Found {
  /** Empty where there is no file. */
  readonly path: string;
  readonly settings: Settings;
}

/** Each file is read, and complained of, once. */
class SettingsFiles {
  readonly #options: SettingsOptions;
  readonly #commandLine: CommandLine;
  readonly #rules: readonly Rule[];
  readonly #reject: Reject;
  readonly #loaded = new Map<string, Found | undefined>();

  constructor(options: SettingsOptions, commandLine: CommandLine, rules: readonly Rule[], reject: Reject) {
    this.#options = options;
    this.#commandLine = commandLine;
    this.#rules = rules;
    this.#reject = reject;
  }

  /** Undefined where they cannot be read, which was complained of. */
  of({ root, path, host }: Target): Found | undefined {
    const { config } = this.#options;
    if (config === false) return { path: '', settings: {} };
    if (config !== undefined) return this.#once(config, () => this.#named(config));
    const nearest = nearestSettings(host, path);
    if (!nearest) return { path: '', settings: {} };
    return this.#once(join(root, nearest.path), () => this.#inRepository(nearest));
  }

  #once(key: string, load: () => Found | undefined): Found | undefined {
    if (!this.#loaded.has(key)) this.#loaded.set(key, load());
    return this.#loaded.get(key);
  }

  #named(config: string): Found | undefined {
    try {
      return this.#load(config, readFileSync(resolve(this.#commandLine.cwd, config), 'utf8'));
    } catch {
      this.#reject(`the settings ${config} cannot be read`);
      return undefined;
    }
  }

  #inRepository({ path, content }: FoundSettings): Found | undefined {
    if (content.ok) return this.#load(path, content.text);
    this.#reject(`the settings ${path} cannot be used: the file ${UNREADABLE[content.reason]}`);
    return undefined;
  }

  #load(path: string, text: string): Found | undefined {
    const { settings, faults } = loadSettings(new SourceFile(path, text), this.#rules);
    for (const fault of faults) this.#reject(fault);
    return faults.length === 0 ? { path, settings } : undefined;
  }
}

function withCache(
  root: string,
  { path: file, settings }: Found,
  { cacheDir }: SettingsOptions,
  reject: Reject,
): Configured | undefined {
  const folder = settings['include-cache'];
  if (folder === undefined || cacheDir !== undefined) return { root, file, settings, targets: [] };
  const inside = pathInside(root, folder);
  if (inside !== undefined) return { root, file, settings, cacheDir: inside, targets: [] };
  reject(`the include-cache ${folder} of the settings is a link that leaves the repository`);
  return undefined;
}

function withCacheOf({ root, cacheDir }: Configured, target: Target): Target {
  if (cacheDir === undefined) return target;
  const cached = new FileSystemHost(root, cacheDir);
  const isPlain = target.host instanceof FileSystemHost;
  return { ...target, host: isPlain ? cached : withFetched(target.host, (source) => cached.fetched(source)) };
}
