import type { Command } from '../src/pipeline/commands.ts';
import type { ImageReference, Push } from '../src/pipeline/events.ts';
import type { Job, Pipeline } from '../src/pipeline/nodes.ts';
import { literalText, type SymbolicText, showText } from '../src/pipeline/symbolic.ts';
import { imagesAtHand } from '../src/registry/images-at-hand.ts';
import { isOtherImage } from '../src/registry/other-image.ts';
import { defineRule, enumerate, type Fix, showPlace } from '../src/rule.ts';
import { readText, rewriteText } from '../src/yaml/edit-scalar.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'push-tagged-image',
      description: 'Require docker to push an image under a name that the job has given it',
      category: 'targets',
      preset: 'strict',
      severity: 'warning',
      logLines: [
        'An image does not exist locally with the tag: registry.example.com/acme/api',
        'tag does not exist: registry.example.com/acme/api:latest',
      ],
    },
    messages: {
      noSuchImage:
        'The job has no image with the name `{{image}}`. What it builds, tags or pulls is {{names}} ({{place}}), so that the push ends in `{{log}}`.',
    },
    help: { noSuchImage: 'Push the name that the image was built with, or give it this one before: `docker tag`.' },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    let pipeline: Pipeline | undefined;
    let job: Job | undefined;
    const known = new Map<Job, readonly ImageReference[] | undefined>();
    const namesIn = (each: Job): readonly ImageReference[] | undefined => {
      if (!known.has(each)) known.set(each, imagesAtHand(each));
      return known.get(each);
    };
    return {
      Pipeline(node) {
        pipeline = node;
      },
      Job(node) {
        job = node;
      },
      Push(push) {
        if (!job || push.role !== 'image' || !isPlainPush(push.command)) return;
        const { reference } = push;
        const names = namesIn(job);
        const [first] = names ?? [];
        if (!names || !first || !names.every((name) => isOtherImage(name, reference))) return;
        const hasOwnDaemon = job.daemon?.service !== undefined;
        if (!hasOwnDaemon && mayComeFrom(othersThan(job, pipeline), reference, namesIn)) return;
        context.report({
          node: reference,
          messageId: 'noSuchImage',
          // A daemon that the job shares may have images of other pipelines.
          confidence: hasOwnDaemon && push.certain ? 'high' : 'medium',
          data: {
            image: showText(reference.value),
            names: listNames(names),
            place: showPlace(first),
            log: logLine(reference, names),
          },
          related: names.slice(0, 3).map((name) => ({ place: name.place, message: 'an image has its name from here' })),
          suggest: meantImage(push, names, job),
        });
      },
    };
  },
});

/** `docker push NAME` and nothing else: `--all-tags` pushes other names, and `-H` asks another daemon. */
function isPlainPush({ words }: Command): boolean {
  const [program, ...rest] = words.map((word) => literalText(word.value));
  const [verb, ...more] = rest[0] === 'image' ? rest.slice(1) : rest;
  return program === 'docker' && verb === 'push' && more.every((text) => !/^(-a|--all-tags)$/.test(text ?? ''));
}

function othersThan(job: Job, pipeline: Pipeline | undefined): readonly Job[] {
  return pipeline?.jobs.filter((other) => other !== job && !other.hidden) ?? [];
}

/** Whether one of the jobs may leave the image behind in a daemon that all of them use. */
function mayComeFrom(
  jobs: readonly Job[],
  reference: ImageReference,
  namesIn: (job: Job) => readonly ImageReference[] | undefined,
): boolean {
  return jobs.some((job) => {
    const names = namesIn(job);
    return names
      ? names.some((name) => !isOtherImage(name, reference))
      : job.events.some(({ type }) => type === 'Build' || type === 'Pull');
  });
}

/** What docker answers depends on whether it has the repository under another tag (moby: `distribution/push_v2.go`). */
function logLine({ value, host, path, tag }: ImageReference, names: readonly ImageReference[]): string {
  const image = showText(value);
  const isSame = (a: SymbolicText, b: SymbolicText): boolean => showText(a) === showText(b);
  const hasRepository = names.some((name) => name.host.key === host.key && isSame(name.path, path));
  if (hasRepository) return `tag does not exist: ${tag ? image : `${image}:latest`}`;
  const repository = tag ? image.slice(0, -showText(tag).length - 1) : image;
  return `An image does not exist locally with the tag: ${repository}`;
}

/** Where the job has one image, that is the one that is meant, perhaps by its own name. */
function meantImage({ reference, command }: Push, names: readonly ImageReference[], { events }: Job): readonly Fix[] {
  const [only] = names;
  const name = only && readText(only.place);
  const image = readText(reference.place);
  if (!name || !image || names.some(({ value }) => showText(value) !== showText(only.value))) return [];
  const { file, range } = command.place;
  const tagged = rewriteText([{ place: file.place(range[0], range[0]), text: `docker tag ${name} ${image} && ` }]);
  const isPushed = events.some((event) => event.type === 'Push' && !isOtherImage(event.reference, only));
  const renamed =
    isPushed || only.host.key !== reference.host.key
      ? undefined
      : rewriteText([{ place: reference.place, text: name }]);
  return [
    ...(renamed ? [{ title: `Push ${name}`, edits: renamed }] : []),
    ...(tagged ? [{ title: `Give the image the name ${image} before`, edits: tagged }] : []),
  ];
}

function listNames(names: readonly ImageReference[]): string {
  const shown = [...new Set(names.map(({ value }) => `\`${showText(value)}\``))];
  return enumerate(shown.length > 3 ? [...shown.slice(0, 3), `${shown.length - 3} more`] : shown);
}
