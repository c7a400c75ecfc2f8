/** Everything that a failure can mean. */
import type { Meaning } from './meaning.ts';
import { CREDENTIALS } from './meanings/credentials.ts';
import { DAEMON_MEANINGS } from './meanings/daemon.ts';
import { OTHER } from './meanings/other.ts';
import { TARGETS } from './meanings/targets.ts';
import { VAGUE_MEANINGS } from './meanings/vague.ts';

const ALL = { ...CREDENTIALS, ...TARGETS, ...DAEMON_MEANINGS, ...OTHER, ...VAGUE_MEANINGS } as const;

export type MeaningId = keyof typeof ALL;

export const MEANINGS: Readonly<Record<MeaningId, Meaning>> = ALL;
