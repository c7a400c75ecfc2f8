/** One block: `$[[ access | function | function ]]` (GitLab: lib/gitlab/ci/config/interpolation/block.rb). */
import { nearestName } from '../nearest.ts';
import { type Context, type Found, find } from './access.ts';
import { FUNCTION_NAMES, readCall } from './functions.ts';

const BLOCK = /\$\[\[[\t\n\f\r ]*([^\t\n\f\r ][^\n]*?[^\t\n\f\r ])[\t\n\f\r ]*\]\]/g;

const MAX_FUNCTIONS = 3;
/** What jobs fill in later, from their matrix. */
const LATER = 'matrix';

export interface Block {
  /** Offsets in the text, with the brackets. */
  readonly start: number;
  readonly end: number;
  /** What stands between the brackets. */
  readonly data: string;
  /** `inputs.name`, without functions. */
  readonly access: string;
}

/** The blocks of a text, but for those of the matrix. */
export function blocksIn(text: string): readonly Block[] {
  if (!text.includes('$[[')) return [];
  return [...text.matchAll(BLOCK)].flatMap(({ 0: written, 1: data = '', index }) => {
    const access = (data.split('|')[0] ?? '').trim();
    if (access.split('.')[0] === LATER) return [];
    return [{ start: index, end: index + written.length, data, access }];
  });
}

export function evaluateBlock({ data, access }: Block, context: Context): Found {
  const functions = data
    .split('|')
    .slice(1)
    .map((part) => part.trim());
  const found = find(access, context);
  if (found.kind === 'fault') return found;
  if (functions.length > MAX_FUNCTIONS) {
    return { kind: 'fault', fault: 'tooManyFunctions', data: { limit: `${MAX_FUNCTIONS}` } };
  }
  const calls = functions.map(readCall);
  const unknown = functions.find((_, index) => !calls[index]);
  if (unknown !== undefined) return unknownFunction(unknown);
  return calls.reduce<Found>(
    (result, call) => (result.kind === 'value' && call ? call.apply(result.value, context) : result),
    found,
  );
}

function unknownFunction(written: string): Found {
  const name = written.replace(/\(.*/s, '');
  const near = FUNCTION_NAMES.includes(name) ? name : (nearestName(name, FUNCTION_NAMES) ?? '');
  const functions = FUNCTION_NAMES.map((one) => `\`${one}\``).join(', ');
  return { kind: 'fault', fault: 'unknownFunction', data: { function: written, functions, near } };
}
