/** Why a request came to no answer. */
import type { NotFetched } from '../../source/remote.ts';
import { ForbiddenAddress } from './connection.ts';

export interface Fault extends Pick<NotFetched, 'reason' | 'detail'> {
  readonly mayPass: boolean;
}

/** What OpenSSL and Node call a certificate that does not hold. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|ALTNAME/;

/** Faults that another attempt meets again: a name that does not exist, an address that cannot be one. */
const LASTING = /^(?:ENOTFOUND|ERR_INVALID_URL|ERR_SSL_WRONG_VERSION_NUMBER|EPROTO|UND_ERR_INVALID_ARG)$/;

/** `fetch` wraps what happened in one or two errors of its own. */
export function whyNoAnswer(error: unknown): Fault {
  const causes = causesOf(error);
  const code = causes.map(codeOf).find((each) => each !== '') ?? '';
  const detail = causes.at(-1)?.message || code;
  if (causes.some((cause) => cause instanceof ForbiddenAddress)) {
    return { reason: 'unsafe-redirect', detail, mayPass: false };
  }
  if (CERTIFICATE.test(code)) return { reason: 'untrusted', detail, mayPass: false };
  if (causes.some(({ name }) => name === 'TimeoutError') || /TIMEOUT|ETIMEDOUT/.test(code)) {
    return { reason: 'timeout', mayPass: true };
  }
  return { reason: 'unreachable', detail, mayPass: !LASTING.test(code) };
}

/** The error, what caused it, and so on; of several attempts to connect the first one. */
function causesOf(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [new Error(String(error))];
  const cause = error instanceof AggregateError ? error.errors[0] : error.cause;
  return cause === undefined || cause === error ? [error] : [error, ...causesOf(cause)];
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
