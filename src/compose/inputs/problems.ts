/** The faults of `spec:` and of inputs, with what their `data` holds. The rule `config-inputs` has the words. */
import type { Problem } from '../../source/problem.ts';
import type { Place } from '../../source/source-file.ts';

export type InputsKind =
  /** A key that the header does not know: `path` to its owner, `key`, `keys` that there are, `near` or nothing. */
  | 'unknownKey'
  /** A keyword of the header has the wrong form: `path`, and what is `expected`. */
  | 'wrongForm'
  /** The type of an input is none: `input`, `type`, `types`, and `near` or nothing. */
  | 'unknownType'
  /** More options than GitLab allows: `input`, `limit`. An option that is null: `input`. */
  | 'tooManyOptions'
  | 'nullOption'
  /** `rules` stands beside `other`: `input`, `other`. */
  | 'exclusiveKeys'
  /** A rule without a default, or with one that is none of its options: `input`, and `value`. */
  | 'ruleWithoutDefault'
  | 'ruleDefault'
  /** The condition of a rule cannot be read: `input`, `text`. */
  | 'ruleCondition'
  /** Two definitions of one input, in the file or in those under `spec:include`: `input`. */
  | 'duplicateInput'
  /** A component has `spec:include`. */
  | 'componentInclude'
  /** A file under `spec:include` holds something else than inputs: `path`, `key`. */
  | 'includedKey'
  /** Nothing was given for an input without a default: `input`, `file`. */
  | 'required'
  /** A value does not fit the type: `input`, `type`, `text`, and whose value: `provided` or `default`. */
  | 'wrongType'
  /** `input`, `text`, `options`, `near` or nothing. */
  | 'notOption'
  /** `input`, `text`, `regex`, and whose value: `provided` or `default`. */
  | 'noMatch'
  /** `regex` is none: `input`, `regex`. */
  | 'badRegex'
  /** `options` or `regex` of a type that has none: `input`, `type`, `keyword`. */
  | 'notForType'
  /** Something is given that the file does not define: `input`, `file`, `inputs`, `near` or nothing. */
  | 'unknownInput'
  /** Something is given to a file without `spec:inputs`: `file`. */
  | 'noSpec'
  /** What is given is no hash. */
  | 'notHash'
  /** A block names something that is not there: `key`, `access`, `near` or nothing. */
  | 'unknownAccess'
  /** A block that GitLab cannot read: `access`. */
  | 'badAccess'
  /** An index that does not lead to an item: `access`, and `fault`: `syntax`, `notList`, `outside` or `tooDeep`. */
  | 'badIndex'
  /** `function`, `functions`, `near` or nothing. */
  | 'unknownFunction'
  /** `limit` */
  | 'tooManyFunctions'
  /** A function gets something else than a string: `function`; an empty separator: `function`. */
  | 'functionType'
  | 'functionArgument'
  /** `limit` */
  | 'tooManyBlocks';

export type InputsReport = (kind: InputsKind, place: Place, data?: Problem['data']) => void;
