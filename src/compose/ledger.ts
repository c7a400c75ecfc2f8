/** What is met on the way through the includes: how many there are, which are not known here, and what is wrong. */
import type { Problem } from '../source/problem.ts';
import { NOT_FETCHED, type NotFetchedReason, type RemoteSource } from '../source/remote.ts';
import type { Place } from '../source/source-file.ts';
import type { Unresolved } from './composition.ts';
import type { Include } from './include-entry.ts';
import type { InputsKind } from './inputs/problems.ts';
import type { IncludeKind } from './problems.ts';

/** `ci_max_includes`: how many files may take part, each counted as often as it is included. */
const MAX_INCLUDES = 150;

/** For each kind of include, why GitLab is certain to have no file either. Other reasons are those of this computer. */
const NOT_THERE: Readonly<Record<Unresolved['kind'], readonly NotFetchedReason[]>> = {
  local: ['no-file'],
  project: ['no-file', 'no-ref'],
  component: ['no-file', 'no-version'],
  template: ['no-file'],
  remote: [],
  artifact: [],
};

export class Ledger {
  readonly unresolved: Unresolved[] = [];
  readonly problems: Problem[] = [];
  readonly #reported = new Set<string>();
  #certain = 0;
  #count = 0;
  #isTooMany = false;

  /** Counts an include, and says whether it still takes part. */
  countIn(include: Include, conditional: boolean): boolean {
    this.#count += 1;
    if (!conditional) this.#certain += 1;
    if (this.#count <= MAX_INCLUDES) return true;
    if (this.#certain <= MAX_INCLUDES) this.addUnresolved(include, conditional, `comes after ${MAX_INCLUDES} others`);
    else if (!this.#isTooMany) this.report('tooMany', include.name.place, { limit: `${MAX_INCLUDES}` });
    this.#isTooMany ||= this.#certain > MAX_INCLUDES;
    return false;
  }

  addUnresolved(include: Include, conditional: boolean, reason: string, source?: RemoteSource): void {
    const { kind, target, unknownName } = include;
    const { place } = include.name;
    if (this.#isRepeated('unresolved', place)) return;
    this.unresolved.push({
      kind,
      target,
      ...(source && { source }),
      place,
      reason,
      conditional: conditional || unknownName !== undefined,
    });
  }

  /** An include without a text. Where GitLab finds none either, that is a fault. */
  addNotFetched(include: Include, conditional: boolean, source: RemoteSource, reason: NotFetchedReason): void {
    const { kind, target, name } = include;
    this.addUnresolved(include, conditional, NOT_FETCHED[reason], source);
    if (conditional || !NOT_THERE[kind].includes(reason)) return;
    const { project = '', ref = '', file = '' } = source.kind === 'project' ? source : {};
    this.report('notThere', name.place, { kind, target, reason, project: project.toLowerCase(), ref, file });
  }

  report(kind: IncludeKind, place: Place, data: Problem['data'] = {}): void {
    if (!this.#isRepeated(kind, place)) this.problems.push({ rule: 'config-include', kind, place, data });
  }

  /** Several inputs may be missing at one place. */
  reportInputs(kind: InputsKind, place: Place, data: Problem['data'] = {}): void {
    if (!this.#isRepeated(`${kind} ${data.input ?? ''}`, place)) {
      this.problems.push({ rule: 'config-inputs', kind, place, data });
    }
  }

  /** A file that is included twice would tell everything twice. */
  #isRepeated(kind: string, place: Place): boolean {
    const key = `${kind} ${place.file.path} ${place.range[0]}`;
    const repeated = this.#reported.has(key);
    this.#reported.add(key);
    return repeated;
  }
}
