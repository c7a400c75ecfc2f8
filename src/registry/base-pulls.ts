/** What a build pulls: the images that its Dockerfile names, when that is a file of the repository. */
import type { Access, ImageReference, Pull } from '../pipeline/events.ts';
import { showText } from '../pipeline/symbolic.ts';
import type { FileContent } from '../source/host.ts';
import { covers, type Place, SourceFile } from '../source/source-file.ts';
import { joinTrails, type Trail } from '../yaml/values.ts';
import { accessFor } from './access.ts';
import { baseImages } from './base-images.ts';
import { type BuildCommand, readBuild } from './build-syntax.ts';
import { type Dockerfile, readDockerfile } from './dockerfile.ts';
import { readReference } from './reference.ts';
import { type ClientStep, eventBase } from './step.ts';
import { subcommandPlace } from './subcommand-place.ts';

/** Undefined where the command builds nothing, or from a Dockerfile that is not known here. */
export function basePulls(step: ClientStep): readonly Pull[] | undefined {
  const build = readBuild(step);
  return build && pullsOfBuild(build, step.command.trail, step);
}

/**
 * The pulls of one build.
 *
 * @param trail what leads from the job to the command, or to the compose file in which the build stands
 * @param subcommand where the pulls are told, unless an argument of the command brings the name
 */
export function pullsOfBuild(
  build: BuildCommand,
  trail: Trail,
  step: ClientStep,
  subcommand: Place = subcommandPlace(step),
): readonly Pull[] | undefined {
  const { command, invocation, job } = step;
  const found = firstFile(build.paths, step);
  if (!found) return undefined;
  const way = joinTrails(trail, [{ kind: 'dockerfile', name: found.file.path, place: subcommand }]);
  return baseImages(found.dockerfile, build).map((image): Pull => {
    const reference = { ...readReference(image.value, image.place, job.services, job.facts), trail: way };
    const given = image.arguments.flatMap((name) => build.arguments.get(name) ?? []);
    const place = given.find((each) => covers(command.place, each.place))?.place ?? subcommand;
    return {
      type: 'Pull',
      reference,
      role: 'base',
      access: isAtHand(reference, step) ? AT_HAND : accessFor(reference, step),
      ...eventBase(command, invocation.client.name, place),
    };
  });
}

interface Found {
  readonly file: SourceFile;
  readonly dockerfile: Dockerfile;
}

/** Many jobs build from the same file, whose content is one object for all of them. */
const known = new WeakMap<FileContent, Found | undefined>();

function firstFile(paths: readonly string[], { job }: ClientStep): Found | undefined {
  for (const path of paths) {
    const content = job.readFile(path);
    if (!content.ok) continue;
    if (!known.has(content)) {
      const file = new SourceFile(path, content.text);
      const dockerfile = readDockerfile(file);
      known.set(content, dockerfile && { file, dockerfile });
    }
    return known.get(content);
  }
  return undefined;
}

export const AT_HAND: Access = { kind: 'unknown', reason: 'the job may have the image already' };

/** What the job has built, loaded or pulled before is taken from there (moby: `adapters/containerimage`). */
export function isAtHand({ value }: ImageReference, { job }: ClientStep): boolean {
  const name = showText(value);
  return job.events.some((event) => {
    if (event.type === 'Pull') return showText(event.reference.value) === name;
    return (
      event.type === 'Build' && (event.tags.length === 0 || event.tags.some((tag) => showText(tag.value) === name))
    );
  });
}
