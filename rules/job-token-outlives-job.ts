import type { Secret } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { type KeptSecret, keptSecrets } from '../src/registry/kept-secrets.ts';
import { type Confidence, defineRule, type Fix, showPlace } from '../src/rule.ts';
import { readText, rewriteText, type TextChange } from '../src/yaml/edit-scalar.ts';

type MessageId = 'pullSecret' | 'release' | 'swarm' | 'machine';

const MESSAGE_OF: Readonly<Record<KeptSecret['keeper'], MessageId>> = {
  'pull-secret': 'pullSecret',
  release: 'release',
  swarm: 'swarm',
  machine: 'machine',
};

const HELP =
  'Use a credential that outlives the job: create a deploy token with the name `gitlab-deploy-token` and the scope read_registry, and write $CI_DEPLOY_USER and $CI_DEPLOY_PASSWORD.';

export default defineRule<MessageId>({
  meta: {
    type: 'problem',
    docs: {
      name: 'job-token-outlives-job',
      description: 'Disallow to store the job token where it is used after the job',
      category: 'login',
      preset: 'recommended',
      severity: 'warning',
      logLines: [
        'Back-off pulling image "registry.example.com/acme/api:1.4"',
        'ImagePullBackOff',
        'No such image: registry.example.com/acme/api:1.4',
      ],
    },
    messages: {
      pullSecret:
        '{{password}} is the job token, which is void when the job ends, and the cluster keeps it in this secret. What it pulls while the job runs works; a pod that starts on another node later ends in `ImagePullBackOff`.',
      release:
        '{{password}} is the job token, which is void when the job ends, and the deployment keeps it as `{{key}}`. What uses it while the job runs works; later it is refused, so that a pull on another node ends in `ImagePullBackOff`.',
      swarm:
        '--with-registry-auth sends the swarm what the login at {{login}} has stored: the job token, which is void when the job ends. A service that moves to another node later is rejected there: `No such image`.',
      machine:
        '{{password}} is the job token, which is void when the job ends, and this login stays on the other machine, where the job itself pulls nothing. A later pull there ends in `unauthorized: HTTP Basic: Access denied`.',
    },
    help: {
      pullSecret: HELP,
      release: HELP,
      swarm: HELP,
      machine: `${HELP} Or pull in the same ssh command, and log out behind it.`,
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Job(job) {
        if (job.hidden) return;
        for (const kept of keptSecrets(job)) {
          const { password } = kept.credential;
          if (password?.means !== 'job-token') continue;
          const fix = withDeployToken(kept);
          context.report({
            node: kept,
            messageId: MESSAGE_OF[kept.keeper],
            confidence: confidenceOf(kept, job),
            data: { password: showText(password.value), key: kept.key, login: showPlace(password) },
            related:
              kept.given === 'stored' ? [{ place: password.place, message: 'the job token comes from here' }] : [],
            suggest: fix ? [fix] : [],
          });
        }
      },
    };
  },
});

/** Values that are named after an image's registry are for pulls; of others it is not known who uses them, and when. */
const PULL_KEY = /image|registry|docker|pull/i;

function confidenceOf({ keeper, given, key, command }: KeptSecret, job: Job): Confidence {
  const isForPulls = given === 'directly' || (given === 'setting' && PULL_KEY.test(key));
  return command.certain && isForPulls && keeper !== 'machine' && !isShortLived(job) ? 'high' : 'medium';
}

/** A review environment may be gone before anything in it is started again. */
function isShortLived(job: Job): boolean {
  const environment = job.config.entries.get('environment')?.value;
  if (environment?.kind === 'scalar') return /\breview\b/i.test(environment.text.text);
  if (environment?.kind !== 'mapping') return false;
  const name = environment.entries.get('name')?.value;
  const isReview = name?.kind === 'scalar' && /\breview\b/i.test(name.text.text);
  return isReview || environment.entries.has('auto_stop_in') || environment.entries.has('on_stop');
}

/** The deploy token's user and password, where both stand in the command as they are. */
function withDeployToken({ credential: { user, password }, given }: KeptSecret): Fix | undefined {
  const changes = [user && instead(user, '$CI_DEPLOY_USER'), password && instead(password, '$CI_DEPLOY_PASSWORD')];
  const both = changes.filter((change) => change !== undefined);
  const edits = given !== 'stored' && both.length === 2 ? rewriteText(both) : undefined;
  return edits && { title: 'Use the deploy token', edits };
}

function instead({ value, means }: Secret, name: string): TextChange | undefined {
  const [part, ...others] = value;
  if (!part || others.length > 0 || means !== 'job-token' || part.quote === 'single') return undefined;
  const written = readText(part.place);
  const isAsShown = written === showText(value) || (part.kind === 'variable' && written === `\${${part.name}}`);
  return isAsShown ? { place: part.place, text: name } : undefined;
}
