import type { Mapping } from '../yaml/values.ts';

/** What is known from outside of the pipeline that is composed. Everything else stays open. */
export interface Given {
  /** Variables with certain values, which includes and their rules may use. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Everything that the root file gets for its inputs. Undefined: who starts the pipeline is not known. */
  readonly inputs?: Mapping;
  /** The file is only a part of a pipeline: whoever includes it may bring whatever it lacks. */
  readonly isPart?: boolean;
}
