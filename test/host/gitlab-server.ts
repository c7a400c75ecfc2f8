/** A server that answers the part of GitLab's REST API that includes need, as GitLab does. */
import { type Handler, type HttpsServer, httpsServer } from './https-server.ts';

export interface FakeProject {
  /** Who has no token gets 404, as from GitLab. */
  readonly isPrivate?: boolean;
  /** Commits by branch and tag. */
  readonly refs: Readonly<Record<string, string>>;
  /** Files by commit. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly releases?: readonly string[];
}

export interface FakeGitLab {
  readonly projects: Readonly<Record<string, FakeProject>>;
  /** By their key, without the ending. */
  readonly templates?: Readonly<Record<string, string>>;
  /** Tokens that are let in. Without any nobody is turned away. */
  readonly token?: string;
  /** What stands at paths outside the API. */
  readonly pages?: Readonly<Record<string, Handler>>;
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** The server reads `gitlab` at every request, so that a test can change it. */
export function gitLabServer(gitlab: FakeGitLab): Promise<HttpsServer> {
  return httpsServer((request, response) => {
    const [path = '', query] = (request.url ?? '').split('?');
    const page = gitlab.pages?.[path];
    if (page) {
      page(request, response);
      return;
    }
    const given = request.headers['private-token'] ?? request.headers['job-token'];
    const { status, body } = reply(gitlab, path, new URLSearchParams(query), given);
    response.writeHead(status).end(body);
  });
}

function reply(gitlab: FakeGitLab, path: string, query: URLSearchParams, token: string | string[] | undefined): Reply {
  if (token !== undefined && token !== gitlab.token) return json({ message: '401 Unauthorized' }, 401);
  const [, template] = /^\/api\/v4\/templates\/gitlab_ci_ymls\/([^/]+)$/.exec(path) ?? [];
  if (template !== undefined) {
    const content = gitlab.templates?.[decodeURIComponent(template)];
    return content === undefined ? missing('Gitlab Ci Yml') : json({ name: template, content });
  }
  const [, id = '', rest = ''] = /^\/api\/v4\/projects\/([^/]+)\/(.+)$/.exec(path) ?? [];
  const project = gitlab.projects[decodeURIComponent(id)];
  return project && (!project.isPrivate || token !== undefined) ? ofProject(project, rest, query) : missing('Project');
}

function ofProject(project: FakeProject, path: string, query: URLSearchParams): Reply {
  const [, ref] = /^repository\/commits\/([^/]+)$/.exec(path) ?? [];
  if (ref !== undefined) {
    const name = decodeURIComponent(ref);
    const sha = project.refs[name] ?? (name in project.files ? name : undefined);
    return sha === undefined ? missing('Commit') : json({ id: sha });
  }
  const [, file] = /^repository\/files\/([^/]+)\/raw$/.exec(path) ?? [];
  if (file !== undefined) {
    const text = project.files[query.get('ref') ?? '']?.[decodeURIComponent(file)];
    return text === undefined ? missing('File') : { status: 200, body: text };
  }
  const size = Number(query.get('per_page'));
  const from = (Number(query.get('page')) - 1) * size;
  if (path === 'repository/tree') {
    const paths = Object.keys(project.files[query.get('ref') ?? ''] ?? {});
    return json(paths.slice(from, from + size).map((each) => ({ path: each, type: 'blob' })));
  }
  const tags = (project.releases ?? []).slice(from, from + size);
  return path === 'releases' ? json(tags.map((tag) => ({ tag_name: tag }))) : missing('');
}

function json(value: unknown, status = 200): Reply {
  return { status, body: JSON.stringify(value) };
}

function missing(what: string): Reply {
  return json({ message: `404 ${what} Not Found` }, 404);
}
