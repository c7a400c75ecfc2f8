/**
 * Which versions of docker's API a release speaks. Client and daemon agree on one that both know, or the client stops
 * (moby/moby `daemon/config`, docker/cli `MinAPIVersion`).
 */
import type { DockerRelease } from '../pipeline/daemon.ts';
import type { ImageReference } from '../pipeline/events.ts';
import { literalText } from '../pipeline/symbolic.ts';

/** A release and the minor versions of API 1.x: the newest it speaks, and the oldest. Each row holds until the next. */
const RELEASES: readonly (readonly [major: number, minor: number, newest: number, oldest: number])[] = [
  [1, 12, 24, 12],
  [1, 13, 26, 12],
  [17, 3, 27, 12],
  [17, 6, 30, 12],
  [17, 9, 32, 12],
  [17, 12, 35, 12],
  [18, 3, 37, 12],
  [18, 6, 38, 12],
  [18, 9, 39, 12],
  [19, 3, 40, 12],
  [20, 10, 41, 12],
  [23, 0, 42, 12],
  [24, 0, 43, 12],
  [25, 0, 44, 24],
  [26, 0, 45, 24],
  [27, 0, 46, 24],
  [27, 1, 47, 24],
  [28, 0, 48, 24],
  [28, 1, 49, 24],
  [28, 2, 50, 24],
  [28, 3, 51, 24],
  [29, 0, 52, 44],
  [29, 3, 52, 40],
];

/** Tags that mean the newest release. `stable` does not: it stays at 19.03 (docker-library/docker#559). */
const NEWEST = /^(latest|cli|git|dind|dind-rootless)$/;
const STABLE = /^stable(-|$)/;

/** The release that docker's own image holds; undefined for another image, and for a tag that does not tell. */
export function dockerRelease({ hubName, tag, digest }: ImageReference): DockerRelease | undefined {
  const name = tag ? literalText(tag) : digest ? undefined : 'latest';
  if (hubName !== 'docker' || name === undefined) return undefined;
  const floats = NEWEST.test(name);
  const isStable = STABLE.test(name);
  const [, major, minor] = /^(\d+)(?:\.(\d+))?/.exec(isStable ? '19.03' : name) ?? [];
  if (!floats && major === undefined) return undefined;
  const row = floats ? RELEASES.at(-1) : RELEASES.findLast(([m, n]) => isUpTo(m, n, Number(major), minor));
  return (
    row && { tag: name, kind: floats ? 'newest' : isStable ? 'stable' : 'pinned', newestApi: row[2], oldestApi: row[3] }
  );
}

/** A tag without a minor version is the newest of its major one. */
function isUpTo(major: number, minor: number, wantedMajor: number, wantedMinor: string | undefined): boolean {
  if (major !== wantedMajor) return major < wantedMajor;
  return wantedMinor === undefined || minor <= Number(wantedMinor);
}
