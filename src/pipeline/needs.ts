/**
 * What stands under `needs:`. Names are those of jobs or of copies that `parallel` makes; a need may pick copies by their
 * place in the matrix, also by the needing job's own: `OS: ['$[[ matrix.OS ]]']`.
 */
import type { Item, Mapping, Value } from '../yaml/values.ts';
import { type JobSource, ownKeyword, specified } from './build-keyword.ts';
import { type Copy, copyName, matrixRows } from './copies.ts';
import { flatten } from './flatten.ts';
import type { Need } from './nodes.ts';

/** The jobs of this pipeline that the job waits for; those of other pipelines and projects are left out. */
export function readNeeds(source: JobSource, copy: Copy | undefined): readonly Need[] | undefined {
  const needs = ownKeyword(source, 'needs');
  if (!needs) return undefined;
  return flatten(needs.value, needs.trail).items.flatMap((item) => readNeed(item, copy) ?? []);
}

/** Undefined: the need is of another pipeline or project, or is not one. */
export function readNeed({ value }: Item, copy: Copy | undefined): Need | undefined {
  if (value.kind === 'scalar') {
    return { job: value.text.text, optional: false, copies: undefined, place: value.place };
  }
  if (value.kind !== 'mapping') return undefined;
  const job = specified(value, 'job')?.value;
  if (job?.kind !== 'scalar' || specified(value, 'pipeline') || specified(value, 'project')) return undefined;
  const name = job.text.text;
  const optional = isTrue(specified(value, 'optional')?.value);
  return { job: name, optional, copies: pickedCopies(name, value, copy), place: job.place };
}

function pickedCopies(job: string, need: Mapping, copy: Copy | undefined): readonly string[] | undefined {
  const parallel = specified(need, 'parallel')?.value;
  const matrix = parallel?.kind === 'mapping' ? specified(parallel, 'matrix') : undefined;
  const rows = matrix && matrixRows(copy ? withOwnMatrix(matrix.value, copy) : matrix.value, matrix.trail);
  return rows?.map((row) => copyName(job, row));
}

const OWN_VALUE = /^\$\[\[\s*matrix\.(\w+)\s*\]\]$/;

/** The matrix of a need with the needing copy's own values in it. */
function withOwnMatrix(value: Value, copy: Copy): Value {
  if (value.kind === 'list') {
    return { ...value, items: value.items.map((item) => ({ ...item, value: withOwnMatrix(item.value, copy) })) };
  }
  if (value.kind === 'mapping') {
    const entries = [...value.entries].map(
      ([name, entry]) => [name, { ...entry, value: withOwnMatrix(entry.value, copy) }] as const,
    );
    return { ...value, entries: new Map(entries) };
  }
  const name = value.kind === 'scalar' ? OWN_VALUE.exec(value.text.text)?.[1] : undefined;
  return copy.variables.find((variable) => variable.name === name)?.value ?? value;
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.value === true;
}
