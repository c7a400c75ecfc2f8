/**
 * `docker compose`: which of the services in the project's files a command pushes, pulls and builds (docker/compose
 * `pkg/compose/{push,pull,build,up}.go`).
 */
import type { Build, ImageReference, Pull, Push } from '../pipeline/events.ts';
import { literalText, type Part, type SymbolicText } from '../pipeline/symbolic.ts';
import { absolutePath, repositoryPath } from '../shell/path.ts';
import { behindWrappers } from '../shell/wrappers.ts';
import type { Place } from '../source/source-file.ts';
import { joinTrails, type Trail } from '../yaml/values.ts';
import { accessFor } from './access.ts';
import { hasOption, type Invocation, readInvocation, valuesOf, withoutEmptyWords } from './arguments.ts';
import { AT_HAND, isAtHand, pullsOfBuild } from './base-pulls.ts';
import { argumentFromEnvironment, argumentsGiven, type GivenArgument } from './build-syntax.ts';
import { type Client, options, type Verb } from './client.ts';
import { RUN_OPTIONS } from './clients/docker.ts';
import type { ComposeBuild, ComposeService, ComposeText } from './compose-file.ts';
import { type ComposeProject, findProject } from './compose-project.ts';
import { readReference } from './reference.ts';
import { type ClientStep, eventBase } from './step.ts';
import { subcommandPlace } from './subcommand-place.ts';

const verb = (name: string, valueOptions = ''): Verb => ({
  words: [name],
  does: 'transfer',
  valueOptions: options(valueOptions),
});

/** Its own command line, which follows the word `compose` (docs.docker.com: "docker compose"). */
const COMPOSE: Client = {
  name: 'docker compose',
  programs: [],
  store: 'docker',
  globalValueOptions: options(`
  -f --file -p --project-name --profile --env-file --project-directory --ansi --parallel --progress
  -H --host -c --context --log-level --tlscacert --tlscert --tlskey
`),
  storeOption: undefined,
  verbs: [
    verb('push'),
    verb('pull', '--policy'),
    verb('build', '--build-arg -m --memory --builder --ssh --progress'),
    verb('create', '--pull --scale'),
    verb('up', '--pull --scale -t --timeout --wait-timeout --exit-code-from --attach --no-attach'),
    { ...verb('run'), valueOptions: [...RUN_OPTIONS, '--env-from-file'] },
  ],
};

/** What a subcommand does to services. */
interface Effect {
  readonly pushes?: boolean;
  readonly pulls?: boolean;
  readonly builds?: boolean;
  /** The services on which the named ones depend take part. */
  readonly withDependencies: boolean;
}

/** Adds the events of a compose command. False where its files or what it does to them are not known. */
export function followCompose(step: ClientStep): boolean {
  const compose = composeInvocation(step);
  const effect = compose && effectOf(compose);
  const project = compose && effect && findProject(compose.global, step);
  const services = project && servicesOf(compose, effect, project);
  if (!compose || !effect || !project || !services) return false;
  const subcommand = subcommandPlace(step, compose.verb?.words.at(-1));
  const context: Context = { step, compose, project, subcommand };
  const built = services.filter(({ build }) => build);
  const { events } = step.job;
  if (effect.builds) events.push(...built.flatMap((service) => buildPulls(service, context)));
  if (effect.pulls) events.push(...services.flatMap((service) => imagePull(service, context)));
  if (effect.builds || effect.pulls) events.push(...builtImages(built, context));
  if (effect.pushes) events.push(...built.flatMap((service) => pushes(service, context)));
  return true;
}

interface Context {
  readonly step: ClientStep;
  readonly compose: Invocation;
  readonly project: ComposeProject;
  /** Where the events are told. */
  readonly subcommand: Place;
}

/** The words behind `docker compose`, or behind `docker-compose`. */
function composeInvocation({ command, invocation }: ClientStep): Invocation | undefined {
  const words = withoutEmptyWords(behindWrappers(command.words).slice(1)).slice(invocation.start);
  return readInvocation(COMPOSE, words);
}

function effectOf({ verb, own }: Invocation): Effect | undefined {
  const name = verb?.words[0];
  switch (name) {
    case 'push':
      return {
        pushes: !hasOption(own, ['--ignore-push-failures']),
        withDependencies: hasOption(own, ['--include-deps']),
      };
    case 'pull':
      return {
        pulls: !hasOption(own, ['--ignore-pull-failures']),
        withDependencies: hasOption(own, ['--include-deps']),
      };
    case 'build':
      return {
        builds: true,
        pushes: hasOption(own, ['--push']),
        withDependencies: hasOption(own, ['--with-dependencies']),
      };
    case 'create':
    case 'up':
    case 'run': {
      const policy = valuesOf(own, ['--pull']).at(-1);
      const pulls = !policy || /^(always|missing)$/.test(literalText(policy.value) ?? '');
      return { pulls, builds: hasOption(own, ['--build']), withDependencies: !hasOption(own, ['--no-deps']) };
    }
    default:
      return undefined;
  }
}

/** Undefined where a service's name stands in a variable. */
function servicesOf(
  { verb, own }: Invocation,
  { withDependencies }: Effect,
  { services }: ComposeProject,
): readonly ComposeService[] | undefined {
  const words = verb?.words[0] === 'run' ? own.positional.slice(0, 1) : own.positional;
  const names = words.map(({ value }) => literalText(value));
  if (names.length === 0) return [...services.values()].filter(({ hasProfiles }) => !hasProfiles);
  const wanted = new Set<string>();
  for (const name of names) {
    if (name === undefined) return undefined;
    wanted.add(name);
  }
  // What is added on the way is walked as well.
  for (const name of wanted) {
    for (const other of (withDependencies && services.get(name)?.dependsOn) || []) wanted.add(other);
  }
  return [...wanted].flatMap((name) => services.get(name) ?? []);
}

/** Only what has a `build` is pushed, under each of its names. */
function pushes({ image, build }: ComposeService, context: Context): Push[] {
  if (!image || !build) return [];
  return [image, ...build.tags].flatMap((text) =>
    referencesIn(text, context).map((reference): Push => {
      return { type: 'Push', reference, role: 'image', access: accessFor(reference, context.step), ...baseOf(context) };
    }),
  );
}

/** What can be built need not be there to be pulled. */
function imagePull({ image, build, isOpen }: ComposeService, context: Context): Pull[] {
  if (!image || build || isOpen) return [];
  return referencesIn(image, context).map((reference): Pull => {
    const { step } = context;
    const access = isAtHand(reference, step) ? AT_HAND : accessFor(reference, step);
    return { type: 'Pull', reference, role: 'image', access, ...baseOf(context) };
  });
}

/** What is there afterwards, since it can be built. A service without `image` gets a name from the folder's. */
function builtImages(built: readonly ComposeService[], context: Context): Build[] {
  if (built.length === 0) return [];
  const isNamed = built.every(({ image }) => image);
  const texts = built.flatMap(({ image, build }) => [image ?? [], build?.tags ?? []].flat());
  const tags = isNamed ? texts.flatMap((text) => referencesIn(text, context)) : [];
  return [{ type: 'Build', tags, ...baseOf(context) }];
}

function buildPulls({ build }: ComposeService, context: Context): readonly Pull[] {
  const { step, project, compose, subcommand } = context;
  const paths = build && !build.isOpen ? dockerfilePath(build, context) : [];
  const given = argumentsGiven(valuesOf(compose.own, ['--build-arg']), step.lookup);
  const target = build?.target && literalText(project.valueOf(build.target));
  if (!build || !given || (build.target && target === undefined)) return [];
  const own = [...build.arguments].map(([name, text]): [string, GivenArgument] => {
    const place = step.command.place;
    return [
      name,
      text
        ? { value: project.valueOf(text), place: text.place }
        : argumentFromEnvironment(name, { place }, project.lookup),
    ];
  });
  const { place } = build.context ?? build.dockerfile ?? { place: subcommand };
  const trail = trailTo(place, context);
  return (
    pullsOfBuild(
      { paths, target, arguments: new Map([...own, ...given]), contexts: new Set() },
      trail,
      step,
      subcommand,
    ) ?? []
  );
}

function dockerfilePath({ context, dockerfile }: ComposeBuild, { project, step }: Context): string[] {
  const { place } = step.command;
  const slash: Part = { kind: 'literal', text: '/', quote: 'none', place };
  const name: SymbolicText = dockerfile ? project.valueOf(dockerfile) : [{ ...slash, text: 'Dockerfile' }];
  const folder = context ? absolutePath(project.valueOf(context), project.folder) : project.folder;
  return folder ? [repositoryPath([...folder, slash, ...name], undefined)].flatMap((path) => path ?? []) : [];
}

function referencesIn(text: ComposeText, context: Context): ImageReference[] {
  const { step, project } = context;
  const value = project.valueOf(text);
  if (literalText(value) === '') return [];
  const reference = readReference(value, text.place, step.job.services, step.job.facts);
  return [{ ...reference, trail: trailTo(text.place, context) }];
}

function trailTo({ file }: Place, { step, subcommand }: Context): Trail {
  return joinTrails(step.command.trail, [{ kind: 'compose-file', name: file.path, place: subcommand }]);
}

function baseOf({ step, subcommand }: Context) {
  return eventBase(step.command, step.invocation.client.name, subcommand);
}
