/** Above each job what it does to registries: `logs in: $CI_REGISTRY · pushes: $CI_REGISTRY_IMAGE/api:latest`. */
import type { CodeLens } from 'vscode-languageserver';
import type { Job } from '../pipeline/nodes.ts';
import { showText } from '../pipeline/symbolic.ts';
import { safeLine } from '../report/safe-text.ts';
import { isIn, jobsIn, rangeOf, type View } from './view.ts';

const MOST_NAMED = 3;

export function codeLensesOf(view: View): readonly CodeLens[] {
  return jobsIn(view).flatMap((job) => {
    const title = job.hidden || !isIn(view.file, job.place) ? '' : titleOf(job);
    return title === '' ? [] : [{ range: rangeOf(job.place), command: { title, command: '' } }];
  });
}

function titleOf({ events }: Job): string {
  const logins = events.flatMap((event) => (event.type === 'Login' ? [event.host.key] : []));
  const pushes = events.flatMap((event) => (event.type === 'Push' ? [showText(event.reference.value)] : []));
  if (pushes.length === 0 && logins.length === 0) return '';
  return [`logs in: ${list(logins)}`, `pushes: ${list(pushes)}`].join(' · ');
}

function list(texts: readonly string[]): string {
  const once = [...new Set(texts)].map(safeLine);
  const more = once.length - MOST_NAMED;
  return [...once.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ') || 'nowhere';
}
