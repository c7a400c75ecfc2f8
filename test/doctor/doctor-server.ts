/** A server that answers the doctor's questions as GitLab's documentation has it: lists in pages, messages with a status. */
import { type HttpsServer, httpsServer } from '../host/https-server.ts';

/** A status, an object, or a list that is given out in pages. */
export type Reply = number | object;
/** By path behind `/api/`, or from the root for `/jwt/auth`; queries in GraphQL by what they ask of: `graphql/project`. */
export type Replies = Readonly<Record<string, Reply>>;

/** A path that is not listed is not found. `slow` never answers. */
export function doctorServer(replies: Replies, slow?: string): Promise<HttpsServer> {
  return httpsServer((request, response) => {
    const url = new URL(request.url ?? '', 'https://localhost');
    const [, field] = /\{ (\w+)\(/.exec(url.searchParams.get('query') ?? '') ?? [];
    const path = [decodeURIComponent(url.pathname.replace(/^\/api\//, '')), ...(field ? [field] : [])].join('/');
    if (path === slow) return;
    const reply = replies[path] ?? 404;
    if (typeof reply === 'number') {
      response.writeHead(reply).end(JSON.stringify({ message: `${reply}` }));
      return;
    }
    response.writeHead(200).end(JSON.stringify(Array.isArray(reply) ? page(reply, url.searchParams) : reply));
  });
}

function page(items: readonly unknown[], query: URLSearchParams): readonly unknown[] {
  const size = Number(query.get('per_page'));
  const from = (Number(query.get('page')) - 1) * size;
  return items.slice(from, from + size);
}

/** The token that `/jwt/auth` gives out, with what it grants. */
export function registryToken(name: string, actions: readonly string[]): object {
  const claims = Buffer.from(JSON.stringify({ access: [{ type: 'repository', name, actions }] })).toString('base64url');
  return { token: `e30.${claims}.signature` };
}
