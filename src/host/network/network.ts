/**
 * Gets what stands at an https address, and no more than that: a credential stays at the server it is for, redirects do not
 * lead into a private network, and no answer fills the memory or takes forever.
 */
import type { Dispatcher, Response } from 'undici';
import type { NotFetched } from '../../source/remote.ts';
import { isPublicAddress } from './address.ts';
import { type ConnectionSettings, openConnections } from './connection.ts';
import { whyNoAnswer } from './faults.ts';
import { type Attempt, pauseOf, type RetrySettings, withRetries } from './retry.ts';

export interface NetworkSettings extends ConnectionSettings, RetrySettings {
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  /** Where a redirect to another server may lead. */
  readonly isPublic: (address: string) => boolean;
}

/** GitLab itself waits 30 seconds for included files. */
export const NETWORK_DEFAULTS: Omit<NetworkSettings, 'env' | 'certificates'> = {
  retries: 3,
  backoff: 500,
  timeout: 30_000,
  isPublic: isPublicAddress,
};

export interface Request {
  readonly url: URL;
  /** A header that proves who asks: for the server of `url` only. */
  readonly credential?: readonly [header: string, value: string];
  /** The most bytes that are taken. */
  readonly limit: number;
}

/** An answer whatever its status is, or why there is none. */
export type Answer =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly body: Uint8Array }
  | NotFetched;

type Headers = Response['headers'];

const MOST_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Failures that may pass: too many requests, and faults of servers and of what stands before them. */
const PASSING: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

export class Network {
  readonly #settings: NetworkSettings;
  #direct: Promise<Dispatcher> | undefined;
  #guarded: Promise<Dispatcher> | undefined;

  constructor(settings: NetworkSettings) {
    this.#settings = settings;
  }

  /** Never throws. */
  get(request: Request): Promise<Answer> {
    return withRetries(this.#settings, () => this.#attempt(request));
  }

  async close(): Promise<void> {
    const open = await Promise.allSettled([this.#direct, this.#guarded]);
    await Promise.all(open.map((each) => (each.status === 'fulfilled' ? each.value?.destroy() : undefined)));
  }

  async #attempt(request: Request): Promise<Attempt<Answer>> {
    try {
      const result = await this.#follow(request);
      if (!result.ok || !PASSING.includes(result.status)) return { result, mayPass: false };
      const pause = pauseOf(result.headers.get('retry-after'), Date.now());
      return { result, mayPass: true, ...(pause !== undefined && { pause }) };
    } catch (error) {
      const { mayPass, ...failure } = whyNoAnswer(error);
      return { result: { ok: false, ...failure }, mayPass };
    }
  }

  async #follow({ url, credential, limit }: Request): Promise<Answer> {
    const signal = AbortSignal.timeout(this.#settings.timeout);
    const { fetch } = await import('undici');
    let at = url;
    let isAtHome = true;
    for (let count = 0; count <= MOST_REDIRECTS; count++) {
      if (at.protocol !== 'https:') return count === 0 ? fail('not-https') : fail('unsafe-redirect', `to ${at.origin}`);
      if (!isAtHome && this.#isPrivate(at)) return fail('unsafe-redirect', `to the private address ${at.host}`);
      const headers = { 'user-agent': 'pipelint', ...(isAtHome && credential && { [credential[0]]: credential[1] }) };
      const dispatcher = await (isAtHome ? this.#openDirect() : this.#openGuarded());
      const response = await fetch(at, { redirect: 'manual', headers, dispatcher, signal });
      const next = REDIRECTS.includes(response.status) ? response.headers.get('location') : null;
      if (next === null) return await answer(response, limit);
      await response.body?.cancel();
      if (!URL.canParse(next, at.href)) return fail('unsafe-redirect', 'to what is no address');
      at = new URL(next, at.href);
      isAtHome &&= at.origin === url.origin;
    }
    return fail('unsafe-redirect', `more than ${MOST_REDIRECTS} times`);
  }

  /** An address that is written out is not looked up, and so not met by the guard of the connection. */
  #isPrivate({ hostname }: URL): boolean {
    const address = hostname.replace(/^\[|\]$/g, '');
    return /^[\d.]+$|:/.test(address) && !this.#settings.isPublic(address);
  }

  #openDirect(): Promise<Dispatcher> {
    this.#direct ??= openConnections(this.#settings);
    return this.#direct;
  }

  #openGuarded(): Promise<Dispatcher> {
    this.#guarded ??= openConnections(this.#settings, this.#settings.isPublic);
    return this.#guarded;
  }
}

async function answer(response: Response, limit: number): Promise<Answer> {
  const { status, headers } = response;
  if (Number(headers.get('content-length') ?? 0) > limit) {
    await response.body?.cancel();
    return fail('too-big');
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) return fail('too-big');
  }
  return { ok: true, status, headers, body: Buffer.concat(chunks) };
}

function fail(reason: NotFetched['reason'], detail?: string): NotFetched {
  return { ok: false, reason, ...(detail !== undefined && { detail }) };
}
