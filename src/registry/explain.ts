/**
 * What only shows with the whole job, or the whole pipeline, in view: a login that goes to another registry than the one
 * the job uses, why a login is missing (the job replaced the `before_script` that has it; another job has it), and whether
 * the job runs only in a project that it names.
 */
import type { Word } from '../pipeline/commands.ts';
import type { Access, Credential, ImageReference, Login, Misdirection, Pull, Push } from '../pipeline/events.ts';
import type { Job, Pipeline } from '../pipeline/nodes.ts';
import { literalText, showText } from '../pipeline/symbolic.ts';
import { type RegistryEvent, textsOf } from '../pipeline/tree.ts';
import type { Value } from '../yaml/values.ts';
import { clientNamed } from './clients/index.ts';
import { isOwnRegistry, isWebHost, registryOfServer, sameHost } from './host.ts';
import type { ProjectFacts } from './project.ts';
import { takeApart } from './reference.ts';

/** `withShared` tells what the default `before_script` would do in a job. */
export function explain(
  pipeline: Pipeline,
  facts: ProjectFacts,
  withShared: (job: Job) => readonly RegistryEvent[],
): Pipeline {
  const logins = loginsToEachHost(pipeline.jobs.filter((job) => !job.hidden));
  const workflow = pipeline.composition.config?.entries.get('workflow')?.value;
  const jobs = pipeline.jobs.map((job) => {
    if (job.events.length === 0) return job;
    const ownLogins: { readonly login: Login; readonly at: number }[] = [];
    for (const [at, login] of job.events.entries()) if (isLogin(login)) ownLogins.push({ login, at });
    let own: ReadonlySet<RegistryEvent> | undefined;
    const others = (): readonly Login[] => {
      own ??= new Set(job.events);
      return logins.filter((login) => !own?.has(login));
    };
    const shared = (): readonly Login[] => (runsShared(job) ? [] : withShared(job).filter(isLogin));
    const transfers = transfersOf(job, facts);
    const asks = asksForProject(job, workflow);
    const explained = job.events.map((event, at): RegistryEvent => {
      if (event.type === 'Login') return { ...event, misdirected: misdirection(event, transfers, facts) };
      if (event.type !== 'Push' && event.type !== 'Pull') return event;
      const later = (fits: (login: Login) => boolean): Login | undefined =>
        ownLogins.find((each) => each.at > at && fits(each.login))?.login;
      const access = explainAccess(event, job, later, shared, others, facts);
      if (event.type === 'Pull') return { ...event, access };
      return { ...event, access, reference: inNamedProject(event, asks) };
    });
    return withEvents(job, explained);
  });
  return { ...pipeline, jobs };
}

const before = new WeakMap<Job, Job>();

/** A job that was followed before, and is explained as it was then, is the same object again. */
function withEvents(job: Job, events: readonly RegistryEvent[]): Job {
  const known = before.get(job);
  if (known && events.every((event, index) => isAlike(event, known.events[index], 2))) return known;
  const explained = { ...job, events };
  before.set(job, explained);
  return explained;
}

/** Events are made anew, and so are what they say of access and reference; what is in these is what it was. */
function isAlike(a: unknown, b: unknown, levels: number): boolean {
  if (a === b) return true;
  if (levels === 0 || !isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isAlike(a[key], b[key], levels - 1));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The first logins of two jobs to each host: one of them is another job's, whichever job asks. */
function loginsToEachHost(jobs: readonly Job[]): Login[] {
  const byHost = new Map<string, Login[]>();
  for (const job of jobs) {
    const first = new Map<string, Login>();
    for (const login of job.events.filter(isLogin).reverse()) first.set(login.host.key, login);
    for (const [host, login] of first) {
      const known = byHost.get(host) ?? [];
      if (known.length < 2) byHost.set(host, [...known, login]);
    }
  }
  return [...byHost.values()].flat();
}

function isLogin(event: RegistryEvent): event is Login {
  return event.type === 'Login';
}

function runsShared(job: Job): boolean {
  return job.scripts.some((script) => script.section === 'before_script' && script.owner !== 'job');
}

/** What a job's pushes and pulls say about all of its logins: asked once, since either may be many. */
interface Transfers {
  readonly useOwn: boolean;
  readonly useWebHost: boolean;
  readonly pushToHub: boolean;
  readonly missOwn: boolean;
  /** The registries that lack a credential. */
  readonly missing: ReadonlySet<string>;
}

function transfersOf(job: Job, facts: ProjectFacts): Transfers {
  const all = job.events.filter((event) => event.type === 'Push' || event.type === 'Pull');
  const missing = all.filter(({ access }) => access.kind === 'missing');
  const isOwn = ({ reference }: Push | Pull): boolean => isOwnRegistry(reference.host, facts) === 'yes';
  return {
    useOwn: all.some(isOwn),
    useWebHost: all.some(({ reference }) => isWebHost(reference.host, facts)),
    pushToHub: all.some(({ type, reference }) => type === 'Push' && reference.host.kind === 'docker-hub'),
    missOwn: missing.some(isOwn),
    missing: new Set(missing.map(({ reference }) => reference.host.key)),
  };
}

/**
 * Only GitLab's own credentials are known to be wrong elsewhere. A job that goes on to push to Docker Hub has redefined the
 * variables in the project's settings, which is how some use one pipeline for both.
 */
function misdirection(login: Login, transfers: Transfers, facts: ProjectFacts): Misdirection | undefined {
  const isGitLabs = isOfGitLab(login.credential);
  const syntax = clientNamed(login.client)?.verbs.find((verb) => verb.does === 'login')?.login;
  if (login.server === undefined) {
    if (syntax?.defaultServer === 'refused') return 'refused';
    if (!isGitLabs) return undefined;
    if (transfers.pushToHub && !transfers.useOwn) return undefined;
    return syntax?.defaultServer === 'docker-hub' ? 'docker-hub' : 'search-registry';
  }
  if (syntax?.hostOnly && hasPath(login.server)) return 'path';
  if (!isGitLabs || !isWebHost(login.host, facts) || transfers.useWebHost) return undefined;
  const registry = registryOfServer(login.host.key);
  const missesIts = transfers.missOwn || (registry !== undefined && transfers.missing.has(registry));
  return missesIts ? 'web-host' : undefined;
}

/** Also by one half that means GitLab wherever it stands, whatever the other half is. */
function isOfGitLab({ identity, user, password }: Credential): boolean {
  if (identity === 'job-token' || identity === 'deploy-token') return true;
  return (
    (user !== undefined && literalText(user.value) === 'gitlab-ci-token') ||
    (password !== undefined && showText(password.value) === '$CI_JOB_TOKEN')
  );
}

/** `$CI_REGISTRY_IMAGE`, `registry.example.com/acme`; a URL is another matter. */
function hasPath({ value }: Word): boolean {
  const text = takeApart(value);
  const [first] = text;
  const isUrl = first?.kind === 'literal' && /^\w+:/.test(first.text);
  return !isUrl && text.some((part) => part.kind === 'literal' && part.text.includes('/'));
}

function explainAccess(
  event: Push | Pull,
  job: Job,
  findLater: (fits: (login: Login) => boolean) => Login | undefined,
  shared: () => readonly Login[],
  others: () => readonly Login[],
  facts: ProjectFacts,
): Access {
  const { access } = event;
  if (access.kind !== 'missing' || (access.because !== 'never' && access.because !== 'other-host')) return access;
  const fits = (login: Login): boolean => sameHost(login.host, event.reference.host, facts) === 'yes';
  const later = findLater(fits);
  if (later) return { ...access, because: 'later', near: later };
  const lost = shared().find(fits);
  if (lost) {
    const replaced = job.scripts.some((script) => script.section === 'before_script');
    return { ...access, because: replaced ? 'replaced' : 'excluded', near: lost };
  }
  const other = access.because === 'never' ? others().find(fits) : undefined;
  return other ? { ...access, because: 'other-job', near: other } : access;
}

/** Variables by which a configuration tells a project from its forks. */
const PROJECT_VARIABLE = /\bCI_(PROJECT_(PATH|NAMESPACE|ROOT_NAMESPACE|ID|URL|NAME)|SERVER_(HOST|URL|FQDN))\b/;

/** Where a job asks in which project it runs: each place looked at when the first push wants to know. */
interface AsksForProject {
  inConditions(): boolean;
  inScripts(): boolean;
}

function asksForProject(job: Job, workflow: Value | undefined): AsksForProject {
  let conditions: boolean | undefined;
  let scripts: boolean | undefined;
  const keywords = ['rules', 'only', 'except'];
  return {
    inConditions: () =>
      (conditions ??= [workflow, ...keywords.map((keyword) => job.config.entries.get(keyword)?.value)].some(
        (value) => value !== undefined && mentionsProject(value),
      )),
    inScripts: () => (scripts ??= textsOf(job).some((text) => PROJECT_VARIABLE.test(text))),
  };
}

/** A job that asks in which project it runs means the path it writes out, wherever this copy of the file may be. */
function inNamedProject(push: Push, asks: AsksForProject): ImageReference {
  const { reference } = push;
  const isPath = reference.ownership === 'foreign' || reference.ownership === 'literal';
  if (!isPath) return reference;
  return asks.inConditions() || (!push.certain && asks.inScripts())
    ? { ...reference, ownership: 'unknown' }
    : reference;
}

function mentionsProject(value: Value): boolean {
  if (value.kind === 'scalar') return PROJECT_VARIABLE.test(value.text.text);
  if (value.kind === 'list') return value.items.some((item) => mentionsProject(item.value));
  return value.kind === 'mapping' && [...value.entries.values()].some((entry) => mentionsProject(entry.value));
}
