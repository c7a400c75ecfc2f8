/** What the values of a job's keywords must look like, as far as it is cheap to say for certain. */
import { isPlaceholder } from '../compose/placeholder.ts';
import type { Value } from '../yaml/values.ts';
import { isNull, specified } from './build-keyword.ts';
import { flatten } from './flatten.ts';

const WHENS = ['on_success', 'on_failure', 'always', 'manual', 'delayed'];

interface Shape {
  /** As the end of "must be". */
  readonly expected: string;
  /** The value that is wrong, or undefined when all is well. */
  readonly offender: (value: Value) => Value | undefined;
}

const SCRIPT: Shape = { expected: 'a string or a list of strings, nested at most 10 levels deep', offender: notLines };

/** What a keyword holds, wherever it stands: in a job, in `default:`, at the top level. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  before_script: SCRIPT,
  script: SCRIPT,
  after_script: SCRIPT,
  image: { expected: 'the name of an image, or a hash with `name`', offender: notImage },
  services: { expected: 'a list of image names, or of hashes with `name`', offender: notServices },
  tags: { expected: 'a list of strings', offender: notStrings },
  dependencies: { expected: 'a list of job names', offender: notStrings },
  rules: { expected: 'a list of hashes', offender: notRules },
  when: { expected: `one of ${WHENS.join(', ')}`, offender: notWhen },
  allow_failure: { expected: 'true, false or a hash', offender: notAllowFailure },
  parallel: { expected: 'a number from 1 to 200, or a hash with a `matrix` list of hashes', offender: notParallel },
  trigger: { expected: 'a project or a hash, with at most 3 entries under `include`', offender: notTrigger },
};

/** A value that an input or a missing include can still make anything. */
export function isOpen(value: Value): boolean {
  return value.kind === 'reference' || isPlaceholder(value);
}

function isString(value: Value): boolean {
  return value.kind === 'scalar' && value.type === 'string';
}

function notLines(value: Value): Value | undefined {
  return flatten(value, []).items.find((item) => !isOpen(item.value) && !isString(item.value))?.value;
}

function notStrings(value: Value): Value | undefined {
  if (value.kind !== 'list') return value;
  return value.items.find((item) => !isOpen(item.value) && !isString(item.value))?.value;
}

function notImage(value: Value): Value | undefined {
  if (value.kind !== 'mapping') return isString(value) ? undefined : value;
  const name = value.entries.get('name')?.value;
  if (!name) return value;
  if (!isOpen(name) && !isString(name)) return name;
  const entrypoint = specified(value, 'entrypoint')?.value;
  return entrypoint && !isOpen(entrypoint) ? notStrings(entrypoint) : undefined;
}

function notServices(value: Value): Value | undefined {
  if (value.kind !== 'list') return value;
  return flatten(value, []).items.find(
    ({ value: item }) => !isNull(item) && !isOpen(item) && item.kind !== 'mapping' && !isString(item),
  )?.value;
}

function notRules(value: Value): Value | undefined {
  if (value.kind !== 'list') return value;
  return flatten(value, []).items.find(({ value: rule }) => !isOpen(rule) && rule.kind !== 'mapping')?.value;
}

function notWhen(value: Value): Value | undefined {
  return value.kind === 'scalar' && WHENS.includes(value.text.text) ? undefined : value;
}

function notAllowFailure(value: Value): Value | undefined {
  return value.kind === 'mapping' || (value.kind === 'scalar' && value.type === 'boolean') ? undefined : value;
}

function notParallel(value: Value): Value | undefined {
  if (value.kind === 'scalar') {
    const isCount = typeof value.value === 'number' && Number.isInteger(value.value);
    return isCount && Number(value.value) >= 1 && Number(value.value) <= 200 ? undefined : value;
  }
  const matrix = value.kind === 'mapping' ? value.entries.get('matrix')?.value : undefined;
  if (!matrix) return value;
  if (isOpen(matrix)) return undefined;
  if (matrix.kind !== 'list') return matrix;
  return matrix.items.find((item) => !isOpen(item.value) && item.value.kind !== 'mapping')?.value;
}

function notTrigger(value: Value): Value | undefined {
  if (value.kind !== 'mapping') return isString(value) ? undefined : value;
  const include = value.entries.get('include')?.value;
  return include?.kind === 'list' && include.items.length > 3 ? include : undefined;
}
