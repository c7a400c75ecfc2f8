/** What GitLab's own variables are, in words. The table follows GitLab's "Predefined CI/CD variables reference". */
import { type Availability, PREDEFINED, predefinedInstead, removedVariable } from '../registry/predefined-variables.ts';
import table from './predefined-variables.json' with { type: 'json' };

interface Described {
  readonly means: string;
  readonly since?: string;
  readonly when?: string;
}

const DESCRIBED: Readonly<Record<string, Described>> = table;

const AVAILABLE: Readonly<Record<Availability, string>> = {
  'pre-pipeline': 'before the pipeline is made: also in `include`, `rules` and `workflow`',
  pipeline: 'once the pipeline is made: also in `rules` of jobs, not in `include`',
  'job-only': 'only while a job runs: in scripts and images, neither in `rules` nor in `include`',
};

/** Markdown; undefined for a name that GitLab does not know. */
export function describePredefined(name: string): string | undefined {
  const variable = PREDEFINED.get(name);
  if (!variable) return undefined;
  const { means, since, when } = (Object.hasOwn(DESCRIBED, name) ? DESCRIBED[name] : undefined) ?? {};
  const condition = when ?? (variable.conditional ? 'not in every pipeline' : undefined);
  return [
    `\`${name}\`, predefined by GitLab${means ? `: ${means}` : ''}.`,
    [
      `- Available ${AVAILABLE[variable.availability]}`,
      ...(condition ? [`- Condition: ${condition}`] : []),
      ...(since ? [`- Since ${since}`] : []),
    ].join('\n'),
  ].join('\n\n');
}

/** What became of a name, or which one is meant by it; undefined for a name that is nothing special. */
export function describeOther(name: string): string | undefined {
  const removed = removedVariable(name);
  if (removed) return `\`${name}\` was removed in GitLab ${removed.removedIn}. Use \`${removed.replacement}\`.`;
  const instead = predefinedInstead(name);
  return instead && `GitLab defines no \`${name}\`. \`${instead.name}\` may be meant.`;
}
