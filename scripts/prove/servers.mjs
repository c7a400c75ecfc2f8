/**
 * The servers behind the lab's host names: GitLab's token service and dependency proxy, a registry of another house, and
 * what Docker Hub says to strangers. Images are kept by Debian's docker-registry, which checks every token itself.
 */
import { randomUUID, sign, X509Certificate } from 'node:crypto';
import { createServer as createPlainServer, request } from 'node:http';
import { createServer } from 'node:https';
import { ADDRESS, actorOf, DOCKER_HUB, GITLAB, granted, OTHER_REGISTRIES, REGISTRY, SECRETS } from './world.mjs';

const ISSUER = 'lab-gitlab';
const REGISTRY_SERVICE = 'container_registry';

/**
 * Answers to all host names on 443, and on 5050, where some installations have their registry.
 *
 * @param pems `{ key, certificate }`, for TLS and for the tokens
 * @param registryPort where docker-registry listens
 */
export async function startServers(pems, registryPort) {
  const answer = (incoming, response) => {
    const host = (incoming.headers.host ?? '').replace(/:\d+$/, '');
    const respond = host === REGISTRY ? forward : (ANSWERS[host] ?? notFound);
    respond({ incoming, response, pems, registryPort, url: new URL(incoming.url, `https://${host}`) });
  };
  for (const port of [443, 5050])
    await listening(createServer({ key: pems.key, cert: pems.certificate }, answer), port);
  await listening(
    createPlainServer((_, response) => response.writeHead(404).end()),
    80,
  );
}

/** The configuration of docker-registry: tokens of the service above, and no other way in. */
export function registryConfiguration(folder, port, certificateFile) {
  return `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: ${folder} } }
http: { addr: "127.0.0.1:${port}", relativeurls: true }
auth:
  token:
    realm: https://${GITLAB}/jwt/auth
    service: ${REGISTRY_SERVICE}
    issuer: ${ISSUER}
    rootcertbundle: ${certificateFile}
`;
}

const ANSWERS = Object.fromEntries([
  [GITLAB, answerAsGitLab],
  ...DOCKER_HUB.map((host) => [host, answerAsDockerHub]),
  ...OTHER_REGISTRIES.map((host) => [host, answerAsOtherRegistry]),
]);

function answerAsGitLab(exchange) {
  const { url, response } = exchange;
  if (url.pathname === '/jwt/auth') return giveToken(exchange);
  if (url.pathname.startsWith('/v2/')) return answerAsDependencyProxy(exchange);
  response.writeHead(302, { location: '/users/sign_in' }).end();
}

/** `/jwt/auth`: 401 for a pair that it does not know, 403 where somebody without a credential is granted nothing. */
function giveToken({ incoming, response, pems, url }) {
  const pair = basicPair(incoming);
  const actor = pair && actorOf(pair.user, pair.password);
  if (pair && actor === undefined) return refuse(response, 401, 'UNAUTHORIZED', HTTP_BASIC);
  const service = url.searchParams.get('service');
  const access = url.searchParams
    .getAll('scope')
    .flatMap((scopes) => scopes.split(' '))
    .map((scope) => accessOf(actor, scope))
    .filter(({ actions }) => actions.length > 0);
  if (actor === undefined && access.length === 0) return refuse(response, 403, 'DENIED', 'access forbidden');
  sendJson(response, 200, { token: tokenFor(pems, service ?? REGISTRY_SERVICE, access) });
}

const HTTP_BASIC =
  'HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or ' +
  "you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, " +
  'or improperly scoped.';

function accessOf(actor, scope) {
  const [type, name = '', actions = ''] = scope.split(':');
  return { type, name, actions: type === 'repository' ? granted(actor, name, actions.split(',')) : [] };
}

/** Reads only, and asks whoever comes for a token of the group's; what it has is in the same store. */
function answerAsDependencyProxy(exchange) {
  const { incoming, response, url } = exchange;
  const image = /^\/v2\/(acme\/(?:platform\/)?dependency_proxy\/containers\/[^/]+)\/(?:manifests|blobs)\/[^/]+$/.exec(
    url.pathname,
  );
  if (!incoming.headers.authorization?.startsWith('Bearer ')) {
    response.setHeader('www-authenticate', `Bearer realm="https://${GITLAB}/jwt/auth",service="dependency_proxy"`);
    return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
  }
  if (url.pathname === '/v2/') return sendJson(response, 200, {});
  if (!image || !['GET', 'HEAD'].includes(incoming.method)) return response.writeHead(404).end();
  forwardAs(exchange, image[1], ['pull']);
}

/** What Docker Hub says to people that it does not know, in the form of its own answers. */
function answerAsDockerHub({ incoming, response, url }) {
  if (url.pathname === '/token') {
    if (incoming.headers.authorization) {
      return sendJson(response, 401, { details: 'incorrect username or password' });
    }
    return sendJson(response, 200, { token: 'anonymous' });
  }
  const name = /^\/v2\/(.+)\/(?:blobs|manifests)\//.exec(url.pathname)?.[1];
  const scope = name ? `,scope="repository:${name}:pull,push",error="insufficient_scope"` : '';
  response.setHeader(
    'www-authenticate',
    `Bearer realm="https://auth.docker.io/token",service="registry.docker.io"${scope}`,
  );
  refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
}

/** A registry with plain Basic authentication. */
function answerAsOtherRegistry(exchange) {
  const { incoming, response, url } = exchange;
  const pair = basicPair(incoming);
  if (pair?.user !== 'robot' || pair.password !== SECRETS.robot) {
    response.setHeader('www-authenticate', 'Basic realm="Registry"');
    return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
  }
  const name = /^\/v2\/(.+)\/(?:blobs|manifests)\//.exec(url.pathname)?.[1];
  if (!name) return sendJson(response, 200, {});
  forwardAs(exchange, name, ['pull', 'push']);
}

const notFound = ({ response }) => response.writeHead(404).end();

function basicPair({ headers }) {
  const encoded = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { user, password: rest.join(':') };
}

function refuse(response, status, code, message) {
  sendJson(response, status, { errors: [{ code, message }] });
}

function sendJson(response, status, value) {
  response
    .writeHead(status, { 'content-type': 'application/json', 'docker-distribution-api-version': 'registry/2.0' })
    .end(JSON.stringify(value));
}

function forwardAs(exchange, name, actions) {
  const token = tokenFor(exchange.pems, REGISTRY_SERVICE, [{ type: 'repository', name, actions }]);
  forward(exchange, { authorization: `Bearer ${token}` });
}

function forward({ incoming, response, registryPort }, headers = {}) {
  const passedOn = request(
    {
      host: '127.0.0.1',
      port: registryPort,
      method: incoming.method,
      path: incoming.url,
      headers: { ...incoming.headers, ...headers },
    },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  passedOn.on('error', () => response.writeHead(502).end());
  incoming.pipe(passedOn);
}

/** A token as docker-registry wants it: signed, with the certificate of the signer in its header. */
function tokenFor({ key, certificate }, audience, access) {
  const now = Math.floor(Date.now() / 1000);
  const header = { typ: 'JWT', alg: 'RS256', x5c: [new X509Certificate(certificate).raw.toString('base64')] };
  const claims = { iss: ISSUER, aud: audience, sub: '', iat: now, nbf: now - 10, exp: now + 300, jti: randomUUID() };
  const text = [header, { ...claims, access }].map((part) => base64url(JSON.stringify(part))).join('.');
  return `${text}.${base64url(sign('RSA-SHA256', Buffer.from(text), key))}`;
}

const base64url = (content) => Buffer.from(content).toString('base64url');

function listening(server, port) {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, ADDRESS.servers, resolve));
}
