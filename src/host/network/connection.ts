/** How connections are made: through a proxy or not, with which certificate authorities, to which addresses. */
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { Dispatcher } from 'undici';

export interface ConnectionSettings {
  /** `HTTPS_PROXY` and `NO_PROXY`, also in small letters. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Certificate authorities to trust beside the usual ones, as PEM. */
  readonly certificates: readonly string[];
}

/** A connection to an address that is not allowed. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/**
 * `undici` is what Node's own `fetch` is made of; the package has the proxies that Node 20 leaves out.
 *
 * @param isAllowed which addresses may be connected to; behind a proxy it is the proxy that resolves names
 */
export async function openConnections(
  { env, certificates }: ConnectionSettings,
  isAllowed?: (address: string) => boolean,
): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('undici');
  const tls = certificates.length > 0 ? { ca: [...rootCertificates, ...certificates] } : {};
  return new EnvHttpProxyAgent({
    httpProxy: '',
    httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? '',
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
    connect: { ...tls, ...(isAllowed && { lookup: guarded(isAllowed) }) },
    requestTls: tls,
    proxyTls: tls,
  });
}

/** Looks a name up as usual, at the moment of connecting, and refuses all of its addresses when one is not allowed. */
function guarded(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
      const forbidden = addresses.find((address) => !isAllowed(address));
      if (error || forbidden === undefined) callback(error, found, family);
      else callback(new ForbiddenAddress(`${hostname} has the private address ${forbidden}`), '', 0);
    });
  };
}
