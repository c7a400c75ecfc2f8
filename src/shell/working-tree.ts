/** The repository as one job sees it: its files are those that are linted, until the job changes them. */
import type { Command } from '../pipeline/commands.ts';
import { literalText, showText } from '../pipeline/symbolic.ts';
import type { FileContent } from '../source/host.ts';
import type { Lookup } from './environment.ts';
import type { RepositoryFiles, ScriptFile } from './repository-files.ts';
import { unwrap } from './wrappers.ts';

/** Programs that leave the files alone which their arguments name. Any other one may write to them. */
const READERS = names(`
  . : [ [[ apk apt apt-get ash awk base64 basename bash bats buildah buildctl buildctl-daemonless.sh cat cd chmod chown cmp
  command dash diff dirname dnf docker docker-compose echo egrep env eval exec executor export false fgrep file find grep
  hadolint head helm kubectl less ls md5sum mkdir nerdctl npm pack pip pip3 pnpm podman popd printf pushd pwd read readlink
  realpath return set sh sha1sum sha256sum shellcheck sleep source ssh stat tail test time trap trivy true type wc which yarn
  yum zsh
`);

/** What exchanges files of the repository without naming them. */
const GIT_EXCHANGES = names(
  'am apply checkout cherry-pick merge pull read-tree rebase reset restore revert stash switch',
);

export class WorkingTree {
  readonly #files: Pick<RepositoryFiles, 'read' | 'script'>;
  readonly #restored: ReadonlySet<string>;
  /** Commands that are not looked at yet, since most jobs never use a file of the repository. */
  #commands: Command[] = [];
  /** Names of files and folders that the job may have written, wherever they are. */
  readonly #written = new Set<string>();
  #isExchanged: boolean;

  /**
   * @param restored paths that may come from artifacts and caches
   * @param variables of the job, among them those that tell the runner not to check out the repository
   */
  constructor(files: Pick<RepositoryFiles, 'read' | 'script'>, restored: ReadonlySet<string>, variables: Lookup) {
    this.#files = files;
    this.#restored = restored;
    this.#isExchanged = !isCheckedOut(variables);
  }

  /** Notes that a command runs, in the order in which they do. */
  note(command: Command): void {
    this.#commands.push(command);
  }

  /** What a path from the repository's root holds. A file that the job may have changed is missing. */
  read(path: string): FileContent {
    return this.#isChanged(path) ? { ok: false, reason: 'missing' } : this.#files.read(path);
  }

  script(path: string): ScriptFile | undefined {
    return this.#isChanged(path) ? undefined : this.#files.script(path);
  }

  #isChanged(path: string): boolean {
    for (const command of this.#commands) this.#look(command);
    this.#commands = [];
    const names = path.split('/');
    const isRestored = names.some((_, index) => this.#restored.has(names.slice(0, index + 1).join('/')));
    return this.#isExchanged || isRestored || names.some((name) => this.#written.has(name));
  }

  #look({ words, redirects }: Command): void {
    const texts = words.map((word) => literalText(word.value));
    const { start } = unwrap(texts);
    const [program, ...args] = texts.slice(start);
    const name = program === undefined ? '' : lastName(program);
    if (name === 'git') this.#isExchanged ||= GIT_EXCHANGES.has(args.find((text) => !text?.startsWith('-')) ?? '');
    else if (!READERS.has(name)) for (const word of words.slice(start + 1)) this.#write(showText(word.value));
    for (const { operator, target } of redirects) {
      if (target && operator.includes('>')) this.#write(showText(target.value));
    }
  }

  #write(path: string): void {
    this.#written.add(lastName(path));
  }
}

function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** The last name of a path, also in `--output=ci/login.sh`. */
function lastName(path: string): string {
  return path.replace(/\/+$/, '').replace(/^.*[/=]/s, '');
}

/** GitLab docs: "Configure runner behavior with variables" (`GIT_STRATEGY`, `GIT_CHECKOUT`). */
function isCheckedOut(variables: Lookup): boolean {
  const strategy = variables('GIT_STRATEGY');
  const checkout = variables('GIT_CHECKOUT');
  const known = [strategy, checkout].map((value) => value && literalText(value));
  if ((strategy && known[0] === undefined) || (checkout && known[1] === undefined)) return false;
  return known[0] !== 'none' && known[0] !== 'empty' && known[1] !== 'false';
}
