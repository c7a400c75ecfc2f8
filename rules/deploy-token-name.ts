import type { VariableReference } from '../src/pipeline/commands.ts';
import { defineRule } from '../src/rule.ts';
import { asksForVariables } from '../src/shell/asks.ts';

const DEPLOY_TOKEN: ReadonlySet<string> = new Set(['CI_DEPLOY_USER', 'CI_DEPLOY_PASSWORD']);

export default defineRule({
  meta: {
    type: 'suggestion',
    docs: {
      name: 'deploy-token-name',
      description: 'Point out that CI_DEPLOY_USER and CI_DEPLOY_PASSWORD need a deploy token with a certain name',
      category: 'login',
      preset: 'strict',
      severity: 'info',
      logLines: ['password is empty', 'Error: Cannot perform an interactive login from a non TTY device'],
    },
    messages: {
      needsToken:
        '{{name}} has a value only if the project, or the group that it is directly in, has an active deploy token with the very name `gitlab-deploy-token`. Without one it is empty, and a login ends in `password is empty`.',
    },
    help: {
      needsToken:
        'Create the token with that name and the scopes it needs (a push needs `read_registry` and `write_registry`), or take `$CI_REGISTRY_USER` and `$CI_REGISTRY_PASSWORD` where the job alone needs the credential.',
    },
    schema: [],
  },

  create(context) {
    let inJob = false;
    let used: VariableReference[] = [];
    let asked = false;
    return {
      Job() {
        inJob = true;
        used = [];
        asked = false;
      },
      Command(command) {
        asked ||= asksForVariables(command).some((name) => DEPLOY_TOKEN.has(name));
      },
      VariableReference(reference) {
        const isPredefined = reference.definition.by === 'predefined';
        if (inJob && isPredefined && !reference.atCreation && DEPLOY_TOKEN.has(reference.name)) used.push(reference);
      },
      'Job:exit'() {
        inJob = false;
        // User and password go together, so that one word about them is enough.
        const [first] = used;
        if (first && !asked) context.report({ node: first, messageId: 'needsToken', data: { name: `$${first.name}` } });
      },
    };
  },
});
