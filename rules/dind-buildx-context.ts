import type { Command } from '../src/pipeline/commands.ts';
import type { DaemonSetup } from '../src/pipeline/daemon.ts';
import { type Confidence, defineRule, type Fix, showPlace } from '../src/rule.ts';
import { appendWord, insertCommandBefore, isWrittenOut } from '../src/shell/rewrite.ts';
import { rewriteText } from '../src/yaml/edit-scalar.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'dind-buildx-context',
      description: 'Require a docker context for a buildx builder on a daemon with TLS',
      category: 'dind',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'ERROR: could not create a builder instance with TLS data loaded from environment. Please use `docker context create <context-name>` to create a context for current environment and then create a builder instance with context set to <context-name>',
      ],
    },
    messages: {
      tlsFromEnvironment:
        'The docker client has its TLS certificates from the environment ({{why}}), which `docker buildx create` does not take over: `could not create a builder instance with TLS data loaded from environment`.',
    },
    help: {
      tlsFromEnvironment: 'Name a context: `docker context create tls`, then `docker buildx create --use tls`.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    return {
      Job(job) {
        const { daemon } = job;
        if (!daemon || daemon.uncertain !== undefined) return;
        const tls = tlsFromEnvironment(daemon);
        if (!tls) return;
        for (const command of daemon.builders) {
          context.report({
            node: command,
            messageId: 'tlsFromEnvironment',
            severity: command.forgiven ? 'warning' : 'error',
            confidence: command.certain && job.image ? tls.confidence : 'medium',
            data: { why: tls.why },
            related: daemon.service
              ? [{ place: daemon.service.node.place, message: 'the docker-in-docker service is here' }]
              : [],
            suggest: createContext(command),
          });
        }
      },
    };
  },
});

interface Tls {
  readonly why: string;
  readonly confidence: Confidence;
}

/**
 * DOCKER_TLS_VERIFY does it, and so does the entrypoint of docker's image where it finds the certificates of the service
 * (docker-library/docker `docker-entrypoint.sh`). The folder has to be named in the YAML: runners often have it empty.
 */
function tlsFromEnvironment({ tlsVerify, tlsCertDir, host, endpoint, client, service }: DaemonSetup): Tls | undefined {
  if (tlsVerify) {
    const why = `DOCKER_TLS_VERIFY, ${showPlace(tlsVerify)}`;
    return tlsVerify.value ? { why, confidence: 'high' } : undefined;
  }
  if (!client.startsWith('official') || !service || service.daemonArguments === undefined) return undefined;
  if (!tlsCertDir?.value || (host && endpoint?.port !== 2376)) return undefined;
  const why = `docker's image sets it up, since DOCKER_TLS_CERTDIR is "${tlsCertDir.value}", ${showPlace(tlsCertDir)}`;
  // Where the runner mounts a socket, the entrypoint takes that instead.
  return { why, confidence: host ? 'high' : 'medium' };
}

/** A context takes the certificates over, and the builder takes the context. */
function createContext(command: Command): readonly Fix[] {
  if (!isWrittenOut(command)) return [];
  const create = insertCommandBefore(command.place, 'docker context create tls');
  const use = rewriteText([appendWord(command, 'tls')]);
  return create && use ? [{ title: 'Create a context for the builder', edits: [...create, ...use] }] : [];
}
