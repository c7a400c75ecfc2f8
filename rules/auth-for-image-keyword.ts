import type { Login } from '../src/pipeline/events.ts';
import type { Image, Job, Pipeline, Service } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { type Use, usesLogin } from '../src/registry/login-use.ts';
import { defineRule, showPlace } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'suggestion',
    docs: {
      name: 'auth-for-image-keyword',
      description: 'Point out logins that come too late for the image that the job itself runs in',
      category: 'login',
      preset: 'strict',
      severity: 'info',
      logLines: [
        'ERROR: Job failed: failed to pull image "registry.example.net/acme/node:22" with specified policies [always]: pull access denied for registry.example.net/acme/node',
      ],
    },
    messages: {
      otherRegistry:
        'The runner pulls `{{image}}` ({{place}}) before the script starts, and nothing else in the job uses this login to {{host}}. If that registry asks for a credential, the job ends before: `failed to pull image "{{image}}"`.',
      ownRegistry:
        'The runner pulls `{{image}}` ({{place}}) before the script starts, with the job token and by itself, and nothing else in the job uses this login to {{host}}. It has no effect.',
    },
    help: {
      otherRegistry:
        'Put the credential into DOCKER_AUTH_CONFIG in the settings of the project or group, where the runner finds it, and drop the login.',
      ownRegistry: 'Drop the login.',
    },
    schema: [],
  },

  create(context) {
    let pipeline: Pipeline | undefined;
    let job: Job | undefined;
    const known = new Map<Job, Use>();
    const useIn = (each: Job): Use => {
      const use = known.get(each) ?? useOfLogins(each);
      known.set(each, use);
      return use;
    };
    return {
      Pipeline(node) {
        pipeline = node;
      },
      Job(node) {
        job = node;
      },
      Login(login) {
        if (!job || job.hidden || !isMeantForJob(login, job, pipeline, useIn)) return;
        const container = [job.image, ...job.services].find((each) => each && isPulledFrom(each, login));
        const use = container && useIn(job);
        if (!container || use === 'yes') return;
        context.report({
          node: login,
          messageId: login.host.kind === 'own' ? 'ownRegistry' : 'otherRegistry',
          confidence: use === 'maybe' || !login.certain ? 'low' : 'medium',
          data: {
            image: container.reference ? showText(container.reference.value) : '',
            host: login.host.key,
            place: showPlace(container),
          },
          related: [{ place: container.place, message: 'the runner pulls this image' }],
        });
      },
    };
  },
});

/** Images of public registries are mostly pulled without a credential. */
function isPulledFrom({ reference }: Image | Service, { host }: Login): boolean {
  if (!reference || reference.proxied || reference.host.key !== host.key) return false;
  return host.kind === 'own' || (host.kind === 'named' && !host.public) || host.kind === 'variable';
}

/** A login that all jobs share is for those that use it. */
function isMeantForJob(
  { command }: Login,
  job: Job,
  pipeline: Pipeline | undefined,
  useIn: (job: Job) => Use,
): boolean {
  const script = job.scripts.find(({ commands }) => commands.includes(command));
  if (script?.owner === 'job') return true;
  const others = pipeline?.jobs.filter((other) => other !== job && !other.hidden) ?? [];
  return others.every((other) => useIn(other) === 'no');
}

/** Whether anything in the job may use what is stored by its logins. */
function useOfLogins(job: Job): Use {
  const takesStoredFile = job.variables.some(({ name }) => name === 'DOCKER_CONFIG');
  if (takesStoredFile || job.daemon?.service || job.mayHave('script')) return 'yes';
  if (job.scripts.some(({ opaque }) => opaque !== undefined)) return 'maybe';
  const uses = job.scripts.flatMap((script) => script.commands.map(usesLogin));
  if (uses.includes('yes')) return 'yes';
  return uses.includes('maybe') || job.mayHave('before_script') ? 'maybe' : 'no';
}
