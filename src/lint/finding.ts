import type { Unresolved } from '../compose/composition.ts';
import type { Confidence, Fix, Severity } from '../rule.ts';
import type { Place } from '../source/source-file.ts';
import type { Trail } from '../yaml/values.ts';

/** What a rule found, complete: reports print it and add nothing. */
export interface Finding {
  readonly rule: string;
  /** Which of the rule's messages it is. */
  readonly messageId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** What is wrong and why it fails. */
  readonly message: string;
  /** What to write instead. */
  readonly help: string;
  readonly place: Place;
  /** The jobs it concerns, in the pipeline's order; empty when it is about the file as a whole. */
  readonly jobs: readonly string[];
  readonly keyPath: string;
  readonly related: readonly RelatedPlace[];
  /** How the text came into the job, when it is not written there. */
  readonly trail: Trail;
  /** Changes to choose from, the safe one first. */
  readonly fixes: readonly FindingFix[];
  /** The same for the same fault in the same job, whatever its line. Unique in a run. */
  readonly fingerprint: string;
  readonly docs: string;
}

/** Another place that explains a finding. */
export interface RelatedPlace {
  readonly place: Place;
  readonly message: string;
  /** Whether the job runs it before or after what is wrong. Undefined: it does not run both. */
  readonly when?: 'before' | 'after';
}

/** `safe`: it never alters what a working pipeline does · `unsafe`: somebody has to read it. */
export interface FindingFix extends Fix {
  readonly safety: 'safe' | 'unsafe';
}

/** A finding that a comment keeps from being shown. */
export interface SuppressedFinding extends Finding {
  readonly suppression: Suppression;
}

export interface Suppression {
  /** What the comment gives as its reason. */
  readonly reason: string | undefined;
  /** The comment. */
  readonly place: Place;
}

/** An include whose content is not known. */
export interface UnresolvedInclude extends Unresolved {
  /** How the file that has it came into the pipeline; empty for the linted file itself. */
  readonly trail: Trail;
}

/** What one run over some roots found. */
export interface LintResult {
  /** Sorted by file, then place. Only what is to be shown. */
  readonly findings: readonly Finding[];
  /** What comments keep from being shown, in the same order. Programs are told of it, people are told how many. */
  readonly suppressed: readonly SuppressedFinding[];
  readonly unresolved: readonly UnresolvedInclude[];
  /** Paths of the files read, also of includes and of scripts that jobs run, each once. */
  readonly files: readonly string[];
  /** Those of the linted files that were read as a part of a pipeline, so that what they lack is no finding. */
  readonly parts: readonly string[];
  /** Faults of pipelint itself. With any of them the findings may be incomplete. */
  readonly internalErrors: readonly InternalError[];
  readonly summary: Summary;
}

/** A rule, or the analysis before the rules, that failed on a file. */
export interface InternalError {
  /** Undefined: the file could not be analysed at all, so no rule ran. */
  readonly rule: string | undefined;
  readonly file: string;
  /** What went wrong, as the end of a sentence. */
  readonly reason: string;
  /** One line that names the rule and the file. */
  readonly message: string;
  readonly stack: string | undefined;
}

export interface Summary {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly suppressed: number;
  readonly baselined: number;
  readonly belowConfidence: number;
  /** Files read, also includes and scripts that jobs run. */
  readonly files: number;
  /** Jobs that can run. */
  readonly jobs: number;
}
