/**
 * Why a login is missing, as far as other parts of the pipeline tell: the default `before_script` that the job replaced, or
 * another job that logs in for itself only.
 */
import type { Access, Login, Push } from '../pipeline/events.ts';
import type { Job, Pipeline } from '../pipeline/nodes.ts';
import type { RegistryEvent } from '../pipeline/tree.ts';
import { sameHost } from './host.ts';
import type { ProjectFacts } from './project.ts';

type Missing = Extract<Access, { kind: 'missing' }>;

export function explainMissing(pipeline: Pipeline, facts: ProjectFacts): Pipeline {
  const jobs = pipeline.jobs.map((job) => {
    if (!job.events.some(isUnexplained)) return job;
    return {
      ...job,
      events: job.events.map((event) => (isUnexplained(event) ? explain(event, job, pipeline, facts) : event)),
    };
  });
  return { ...pipeline, jobs };
}

type Unexplained = Extract<RegistryEvent, { type: 'Push' | 'Pull' }> & { readonly access: Missing };

function isUnexplained(event: RegistryEvent): event is Unexplained {
  if (event.type !== 'Push' && event.type !== 'Pull') return false;
  return event.access.kind === 'missing' && (event.access.because === 'never' || event.access.because === 'other-host');
}

function explain(event: Unexplained, job: Job, pipeline: Pipeline, facts: ProjectFacts): RegistryEvent {
  const elsewhere = loginElsewhere(event, job, pipeline, facts);
  return elsewhere ? ({ ...event, access: elsewhere } as Push) : event;
}

function loginElsewhere(event: Unexplained, job: Job, pipeline: Pipeline, facts: ProjectFacts): Missing | undefined {
  const logsIn = (login: Login): boolean => sameHost(login.host, event.reference.host, facts) === 'yes';
  const others = pipeline.jobs.filter((other) => other !== job);
  const inherited = others.flatMap((other) => loginsOf(other, true)).find(logsIn);
  if (inherited) return { kind: 'missing', because: inheritsNothing(job) ? 'excluded' : 'replaced', near: inherited };
  const foreign = others.flatMap((other) => loginsOf(other, false)).find(logsIn);
  return foreign && { kind: 'missing', because: 'other-job', near: foreign };
}

/** A job's logins: those of the `before_script` it takes over from `default:` or the top level, or its own. */
function loginsOf(job: Job, inherited: boolean): Login[] {
  const before = job.scripts.find((script) => script.section === 'before_script');
  const isInherited = before !== undefined && before.owner !== 'job';
  return job.events.filter((event): event is Login => {
    if (event.type !== 'Login') return false;
    return (isInherited && event.command.section === 'before_script') === inherited;
  });
}

/** `inherit: default: false`, or a list without `before_script`. */
function inheritsNothing(job: Job): boolean {
  const inherit = job.config.entries.get('inherit')?.value;
  return inherit?.kind === 'mapping' && inherit.entries.has('default') && !job.config.entries.has('before_script');
}
