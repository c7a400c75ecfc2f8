import type { ImageReference, Push } from '../src/pipeline/events.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import { showText } from '../src/pipeline/symbolic.ts';
import { failsJob } from '../src/registry/fails-job.ts';
import { cannotParse } from '../src/registry/reference-faults.ts';
import { moveBelowOwnImage } from '../src/registry/rename-image.ts';
import { defineRule } from '../src/rule.ts';
import type { Place } from '../src/source/source-file.ts';
import type { TextEdit } from '../src/source/text-edit.ts';

type MessageId = 'besideProject' | 'otherProject' | 'noProject' | 'literalPath' | 'literalHost';

export default defineRule<MessageId>({
  meta: {
    type: 'problem',
    docs: {
      name: 'push-own-project',
      description: "Allow pushes with the job token only below the project's own registry path",
      category: 'targets',
      preset: 'recommended',
      severity: 'error',
      logLines: [
        'denied: requested access to the resource is denied',
        'server message: insufficient_scope: authorization failed',
      ],
    },
    messages: {
      besideProject:
        '`{{image}}` is not below $CI_REGISTRY_IMAGE: without a `/` in between it is the path of another project. The job token may push to its own project only, so this ends in `denied: requested access to the resource is denied`.',
      otherProject:
        '`{{path}}` belongs to another project than {{own}}. The job token may push to its own project only, whatever the allowlist says, so this ends in `denied: requested access to the resource is denied`.',
      noProject:
        '`{{path}}` is no path of a project: that has a group and a name at least, joined by a `/`. The job token may push to its own project only, so unless the settings of the project redefine CI_REGISTRY this ends in `denied: requested access to the resource is denied`.',
      literalPath:
        'This pushes to `{{path}}` with the job token, which may push to its own project only. Unless that is the path of this very project, it ends in `denied: requested access to the resource is denied`.',
      literalHost:
        'This pushes to `{{path}}` on {{host}} with the job token, which may push to its own project only, and that is {{own}}. It ends in `denied: requested access to the resource is denied`, unless {{host}} is another registry, for which the settings of the project redefine the variables of the login.',
    },
    help: {
      besideProject: 'Put a `/` after $CI_REGISTRY_IMAGE; any name may follow it.',
      otherProject:
        'Push below $CI_REGISTRY_IMAGE, or log in with a deploy token or project access token of the other project that has read_registry and write_registry.',
      noProject: 'Push below $CI_REGISTRY_IMAGE, which is $CI_REGISTRY with the path of the project.',
      literalPath:
        'Write $CI_REGISTRY_IMAGE for the own path. For another project log in with a deploy token or project access token of that project. `--project GROUP/NAME` tells pipelint the own path.',
      literalHost:
        'Push below $CI_REGISTRY_IMAGE, or log in with a deploy token or project access token of the other project. `--registry HOST` tells pipelint which registry is the own one.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    let reported = new Set<string>();
    return {
      Job(node) {
        job = node;
        reported = new Set();
      },
      Push(push) {
        const { access, reference } = push;
        if (access.kind !== 'held' || access.credential.identity !== 'job-token' || hasOtherCredential(job, push))
          return;
        // `valid-image-reference` speaks: this push fails before anybody asks for a credential.
        if (cannotParse(push)) return;
        const report = (messageId: MessageId, edits?: readonly TextEdit[]): void => {
          // A loop pushes under many names what is one mistake, and so do several pushes of a name that a variable holds.
          const [{ file, range } = reference.place] = writtenElsewhere(reference);
          const severity = MAY_BE_OWN.has(messageId) || !failsJob(push) ? 'warning' : 'error';
          const at = `${severity} ${file.path}:${range.join()}`;
          if (reported.has(at)) return;
          reported.add(at);
          context.report({
            node: reference,
            messageId,
            severity,
            confidence: IS_PATH_OF_ANOTHER.has(messageId) && push.certain && !access.likely ? 'high' : 'medium',
            data: {
              image: showText(reference.value),
              path: showText(reference.path),
              own: reference.ownPath ?? '',
              host: reference.host.key,
            },
            related: [
              ...writtenElsewhere(reference).map((place) => ({ place, message: 'this part of the name is set here' })),
              { place: access.from.place, message: 'the job token comes from here' },
            ],
            ...(edits && { suggest: [{ title: 'Put a / after $CI_REGISTRY_IMAGE', edits }] }),
          });
        };
        if (reference.ownership === 'beside') report('besideProject', moveBelowOwnImage(reference, job));
        else if (reference.ownership === 'foreign') report('otherProject');
        else if (reference.ownership === 'no-project') report('noProject');
        else if (reference.ownership === 'literal') report(reference.ownPath ? 'literalHost' : 'literalPath');
      },
    };
  },
});

/** The project's settings may redefine CI_REGISTRY, and a path that is written out may be the own one. */
const IS_PATH_OF_ANOTHER: ReadonlySet<MessageId> = new Set<MessageId>(['besideProject', 'otherProject']);

/** What is not known, the own path or the own registry, may make it right. */
const MAY_BE_OWN: ReadonlySet<MessageId> = new Set<MessageId>(['literalPath', 'literalHost']);

/** Where the variables in the reference get those parts of the path that are written out. */
function writtenElsewhere({ path, place }: ImageReference): Place[] {
  const parts = path.filter((part) => part.kind === 'literal' && !contains(place, part.place));
  return parts.slice(0, 1).map((part) => part.place);
}

function contains(outer: Place, inner: Place): boolean {
  return outer.file === inner.file && outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

/** Another login for the same host may be the one that is meant for this push. */
function hasOtherCredential(job: Job | undefined, push: Push): boolean {
  const { access, reference } = push;
  if (access.kind !== 'held') return true;
  return (
    job?.events.some(
      (event) =>
        event.type === 'Login' &&
        event.credential.identity !== 'job-token' &&
        (event.host.key === reference.host.key ||
          event.host.kind === 'own' ||
          event.host.kind === 'unknown' ||
          event.host.kind === 'variable'),
    ) ?? false
  );
}
