/** Whether a job fails with one of its commands: what follows a failure decides how serious a finding is. */
import type { Command } from '../pipeline/commands.ts';
import type { AuthFile, Login } from '../pipeline/events.ts';
import type { Job } from '../pipeline/nodes.ts';

/** Not where something stands behind `||`, nor in `after_script`, whose failures GitLab only logs. */
export function failsJob({ command }: { readonly command: Command }): boolean {
  return !command.forgiven && command.section !== 'after_script';
}

/** Whether a login that fails, or goes astray, ends the job: there and then, or in a push that lacks the credential. */
export function failsJobByLogin(login: Login, job: Job | undefined): boolean {
  return failsJob(login) || (job?.events.some((event) => event.type === 'Push' && failsJob(event)) ?? false);
}

/** Whether a push or pull that fails the job takes its credential from the file, or may do so. */
export function failsJobByFile(file: AuthFile, job: Job | undefined): boolean {
  const uses = job?.events.some(
    (event) =>
      (event.type === 'Push' || event.type === 'Pull') &&
      failsJob(event) &&
      (event.access.kind === 'unknown' || (event.access.kind === 'held' && event.access.from === file)),
  );
  return !file.command.forgiven && uses === true;
}
