import type { ImageReference } from '../src/pipeline/events.ts';
import type { Image, Job, Service } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { defineRule, type Fix } from '../src/rule.ts';
import { readText, rewriteText } from '../src/yaml/edit-scalar.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'dependency-proxy-host',
      description: 'Require references to the dependency proxy to name its port, and images of Docker Hub',
      category: 'dependency-proxy',
      preset: 'recommended',
      severity: 'warning',
      logLines: [
        'ERROR: Job failed: failed to pull image "gitlab.example.com/acme/dependency_proxy/containers/alpine:3" with specified policies [always]: denied: access forbidden',
        'manifest unknown',
      ],
    },
    messages: {
      noPort:
        "The runner holds the job's credential for the dependency proxy under the server's name with its port, letter for letter, and {{host}} stands here without one. The image is pulled without a login, which the proxy refuses: `denied: access forbidden`, unless the runner has a credential of its own for {{host}}.",
      otherRegistry:
        'The dependency proxy asks Docker Hub only, and knows no other registry. It looks there for an image called `{{name}}`, which does not exist, so that the pull fails.',
    },
    help: {
      noPort:
        'Write $CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX in front of the image, or the port behind the host: `{{host}}:443`.',
      otherRegistry: 'Leave the prefix away, or use an image of Docker Hub: behind the prefix stands its name only.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    const checkContainer = (container: Image | Service): void => {
      const { reference } = container;
      if (!reference?.proxied || job?.hidden) return;
      const name = otherRegistry(reference);
      if (name !== undefined) context.report({ node: container, messageId: 'otherRegistry', data: { name } });
      else if (lacksPort(reference) && !hasOwnAuth(job)) {
        context.report({
          node: container,
          messageId: 'noPort',
          confidence: 'medium',
          data: { host: reference.host.key },
          suggest: namePort(container, reference),
        });
      }
    };
    return {
      Job(node) {
        job = node;
      },
      Image: checkContainer,
      Service: checkContainer,
      Pull({ reference, certain }) {
        const name = job?.hidden ? undefined : otherRegistry(reference);
        if (name === undefined) return;
        const confidence = certain ? 'high' : 'medium';
        context.report({ node: reference, messageId: 'otherRegistry', confidence, data: { name } });
      },
    };
  },
});

/** What Docker Hub is asked for when that names a registry: `ghcr.io/acme/app`. Names on Docker Hub have no dots in front. */
function otherRegistry({ proxied }: ImageReference): string | undefined {
  const name = proxied && showText(proxied);
  return name !== undefined && /^(\$CI_REGISTRY|localhost|[\w-]+(\.[\w-]+)+)(:\d+)?\/./.test(name) ? name : undefined;
}

/** `$CI_SERVER_HOST` never has a port (GitLab docs: "Predefined CI/CD variables reference"). */
function lacksPort({ host }: ImageReference): boolean {
  return host.key === '$CI_SERVER_HOST' || (host.kind === 'named' && !/:\d+$/.test(host.key));
}

/** It comes before what the runner got with the job. */
function hasOwnAuth(job: Job | undefined): boolean {
  return job?.variables.some(({ name }) => name === 'DOCKER_AUTH_CONFIG') ?? false;
}

/** The variable of the proxy where one of the server stands, else the port of HTTPS. */
function namePort({ place }: Image | Service, { host }: ImageReference): readonly Fix[] {
  const written = readText(place) ?? '';
  const [variable] = /^\$(?:CI_SERVER_HOST|\{CI_SERVER_HOST\})(?=\/)/.exec(written) ?? [];
  const isLiteral = written.startsWith(`${host.key}/`);
  const start = place.file.text.indexOf(variable ?? host.key, place.range[0]);
  const end = start + (variable ?? host.key).length;
  const [from, text] = variable ? [start, '$CI_DEPENDENCY_PROXY_SERVER'] : [end, ':443'];
  const edits = variable || isLiteral ? rewriteText([{ place: place.file.place(from, end), text }]) : undefined;
  return edits ? [{ title: `Write ${variable ? '$CI_DEPENDENCY_PROXY_SERVER' : `${host.key}:443`}`, edits }] : [];
}
