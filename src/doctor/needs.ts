/** What a pipeline needs of GitLab: the variables of its logins, what it pushes, and from whom it pulls. */

import type { Definition } from '../pipeline/commands.ts';
import type { AuthEntry, Credential, ImageReference, Login, Pull, Push, Secret } from '../pipeline/events.ts';
import type { Job, Pipeline } from '../pipeline/nodes.ts';
import { literalText, type SymbolicText } from '../pipeline/symbolic.ts';
import { pipelinesOf } from '../pipeline/tree.ts';
import { PREDEFINED } from '../registry/predefined-variables.ts';

export interface Needs {
  /** Variables that neither the file nor GitLab itself defines. */
  readonly variables: readonly NeededVariable[];
  readonly pushes: readonly NeededPush[];
  /** What scripts do in the project's registry, with whatever credential. */
  readonly accesses: readonly NeededAccess[];
  /** Paths of images that jobs pull with the job token from other projects of this GitLab. */
  readonly foreignPulls: readonly string[];
  /** A job that pulls them sets `DOCKER_AUTH_CONFIG` itself, which goes before the job token. */
  readonly bringsAuthConfig: boolean;
  /** Jobs that use the deploy token of the project, and whether one pushes with it. */
  readonly deployToken: { readonly jobs: readonly string[]; readonly pushes: boolean };
  /** Variables whose group's dependency proxy is asked: the top-level group, the immediate one. */
  readonly proxy: { readonly top: boolean; readonly direct: boolean };
  readonly usesRegistry: boolean;
}

export interface NeededVariable {
  readonly name: string;
  readonly jobs: readonly Job[];
  readonly isPassword: boolean;
  /** It is all of a value on a command line, where a variable of type file gives its path. */
  readonly isPlainArgument: boolean;
  /** Something that cannot be read here may define it: an include, the dotenv report of another job. */
  readonly mayBeDefined: boolean;
}

export interface NeededPush {
  readonly job: string;
  /** In small letters; undefined: its variables are known in the job only. */
  readonly path: string | undefined;
  readonly tag: string | undefined;
  /** As it is written, for messages. */
  readonly shown: string;
  readonly identity: Credential['identity'] | undefined;
}

/** A push or pull below a path that is known, of any project of this GitLab. */
export interface NeededAccess {
  readonly path: string;
  readonly action: 'push' | 'pull';
  /** Of its credential. */
  readonly variables: readonly string[];
}

/** Goes before the credentials that GitLab gives the runner, and before docker's logins (runner docs: "Precedence of Docker authorization resolving"). */
export const AUTH_CONFIG = 'DOCKER_AUTH_CONFIG';

/** @param project its full path */
export function needsOf(root: Pipeline, project: string): Needs {
  const jobs = pipelinesOf(root).flatMap((pipeline) => pipeline.jobs.filter(({ hidden }) => !hidden));
  const variables = new Map<string, NeededVariable>();
  const pushes: NeededPush[] = [];
  const accesses: NeededAccess[] = [];
  const foreign = new Set<string>();
  const deployJobs = new Set<string>();
  let deployPushes = false;
  let top = false;
  let direct = false;
  let usesRegistry = false;
  let bringsAuthConfig = false;

  for (const job of jobs) {
    const pullsForeign: string[] = [];
    const definitions = definitionsIn(job);
    for (const reference of referencesOf(job)) {
      const names = namesIn(reference.value);
      top ||= names.includes('CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX');
      direct ||= names.includes('CI_DEPENDENCY_PROXY_DIRECT_GROUP_IMAGE_PREFIX');
      usesRegistry ||= isOwn(reference);
    }
    for (const event of job.events) {
      for (const { credential, command } of credentialsOf(event)) {
        const { user, password } = credential;
        if (user?.means === 'deploy-token' || password?.means === 'deploy-token') deployJobs.add(job.name);
        addVariable(variables, job, definitions, user, false, command);
        addVariable(variables, job, definitions, password, true, command);
      }
      if (event.type === 'Push' || event.type === 'Pull') accesses.push(...accessOf(event, project));
      if (event.type === 'Push' && isOwn(event.reference)) {
        const push = pushOf(event, job, project);
        pushes.push(push);
        deployPushes ||= push.identity === 'deploy-token';
      }
      if (event.type === 'Pull' && event.reference.host.kind === 'own' && event.reference.ownership === 'foreign') {
        const path = pathOf(event.reference.path, project);
        const isJobToken = event.access.kind === 'held' && event.access.credential.identity === 'job-token';
        if (path !== undefined && isJobToken) pullsForeign.push(path);
      }
    }
    for (const { reference } of [...(job.image ? [job.image] : []), ...job.services]) {
      if (reference?.host.kind !== 'own' || reference.ownership !== 'foreign') continue;
      const path = pathOf(reference.path, project);
      if (path !== undefined) pullsForeign.push(path);
    }
    for (const path of pullsForeign) foreign.add(path);
    bringsAuthConfig ||= pullsForeign.length > 0 && job.variables.some(({ name }) => name === AUTH_CONFIG);
  }
  return {
    variables: [...variables.values()],
    pushes: uniquePushes(pushes),
    accesses,
    foreignPulls: [...foreign],
    bringsAuthConfig,
    deployToken: { jobs: [...deployJobs], pushes: deployPushes },
    proxy: { top, direct },
    usesRegistry,
  };
}

function referencesOf({ image, services, events }: Job): readonly ImageReference[] {
  return [
    ...[image, ...services].flatMap((each) => each?.reference ?? []),
    ...events.flatMap((event) => (event.type === 'Push' || event.type === 'Pull' ? [event.reference] : [])),
  ];
}

type Given = Pick<Login | AuthEntry, 'credential'> & { readonly command: boolean };

function credentialsOf(event: Job['events'][number]): readonly Given[] {
  if (event.type === 'Login') return [{ credential: event.credential, command: !event.given.passwordStdin }];
  if (event.type === 'AuthFile') {
    return (event.entries ?? []).map(({ credential }) => ({ credential, command: false }));
  }
  const isBrought =
    (event.type === 'Push' || event.type === 'Pull') && event.access.kind === 'held' && 'type' in event.access.from;
  return isBrought && event.access.kind === 'held' ? [{ credential: event.access.credential, command: false }] : [];
}

type Definitions = ReadonlyMap<string, Definition['by']>;

/** Who defines the variables that a job mentions. */
function definitionsIn({ scripts, variables }: Job): Definitions {
  const commands = scripts.flatMap((script) => script.commands);
  const mentioned = [...commands, ...variables].flatMap(({ references }) => references);
  return new Map(mentioned.map(({ name, definition }) => [name, definition.by]));
}

function addVariable(
  variables: Map<string, NeededVariable>,
  job: Job,
  definitions: Definitions,
  secret: Secret | undefined,
  isPassword: boolean,
  isArgument: boolean,
): void {
  for (const name of namesIn(secret?.value ?? [])) {
    const by = definitions.get(name) ?? 'maybe';
    const isOwn = by === 'pipeline' || by === 'script' || job.variables.some((variable) => variable.name === name);
    if (PREDEFINED.has(name) || isOwn) continue;
    const before = variables.get(name);
    const jobs = before?.jobs ?? [];
    variables.set(name, {
      name,
      jobs: jobs.includes(job) ? jobs : [...jobs, job],
      isPassword: isPassword || before?.isPassword === true,
      isPlainArgument: (isArgument && secret?.value.length === 1) || before?.isPlainArgument === true,
      mayBeDefined: by === 'maybe' || before?.mayBeDefined === true,
    });
  }
}

/** A value with a fallback or a pattern behind its name can do without the variable. */
function namesIn(text: SymbolicText): readonly string[] {
  return text.flatMap((part) => (part.kind === 'variable' && part.operation === undefined ? [part.name] : []));
}

function isOwn({ host, ownership }: ImageReference): boolean {
  return host.kind === 'own' && (ownership === 'own' || ownership === 'unknown');
}

function pushOf({ reference, access }: Push, job: Job, project: string): NeededPush {
  const path = pathOf(reference.path, project);
  const tag = reference.tag && literalText(reference.tag);
  const shownTag = tag === undefined ? '' : `:${tag}`;
  return {
    job: job.name,
    path,
    tag: reference.tag ? tag : 'latest',
    shown: `${path ?? 'an image'}${shownTag}`,
    identity: access.kind === 'held' ? access.credential.identity : undefined,
  };
}

function accessOf({ type, reference, access }: Push | Pull, project: string): readonly NeededAccess[] {
  const path = pathOf(reference.path, project);
  if (reference.host.kind !== 'own' || path === undefined || reference.proxied) return [];
  const { user, password } = access.kind === 'held' ? access.credential : {};
  const variables = [user, password].flatMap((secret) => namesIn(secret?.value ?? []));
  return [{ path, action: type === 'Push' ? 'push' : 'pull', variables }];
}

function pathOf(path: SymbolicText, project: string): string | undefined {
  const filled = path.map((part) =>
    part.kind === 'variable' && part.operation === undefined && part.name === 'CI_PROJECT_PATH'
      ? { kind: 'literal' as const, text: project, quote: part.quote, place: part.place }
      : part,
  );
  return literalText(filled)?.toLowerCase();
}

function uniquePushes(pushes: readonly NeededPush[]): readonly NeededPush[] {
  const keys = new Map(pushes.map((push) => [`${push.job}\n${push.path}\n${push.tag}\n${push.identity}`, push]));
  return [...keys.values()];
}
