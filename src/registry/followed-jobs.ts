/**
 * Jobs that were followed before. An editor asks again at every keystroke, and then nearly all jobs are what they were: a
 * job of the same parts, in a pipeline that tells it the same, with the same files of the repository, does the same. It is
 * the same object then, unless it stands elsewhere now.
 */
import { type Job, OPEN_KEYWORDS } from '../pipeline/nodes.ts';
import type { RepositoryFiles } from '../shell/repository-files.ts';
import type { FileContent } from '../source/host.ts';
import { Moves, movedReach, type Reach, reachOf, staysAsItIs } from '../source/moved.ts';
import { Signatures } from '../source/signature.ts';
import { comparePlaces, type SourceFile } from '../source/source-file.ts';
import { newestVersion } from '../source/versions.ts';

/** What jobs read of the repository. */
export type Files = Pick<RepositoryFiles, 'read' | 'script'>;

interface Followed {
  readonly job: Job;
  readonly read: ReadonlyMap<string, FileContent>;
  readonly reach: Reach;
}

export class FollowedJobs {
  #signatures = new Signatures();
  #before = new Map<number, Followed>();
  #now = new Map<number, Followed>();
  #moves = new Moves();
  /** The files of the configuration as they are now, by path: each pipeline of the tree has its own. */
  #files = new Map<string, Set<SourceFile>>();

  /**
   * Another run begins: of the jobs before the last one nothing is needed any more.
   *
   * @param files those of its configuration
   */
  begin(files: readonly SourceFile[]): void {
    this.#files = new Map();
    for (const file of files) this.#files.set(file.path, (this.#files.get(file.path) ?? new Set()).add(file));
    this.#before = this.#now;
    this.#now = new Map();
    this.#moves = new Moves();
    if (!this.#signatures.isFull) return;
    this.#signatures = new Signatures();
    this.#before = new Map();
  }

  /**
   * @param context all that decides about the job beside itself and the files that it reads, the same for all jobs of a run
   * @param follow follows it with files whose use is noted
   */
  follow(job: Job, context: object, files: Files, follow: (files: Files) => Job): Job {
    const key = this.#signatures.of([...partsOf(job), context]);
    const before = this.#now.get(key) ?? this.#before.get(key);
    const known = before && this.#whereItStands(before, job);
    if (known && [...known.read].every(([path, content]) => isSame(files.read(path), content))) {
      this.#now.set(key, known);
      return known.job;
    }
    const read = new Map<string, FileContent>();
    const noted = (path: string): FileContent => {
      const content = files.read(path);
      read.set(path, content);
      return content;
    };
    const followed = follow({
      read: noted,
      script: (path) => {
        noted(path);
        return files.script(path);
      },
    });
    this.#now.set(key, { job: followed, read, reach: reachOf(followed) });
    return followed;
  }

  #whereItStands(before: Followed, job: Job): Followed | undefined {
    if (![...before.reach.keys()].every((file) => this.#isKnown(file))) return undefined;
    if (staysAsItIs(before.reach)) return before;
    const { config: _, mayHave: __, ...rest } = before.job;
    const moved = this.#moves.of(rest);
    if (!moved || comparePlaces(moved.place, job.place) !== 0) return undefined;
    const { config, mayHave } = job;
    return { ...before, job: { ...moved, config, mayHave }, reach: movedReach(before.reach) };
  }

  /** Whether it is known what became of a file. It is not once too many files were met: then some are forgotten. */
  #isKnown(file: SourceFile): boolean {
    const now = this.#files.get(file.path);
    const newest = newestVersion(file);
    return !now || now.has(newest) || [...now].some(({ text }) => text === newest.text);
  }
}

/** What tells a job from others of the same context. All else that it has is made of these and of the context. */
function partsOf(job: Job): readonly unknown[] {
  const { name, keyPath, hidden, place, trail, config, scripts, variables } = job;
  const sections = scripts.map(({ section, owner }) => `${section} ${owner}`);
  const forwarded = variables.filter(({ scope }) => scope === 'forwarded');
  const may = OPEN_KEYWORDS.filter((keyword) => job.mayHave(keyword));
  return [name, keyPath, hidden, place, trail, config, sections, forwarded, may];
}

function isSame(a: FileContent, b: FileContent): boolean {
  return a.ok && b.ok ? a.text === b.text : !a.ok && !b.ok && a.reason === b.reason;
}
