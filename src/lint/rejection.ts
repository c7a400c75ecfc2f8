/** Why GitLab would create no pipeline at all, for those who want the pipeline and not findings. */
import type { Pipeline } from '../pipeline/nodes.ts';
import { SourceCode } from '../pipeline/source-code.ts';
import type { Rule } from '../rule.ts';
import type { LintResult } from './finding.ts';
import { lintSource } from './lint.ts';
import { DEFAULT_OPTIONS } from './options.ts';

/** What the rules about the configuration have to say, errors only. Without findings GitLab accepts it. */
export function rejectionOf(pipeline: Pipeline, rules: readonly Rule[]): LintResult {
  const ofConfiguration = rules.filter(({ meta }) => meta.docs.category === 'configuration');
  const result = lintSource(new SourceCode(pipeline), ofConfiguration, DEFAULT_OPTIONS);
  const findings = result.findings.filter(({ severity }) => severity === 'error');
  return { ...result, findings, summary: { ...result.summary, warning: 0, info: 0 } };
}
