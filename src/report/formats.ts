/** The formats there are. Each is loaded when it is asked for, so that a run pays for one report only. */
import type { Report } from './report.ts';

export type Format = 'pretty' | 'compact' | 'json' | 'sarif' | 'codequality' | 'junit' | 'github' | 'agent';

export const FORMATS: Readonly<Record<Format, () => Promise<Report>>> = {
  pretty: async () => (await import('./pretty.ts')).pretty,
  compact: async () => (await import('./compact.ts')).compact,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif/sarif.ts')).sarif,
  codequality: async () => (await import('./codequality.ts')).codequality,
  junit: async () => (await import('./junit.ts')).junit,
  github: async () => (await import('./github.ts')).github,
  agent: async () => (await import('./agent.ts')).agent,
};

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly Format[];
