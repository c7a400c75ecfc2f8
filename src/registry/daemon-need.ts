/** Which commands of a job talk to a Docker daemon. */
import type { Command, Word } from '../pipeline/commands.ts';
import { literalText } from '../pipeline/symbolic.ts';
import { behindWrappers } from '../shell/wrappers.ts';
import { hasOption, readArguments, valuesOf } from './arguments.ts';
import { docker } from './clients/docker.ts';
import { clientOf } from './clients/index.ts';
import { whyOpaque } from './transparent.ts';

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Subcommands of docker that work without a daemon. */
const CLIENT_ONLY = names('login logout version context help manifest config scout');

interface Plugin {
  readonly valueOptions: readonly string[];
  /** Subcommands that need a daemon. */
  readonly verbs: ReadonlySet<string>;
}

const PLUGINS: Readonly<Record<string, Plugin>> = {
  compose: {
    valueOptions: ['-f', '--file', '-p', '--project-name', '--profile', '--env-file', '--project-directory'],
    verbs: names('build create exec kill logs pause port ps pull push restart rm run start stop top up down wait'),
  },
  buildx: { valueOptions: ['--builder'], verbs: names('build b bake') },
  builder: { valueOptions: [], verbs: names('build prune') },
};

/** Programs that use a daemon only for some projects: test suites that start containers, builders of images. */
const MAY_USE_DOCKER = names(`
  act cargo composer ctest dive dotnet go grype java pack packer pytest rspec skaffold snyk syft tox trivy
`);

/** Those subcommands of theirs that always do (buildpacks.io: `pack build` runs the buildpacks in containers). */
const USE_DOCKER: ReadonlyMap<string, ReadonlySet<string>> = new Map([['pack', names('build')]]);

export type Need = 'yes' | 'maybe' | 'no';

/** Whether a command needs the daemon that the environment names. */
export function needsDaemon(command: Command): Need {
  const words = programWords(command);
  const name = nameOf(words[0]);
  if (name === 'docker-compose') return pluginNeeds('compose', words.slice(1));
  if (name !== undefined && USE_DOCKER.get(name)?.has(nameOf(words[1]) ?? '')) return 'yes';
  if (name !== 'docker') return name !== undefined && MAY_USE_DOCKER.has(name) ? 'maybe' : opaqueNeeds(words);
  const [verb] = readArguments(words.slice(1), docker.globalValueOptions).positional;
  if (!verb) return 'no';
  const subcommand = nameOf(verb);
  if (subcommand === undefined) return 'maybe';
  if (Object.hasOwn(PLUGINS, subcommand)) return pluginNeeds(subcommand, words.slice(words.indexOf(verb) + 1));
  return CLIENT_ONLY.has(subcommand) ? 'no' : 'yes';
}

/** `docker -H tcp://…`, `docker --context build`: the command names its daemon itself. */
export function namesDaemon(command: Command): boolean {
  const words = programWords(command);
  if (nameOf(words[0]) !== 'docker' || nameOf(words[1])?.startsWith('-') === false) return false;
  const given = readArguments(words.slice(1, 1 + globalLength(words)), docker.globalValueOptions);
  return given.options.some(({ name }) => /^(-H|-c|--host|--context|--tls.*)$/.test(name));
}

/** Options of `docker buildx create` that take a value (docker/buildx `commands/create.go`). */
const CREATE_OPTIONS = [
  '--buildkitd-config',
  '--buildkitd-flags',
  '--config',
  '--driver',
  '--driver-opt',
  '--name',
  '--node',
  '--platform',
  '--timeout',
];

/** `docker buildx create` that says nothing about its daemon and starts BuildKit in a container there. */
export function createsBuilder(command: Command): boolean {
  const words = programWords(command);
  if (nameOf(words[0]) !== 'docker' || !words.some((word) => nameOf(word) === 'buildx')) return false;
  const [plugin, verb] = readArguments(words.slice(1), docker.globalValueOptions).positional;
  if (!plugin || !verb || nameOf(plugin) !== 'buildx' || nameOf(verb) !== 'create' || namesDaemon(command))
    return false;
  const given = readArguments(words.slice(words.indexOf(verb) + 1), CREATE_OPTIONS);
  const driver = valuesOf(given, ['--driver']).at(-1);
  const isContainer = driver === undefined || nameOf(driver) === 'docker-container';
  return isContainer && given.positional.length === 0 && !hasOption(given, ['--leave', '--help']);
}

function globalLength(words: readonly Word[]): number {
  const [verb] = readArguments(words.slice(1), docker.globalValueOptions).positional;
  return verb ? words.indexOf(verb) - 1 : words.length;
}

function pluginNeeds(plugin: string, words: readonly Word[]): Need {
  const [verb] = readArguments(words, PLUGINS[plugin]?.valueOptions ?? []).positional;
  const name = nameOf(verb);
  return name !== undefined && PLUGINS[plugin]?.verbs.has(name) ? 'yes' : 'no';
}

/** podman, buildah and the like need no daemon. */
function opaqueNeeds(words: readonly Word[]): Need {
  const client = clientOf(nameOf(words[0]) ?? '');
  if (client && !client.runsProject) return 'no';
  return words.length > 0 && whyOpaque(words, nameOf(words[0])) !== undefined ? 'maybe' : 'no';
}

function programWords({ words }: Command): readonly Word[] {
  return behindWrappers(words);
}

function nameOf(word: Word | undefined): string | undefined {
  return word && literalText(word.value);
}
