/** The forms in which a diagnosis is told. */
import { json } from './json.ts';
import { pretty } from './pretty.ts';

export const DIAGNOSIS_FORMATS = { pretty, json } as const;
