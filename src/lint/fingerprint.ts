/**
 * Names a finding so that the next run knows it again: GitLab's Code Quality widget compares fingerprints to tell new
 * findings from old ones, SARIF viewers and baselines do the same. Line numbers would make every finding below an edit a
 * new one, and GitLab drops the second of two equal fingerprints; so the name is made of what was written and where in the
 * configuration. A job's name is needed only where several jobs make the same mistake: where one does, it may be renamed.
 */
import { nameWithoutCopy } from '../pipeline/copies.ts';
import { sha256Of } from '../source/cryptography.ts';
import { textAt } from '../source/source-file.ts';
import type { Finding } from './finding.ts';
import type { Observation } from './observe.ts';

/** Adds fingerprints, unique among the given findings. Those that nothing else tells apart are numbered in the given order. */
export function withFingerprints<Told extends Observation>(
  findings: readonly Told[],
): (Told & Pick<Finding, 'fingerprint'>)[] {
  const faults = findings.map(faultOf);
  const firstOwners = new Map<string, string>();
  for (const { what, owner } of faults) {
    const first = firstOwners.get(what);
    if (first === undefined || owner < first) firstOwners.set(what, owner);
  }
  const seen = new Map<string, number>();
  return findings.map((finding, index) => {
    const { what, owner } = faults[index] ?? faultOf(finding);
    const identity = owner === firstOwners.get(what) ? what : `${what} in ${owner}`;
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    return fingerprinted(finding, `${identity}#${ordinal}`);
  });
}

/** A report for people shows no fingerprints, and what hashes them takes long to load. */
function fingerprinted<Told extends Observation>(finding: Told, identity: string): Told & Pick<Finding, 'fingerprint'> {
  let fingerprint: string | undefined;
  return {
    ...finding,
    get fingerprint() {
      fingerprint ??= sha256Of(identity);
      return fingerprint;
    },
  };
}

interface Fault {
  /** What is wrong, in which section of which file. */
  readonly what: string;
  /** The job or template that holds the text. */
  readonly owner: string;
}

/**
 * The jobs that take effect are no part of it: one more job that extends a template, or jobs in another order, leave the
 * template's mistake what it was. Of jobs that make the same mistake the first by name goes without its name, not the first
 * in the file, so that their order does not count.
 */
function faultOf({ rule, place, jobs, keyPath, trail }: Observation): Fault {
  const keys = keyPath.replace(/\[\d+\]/g, '');
  const names = jobs.flatMap((name) => [name, nameWithoutCopy(name) ?? name]);
  const job = names.find((name) => keys === name || keys.startsWith(`${name}.`));
  const section = job === undefined ? keys : keys.slice(job.length + 1);
  const text = textAt(place).replace(/\s+/g, ' ').trim();
  const source = trail.findLast((step) => step.kind !== 'include');
  return {
    what: JSON.stringify([rule, place.file.path, section, text === job ? '' : text]),
    owner: source?.name ?? job ?? '',
  };
}
