import type { Variable } from './nodes.ts';

/** A job that defines some of the variables of its registry and uses others with the values that GitLab gives them. */
export interface PartialOverride {
  /** What is defined: the registry's host, the image in it, or the user of the login. */
  readonly kind: 'registry' | 'image' | 'user';
  readonly variable: Variable;
  /** The name of a variable that the job uses and that keeps GitLab's value. */
  readonly keeps: string;
  /** Whether the new value belongs to another registry, or another user, than the kept one. */
  readonly isOther: 'yes' | 'maybe';
}
