/** The formats there are. Each is loaded when it is asked for, so that a run pays for one report only. */
import type { Report } from './report.ts';

export type Format = 'pretty' | 'json' | 'sarif' | 'codequality';

export const FORMATS: Readonly<Record<Format, () => Promise<Report>>> = {
  pretty: async () => (await import('./pretty.ts')).pretty,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
  codequality: async () => (await import('./codequality.ts')).codequality,
};

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly Format[];
