/**
 * Names a finding so that the next run knows it again: GitLab's Code Quality widget compares fingerprints to tell new
 * findings from old ones, SARIF viewers and baselines do the same. Line numbers would make every finding below an edit a
 * new one, and GitLab drops the second of two equal fingerprints; so the name is made of what was written and where in the
 * configuration, and equal ones are numbered.
 */
import { createHash } from 'node:crypto';
import { nameWithoutCopy } from '../pipeline/copies.ts';
import { textAt } from '../source/source-file.ts';
import type { Finding } from './finding.ts';
import type { Observation } from './observe.ts';

/** Adds fingerprints, unique among the given findings. Equal ones are numbered in the given order. */
export function withFingerprints(findings: readonly Observation[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const identity = JSON.stringify(identityOf(finding));
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    return { ...finding, fingerprint: createHash('sha256').update(`${identity}#${ordinal}`).digest('hex') };
  });
}

function identityOf(finding: Observation): readonly string[] {
  const { owner, keyPath } = whereWritten(finding);
  const text = textAt(finding.place).replace(/\s+/g, ' ').trim();
  return [finding.rule, finding.place.file.path, owner, keyPath, text];
}

/**
 * The job or template that holds the text, and the keys below it. The jobs that take effect are no part of it: one more
 * job that extends a template, or jobs in another order, leave the template's mistake what it was.
 */
function whereWritten({ jobs, keyPath, trail }: Observation): { owner: string; keyPath: string } {
  const keys = keyPath.replace(/\[\d+\]/g, '');
  const names = jobs.flatMap((name) => [name, nameWithoutCopy(name) ?? name]);
  const job = names.find((name) => keys === name || keys.startsWith(`${name}.`));
  const source = trail.findLast((step) => step.kind !== 'include');
  return { owner: source?.name ?? job ?? '', keyPath: job === undefined ? keys : keys.slice(job.length + 1) };
}
