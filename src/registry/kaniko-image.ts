/** Images of kaniko's executor: which of their tags bring a shell, and who builds them. */
import type { ImageReference } from '../pipeline/events.ts';
import type { KanikoImage } from '../pipeline/nodes.ts';
import { literalText, showText } from '../pipeline/symbolic.ts';
import { isKanikoImage } from './kaniko-login.ts';

/** Google's own, whose repository is archived since June 2025. */
const ARCHIVED = /(^|\/)kaniko-project\/(executor|warmer)$/;

/** Tags of releases. Somebody's own tags may hold anything. */
const RELEASE = /^(latest|slim|v?\d+\.\d+(\.\d+)?(-slim)?)$/;
/** busybox comes with the tags `debug`, `v1.23.2-debug`, `debug-v0.24.0`; a fork has some on Alpine Linux. */
const WITH_SHELL = /debug|alpine/;

/** Undefined for an image that is not kaniko's. */
export function kanikoImage({ path, tag, digest }: ImageReference): KanikoImage | undefined {
  const name = showText(path);
  const archived = ARCHIVED.test(name);
  if (!archived && !isKanikoImage(name)) return undefined;
  const shown = tag ? showText(tag) : digest ? '…' : 'latest';
  const isRelease = RELEASE.test(shown) && (!tag || literalText(tag) !== undefined);
  return { archived, hasShell: WITH_SHELL.test(shown) ? true : isRelease ? false : undefined };
}
