import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPublicAddress } from '../../src/host/network/address.ts';
import { type Answer, NETWORK_DEFAULTS, Network, type NetworkSettings } from '../../src/host/network/network.ts';
import { pauseOf } from '../../src/host/network/retry.ts';
import { certificate, type Handler, type HttpsServer, httpsServer } from './https-server.ts';

const TOKEN = ['PRIVATE-TOKEN', 'not-a-real-token'] as const;
const LIMIT = 1000;

async function network(settings: Partial<NetworkSettings> = {}): Promise<Network> {
  const certificates = [await certificate()];
  const made = new Network({ ...NETWORK_DEFAULTS, backoff: 1, timeout: 5000, env: {}, certificates, ...settings });
  onTestFinished(() => made.close());
  return made;
}

async function get(url: string, settings: Partial<NetworkSettings> = {}): Promise<Answer> {
  return (await network(settings)).get({ url: new URL(url), credential: TOKEN, limit: LIMIT });
}

/** What a person sees of an answer. */
function shown(answer: Answer): string {
  return answer.ok ? `${answer.status} ${Buffer.from(answer.body).toString()}` : answer.reason;
}

function tokens({ requests }: HttpsServer): (string | string[] | undefined)[] {
  return requests.map(({ headers }) => headers['private-token']);
}

/** Answers one after the other, and then the last one again. */
function inTurn(...handlers: readonly Handler[]): Handler {
  let turn = 0;
  return (request, response) => {
    const handle = handlers[Math.min(turn, handlers.length - 1)];
    turn += 1;
    handle?.(request, response);
  };
}

const status =
  (code: number, headers: Readonly<Record<string, string>> = {}, body = ''): Handler =>
  (_, response) => {
    response.writeHead(code, headers).end(body);
  };
const ok = status(200, {}, 'a: b');
const hangUp: Handler = (request) => request.socket.destroy();
const truncated: Handler = (request, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('a: b', () => request.socket.destroy());
};
const silent: Handler = () => {};
const stalled: Handler = (_, response) => {
  response.writeHead(200).write('a: ');
};
const endless: Handler = (_, response) => {
  const timer = setInterval(() => response.write('#'.repeat(100)), 1);
  response.on('close', () => clearInterval(timer));
};
const bomb: Handler = (_, response) => {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('#'.repeat(1_000_000)));
};

describe('Network', () => {
  it.each<[name: string, expected: string, asked: number, handler: Handler]>([
    ['an answer', '200 a: b', 1, ok],
    [
      'a compressed answer',
      '200 a: b',
      1,
      (_, r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a: b')),
    ],
    ['404', '404 no', 1, status(404, {}, 'no')],
    ['401', '401 ', 1, status(401)],
    ['500, then an answer', '200 a: b', 2, inTurn(status(500), ok)],
    ['429 with a pause, then an answer', '200 a: b', 2, inTurn(status(429, { 'retry-after': '0' }), ok)],
    ['429 with a pause that is too long', '429 ', 1, status(429, { 'retry-after': '3600' })],
    ['503 for ever', '503 ', 4, status(503)],
    ['501, which does not pass', '501 ', 1, status(501)],
    ['a lost connection, then an answer', '200 a: b', 2, inTurn(hangUp, ok)],
    ['connections that are always lost', 'unreachable', 4, hangUp],
    ['a truncated body, then a whole one', '200 a: b', 2, inTurn(truncated, ok)],
    ['a body that is always truncated', 'unreachable', 4, truncated],
    ['a body that is too big, as it says', 'too-big', 1, status(200, {}, '#'.repeat(LIMIT + 1))],
    ['a body that never ends', 'too-big', 1, endless],
    ['a small body that unfolds into a big one', 'too-big', 1, bomb],
    ['a redirect on the same server', '200 a: b', 2, inTurn(status(302, { location: '/there' }), ok)],
    ['a redirect without an address', '302 ', 1, status(302)],
    ['a redirect loop', 'unsafe-redirect', 6, status(302, { location: '/' })],
    ['a redirect to http', 'unsafe-redirect', 1, status(302, { location: 'http://localhost/' })],
    ['a redirect to a file', 'unsafe-redirect', 1, status(302, { location: 'file:///etc/hosts' })],
  ])('%s: %s', async (_, expected, asked, handler) => {
    const server = await httpsServer(handler);
    expect(shown(await get(server.url))).toBe(expected);
    expect(server.requests).toHaveLength(asked);
    expect(tokens(server)).toEqual(server.requests.map(() => TOKEN[1]));
  });

  it.each<[string, Handler]>([
    ['no answer', silent],
    ['half an answer', stalled],
  ])('does not wait for ever for %s', async (_, handler) => {
    const server = await httpsServer(handler);
    expect(shown(await get(server.url, { timeout: 1000, retries: 1 }))).toBe('timeout');
    expect(server.requests).toHaveLength(2);
  });

  it('waits as long as the server wants', async () => {
    const server = await httpsServer(inTurn(status(429, { 'retry-after': '1' }), ok));
    const start = performance.now();
    expect(shown(await get(server.url))).toBe('200 a: b');
    expect(performance.now() - start).toBeGreaterThan(950);
  });

  it('keeps the token from another server, and from all that follows', async () => {
    const here: string[] = [];
    const home = await httpsServer((request, response) => {
      here.push(`${request.url} ${request.headers['private-token']}`);
      if (request.url === '/start') status(302, { location: `${other.url}/away` })(request, response);
      else ok(request, response);
    });
    const other: HttpsServer = await httpsServer((request, response) =>
      status(307, { location: `${home.url}/back` })(request, response),
    );
    expect(shown(await get(`${home.url}/start`, { isPublic: () => true }))).toBe('200 a: b');
    expect(here).toEqual([`/start ${TOKEN[1]}`, '/back undefined']);
    expect(tokens(other)).toEqual([undefined]);
  });

  it.each([
    ['its name', (url: string) => url],
    ['its number', (url: string) => url.replace('localhost', '127.0.0.1')],
    ['a number of IPv6', (url: string) => url.replace('localhost', '[::ffff:127.0.0.1]')],
  ])('follows no redirect into a private network, given by %s', async (_, addressOf) => {
    const other = await httpsServer(ok);
    const home = await httpsServer(status(302, { location: addressOf(other.url) }));
    expect(await get(home.url)).toMatchObject({ ok: false, reason: 'unsafe-redirect' });
    expect(other.requests).toEqual([]);
  });

  it('asks nothing over http', async () => {
    const requests: string[] = [];
    const server = createServer((request) => requests.push(request.url ?? ''));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    expect(shown(await get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`))).toBe('not-https');
    expect(requests).toEqual([]);
  });

  it('trusts no certificate that it is not told of, and sends nothing', async () => {
    const server = await httpsServer(ok);
    expect(await get(server.url, { certificates: [] })).toMatchObject({ ok: false, reason: 'untrusted' });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['a closed port', 'https://127.0.0.1:1/', {}],
    ['a proxy that is not there', 'https://localhost:2/', { HTTPS_PROXY: 'http://127.0.0.1:1' }],
    ['a proxy that is no address', 'https://localhost:2/', { HTTPS_PROXY: '::' }],
  ])('says that it cannot reach %s', async (_, url, env) => {
    expect(await get(url, { env })).toEqual({ ok: false, reason: 'unreachable', detail: expect.stringMatching(/./) });
  });

  it('goes through a proxy, and round it where that is said', async () => {
    const server = await httpsServer(ok);
    const { proxy, tunnels } = await proxyServer();
    expect(shown(await get(server.url, { env: { HTTPS_PROXY: proxy } }))).toBe('200 a: b');
    expect(tunnels).toEqual([server.host]);
    expect(shown(await get(server.url, { env: { https_proxy: proxy, no_proxy: 'localhost' } }))).toBe('200 a: b');
    expect(tunnels).toEqual([server.host]);
  });
});

/** A proxy that opens tunnels (RFC 9110, section 9.3.6: CONNECT). */
async function proxyServer(): Promise<{ proxy: string; tunnels: readonly string[] }> {
  const tunnels: string[] = [];
  const server = createServer();
  server.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    const target = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels };
}

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'localhost',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('pauseOf', () => {
  const NOW = Date.parse('2030-01-01T00:00:00Z');

  it.each([
    [null, undefined],
    ['5', 5000],
    ['Tue, 01 Jan 2030 00:00:10 GMT', 10_000],
    ['Mon, 31 Dec 2029 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('Retry-After: %s', (header, expected) => {
    expect(pauseOf(header, NOW)).toBe(expected);
  });
});
