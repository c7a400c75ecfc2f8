/** What settings mean to a run, for the command line, ESLint and editors alike. */
import { matchWildcard } from '../compose/wildcard.ts';
import type { LintOptions } from '../lint/options.ts';
import type { ProjectFacts } from '../registry/project.ts';
import type { Severity } from '../rule.ts';
import type { Settings } from './keys.ts';

/** The options of linting that the settings say something about. */
export function lintOptionsOf(settings: Settings): Partial<Omit<LintOptions, 'facts'>> {
  const rules = Object.entries(settings.rules ?? {});
  const preset = settings.preset;
  const minConfidence = settings['min-confidence'];
  return {
    ...(preset && { preset }),
    ...(minConfidence && { minConfidence }),
    severities: new Map(rules.flatMap(([name, rule]) => (rule?.severity ? [[name, rule.severity] as const] : []))),
    ruleOptions: new Map(rules.flatMap(([name, rule]) => (rule?.options ? [[name, [rule.options]] as const] : []))),
    overrides: (settings.paths ?? []).map(({ files = [], rules: levels = {} }) => ({
      matches: (path) => files.some((pattern) => matchWildcard(pattern, [path]).length > 0),
      severities: new Map(Object.entries(levels).filter((entry): entry is [string, Severity | 'off'] => !!entry[1])),
    })),
    reportUnusedSuppressions: settings['report-unused-suppressions'] ?? false,
    requireSuppressionReason: settings['require-suppression-reason'] ?? false,
  };
}

/** What the settings say of the project. Paths and hosts of it are for what names mean, never for where to send anything. */
export function projectFactsOf(settings: Settings): ProjectFacts {
  const { project, server, registry, variables = {} } = settings;
  const defined = variables.known;
  const loginCommands = settings['login-commands'];
  const openRegistries = settings['trusted-registries'];
  return {
    ...(project && { path: project.replace(/^\/|\/$/g, '') }),
    ...(server && { server: hostOf(server) }),
    ...(registry && { registry }),
    ...(variables.set && { variables: variables.set }),
    ...(defined && { definedVariables: defined }),
    ...(loginCommands && { loginCommands }),
    ...(openRegistries && { openRegistries }),
  };
}

/** `gitlab.example.com:8443` of its address. Without a protocol it is https. */
export function hostOf(address: string): string {
  const { protocol, host, port } = new URL(address.includes('://') ? address : `https://${address}`);
  return protocol === 'http:' && port === '' ? `${host}:80` : host;
}
