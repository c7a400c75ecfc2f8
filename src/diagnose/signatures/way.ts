/**
 * What stands in the way of a client before any credential counts: certificates, the network, a proxy that answers in the registry's
 * place, a full disk. Sources: Go `net/http`, `crypto/x509`, distribution `registry/client/errors.go`.
 */
import type { Signature } from '../signature.ts';

export const WAY: readonly Signature[] = [
  {
    id: 'unknown-authority',
    client: 'any',
    pattern: /x509: certificate signed by unknown authority/,
    means: 'certificate',
    rank: 80,
  },
  {
    id: 'certificate-expired',
    client: 'any',
    pattern: /x509: certificate has expired or is not yet valid/,
    means: 'certificate-expired',
    rank: 82,
  },
  {
    id: 'certificate-not-accepted',
    client: 'any',
    pattern: /x509: certificate (?:relies on legacy Common Name|is not authorized|specifies an incompatible key usage)/,
    means: 'certificate',
    rank: 80,
  },
  {
    id: 'plain-http',
    client: 'any',
    pattern: /server gave HTTP response to HTTPS client/,
    means: 'plain-http?',
    rank: 80,
  },
  {
    id: 'unreachable',
    client: 'any',
    pattern:
      /https?:\/\/(?<host>[^/\s"]+)\/(?:v2\/(?:[^\s"]{1,300}\/(?:manifests|blobs|tags)\/[^\s"]{1,300})?|(?:jwt\/auth|token)\?[^\s"]{1,500})"?: (?:proxyconnect |dial tcp [\d.:[\]a-f]+: |net\/http: |context deadline exceeded|EOF|read tcp )/,
    means: 'unreachable',
    rank: 74,
  },
  {
    id: 'server-error',
    client: 'docker, BuildKit',
    pattern:
      /received unexpected HTTP status: 5\d\d|error parsing HTTP 5\d\d response body|unexpected status (?:code )?from \w+ request to \S{1,300}\/(?:v2|jwt)\/\S{0,500}: 50[0234]\b/,
    means: 'server-error',
    rank: 75,
  },
  {
    id: 'layer-too-large',
    client: 'any',
    pattern:
      /413 Request Entity Too Large|error parsing HTTP 413 response body|unexpected (?:HTTP )?status(?: code)?:? 413/,
    means: 'too-large',
    rank: 90,
  },
  {
    id: 'page-not-found',
    client: 'docker',
    pattern: /error parsing HTTP 404 response body: invalid character '<'/,
    means: 'no-registry-there',
    rank: 80,
  },
  {
    id: 'page-of-a-proxy',
    client: 'docker',
    pattern: /error parsing HTTP (?:[23]\d\d|40[0-35-9]) response body: invalid character '<'/,
    means: 'proxy-strips-body',
    rank: 78,
  },
  {
    id: 'error-without-body',
    client: 'docker',
    pattern: /error parsing HTTP 40[134] response body: unexpected end of JSON input/,
    means: 'no-body?',
    rank: 78,
  },
  {
    id: 'disk-full',
    client: 'any',
    pattern: /no space left on device/,
    means: 'disk-full',
    rank: 91,
  },
  {
    id: 'client-missing',
    client: 'sh',
    pattern:
      /(?:^|: )(?:docker|docker-compose|podman|buildah|skopeo|helm|crane|oras): (?:command )?not found$|: not found: (?:docker|podman|buildah|skopeo|helm|crane|oras)$/,
    means: 'client-missing',
    rank: 90,
  },
];
