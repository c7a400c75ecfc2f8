/** Who runs a job, what is seen when it fails, and how a claim is put together from both. */

/** The docker client, with the transfer by skopeo and the credential that the client sends. */
export const DOCKER = { client: 'docker 28 + skopeo', shell: 'busybox' };
/** The client goes to the registry by itself, with the code that its daemon has as well, and in the same words. */
export const DOCKER_ALONE = {
  client: 'docker 28 (manifest inspect)',
  shell: 'busybox',
  instead: [/docker (push( --quiet)?|pull)\b/g, 'docker manifest inspect'],
};
export const DOCKER_LOGIN = { client: 'docker 28', shell: 'busybox' };
export const BUILDAH = { client: 'buildah', shell: 'bash' };
export const PODMAN = { client: 'podman', shell: 'bash' };
export const SKOPEO = { client: 'skopeo', shell: 'bash' };

/** How skopeo, buildah and podman say what docker says as `denied: access forbidden`. */
export const FORBIDDEN = { line: '403 (Forbidden)', promised: 'denied: access forbidden' };
/** … and as `denied: requested access to the resource is denied`. */
export const DENIED = {
  line: 'requested access to the resource is denied',
  promised: 'denied: requested access to the resource is denied',
};
export const BASIC = { line: 'unauthorized: HTTP Basic: Access denied' };
export const WRONG_PAIR = { line: 'invalid username/password', promised: 'unauthorized: HTTP Basic: Access denied' };

export const PASSES = { passes: true };

/**
 * The stand-in for a docker-in-docker service answers, and knows none of a daemon's addresses: the client has found its name and its
 * port, and both speak TLS or neither does.
 */
export const REACHES = { line: '404 page not found', reaches: true };

/** The lab keeps the client's certificates elsewhere than a runner does. */
export const LAB_CERTIFICATES = { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/mnt/certs' };

/** What the image of the job has and a fresh home folder has not. */
export const AUTH_FOLDER = 'mkdir -p ~/.docker';

/** Docker Hub's answer to a pair of GitLab's. */
export const HUB_REFUSES = 'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password';

/** @param rows `[fixture, job, how it runs, how it ends]` */
export function of(rule, rows) {
  return rows.map(([fixture, job, how, outcome]) => ({ rule, fixture, job, ...how, ...outcome }));
}
