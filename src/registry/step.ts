/** One step of a job as the registries see it: a command, what is known where it runs, and the job around it. */
import type { Command } from '../pipeline/commands.ts';
import type { RegistryEvent } from '../pipeline/tree.ts';
import type { Lookup } from '../shell/environment.ts';
import type { FileContent } from '../source/host.ts';
import type { Invocation } from './arguments.ts';
import type { ProjectFacts } from './project.ts';
import type { RunsAs } from './run-as.ts';
import type { CredentialState } from './stores.ts';

/** What does not change within a job. */
export interface JobContext {
  readonly facts: ProjectFacts;
  /** Names under which the job's services answer. */
  readonly services: readonly string[];
  /** The job's image as text. */
  readonly image: string;
  /** A hidden job, whose children may log in differently, or one that its rules keep out of every pipeline. */
  readonly idle: boolean;
  readonly events: RegistryEvent[];
  /** Reads a file of the linted repository, by its path from the root. One that the job may have changed is missing. */
  readonly readFile: (path: string) => FileContent;
  /** Whether a command up to here may have written a file of this path, or made it out of others. */
  readonly mayHaveWritten: (path: string) => boolean;
  /** Whether certainly nothing was at a path from the repository's root before the job. */
  readonly lacked: (path: string) => boolean;
}

export interface Step {
  readonly command: Command;
  /** The variables that hold where the command stands. */
  readonly lookup: Lookup;
  readonly state: CredentialState;
  readonly job: JobContext;
}

/** A step that runs a registry client. */
export interface ClientStep extends Step {
  readonly invocation: Invocation;
  readonly runsAs: RunsAs;
}

/** What every event of a command has. `place` is the command's own unless a word of it is meant. */
export function eventBase(command: Command, client: string, place = command.place) {
  return {
    place,
    trail: command.trail,
    keyPath: command.keyPath,
    command,
    client,
    certain: command.certain,
  };
}
