/** What may be meant by words that many failures have in common. */
import type { Meaning } from '../meaning.ts';

const SHOW_AUTHS = 'cat "${DOCKER_CONFIG:-$HOME/.docker}/config.json" | jq ".auths | keys"';

export const VAGUE_MEANINGS = {
  'perhaps-unauthorized': {
    cause: 'pair-not-recognised',
    confidence: 'low',
    categories: ['login'],
    title: 'A server answered 401: if it is a registry, it does not know the user and password',
    remedy:
      'Look at the lines above for the server that was asked. A registry’s own message says more: run the command again without `--quiet`.',
    next: SHOW_AUTHS,
  },
  'perhaps-denied': {
    cause: 'not-allowed',
    confidence: 'low',
    categories: ['login', 'targets'],
    title: 'A server refused: if it is a registry, the credential is missing or may not do this',
    remedy:
      'Look at the lines above for the server that was asked. A registry’s own message says more: run the command again without `--quiet`.',
    next: SHOW_AUTHS,
  },
  'unknown-name': {
    cause: 'wrong-host',
    confidence: 'low',
    categories: [],
    title: ({ host }) => `The name ${host ?? 'of a host'} has no address here`,
    remedy:
      'If it is a service of the job, look at `services:` for its image and its `alias`; if it is the host of a registry, at its spelling. Credentials play no part in it.',
    next: ({ host }) => `getent hosts ${host ?? '"$CI_REGISTRY"'}`,
  },
  'perhaps-no-connection': {
    cause: 'no-daemon',
    confidence: 'low',
    categories: ['dind'],
    title: 'A connection failed: it may be the one to a Docker daemon',
    remedy:
      'Look at the address in the message: port 2375 and 2376 and /var/run/docker.sock are Docker daemons. Credentials play no part in it.',
    next: 'env | grep -E "^DOCKER_"; docker info',
  },
  'perhaps-certificate': {
    cause: 'certificate',
    confidence: 'low',
    categories: [],
    title: 'A TLS connection failed: it may be the one to a registry',
    remedy:
      'Look at the host in the message, and at whether its certificate is trusted in this image. Credentials play no part in it.',
    next: 'openssl s_client -connect "$CI_REGISTRY":443 </dev/null',
  },
} as const satisfies Readonly<Record<string, Meaning>>;
