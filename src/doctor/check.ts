/** What one check comes to. */

/**
 * `ok`: it is as the pipeline needs it · `problem`: jobs fail because of it · `warning`: they do not yet, or not for certain, and it
 * should not stay as it is · `not-checked`: GitLab does not tell this token, or the pipeline does not tell what to ask.
 */
export type Outcome = 'ok' | 'problem' | 'warning' | 'not-checked';

export interface Check {
  readonly id: CheckId;
  readonly outcome: Outcome;
  /** What was seen; one sentence without its full stop. */
  readonly message: string;
  /** What to do about a problem or a warning. */
  readonly remedy?: string;
  /** What the token lacks, or why there is no answer. */
  readonly missing?: string;
}

export type CheckId =
  | 'registry'
  | 'deploy-token'
  | 'access-tokens'
  | 'variable'
  | 'protected-repository'
  | 'protected-tag'
  | 'immutable-tag'
  | 'job-token-allowlist'
  | 'dependency-proxy'
  | 'grant';

export function ok(id: CheckId, message: string): Check {
  return { id, outcome: 'ok', message };
}

export function problem(id: CheckId, message: string, remedy: string): Check {
  return { id, outcome: 'problem', message, remedy };
}

/** @param missing why it is not certain, where that is so */
export function warning(id: CheckId, message: string, remedy: string, missing?: string): Check {
  return { id, outcome: 'warning', message, remedy, ...(missing !== undefined && { missing }) };
}

export function notChecked(id: CheckId, message: string, missing: string): Check {
  return { id, outcome: 'not-checked', message, missing };
}
