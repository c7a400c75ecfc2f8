import type { Place } from './source-file.ts';

/**
 * Something a stage could not accept, as data. The rule of the same name turns `kind` and `data` into words, so that
 * wording lives in one place and the stages stay free of prose.
 */
export interface Problem {
  readonly rule:
    | 'config-syntax'
    | 'config-schema'
    | 'config-include'
    | 'config-extends'
    | 'config-reference'
    | 'config-needs'
    | 'config-stage'
    | 'config-inputs';
  /** The rule's message to use, in camel case: `unknownParent`. */
  readonly kind: string;
  readonly place: Place;
  readonly data: Readonly<Record<string, string>>;
}
