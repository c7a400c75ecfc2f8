/**
 * What a line tells of the registry that was asked. Details come to stand in commands that people copy, so only what is plainly a
 * host or a path is taken, whatever else a stranger writes into a log.
 */
import type { Details } from './meaning.ts';

const HOST = String.raw`[a-z\d][a-z\d-]*(?:\.[a-z\d-]+)+(?::\d{1,5})?|localhost(?::\d{1,5})?|[a-z\d][a-z\d-]*:\d{1,5}`;
const PATH = String.raw`[a-z\d]+(?:[._/-]+[a-z\d]+)*`;

const WHOLE_HOST = new RegExp(`^(?:${HOST})$`, 'i');
const WHOLE_PATH = new RegExp(`^${PATH}$`, 'i');
const API_URL = new RegExp(`https?://(${HOST})/v2/(?:(${PATH})/(?:manifests|blobs|tags)/|["\\s:]|$)`, 'i');
const UPLOAD = new RegExp(`/v2/(${PATH})/blobs/uploads/? in registry (${HOST})`, 'i');
const SCOPE = new RegExp(`(?:scope=repository(?:%3A|:)|Name:)(${PATH.replace('/-', '/%-')})(?:%3A|:| Type)`, 'i');
const EXISTS = new RegExp(`whether a blob \\S{1,100} exists in (${HOST})/(${PATH})(?=[:\\s]|$)`, 'i');
const REFERENCE = new RegExp(`(?<![\\w./@-])(?:docker://|oci://)?(${HOST})/(${PATH})(?=[:@"'\\s\\],]|$)`, 'i');

/** `/jwt/auth` is GitLab's, not the registry's, and a source file is no image. */
const NO_REPOSITORY = /^(?:jwt|api|v[12])\/|\.(?:go|ya?ml|json|sh|git)$/i;

const PUSH =
  /\bpush(?:ing|es)?\b|blobs\/uploads|layer upload|writing (?:blob|manifest)|reuse blob|\b(?:POST|PUT|PATCH) http/i;
const PULL = /\bpull(?:ing)?\b|source metadata|reading manifest|\b(?:HEAD|GET) "?http|\bfetch/i;

type Target = Pick<Details, 'host' | 'repository'>;

/** The host and the path that a text names; of a command or of an error. */
export function targetIn(text: string): Target {
  const [, upload, uploadHost] = UPLOAD.exec(text) ?? [];
  if (upload && uploadHost) return { host: uploadHost, repository: upload };
  const [, copiedTo, copied] = EXISTS.exec(text) ?? [];
  if (copiedTo && copied) return { host: copiedTo, repository: copied };
  const [, apiHost, apiPath] = API_URL.exec(text) ?? [];
  const [, scope] = SCOPE.exec(text) ?? [];
  const repository = apiPath ?? scope?.replace(/%2F/gi, '/');
  if (apiHost) return { host: apiHost, ...(repository && { repository }) };
  const named = referenceIn(text);
  return { ...named, ...(repository && { repository }) };
}

/** What `host/path:tag` names; a name without a host is one of Docker Hub. */
export function referenceTarget(reference: string): Target {
  const named = referenceIn(reference);
  if (named.host) return named;
  const path = reference.replace(/[:@].*$/, '');
  return WHOLE_PATH.test(path) ? { host: 'docker.io', repository: path } : {};
}

function referenceIn(text: string): Target {
  const [, host, repository] = REFERENCE.exec(text) ?? [];
  return host && repository && !NO_REPOSITORY.test(repository) ? { host, repository } : {};
}

/** Takes the values of a signature's groups that are what their name says. */
export function groupDetails(groups: Readonly<Record<string, string | undefined>>): Details {
  const { host, endpoint, reference, image } = groups;
  return {
    ...(host && WHOLE_HOST.test(host.replace(/^(?!.*[.:])/, 'a.')) ? { host } : {}),
    ...(endpoint && { endpoint }),
    ...(reference && referenceTarget(reference)),
    ...(image && /^[\w./:@-]+$/.test(image) ? { image, ...referenceTarget(image) } : {}),
  };
}

/** What was tried: the line says it, else the command. */
export function actionOf(line: string, command: string | undefined): Details['action'] {
  if (/\/v2\/"?:? |\blogging in(?:to)?\b|\blogin attempt\b/.test(line)) return 'login';
  if (PUSH.test(line)) return 'push';
  if (PULL.test(line)) return 'pull';
  if (command === undefined) return undefined;
  if (/\blogin\b/.test(command) && !/[;&|]\s*\S+ (?:push|pull|build)\b/.test(command)) return 'login';
  if (/\bpush\b|--push\b|--destination\b|\bcopy\b|\bpublish\b|--image\b|\bjib\b/.test(command)) return 'push';
  return /\bpull\b|\bbuild\b|\brun\b|\binspect\b/.test(command) ? 'pull' : undefined;
}

const VARIABLE = String.raw`["']?\$\{?([A-Za-z_]\w*)\}?(?=["'\s]|$)`;
const USER = new RegExp(String.raw`(?:\s-u|--username)[=\s]*(?:${VARIABLE}|["']?([\w.+-]+)(?=["'\s]|$))`);
const PASSWORDS = [
  new RegExp(String.raw`(?:\s-p|--password)[=\s]+${VARIABLE}`),
  new RegExp(String.raw`\b(?:echo|printf)\s[^|$]*${VARIABLE}["']?\s*\|`),
  new RegExp(String.raw`<<<\s*${VARIABLE}`),
];

/** With what a command logs in: `$ROBOT` and `$ROBOT_PASSWORD`, or a user that is written out and plain enough for a command. */
export function credentialIn(command: string): Pick<Details, 'user' | 'password'> {
  if (!/\blogin\b/.test(command)) return {};
  const [, variable, user = variable && `$${variable}`] = USER.exec(command) ?? [];
  const password = PASSWORDS.flatMap((pattern) => pattern.exec(command)?.[1] ?? []).at(0);
  return { ...(user && { user }), ...(password && { password: `$${password}` }) };
}

export function isDockerHub(host: string | undefined): boolean {
  return host !== undefined && /^(?:index\.|registry-1\.)?docker\.io$/i.test(host);
}
