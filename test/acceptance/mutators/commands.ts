/** What the lines look like that mutators look for. */

/** A command that logs in. */
export const LOGIN = /\b(docker|podman|buildah|skopeo|crane auth|helm registry|cosign|ko|oras)( --\S+ \S+)* login\b/;

/** A login to the registry of the project. */
export const OWN_LOGIN = /\blogin\b.*\$CI_REGISTRY(?=")/;

/** A login of a client that has all of docker's options for it. */
export const DOCKER_LIKE_LOGIN = /\b(docker|podman|buildah|skopeo) login\b.*\$CI_REGISTRY"/;

/** A login that gets its password from a pipe. */
export const PIPED_LOGIN = /\becho "\$\w+" \| (docker|podman|buildah|skopeo) login\b.*--password-stdin "\$CI_REGISTRY"/;

/** A line with a reference that is pushed. */
export const PUSH =
  /\b(docker|podman|buildah) (manifest |compose )?push\b|--destination|--tag "\$CI_REGISTRY_IMAGE:|--cache-to|skopeo copy|crane copy|helm push|oras push|cosign sign|bake --push|\bko build|pack build|--output type=image/;

/** A line with a reference that is pushed or pulled. */
export const TRANSFER = new RegExp(`${PUSH.source}|\\b(docker|podman) (pull|run|compose)\\b`);

/** Quoted variables, as the logins of the clean pipelines have them. */
export const PASSWORD = /"\$(CI_REGISTRY_PASSWORD|CI_JOB_TOKEN)"/g;
export const USER = /"\$CI_REGISTRY_USER"/g;
export const SERVER = /"\$CI_REGISTRY"/g;
