/**
 * What is shown: which job of which fixture, by which client and shell, and the line that has to be in its log. `promised`
 * is what the rule says where that is docker's daemon speaking, which cannot run here, and `line` what is seen instead.
 */
import { CREDENTIALS } from './claims/credentials.mjs';
import { LOGINS } from './claims/logins.mjs';
import { TARGETS } from './claims/targets.mjs';

export const CLAIMS = [
  ...CREDENTIALS,
  ...LOGINS,
  ...TARGETS,
  ...cited([
    ['kaniko-auth', 'kaniko v1.24.0, pkg/executor/push.go: CheckPushPermissions; no package of it for Debian'],
    ['kaniko-shell', 'kaniko v1.24.0, deploy/Dockerfile: the image holds no shell, and has an entrypoint'],
    [
      'dind-endpoint',
      'docker-library/docker, dockerd-entrypoint.sh: where the service listens; a daemon needs privileges',
    ],
    ['dind-client-version', 'moby/moby, api/server/middleware/version.go: the oldest version a daemon takes'],
    ['dind-buildx-context', 'docker/buildx, builder/builder.go: no builder from TLS data of the environment'],
    ['no-job-only-variable', 'GitLab, doc/ci/variables/predefined_variables.md: availability “job-only”'],
    ['job-token-outlives-job', 'GitLab, lib/gitlab/auth.rb: a job token counts while its job runs'],
    ['dependency-proxy-read-only', 'GitLab, config/routes/group.rb: the proxy has routes for reading only'],
    [
      'dependency-proxy-host',
      'GitLab Runner, helpers/docker/auth: the runner looks its credentials up by host and port',
    ],
    ['auth-for-image-keyword', 'GitLab Runner, helpers/docker/auth: images are pulled before the script runs'],
    ['push-tagged-image', 'moby/moby, distribution/push_v2.go: what is not there is not pushed'],
    ['pull-cross-project', 'GitLab Runner, helpers/docker/auth: what the runner pulls for image: and services:'],
  ]),
];

/** What cannot run here, and where it is written instead. */
function cited(rows) {
  return rows.map(([rule, source]) => ({ rule, fixture: '-', client: '-', cited: source }));
}
