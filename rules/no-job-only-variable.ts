import type { VariableReference } from '../src/pipeline/commands.ts';
import { forwardsYaml } from '../src/pipeline/forward.ts';
import type { Job, Variable } from '../src/pipeline/nodes.ts';
import { isJobOnly } from '../src/registry/predefined-variables.ts';
import { defineRule } from '../src/rule.ts';
import { renameVariable } from '../src/shell/rewrite.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'no-job-only-variable',
      description: 'Disallow variables that only a running job has, where no job is running yet',
      category: 'variables',
      preset: 'recommended',
      severity: 'warning',
      logLines: ['password is empty', 'Error: Cannot perform an interactive login from a non TTY device'],
    },
    messages: {
      condition:
        'GitLab reads this condition while it makes the pipeline, and {{name}} exists only in a job that runs: the condition always sees an empty value{{unless}}.',
      text: 'GitLab reads this text while it makes the pipeline, and {{name}} exists only in a job that runs: nothing is put in its place{{unless}}.',
      trigger:
        'A trigger job runs on no runner and has no {{name}}: the pipeline that it starts gets a {{variable}} without that value{{unless}}.',
      triggerCredential:
        'A trigger job runs on no runner and has no {{name}}: the pipeline that it starts gets an empty {{variable}}{{unless}}, and a login there ends in `password is empty` or `Cannot perform an interactive login from a non TTY device`.',
    },
    help: {
      condition:
        'Ask for a variable that is defined before: `$CI_REGISTRY` is set exactly where the container registry is on. Or ask in the script.',
      text: 'Take a variable that is defined before. Paths of `changes`, `exists` and `include` begin at the root of the repository and need no $CI_PROJECT_DIR.',
      trigger: 'Take a variable that is defined before; the jobs of the other pipeline have {{name}} of their own.',
      triggerCredential:
        'Leave it out: the jobs of the other pipeline have {{name}} of their own. What is to be used by another project belongs into its settings.',
    },
    schema: [],
    hasSuggestions: true,
  },

  create(context) {
    /** Names that the file itself gives a value. */
    let ofPipeline: ReadonlySet<string> = new Set();
    let passesOn = false;
    let inJob = false;
    /** The jobs that extend a template may define the name. */
    let isTemplate = false;
    return {
      Pipeline({ variables }) {
        inJob = false;
        ofPipeline = new Set(variables.map(({ name }) => name));
      },
      Job(job) {
        inJob = true;
        isTemplate = job.hidden;
        passesOn = passesVariables(job);
      },
      'Job:exit'() {
        inJob = false;
        isTemplate = false;
      },
      Variable(variable) {
        if (!passesOn || !OWN_SCOPES.has(variable.scope)) return;
        for (const reference of variable.references) {
          if (!isPredefined(reference) || !isJobOnly(reference.name, 'trigger')) continue;
          context.report({
            node: reference,
            messageId: CREDENTIALS.has(reference.name) ? 'triggerCredential' : 'trigger',
            ...certainty(reference),
            data: { ...certainty(reference).data, variable: variable.name },
          });
        }
      },
      VariableReference(reference) {
        const { atCreation, name } = reference;
        if (!atCreation || isTemplate || !isPredefined(reference) || !isJobOnly(name, 'creation')) return;
        if (!inJob && ofPipeline.has(name)) return;
        const edits =
          IF_THE_REGISTRY_IS_ON.has(name) && atCreation.asksWhetherSet && renameVariable(reference, 'CI_REGISTRY');
        context.report({
          node: reference,
          messageId: CONDITION.test(reference.keyPath) ? 'condition' : 'text',
          ...certainty(reference),
          ...(edits && { suggest: [{ title: 'Ask for $CI_REGISTRY', edits }] }),
        });
      },
    };
  },
});

const CONDITION = /\.if$|\.(only|except)\.variables$/;

/** What a trigger job passes on of its own; the pipeline's variables are meant for all jobs. */
const OWN_SCOPES: ReadonlySet<Variable['scope']> = new Set(['job', 'matrix', 'rules']);

const IF_THE_REGISTRY_IS_ON: ReadonlySet<string> = new Set(['CI_REGISTRY_USER', 'CI_REGISTRY_PASSWORD']);

const DEPLOY_TOKEN = ['CI_DEPLOY_USER', 'CI_DEPLOY_PASSWORD'];

const CREDENTIALS: ReadonlySet<string> = new Set([...IF_THE_REGISTRY_IS_ON, ...DEPLOY_TOKEN, 'CI_JOB_TOKEN']);

/** Projects define these themselves, for another registry or another token. */
const OFTEN_REDEFINED: ReadonlySet<string> = new Set([...IF_THE_REGISTRY_IS_ON, ...DEPLOY_TOKEN]);

function certainty({ name }: VariableReference) {
  const isOpen = OFTEN_REDEFINED.has(name);
  const unless = isOpen ? ', unless the settings of the project define the name' : '';
  return { confidence: isOpen ? 'medium' : 'high', data: { name: `$${name}`, unless } } as const;
}

function isPredefined({ definition }: VariableReference): boolean {
  return definition.by === 'predefined';
}

function passesVariables(job: Job): boolean {
  return !job.hidden && job.config.entries.has('trigger') && forwardsYaml(job);
}
