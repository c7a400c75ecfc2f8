/**
 * What clients say when they do not reach a Docker daemon, which is never a matter of credentials. Sources: moby
 * `client/{errors,request}.go`, docker-library/docker, GitLab docs "Troubleshooting Docker Build".
 */
import type { Signature } from '../signature.ts';

export const DAEMON: readonly Signature[] = [
  {
    id: 'cannot-connect',
    client: 'docker',
    // A scanner asks the daemon first, and goes on to the registry without it.
    pattern:
      /(?<!docker error: unable to inspect the image \(\S{1,300}\): )cannot connect to the Docker daemon at (?<endpoint>[a-z]+:\/\/[\w./:-]+\w)/,
    means: 'endpoint?',
    rank: 90,
  },
  {
    id: 'docker-api',
    client: 'docker',
    pattern: /failed to connect to the docker API at (?<endpoint>[a-z]+:\/\/[\w./:-]+\w)/,
    means: 'endpoint?',
    rank: 88,
  },
  {
    id: 'socket-permission',
    client: 'docker',
    pattern:
      /permission denied while trying to connect to the (?:Docker daemon socket|docker API) at (?<endpoint>[a-z]+:\/\/[\w./:-]+\w)/,
    means: 'daemon-permission',
    rank: 92,
  },
  {
    id: 'windows-pipe',
    client: 'docker',
    pattern: /docker daemon is not running|open \/\/\.\/pipe\/docker_?engine/,
    means: 'no-daemon',
    rank: 85,
  },
  {
    id: 'name-not-found',
    client: 'any',
    pattern:
      /\blookup (?<host>[\w.-]+)(?: on [\d.:[\]a-f]+)?: (?:no such host|try again|server misbehaving|temporary failure)/,
    means: 'name?',
    rank: 89,
  },
  {
    id: 'http-to-https',
    client: 'docker',
    pattern:
      /Client sent an HTTP request to an HTTPS server|Are you trying to connect to a TLS-enabled daemon without TLS/,
    means: 'daemon-wants-tls',
    rank: 92,
  },
  {
    id: 'certificate-file-missing',
    client: 'docker',
    pattern: /unable to resolve docker endpoint: open \S+\.pem: no such file or directory/,
    means: 'daemon-certificates',
    rank: 92,
  },
  {
    id: 'certificate-other-name',
    client: 'any',
    pattern: /x509: certificate is valid for .{0,300}?, not (?<host>[\w.-]+)/,
    means: 'other-name?',
    rank: 88,
  },
  {
    id: 'client-certificate',
    client: 'docker',
    pattern: /the server probably has client authentication \(--tlsverify\) enabled/,
    means: 'daemon-other-certificates',
    rank: 90,
  },
  {
    id: 'not-privileged',
    client: 'docker-in-docker',
    pattern: /mount: permission denied \(are you root\?\)/,
    means: 'not-privileged',
    rank: 94,
  },
  {
    id: 'client-too-old',
    client: 'docker',
    pattern: /client version 1\.\d+ is too old\. Minimum supported API version is 1\.\d+/,
    means: 'client-too-old',
    rank: 95,
  },
  {
    id: 'client-too-new',
    client: 'docker',
    pattern:
      /client version 1\.\d+ is too new\. Maximum supported API version|API version .{0,60}?is not supported by this client/,
    means: 'client-too-new',
    rank: 95,
  },
  {
    id: 'buildx-context',
    client: 'buildx',
    pattern: /could not create a builder instance with TLS data loaded from environment/,
    means: 'buildx-context',
    rank: 95,
  },
  {
    id: 'service-not-started',
    client: 'runner',
    pattern: /\*\*\* WARNING: Service .{0,300}?probably didn't start properly/,
    means: 'service-not-started',
    rank: 32,
  },
  {
    id: 'cgroups',
    client: 'docker-in-docker',
    pattern: /cgroups: cgroup mountpoint does not exist/,
    means: 'cgroups',
    rank: 92,
  },
];
