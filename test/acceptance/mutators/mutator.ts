/**
 * A mutator breaks a pipeline that works, wherever the mistake it stands for can be made, and says which rule has to tell of
 * it on which line. It knows text, not pipelint: what the analysis does not see is broken all the same.
 */

/** A repository: texts by path. */
export interface Project {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

export interface Mutant extends Project {
  /** Where the finding may be: at the mistake, or at what fails for it. */
  readonly spots: readonly Spot[];
}

export interface Spot {
  readonly file: string;
  readonly line: number;
}

export interface Mutator {
  /** The mistake, as a part of a sentence: "the login is missing". */
  readonly breaks: string;
  /** The rule that has to find it. */
  readonly rule: string;
  mutate(project: Project): readonly Mutant[];
}

export interface Mistake {
  readonly breaks: string;
  readonly rule: string;
  /** What is replaced, one place a mutant; with the flag `g`. */
  readonly find: RegExp;
  /** As in `String.replace`. */
  readonly put: string;
  /** What the line of the place has to look like. */
  readonly on?: RegExp;
  /** What has to stand, or must not stand, in the block of the same top-level key: the job. */
  readonly inJob?: RegExp;
  readonly notInJob?: RegExp;
  /** The same for all files of the project. */
  readonly inProject?: RegExp;
  readonly notInProject?: RegExp;
  /** Lines at which the finding may be instead of at the mistake. */
  readonly felt?: RegExp;
  /** Lines at which the finding may be as well as at the mistake. */
  readonly orFelt?: RegExp;
}

/** No mistake is made more often than this in one project, so that long pipelines do not outweigh the others. */
const MOST_PER_PROJECT = 2;

/** Makes a mistake at each place of a project that has room for it. */
export function mistake({ breaks, rule, ...how }: Mistake): Mutator {
  return {
    breaks,
    rule,
    mutate: (project) => (hasRoom(project, how) ? mutantsOf(project, how) : []),
  };
}

type How = Omit<Mistake, 'breaks' | 'rule'>;

function hasRoom({ files }: Project, { inProject, notInProject }: How): boolean {
  const text = Object.values(files).join('\n');
  return (inProject?.test(text) ?? true) && !(notInProject?.test(text) ?? false);
}

function mutantsOf(project: Project, how: How): Mutant[] {
  const mutants = Object.entries(project.files).flatMap(([file, text]) =>
    placesIn(text, how).map((at): Mutant => {
      const mutated = replaceAt(text, how, at);
      const files = { ...project.files, [file]: mutated };
      return { name: project.name, files, spots: spotsOf(files, { file, line: firstDifference(text, mutated) }, how) };
    }),
  );
  return mutants.filter(({ spots }) => spots.length > 0).slice(0, MOST_PER_PROJECT);
}

function placesIn(text: string, { find, on, inJob, notInJob }: How): number[] {
  const lines = text.split('\n');
  return [...text.matchAll(find)].flatMap((match) => {
    const line = text.slice(0, match.index).split('\n').length - 1;
    const job = jobAt(lines, line);
    const fits = (on?.test(lines[line] ?? '') ?? true) && (inJob?.test(job) ?? true) && !(notInJob?.test(job) ?? false);
    return fits ? [match.index] : [];
  });
}

/** The lines from the top-level key above to the next one. */
function jobAt(lines: readonly string[], line: number): string {
  const isKey = (text: string): boolean => /^[^\s#-]/.test(text);
  const start = lines.findLastIndex((text, index) => index <= line && isKey(text));
  const next = lines.findIndex((text, index) => index > line && isKey(text));
  return lines.slice(Math.max(0, start), next === -1 ? undefined : next).join('\n');
}

function replaceAt(text: string, { find, put }: How, at: number): string {
  const once = new RegExp(find.source, `${find.flags.replace('g', '')}y`);
  once.lastIndex = at;
  return text.replace(once, put);
}

function firstDifference(before: string, after: string): number {
  const old = before.split('\n');
  return after.split('\n').findIndex((line, index) => line !== old[index]) + 1;
}

function spotsOf(files: Project['files'], here: Spot, { felt, orFelt }: How): Spot[] {
  const pattern = felt ?? orFelt;
  const elsewhere = Object.entries(files).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => (pattern?.test(line) ? [{ file, line: index + 1 }] : [])),
  );
  return felt ? elsewhere : [here, ...elsewhere];
}
