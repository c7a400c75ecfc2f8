/** Real https servers on this machine, with a certificate authority of their own. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { onTestFinished } from 'vitest';

export interface HttpsServer {
  /** `https://localhost:PORT` */
  readonly url: string;
  /** `localhost:PORT` */
  readonly host: string;
  /** What was asked, in order. */
  readonly requests: readonly IncomingMessage[];
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const authority = generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  extensions: [
    { name: 'basicConstraints', cA: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ],
});

/** The certificate that a client has to trust, as PEM. */
export async function certificate(): Promise<string> {
  return (await authority).cert;
}

/** Starts a server, which ends with the test. */
export async function httpsServer(handle: Handler): Promise<HttpsServer> {
  const { cert, private: key } = await authority;
  const requests: IncomingMessage[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    requests.push(request);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return { url: `https://${host}`, host, requests };
}
