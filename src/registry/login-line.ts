/** The login that is missing, as a command to write: who logs in where, with the variables that GitLab gives a job. */

interface Variables {
  readonly user: string;
  readonly password: string;
  readonly server: string;
}

/** For the project's own registry and for the dependency proxy (GitLab docs: "Predefined CI/CD variables reference"). */
export const OWN_REGISTRY: Variables = {
  user: '$CI_REGISTRY_USER',
  password: '$CI_REGISTRY_PASSWORD',
  server: '$CI_REGISTRY',
};
export const DEPENDENCY_PROXY: Variables = {
  user: '$CI_DEPENDENCY_PROXY_USER',
  password: '$CI_DEPENDENCY_PROXY_PASSWORD',
  server: '$CI_DEPENDENCY_PROXY_SERVER',
};

/** Clients that log in with `login -u USER --password-stdin SERVER`. */
const LOGIN_CLIENTS: ReadonlySet<string> = new Set(['docker', 'podman', 'buildah', 'skopeo', 'nerdctl']);

/** Undefined for a client that has no such command. */
export function loginLine(client: string, { user, password, server }: Variables): string | undefined {
  return LOGIN_CLIENTS.has(client)
    ? `echo "${password}" | ${client} login -u "${user}" --password-stdin "${server}"`
    : undefined;
}
