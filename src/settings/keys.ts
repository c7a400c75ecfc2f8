/** Every key of the settings file, each with what it takes and what it does. The schema and the documentation follow from it. */
import type { Rule } from '../rule.ts';
import { ruleLevels, ruleSettings } from './rule-settings.ts';
import {
  choice,
  flag,
  listOf,
  mapOf,
  mapping,
  plainText,
  type ReadBy,
  type Shape,
  strictListOf,
  text,
  wrong,
} from './shape.ts';

/** What a settings file says. A key that is missing is left to the command line, or to what is found out. */
export type Settings = ReadBy<ReturnType<typeof settingsShape>>;

const VARIABLE = /^[A-Za-z_]\w*$/;
const VARIABLES = /^[\w*]+$/;
const PROJECT = /^\/?[\w.-]+(\/[\w.-]+)+\/?$/;
const SERVER = /^(https?:\/\/)?[\w.-]+(:\d+)?\/?$/;
const HOST = /^[\w.-]+(:\d+)?$/;
const HOSTS = /^[\w.*-]+(:\d+)?$/;

export function settingsShape(rules: readonly Rule[]) {
  return mapping('setting', {
    preset: {
      shape: choice(['recommended', 'strict']),
      says: 'Which rules are on. Default: recommended.',
    },
    'min-confidence': {
      shape: choice(['high', 'medium', 'low']),
      says: 'Findings below it are counted and not shown. Default: medium.',
    },
    'fail-on': {
      shape: choice(['error', 'warning', 'info', 'never']),
      says: 'The least severity that makes the exit code 1. Default: error.',
    },
    rules: {
      shape: ruleSettings(rules),
      says: 'Levels of rules by name: error, warning, info or off; or a mapping with `severity` and the options of the rule.',
    },
    paths: {
      shape: strictListOf(
        mapping(
          'key',
          {
            files: {
              shape: listOf(pathPattern()),
              says: 'Files, from the root of the repository. `*` stays within a folder, `**` crosses folders.',
            },
            rules: { shape: ruleLevels(rules), says: 'Levels of rules by name, for these files.' },
          },
          ['files', 'rules'],
        ),
        'a list, each item with `files` and `rules`',
      ),
      says: 'Other levels for a part of the files; options hold for all of them. Of several that match the last one counts.',
    },
    project: {
      shape: text('the full path of a project, such as `group/project`', PROJECT),
      says: 'The full path of the project on its GitLab server.',
    },
    server: {
      shape: text('the address of a GitLab server, such as `https://gitlab.example.com`', SERVER),
      says: 'The GitLab server, for what names of hosts mean. Nothing is sent there: --online goes to the server of the command line, the CI job or the git remote.',
    },
    registry: {
      shape: text('a host, such as `registry.example.com:5050`', HOST),
      says: 'The container registry of the server, `$CI_REGISTRY`.',
    },
    variables: {
      shape: mapping('key', {
        known: {
          shape: listOf(text('the name of a variable, with `*` for any part of it', VARIABLES)),
          says: 'Variables that the settings of the project or the group define, whatever their values.',
        },
        set: {
          shape: mapOf(plainText, 'variable', VARIABLE),
          says: 'Variables with their values, as --var sets them.',
        },
      }),
      says: 'What is certain about CI/CD variables that no file shows.',
    },
    'login-commands': {
      shape: listOf(text('a command, such as `vault` or `make registry-*`')),
      says: 'Commands of your own that log in to registries. Behind them nothing is said of a missing login.',
    },
    'trusted-registries': {
      shape: listOf(text('a host, with `*` for any part of it', HOSTS)),
      says: 'Registries that need no login here: the runner brings it, or anybody may push.',
    },
    'include-cache': {
      shape: pathInRepository('a folder in the repository, such as `.cache/pipelint`'),
      says: 'The folder in the repository where fetched includes are kept.',
    },
    baseline: {
      shape: pathInRepository('a file in the repository, such as `.pipelint-baseline.json`'),
      says: 'Findings that are known already and not shown, as --write-baseline wrote them.',
    },
    'report-unused-suppressions': {
      shape: flag,
      says: 'Report comments that hold back no finding.',
    },
    'require-suppression-reason': {
      shape: flag,
      says: 'Report comments that hold findings back and do not say why.',
    },
  });
}

/** Settings come with merge requests of strangers, so that no path in them leaves the repository. */
function pathInRepository(what: string): Shape<string> {
  return {
    schema: { type: 'string' },
    read: (value, faults) => {
      const path = value.kind === 'scalar' && value.type === 'string' ? value.text.text : '';
      const parts = path.split('/');
      const leaves = /^[/~]|^[A-Za-z]:|[\\\0\n]/.test(path) || parts.some((part) => /^\.*$/.test(part));
      return leaves ? wrong(value, faults, what) : path;
    },
  };
}

function pathPattern(): Shape<string> {
  return text(
    'a path from the root of the repository, such as `ci/**.yml`, without a slash in front',
    /^(?![/.]\/|\/)[^\n\\]+$/,
  );
}
