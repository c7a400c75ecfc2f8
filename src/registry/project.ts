/** What is known about the project whose pipeline is read. Everything is optional: not known is not a fault. */
export interface ProjectFacts {
  /** Full path on the GitLab server: `acme/platform/api`. */
  readonly path?: string;
  /** Host of the GitLab server with its port when that is not 443: `gitlab.example.com`. */
  readonly server?: string;
  /** `host[:port]` of the container registry: `registry.example.com`. */
  readonly registry?: string;
}
