/**
 * What only shows with the whole job, or the whole pipeline, in view: a login that goes to another registry than the one
 * the job uses, and why a login is missing (the job replaced the `before_script` that has it; another job has it).
 */
import type { Access, Login, Misdirection, Pull, Push } from '../pipeline/events.ts';
import type { Job, Pipeline } from '../pipeline/nodes.ts';
import type { RegistryEvent } from '../pipeline/tree.ts';
import { clientOf } from './clients/index.ts';
import { isOwnRegistry, isWebHost, sameHost } from './host.ts';
import type { ProjectFacts } from './project.ts';

export function explain(pipeline: Pipeline, facts: ProjectFacts): Pipeline {
  const logins = pipeline.jobs.filter((job) => !job.hidden).flatMap(loginsOf);
  const jobs = pipeline.jobs.map((job) => {
    if (job.events.length === 0) return job;
    return { ...job, events: job.events.map((event) => explainEvent(event, job, logins, facts)) };
  });
  return { ...pipeline, jobs };
}

function explainEvent(event: RegistryEvent, job: Job, logins: readonly JobLogin[], facts: ProjectFacts): RegistryEvent {
  if (event.type === 'Login') return { ...event, misdirected: misdirection(event, job, facts) };
  if (event.type === 'Push') return { ...event, access: explainAccess(event, job, logins, facts) };
  if (event.type === 'Pull') return { ...event, access: explainAccess(event, job, logins, facts) };
  return event;
}

/**
 * Only GitLab's own credentials are known to be wrong elsewhere. A job that goes on to push to Docker Hub has redefined the
 * variables in the project's settings, which is how some use one pipeline for both.
 */
function misdirection(login: Login, job: Job, facts: ProjectFacts): Misdirection | undefined {
  const transfers = job.events.filter((event): event is Push | Pull => event.type === 'Push' || event.type === 'Pull');
  const usesOwn = transfers.some((event) => isOwnRegistry(event.reference.host, facts) === 'yes');
  const isGitLabs = login.credential.identity === 'job-token' || login.credential.identity === 'deploy-token';
  if (login.server === undefined) {
    const syntax = clientOf(login.client)?.verbs.find((verb) => verb.does === 'login')?.login;
    if (syntax?.defaultServer === 'refused') return 'refused';
    if (!isGitLabs) return undefined;
    const pushesToHub = transfers.some((event) => event.type === 'Push' && event.reference.host.kind === 'docker-hub');
    if (pushesToHub && !usesOwn) return undefined;
    return syntax?.defaultServer === 'docker-hub' ? 'docker-hub' : 'search-registry';
  }
  const missesOwn = transfers.some(
    (event) => event.access.kind === 'missing' && isOwnRegistry(event.reference.host, facts) === 'yes',
  );
  const usesWebHost = transfers.some((event) => isWebHost(event.reference.host, facts));
  return isGitLabs && isWebHost(login.host, facts) && missesOwn && !usesWebHost ? 'web-host' : undefined;
}

/** A login with what decides who else has it: the job, and whether it comes from a `before_script` the job inherits. */
interface JobLogin {
  readonly job: Job;
  readonly login: Login;
  readonly inherited: boolean;
}

function loginsOf(job: Job): JobLogin[] {
  const before = job.scripts.find((script) => script.section === 'before_script');
  const inheritsBefore = before !== undefined && before.owner !== 'job';
  return job.events
    .filter((event) => event.type === 'Login')
    .map((login) => ({ job, login, inherited: inheritsBefore && login.command.section === 'before_script' }));
}

function explainAccess(event: Push | Pull, job: Job, logins: readonly JobLogin[], facts: ProjectFacts): Access {
  const { access } = event;
  if (access.kind !== 'missing' || (access.because !== 'never' && access.because !== 'other-host')) return access;
  const fitting = logins.filter(
    (each) => each.job !== job && sameHost(each.login.host, event.reference.host, facts) === 'yes',
  );
  const inherited = fitting.find((each) => each.inherited);
  if (inherited) {
    const because = job.config.entries.has('before_script') ? 'replaced' : 'excluded';
    return { kind: 'missing', because, near: inherited.login };
  }
  const [other] = fitting;
  return other && access.because === 'never' ? { kind: 'missing', because: 'other-job', near: other.login } : access;
}
