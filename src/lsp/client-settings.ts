/** What an editor may set, under `pipelint` or as `initializationOptions`. The rules are set in `.pipelint.yml`, for everybody. */

export interface ClientSettings {
  /** Show above each job where it logs in and what it pushes. */
  readonly codeLens: boolean;
}

export const DEFAULT_CLIENT_SETTINGS: ClientSettings = { codeLens: false };

/** Takes what it knows of whatever an editor sends. */
export function readClientSettings(sent: unknown, before: ClientSettings = DEFAULT_CLIENT_SETTINGS): ClientSettings {
  const own = isRecord(sent) && isRecord(sent.pipelint) ? sent.pipelint : sent;
  if (!isRecord(own)) return before;
  return { codeLens: typeof own.codeLens === 'boolean' ? own.codeLens : before.codeLens };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
