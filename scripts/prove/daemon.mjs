/**
 * Stands in for dockerd, which cannot run everywhere. The docker client decides as ever which credential belongs to a
 * reference and sends it along; the transfer is made by `skopeo copy` with that very credential, and its words are skopeo's.
 * Nothing is built: every build and every `docker tag` succeeds.
 */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';

/** @param image the OCI layout that is pushed whatever the reference names */
export function startDaemon(socket, image, environment) {
  const server = createServer((incoming, response) => {
    incoming.resume();
    const url = new URL(incoming.url, 'http://docker');
    const path = url.pathname.replace(/^\/v[\d.]+/, '');
    const name = /^\/images\/(.+)\/push$/.exec(path)?.[1];
    if (path === '/_ping') return response.writeHead(200, { 'api-version': '1.47', ostype: 'linux' }).end('OK');
    if (name) return transfer(`${name}:${url.searchParams.get('tag') || 'latest'}`, 'push');
    if (path === '/images/create') {
      return transfer(`${url.searchParams.get('fromImage')}:${url.searchParams.get('tag') || 'latest'}`, 'pull');
    }
    if (path === '/build') return incoming.on('end', () => response.end(line({ stream: 'nothing is built here\n' })));
    if (path.endsWith('/tag')) return response.writeHead(201).end();
    response.writeHead(404, { 'content-type': 'application/json' }).end(line({ message: 'not in this daemon' }));

    function transfer(reference, direction) {
      const remote = `docker://${reference}`;
      const side = direction === 'push' ? 'dest' : 'src';
      const ends = direction === 'push' ? [`oci:${image}`, remote] : [remote, `dir:${image}-pulled`];
      const credential = credentialIn(incoming.headers['x-registry-auth']);
      const option = credential ? [`--${side}-creds`, credential] : [`--${side}-no-creds`];
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(line({ status: `${direction} of ${reference} by skopeo` }));
      execFile('skopeo', ['copy', '--quiet', ...option, ...ends], { env: environment }, (failure, _, errors) => {
        if (!failure) return response.end(line({ status: `${reference}: done` }));
        const message = /msg="(.*)"/.exec(errors)?.[1]?.replaceAll('\\"', '"') ?? errors.trim();
        response.end(line({ errorDetail: { message }, error: message }));
      });
    }
  });
  return new Promise((resolve) => server.listen(socket, () => resolve(server)));
}

const line = (value) => `${JSON.stringify(value)}\n`;

/** What the docker client found for the host of the reference; `undefined` when it found nothing. */
function credentialIn(header) {
  if (!header) return undefined;
  const { username, password } = JSON.parse(Buffer.from(header, 'base64url').toString() || '{}');
  return username ? `${username}:${password}` : undefined;
}
