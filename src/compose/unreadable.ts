import type { UnreadableReason } from '../source/host.ts';

/** Why a file has no text, as the end of a sentence: `ci/build.yml` … */
export const UNREADABLE: Readonly<Record<UnreadableReason, string>> = {
  missing: 'does not exist',
  directory: 'is a directory',
  'outside-repository': 'is outside the repository',
  'not-a-file': 'is not a regular file',
  'too-big': 'is too big to be read',
  binary: 'is not a text file',
  'not-utf8': 'is not UTF-8 text',
  unreadable: 'cannot be read',
};
