import type { Place, SourceFile } from '../source/source-file.ts';
import type { Trail } from '../yaml/values.ts';
import type { Located, Script } from './nodes.ts';
import type { SymbolicText } from './symbolic.ts';

/** One simple command as the shell would run it, at the point of the script where it stands. */
export interface Command extends Located {
  readonly type: 'Command';
  readonly trail: Trail;
  readonly keyPath: string;
  readonly section: Script['section'];
  /** The program and its arguments after expansion; empty for a line of assignments only. */
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly stdin: Stdin;
  /** The working directory, `$CI_PROJECT_DIR` at first; undefined where it is not known. */
  readonly directory: SymbolicText | undefined;
  /** The script of the repository that it runs, whose commands follow. Undefined: none, or one that cannot be read. */
  readonly runs: SourceFile | undefined;
  /** Branches, loops and `||` may skip a command. */
  readonly certain: boolean;
  /** Its failure does not end the script: a condition, or what stands before `|| true`. */
  readonly forgiven: boolean;
  /** Forgiven, and nothing is done about it: `|| true`. A condition or a second attempt is something. */
  readonly ignored: boolean;
  /** The variables the command mentions, each where it is written. */
  readonly references: readonly VariableReference[];
}

export interface Word extends Located {
  readonly type: 'Word';
  /** As the script has it. */
  readonly written: SymbolicText;
  /** With every variable replaced that the pipeline or the script itself gives a value. */
  readonly value: SymbolicText;
}

export interface Redirect extends Located {
  readonly operator: string;
  /** Undefined for a redirect the parser could not complete. */
  readonly target: Word | undefined;
}

/** Where a command's standard input comes from. */
export type Stdin =
  | { readonly kind: 'inherited' }
  | { readonly kind: 'pipe'; readonly from: Command | undefined }
  | { readonly kind: 'file'; readonly file: Word | undefined }
  | { readonly kind: 'text'; readonly text: SymbolicText; readonly hereString: boolean; readonly place: Place };

/** A variable that GitLab no longer defines. */
export interface RemovedVariable {
  /** The variable, or the keyword, that took its place. */
  readonly replacement: string;
  /** The version of GitLab that removed it. */
  readonly removedIn: string;
}

/**
 * `never-existed`: a well-known mistake · `misspelled`: one or two letters off · `run-on`: text behind the variable that makes
 * the name longer, unless braces keep it apart: `$CI_REGISTRY_IMAGE_web`.
 */
export interface MeantVariable {
  readonly name: string;
  readonly because: 'never-existed' | 'misspelled' | 'run-on';
}

/** What is known about where a variable gets its value. */
export interface Definition {
  /** `maybe`: something that cannot be read here could define it. */
  readonly by: 'pipeline' | 'script' | 'predefined' | 'maybe' | 'nobody';
  /** For a name that nobody defines: the predefined variable that is meant, when one can be guessed. */
  readonly instead: MeantVariable | undefined;
  /** For a name that GitLab defined once, unless the file itself does so now. */
  readonly removed?: RemovedVariable;
}

/** A variable's name where it is used: in a script, an image, another variable's value, a condition, a cache's key. */
export interface VariableReference extends Located {
  readonly type: 'VariableReference';
  readonly trail: Trail;
  readonly keyPath: string;
  readonly name: string;
  readonly definition: Definition;
  /** The expansion has a fallback of its own (`${NAME:-x}`), so that an undefined name is expected. */
  readonly hasFallback: boolean;
  /**
   * GitLab itself reads the name while it makes the pipeline, before a job has started: in `rules`, `workflow`, `include` or
   * what a trigger job starts. A condition may ask only whether it is set.
   */
  readonly atCreation?: { readonly asksWhetherSet: boolean };
}
