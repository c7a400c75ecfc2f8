import type { Word } from '../src/pipeline/commands.ts';
import type { Access, AuthFile, Pull, Push } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import type { RegistryEvent } from '../src/pipeline/tree.ts';
import { type Confidence, defineRule, showPlace } from '../src/rule.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'auth-config-path',
      description: 'Require an auth file where the client that needs it looks',
      category: 'auth-files',
      preset: 'recommended',
      severity: 'error',
      logLines: ['denied: access forbidden', "mkdir: can't create directory '…/.docker': Permission denied"],
    },
    messages: {
      notRead:
        'The credential for {{host}} is written to {{file}}, but {{client}} ({{place}}) looks for it in {{reads}}. It finds none there and goes on without: `denied: access forbidden`.',
      rootless:
        "The rootless image of BuildKit runs as the user `user` (1000), who may not write to the home of root and has one of its own: `mkdir: can't create directory '…/.docker': Permission denied`.",
    },
    help: {
      notRead: 'Write it to {{reads}}, or point DOCKER_CONFIG at the folder of the file that is written.',
      rootless: 'Write it to `~/.docker/config.json`.',
    },
    schema: [],
  },

  create(context) {
    return {
      Job(job) {
        if (job.hidden) return;
        const usesOf = new Map<AuthFile, Use[]>();
        for (const event of job.events) {
          if (!misses(event)) continue;
          const { near } = event.access;
          if (near?.type !== 'AuthFile') continue;
          const uses = usesOf.get(near);
          if (uses) uses.push(event);
          else usesOf.set(near, [event]);
        }
        for (const file of job.events) {
          if (file.type !== 'AuthFile') continue;
          if (isRootlessBuildkit(job) && showText(file.path).startsWith('/root/')) {
            context.report({
              node: targetOf(file),
              messageId: 'rootless',
              severity: file.command.forgiven ? 'warning' : 'error',
              confidence: file.certain ? 'high' : 'medium',
            });
            continue;
          }
          const uses = usesOf.get(file) ?? [];
          const use = uses.find((each) => each.certain && failsJob(each)) ?? uses.find(failsJob) ?? uses[0];
          if (!use) continue;
          const { client, reference, access, place } = use;
          context.report({
            node: targetOf(file),
            messageId: 'notRead',
            severity: failsJob(use) ? 'error' : 'warning',
            confidence: use.certain ? trustIn(job, file) : 'medium',
            data: { host: reference.host.key, file: file.file, client, place: showPlace(use), reads: access.reads },
            related: [{ place, message: 'the credential is needed here' }],
          });
        }
      },
    };
  },
});

type Use = (Push | Pull) & { readonly access: Extract<Access, { kind: 'missing' }> };

/** Whether a push or pull fails for the file's place. For kaniko and the dependency proxy their own rules speak. */
function misses(event: RegistryEvent): event is Use {
  if ((event.type !== 'Push' && event.type !== 'Pull') || event.access.kind !== 'missing') return false;
  if (event.client === 'kaniko' || event.reference.proxied) return false;
  // What another registry hands out may need no credential.
  if (event.type === 'Pull' && event.reference.host.kind !== 'own') return false;
  return event.access.because === 'elsewhere';
}

/** docker may have a credential for another registry from DOCKER_AUTH_CONFIG, which the project's settings may set. */
function failsJob({ type, client, reference, command }: Use): boolean {
  const isAlone = client !== 'docker' || reference.host.kind === 'own';
  return type === 'Push' && isAlone && !command.forgiven && command.section !== 'after_script';
}

/** moby/buildkit `Dockerfile`: `USER 1000:1000`, `HOME=/home/user`. */
function isRootlessBuildkit({ image }: Job): boolean {
  const { path = [], tag = [] } = image?.reference ?? {};
  return /(^|\/)moby\/buildkit$/.test(showText(path)) && /(^|-)rootless$/.test(showText(tag));
}

/** Images of one's own may set DOCKER_CONFIG or HOME; those of the clients' projects do not. */
function trustIn({ image }: Job, { file }: AuthFile): Confidence {
  const reference = image?.reference;
  const isKnown =
    reference?.hubName === 'docker' ||
    /^quay\.io\/(podman|buildah|skopeo|containers)\//.test(showText(reference?.value ?? []));
  if (isKnown) return 'high';
  // A path in somebody's home, or one that starts in the folder where the script stands, may be the same file.
  return /^[~$]|^\/(?!home\/)/.test(file) ? 'medium' : 'low';
}

/** The word that names the file. */
function targetOf({ command, path, place }: AuthFile): Word | { readonly place: AuthFile['place'] } {
  const redirect = command.redirects.find(({ target }) => target?.value === path);
  return redirect?.target ?? command.words.find(({ value }) => value === path) ?? command.words.at(-1) ?? { place };
}
