/** Asks again after a failure that may pass: a server under load, a lost connection. */

export interface RetrySettings {
  /** How often it is asked again. */
  readonly retries: number;
  /** The first pause in milliseconds; each one after may be twice as long. */
  readonly backoff: number;
}

/** A longer pause that a server wants is not waited for. */
const LONGEST_PAUSE = 60_000;

/** What one attempt came to. */
export interface Attempt<Result> {
  readonly result: Result;
  /** Whether another attempt may come to something else. */
  readonly mayPass: boolean;
  /** The pause in milliseconds that the server wants. */
  readonly pause?: number;
}

/** The result of the first attempt that is not a passing failure, or of the last one. */
export async function withRetries<Result>(
  { retries, backoff }: RetrySettings,
  attempt: () => Promise<Attempt<Result>>,
): Promise<Result> {
  for (let count = 0; ; count++) {
    const { result, mayPass, pause } = await attempt();
    if (!mayPass || count >= retries || (pause ?? 0) > LONGEST_PAUSE) return result;
    // The random part keeps many clients that failed together from coming back together.
    await sleep(pause ?? backoff * 2 ** count * (0.5 + Math.random() / 2));
  }
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, section 10.2.3). */
export function pauseOf(retryAfter: string | null, now: number): number | undefined {
  if (retryAfter === null) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
