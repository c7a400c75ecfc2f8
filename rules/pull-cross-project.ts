import type { ImageReference } from '../src/pipeline/events.ts';
import type { Image, Job, Service } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { GITLAB_COM_REGISTRY } from '../src/registry/host.ts';
import { type Confidence, defineRule } from '../src/rule.ts';
import type { Place } from '../src/source/source-file.ts';

type MessageId = 'otherProject' | 'literalPath' | 'besideProject';

const MESSAGE_OF: Readonly<Partial<Record<ImageReference['ownership'], MessageId>>> = {
  foreign: 'otherProject',
  literal: 'literalPath',
  beside: 'besideProject',
};

/** Groups whose images everybody may pull. */
const PUBLIC_GROUPS = /^(gitlab-org|gitlab-com)\//;

export default defineRule<MessageId>({
  meta: {
    type: 'suggestion',
    docs: {
      name: 'pull-cross-project',
      description: 'Point out images of other projects, which must let the job token of this one in',
      category: 'targets',
      preset: 'strict',
      severity: 'info',
      logLines: [
        "pull access denied for registry.example.com/acme/base, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      ],
    },
    messages: {
      otherProject:
        '`{{path}}` belongs to another project than {{own}}, and {{puller}} pulls it with the job token. Unless its registry is public, that project has to name this one in its job token allowlist, and whoever starts the pipeline has to be a member of it. Otherwise: `pull access denied for {{image}}`.',
      literalPath:
        '{{puller}} pulls `{{path}}` with the job token. Unless that is in this very project, or public, its project has to name this one in its job token allowlist, and whoever starts the pipeline has to be a member of it. Otherwise: `pull access denied for {{image}}`.',
      besideProject:
        '`{{path}}` is not below $CI_REGISTRY_IMAGE: without a `/` in between it is the path of another project, and {{puller}} pulls it with the job token. Unless its registry is public, that project has to name this one in its job token allowlist. Otherwise: `pull access denied for {{image}}`.',
    },
    help: {
      otherProject:
        "Add this project to the other one's job token allowlist: Settings > CI/CD > Job token permissions. For a pull in a script a deploy token of the other project with read_registry works as well.",
      literalPath:
        "Add this project to the other one's job token allowlist: Settings > CI/CD > Job token permissions. For the own project write $CI_REGISTRY_IMAGE; `--project GROUP/NAME` tells pipelint the own path.",
      besideProject:
        "Put a `/` after $CI_REGISTRY_IMAGE if an image of this project is meant. Otherwise add this project to the other one's job token allowlist.",
    },
    schema: [],
  },

  create(context) {
    let job: Job | undefined;
    let told = new Map<string, Place>();
    const report = (
      reference: ImageReference,
      place: Place,
      puller: 'runner' | 'job',
      confidence: Confidence,
    ): void => {
      const messageId = MESSAGE_OF[reference.ownership];
      const path = showText(reference.path);
      if (!messageId || reference.proxied || PUBLIC_GROUPS.test(path)) return;
      // The other project lets this one in once, however many jobs pull the image.
      const known = told.get(path) ?? place;
      told.set(path, known);
      if (known.file !== place.file || known.range[0] !== place.range[0]) return;
      context.report({
        node: { place },
        messageId,
        confidence,
        data: {
          image: nameOf(reference),
          path: messageId === 'besideProject' ? nameOf(reference) : path,
          own: reference.ownPath ?? '',
          puller: messageId === 'literalPath' ? `The ${puller}` : `the ${puller}`,
        },
      });
    };
    const checkContainer = ({ reference, place }: Image | Service): void => {
      if (!reference || !job || job.hidden || hasOwnAuth(job)) return;
      const confidence = confidenceIn(reference);
      if (confidence) report(reference, place, 'runner', confidence);
    };
    return {
      Pipeline() {
        told = new Map();
      },
      Job(node) {
        job = node;
      },
      Image: checkContainer,
      Service: checkContainer,
      Pull({ access, reference, role }) {
        // A cache that cannot be read slows a build down and does not fail it.
        if (access.kind !== 'held' || access.credential.identity !== 'job-token' || role === 'cache') return;
        report(reference, reference.place, 'job', confidenceOf(reference, access.likely));
      },
    };
  },
});

/** As docker names it when a pull fails, without its tag. */
function nameOf({ value, tag }: ImageReference): string {
  return tag ? showText(value).slice(0, -showText(tag).length - 1) : showText(value);
}

/** Undefined where the registry may be anybody's. Of GitLab.com's it is not known whether it is the job's own. */
function confidenceIn(reference: ImageReference): Confidence | undefined {
  const { host, ownership } = reference;
  if (ownership === 'foreign' || host.kind === 'own') return confidenceOf(reference, false);
  return host.key === GITLAB_COM_REGISTRY ? 'low' : undefined;
}

function confidenceOf({ ownership }: ImageReference, likely: boolean): Confidence {
  return ownership === 'literal' || likely ? 'medium' : 'high';
}

/** It comes before the credential that the runner got with the job. */
function hasOwnAuth({ variables }: Job): boolean {
  return variables.some(({ name }) => name === 'DOCKER_AUTH_CONFIG');
}
