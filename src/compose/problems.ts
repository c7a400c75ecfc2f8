/** The faults of composing, by rule, with what their `data` holds. The rule of the same name has the words. */
import type { SyntaxKind } from '../yaml/problems.ts';

/** A root file without a text that could be loaded: `path`, and `reason` as the end of a sentence. */
export type LoadKind = SyntaxKind | 'blank' | 'unreadable';

export type IncludeKind =
  /** `path`, and `near`: a path like it, or nothing. */
  | 'missing'
  /** `path`, and `reason` as the end of a sentence. */
  | 'unreadable'
  /**
   * The file has no text (`empty`, and `blank` for one from outside of the repository), or nothing but comments
   * (`nothing`): `path`.
   */
  | 'empty'
  | 'blank'
  | 'nothing'
  /** The name does not end in `.yml` or `.yaml`: `path`. */
  | 'notYaml'
  /** GitLab finds no such file either: the `kind` of include, `target`, `reason`, and `project`, `ref`, `file`. */
  | 'notThere'
  /** A remote file or a template, which has no project, includes a local file or a component: `path`. */
  | 'noProject'
  | 'noProjectForComponent'
  /** The name is none for its kind: `path`. */
  | 'notTemplate'
  | 'badAddress'
  | 'badComponent'
  /** `spec:include` has a kind of include that it does not know. */
  | 'noInputsFile'
  /** An artifact outside of `trigger: include`: `path`. */
  | 'artifactOutside'
  /** A file includes itself: `path`, and `chain` from the root file. */
  | 'cycle'
  /** `limit` */
  | 'tooMany'
  /** What stands under `include` has the wrong form. `notString`: the keyword in `kind`. */
  | 'notStringOrHash'
  | 'notString'
  | 'noKind'
  /** `found` */
  | 'severalKinds'
  /** `rules` under `include`: `key`, or `when`. */
  | 'rulesNotList'
  | 'rulesBlank'
  | 'ruleNotHash'
  | 'ruleKey'
  | 'ruleWhen'
  /** A condition that cannot be read: the `fault` of an expression, and its data. */
  | 'ruleCondition';

export type ExtendsKind =
  /** `job`, `parent`, and `near`: a name like it, or nothing. */
  | 'unknownParent'
  /** `job`, `parent` */
  | 'notMapping'
  /** A `!reference`, or something else that is no name: `job`. */
  | 'reference'
  | 'notName'
  /** `job`, and `chain` back to it. */
  | 'circular'
  /** `job`, `limit` */
  | 'tooDeep';

export type ReferenceKind =
  /** `path`; the `key` that is not in `parent`, which is empty for the file; `near`: a key like it, or nothing. */
  | 'missing'
  /** What stands behind the tag is no list of names: `text`. */
  | 'invalid'
  /** `path`, and `chain` back to it. */
  | 'circular';
