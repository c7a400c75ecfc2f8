/** All rules, by name. Written by scripts/generate.mjs. */
import type { Rule } from '../src/rule.ts';
import authConfigEncoding from './auth-config-encoding.ts';
import authConfigPath from './auth-config-path.ts';
import authForImageKeyword from './auth-for-image-keyword.ts';
import configExtends from './config-extends.ts';
import configInclude from './config-include.ts';
import configInputs from './config-inputs.ts';
import configNeeds from './config-needs.ts';
import configReference from './config-reference.ts';
import configSchema from './config-schema.ts';
import configStage from './config-stage.ts';
import configSyntax from './config-syntax.ts';
import dependencyProxyHost from './dependency-proxy-host.ts';
import dependencyProxyLogin from './dependency-proxy-login.ts';
import dependencyProxyReadOnly from './dependency-proxy-read-only.ts';
import deployTokenName from './deploy-token-name.ts';
import dindBuildxContext from './dind-buildx-context.ts';
import dindClientVersion from './dind-client-version.ts';
import dindEndpoint from './dind-endpoint.ts';
import dindHostname from './dind-hostname.ts';
import dindPinned from './dind-pinned.ts';
import jobTokenOutlivesJob from './job-token-outlives-job.ts';
import kanikoArchived from './kaniko-archived.ts';
import kanikoAuth from './kaniko-auth.ts';
import kanikoShell from './kaniko-shell.ts';
import loginCredentials from './login-credentials.ts';
import loginPasswordArgv from './login-password-argv.ts';
import loginPasswordStdin from './login-password-stdin.ts';
import loginQuoting from './login-quoting.ts';
import loginServer from './login-server.ts';
import noIgnoredLoginFailure from './no-ignored-login-failure.ts';
import noJobOnlyVariable from './no-job-only-variable.ts';
import noMaybeEmptyTag from './no-maybe-empty-tag.ts';
import noPartialRegistryOverride from './no-partial-registry-override.ts';
import noRemovedVariable from './no-removed-variable.ts';
import noSecretLiteral from './no-secret-literal.ts';
import noSingleQuotedVariable from './no-single-quoted-variable.ts';
import noUnknownVariable from './no-unknown-variable.ts';
import pullCrossProject from './pull-cross-project.ts';
import pushOwnProject from './push-own-project.ts';
import pushRegistryHost from './push-registry-host.ts';
import pushTaggedImage from './push-tagged-image.ts';
import registryLoginRequired from './registry-login-required.ts';
import validImageReference from './valid-image-reference.ts';

export const RULES: readonly Rule[] = [
  authConfigEncoding,
  authConfigPath,
  authForImageKeyword,
  configExtends,
  configInclude,
  configInputs,
  configNeeds,
  configReference,
  configSchema,
  configStage,
  configSyntax,
  dependencyProxyHost,
  dependencyProxyLogin,
  dependencyProxyReadOnly,
  deployTokenName,
  dindBuildxContext,
  dindClientVersion,
  dindEndpoint,
  dindHostname,
  dindPinned,
  jobTokenOutlivesJob,
  kanikoArchived,
  kanikoAuth,
  kanikoShell,
  loginCredentials,
  loginPasswordArgv,
  loginPasswordStdin,
  loginQuoting,
  loginServer,
  noIgnoredLoginFailure,
  noJobOnlyVariable,
  noMaybeEmptyTag,
  noPartialRegistryOverride,
  noRemovedVariable,
  noSecretLiteral,
  noSingleQuotedVariable,
  noUnknownVariable,
  pullCrossProject,
  pushOwnProject,
  pushRegistryHost,
  pushTaggedImage,
  registryLoginRequired,
  validImageReference,
];
