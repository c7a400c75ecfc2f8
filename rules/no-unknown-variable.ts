import type { VariableReference } from '../src/pipeline/commands.ts';
import type { Job } from '../src/pipeline/nodes.ts';
import type { SymbolicText } from '../src/pipeline/symbolic.ts';
import { failsJob, failsJobByLogin } from '../src/registry/fails-job.ts';
import { defineRule } from '../src/rule.ts';
import { asksForVariables } from '../src/shell/asks.ts';
import { renameVariable } from '../src/shell/rewrite.ts';
import type { Place } from '../src/source/source-file.ts';
import { readText, rewriteText } from '../src/yaml/edit-scalar.ts';

export default defineRule({
  meta: {
    type: 'problem',
    docs: {
      name: 'no-unknown-variable',
      description: 'Disallow names that look like predefined variables of GitLab and are none',
      category: 'variables',
      preset: 'recommended',
      severity: 'warning',
      logLines: [
        'Error: Cannot perform an interactive login from a non TTY device',
        'password is empty',
        'Error: getting username and password: reading username: EOF',
        'invalid reference format',
      ],
    },
    messages: {
      emptyCredential:
        'GitLab defines no variable {{name}}, so the login gets an empty value here and stops with `password is empty` or `Cannot perform an interactive login from a non TTY device`, unless the project defines the name in its settings.',
      emptyReference:
        'GitLab defines no variable {{name}}, so this image reference has a hole and the push ends in `invalid reference format` or goes to the wrong place, unless the project defines the name in its settings.',
      neverExisted:
        'GitLab defines no variable {{name}}; it is empty here unless the project defines the name in its settings.',
      misspelled:
        'GitLab defines no variable {{name}}, but one called {{instead}}; the value is empty here unless the project defines the name in its settings.',
      runOn:
        'A `_` belongs to the name of a variable, so this is {{name}} and not ${{instead}} with something behind it. Nothing defines that name; it is empty here unless the project defines it in its settings.',
      runOnReference:
        'A `_` belongs to the name of a variable, so this is {{name}} and not ${{instead}} with something behind it. Nothing defines that name, so this image reference has a hole and the push ends in `invalid reference format` or goes to the wrong place, unless the project defines the name in its settings.',
      undefined:
        'Neither GitLab nor this configuration defines a variable {{name}}; it is empty here unless the project or one of its groups defines the name in its settings.',
    },
    help: {
      emptyCredential: 'Did you mean ${{instead}}?',
      emptyReference: 'Did you mean ${{instead}}?',
      neverExisted: 'Did you mean ${{instead}}?',
      misspelled: 'Did you mean ${{instead}}?',
      runOn: 'Keep them apart with braces: `{{apart}}`.',
      runOnReference: 'Keep them apart with braces: `{{apart}}`.',
      undefined: 'Where the settings define it, name it under `variables: known` in .pipelint.yml.',
    },
    schema: [
      {
        type: 'object',
        properties: {
          allNames: {
            type: 'boolean',
            description: 'Report every name that begins with CI_ and is defined nowhere, as info.',
          },
        },
        additionalProperties: false,
      },
    ],
    strictOptions: { allNames: true },
    hasSuggestions: true,
  },

  create(context) {
    let job: Job | undefined;
    let suspects: VariableReference[] = [];
    let tested = new Set<string>();
    let credentials: Uses = new Map();
    let pushed: Uses = new Map();
    const [{ allNames = false } = {}] = context.options as readonly { readonly allNames?: boolean }[];
    const reportRunOn = (suspect: VariableReference, instead: string): void => {
      const isPushed = pushed.has(keyOf(suspect.place));
      const apart = keepApart(suspect.name, instead, isPushed);
      const edits = rewriteText([{ place: suspect.place, text: apart }]);
      context.report({
        node: suspect,
        messageId: isPushed ? 'runOnReference' : 'runOn',
        severity: pushed.get(keyOf(suspect.place)) ? 'error' : 'warning',
        confidence: 'medium',
        data: { name: `$${suspect.name}`, instead, apart },
        ...(edits && { suggest: [{ title: `Write ${apart}`, edits }] }),
      });
    };
    const report = (suspect: VariableReference): void => {
      const instead = isMeant(suspect) ? suspect.definition.instead : undefined;
      if (tested.has(suspect.name)) return;
      if (!instead) {
        const data = { name: `$${suspect.name}` };
        context.report({ node: suspect, messageId: 'undefined', severity: 'info', confidence: 'medium', data });
        return;
      }
      const neverExisted = instead.because === 'never-existed';
      const key = keyOf(suspect.place);
      if (instead.because === 'run-on') {
        reportRunOn(suspect, instead.name);
        return;
      }
      const messageId =
        neverExisted && credentials.has(key)
          ? 'emptyCredential'
          : neverExisted && pushed.has(key)
            ? 'emptyReference'
            : neverExisted
              ? 'neverExisted'
              : 'misspelled';
      const isFatal = credentials.get(key) || pushed.get(key);
      const edits = renameVariable(suspect, instead.name);
      context.report({
        node: suspect,
        messageId,
        severity: neverExisted && isFatal ? 'error' : 'warning',
        confidence: 'medium',
        data: { name: `$${suspect.name}`, instead: instead.name },
        ...(edits && { suggest: [{ title: `Write $${instead.name}`, edits }] }),
      });
    };
    /** Those of `workflow` and `include`, which belong to no job. The pipeline's variables are seen again in its jobs. */
    const reportOfPipeline = (): void => {
      for (const suspect of suspects) if (suspect.atCreation) report(suspect);
      suspects = [];
    };
    return {
      Job(node) {
        reportOfPipeline();
        job = node;
        tested = new Set();
        credentials = new Map();
        pushed = new Map();
      },
      Command(command) {
        // A script that asks whether a variable is set expects to find it in the project's settings.
        for (const name of asksForVariables(command)) tested.add(name);
      },
      VariableReference(reference) {
        const { definition, hasFallback, atCreation } = reference;
        const { by, removed } = definition;
        const instead = isMeant(reference) ? definition.instead : undefined;
        if (by !== 'nobody' || removed || hasFallback) return;
        if (!instead) {
          if (allNames && reference.name.startsWith('CI_') && !atCreation) suspects.push(reference);
          return;
        }
        // `if: $NAME` expects to find the name in some projects' settings; one letter off it finds it in none.
        if (instead.because !== 'misspelled' && atCreation?.asksWhetherSet) return;
        suspects.push(reference);
      },
      Login(login) {
        const fails = failsJobByLogin(login, job);
        addVariables(login.credential.user?.value, credentials, fails);
        addVariables(login.credential.password?.value, credentials, fails);
      },
      Push(push) {
        addVariables(push.reference.value, pushed, failsJob(push));
      },
      'Job:exit'() {
        for (const suspect of suspects) report(suspect);
        suspects = [];
      },
      'Pipeline:exit': reportOfPipeline,
    };
  },
});

/** Braces say where a name ends, so that nothing runs on behind it. */
function isMeant({ definition, place }: VariableReference): boolean {
  return definition.instead?.because !== 'run-on' || readText(place)?.startsWith('${') === false;
}

/** An image below the own path has a `/` before its name; elsewhere the text stays as it is. */
function keepApart(name: string, variable: string, isPushed: boolean): string {
  const isPath = variable === 'CI_REGISTRY_IMAGE' || (variable === 'CI_PROJECT_PATH' && isPushed);
  return `\${${variable}}${isPath ? '/' : '_'}${name.slice(variable.length + 1)}`;
}

/** Where variables stand whose value is used, and whether the job fails where it is empty. */
type Uses = Map<string, boolean>;

function addVariables(text: SymbolicText | undefined, uses: Uses, fails: boolean): void {
  for (const part of text ?? []) {
    if (part.kind !== 'variable') continue;
    const key = keyOf(part.place);
    uses.set(key, fails || uses.get(key) === true);
  }
}

function keyOf({ file, range }: Place): string {
  return `${file.path}:${range[0]}`;
}
