/** What a line that tells of a failure looks like. */
import type { MeaningId } from './meanings.ts';

export interface Signature {
  /** Kebab-case, unique. */
  readonly id: string;
  /** Who writes the line. */
  readonly client: string;
  /** Its named groups are details: `host`, `reference`, `endpoint`, `image`. Without flags; it is matched in any case. */
  readonly pattern: RegExp;
  /** A meaning, or a question whose answer depends on what the log says before (`settle.ts`). */
  readonly means: MeaningId | Question;
  /**
   * How much the line says about the cause, from 0 to 100. Several lines of one command tell of one failure, the strongest
   * says why. From `CERTAIN` on the words are only used for this cause; below `VAGUE` they are used for many.
   */
  readonly rank: number;
}

/**
 * `denied`: the registry knows who asks, and this is not granted · `forbidden`: GitLab gave no token at all · `unauthorized`:
 * the registry wants another token · `hub-login`: Docker Hub does not know the pair · `endpoint`: no daemon answers · `name`: a
 * host has no address · `reference`: no image reference · `plain-http`: an answer without TLS · `other-name`: a certificate for
 * another name · `no-body`: an error without a text · `flag`: an option that a command does not have.
 */
export type Question =
  | 'denied?'
  | 'forbidden?'
  | 'unauthorized?'
  | 'hub-login?'
  | 'endpoint?'
  | 'name?'
  | 'reference?'
  | 'plain-http?'
  | 'other-name?'
  | 'no-body?'
  | 'flag?';

export const CERTAIN = 70;
export const VAGUE = 30;
