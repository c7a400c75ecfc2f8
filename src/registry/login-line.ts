/** The login that is missing, as a command to write: who logs in where, with the variables that GitLab gives a job. */
import type { LoginSyntax, Verb } from './client.ts';
import { clientNamed } from './clients/index.ts';

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

/** `docker login`, `crane auth login`; undefined for a client that has no such command, or has it in a fork only. */
export function loginWords(client: string): string | undefined {
  const verb = client === 'kaniko' ? undefined : loginVerb(client);
  return verb && [client, ...verb.words].join(' ');
}

/** The whole command. Undefined as above. */
export function loginLine(client: string, { user, password, server }: Variables): string | undefined {
  const words = loginWords(client);
  const { user: [userOption] = [], passwordStdin: [stdinOption] = [] } = loginSyntax(client) ?? {};
  return words && `echo "${password}" | ${words} ${userOption} "${user}" ${stdinOption} "${server}"`;
}

/** The options of a client's login; undefined as above. */
export function loginSyntax(client: string): LoginSyntax | undefined {
  return loginVerb(client)?.login;
}

function loginVerb(client: string): Verb | undefined {
  return clientNamed(client)?.verbs.find((verb) => verb.does === 'login');
}
