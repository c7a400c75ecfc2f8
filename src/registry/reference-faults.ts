/**
 * What keeps an image reference from being one, or may do so: the grammar is distribution/reference's, which docker and its
 * like share. A path is lower case, and a tag consists of letters, digits, `_`, `.` and `-`.
 */
import type { ImageReference, Push } from '../pipeline/events.ts';
import { type Part, showText, type VariablePart } from '../pipeline/symbolic.ts';
import type { NamedReference } from './named-references.ts';
import { takeApart } from './reference.ts';

/**
 * `upperCase`: capitals written in the path · `tagCharacter`: a character written in the tag that none has · `time`, `text`:
 * a variable in the tag whose value has such characters, or nearly always · `branch`: the name of a branch in the tag, which
 * may hold a `/` · `case`: a variable in the path that keeps its capitals · `job`: the name of the job or its stage.
 */
export type FaultKind = 'upperCase' | 'tagCharacter' | 'time' | 'text' | 'branch' | 'case' | 'job';

export interface ReferenceFault {
  readonly kind: FaultKind;
  readonly part: Part;
  /** The character, the path from its first component with capitals, or the variable's name. */
  readonly what: string;
  readonly isIn: 'path' | 'tag';
}

/** Of variables in a tag. Times hold colons, texts blanks and the like, addresses and paths slashes. */
const IN_TAG: Readonly<Record<string, FaultKind>> = {
  CI_COMMIT_TIMESTAMP: 'time',
  CI_JOB_STARTED_AT: 'time',
  CI_PIPELINE_CREATED_AT: 'time',
  CI_COMMIT_AUTHOR: 'text',
  CI_COMMIT_DESCRIPTION: 'text',
  CI_COMMIT_MESSAGE: 'text',
  CI_COMMIT_TITLE: 'text',
  CI_MERGE_REQUEST_TITLE: 'text',
  CI_PROJECT_TITLE: 'text',
  GITLAB_USER_NAME: 'text',
  CI_COMMIT_BRANCH: 'branch',
  CI_COMMIT_REF_NAME: 'branch',
  CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'branch',
  CI_JOB_NAME: 'job',
  CI_JOB_STAGE: 'job',
};

const IN_PATH: Readonly<Record<string, FaultKind>> = {
  CI_PROJECT_PATH: 'case',
  CI_PROJECT_NAME: 'case',
  CI_PROJECT_NAMESPACE: 'case',
  CI_PROJECT_ROOT_NAMESPACE: 'case',
  CI_PROJECT_TITLE: 'text',
  GITLAB_USER_NAME: 'text',
  CI_JOB_NAME: 'job',
  CI_JOB_STAGE: 'job',
};

/** Text for a template engine or another shell, or several words in one: not the reference that the client gets. */
const NO_REFERENCE = /[$`{}<>%\\'"*?()|;&]|:\/\//;

/** The faults of a reference, in their order in the text, each kind once. */
export function faultsIn({ value, namesHost }: ImageReference): readonly ReferenceFault[] {
  if (value.some(isNoReference)) return [];
  const pieces: { readonly part: Part; readonly piece: Part; readonly isWritten: boolean }[] = [];
  let shape = '';
  for (const part of value) {
    for (const piece of takeApart([part])) {
      pieces.push({ part, piece, isWritten: piece.kind !== 'variable' || piece === part });
      shape += piece.kind === 'literal' ? piece.text : UNKNOWN;
    }
  }
  const { path, tag } = bordersOf(shape, namesHost);
  const faults = new Map<FaultKind, ReferenceFault>();
  let at = 0;
  for (const { part, piece, isWritten } of pieces) {
    const length = piece.kind === 'literal' ? piece.text.length : 1;
    const cut = ([from, to]: Range): string => shape.slice(Math.max(from, at), Math.min(to, at + length));
    const isIn = cut(tag) === '' ? 'path' : 'tag';
    const add = (kind: FaultKind, what: string, where: 'path' | 'tag'): void => {
      if (!faults.has(kind)) faults.set(kind, { kind, part, what, isIn: where });
    };
    if (piece.kind === 'literal') {
      const capitals = /[^/]*[A-Z].*/s.exec(cut(path))?.[0];
      const character = /[/:+\s]/.exec(cut(tag))?.[0];
      if (capitals !== undefined) add('upperCase', capitals, 'path');
      if (character !== undefined) add('tagCharacter', character, 'tag');
    } else if (isWritten && isPlainVariable(piece) && cut(isIn === 'tag' ? tag : path) !== '') {
      const kinds = isIn === 'tag' ? IN_TAG : IN_PATH;
      const kind = Object.hasOwn(kinds, piece.name) ? kinds[piece.name] : undefined;
      if (kind) add(kind, piece.name, isIn);
    }
    at += length;
  }
  return [...faults.values()];
}

/** What is no reference whatever the pipeline is. */
export const CANNOT_PARSE: ReadonlySet<FaultKind> = new Set<FaultKind>(['upperCase', 'tagCharacter', 'time']);

/**
 * The version of a chart is no tag, though its path is a path. A single word with capitals behind `docker run` may be the
 * value of an option that is not known here.
 */
export function isFaultFor({ kind }: ReferenceFault, { event, reference }: NamedReference): boolean {
  if (event.client === 'helm') return kind === 'upperCase';
  return kind !== 'upperCase' || event.type !== 'Pull' || showText(reference.value).includes('/');
}

/** Whether a push ends before it begins, since its reference is none. */
export function cannotParse(push: Push): boolean {
  const { reference } = push;
  return faultsIn(reference).some(
    (fault) => CANNOT_PARSE.has(fault.kind) && isFaultFor(fault, { event: push, reference }),
  );
}

/** The one variable of which a tag consists. */
export function onlyVariableOfTag({ tag }: ImageReference): VariablePart | undefined {
  const [part, ...others] = tag ?? [];
  return part && others.length === 0 && isPlainVariable(part) ? part : undefined;
}

function isPlainVariable(part: Part): part is VariablePart {
  return part.kind === 'variable' && part.operation === undefined;
}

/** Stands for a part that is not known. */
const UNKNOWN = '\uE000';

type Range = readonly [from: number, to: number];

/** `app:feature`: what follows the colon is no port, so that it begins the tag. */
const NO_PORT = new RegExp(`:(?!\\d*$)[^${UNKNOWN}]+$`);

/**
 * Where the path and the tag are. The first component of several is left out where it is a host or may be one, with the
 * colon before its port.
 */
function bordersOf(shape: string, namesHost: boolean): { readonly path: Range; readonly tag: Range } {
  const digest = shape.indexOf('@');
  const end = digest === -1 ? shape.length : digest;
  const slash = shape.indexOf('/');
  const first = slash === -1 || slash > end ? '' : shape.slice(0, slash);
  const isHost = first !== '' && (namesHost || first.includes(UNKNOWN)) && !NO_PORT.test(first);
  const start = isHost ? slash + 1 : 0;
  const colon = shape.indexOf(':', start);
  if (colon === -1 || colon > end) return { path: [start, end], tag: [end, end] };
  return { path: [start, colon], tag: [colon + 1, end] };
}

/** A blank outside of quotes divides words, so that the text is more than the reference. */
function isNoReference(part: Part): boolean {
  return part.kind === 'literal' && (NO_REFERENCE.test(part.text) || (part.quote === 'none' && /\s/.test(part.text)));
}
