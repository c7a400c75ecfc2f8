/** What GitLab answers to the doctor's questions (docs.gitlab.com: REST API resources), as far as the checks read it. */

/** An answer, or what is missing for one, as the end of a sentence: `the token needs the role Maintainer …`. */
export type Told<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly missing: string;
      /** There is no answer at all, and none is to be expected to another question. */
      readonly unreachable?: true;
    };

/** `GET /projects/:id` */
export interface ProjectAnswer {
  readonly id: number;
  readonly path: string;
  readonly visibility: string;
  /** Undefined: this GitLab does not say it to this token. */
  readonly registryAccess: string | undefined;
}

/** `GET /projects/:id/deploy_tokens`, `GET /groups/:id/deploy_tokens` */
export interface DeployToken {
  readonly name: string;
  readonly username: string;
  readonly expiresAt: string | undefined;
  readonly revoked: boolean;
  readonly expired: boolean;
  readonly scopes: readonly string[];
}

/** `GET /projects/:id/access_tokens` */
export interface AccessToken {
  readonly name: string;
  readonly active: boolean;
  readonly expiresAt: string | undefined;
  readonly scopes: readonly string[];
}

/** `GET /projects/:id/variables`, `GET /groups/:id/variables`: everything but the value, which is not kept. */
export interface CiVariable {
  readonly key: string;
  readonly isFile: boolean;
  readonly isProtected: boolean;
  readonly isMasked: boolean;
  readonly environmentScope: string;
}

/** The variables of the project, of one of its groups, or of the instance. */
export interface VariableLevel {
  /** `the project`, `the group acme`, `the instance`. */
  readonly owner: string;
  readonly variables: Told<readonly CiVariable[]>;
}

/** `GET /projects/:id/registry/protection/{repository,tag}/rules` */
export interface ProtectionRule {
  readonly pattern: string;
  /** `maintainer`, `owner`, `admin`; undefined: the rule is not about pushes. */
  readonly pushRole: string | undefined;
}

/** `GET /projects/:id/job_token_scope` with both of its lists. */
export interface JobTokenScope {
  readonly isLimited: boolean;
  readonly projects: readonly number[];
  /** Full paths. */
  readonly groups: readonly string[];
}
