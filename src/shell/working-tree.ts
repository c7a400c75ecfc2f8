/** The repository as one job sees it: its files are those that are linted, until the job changes them. */
import type { Command } from '../pipeline/commands.ts';
import { literalText, type SymbolicText, showText } from '../pipeline/symbolic.ts';
import type { FileContent } from '../source/host.ts';
import type { Lookup } from './environment.ts';
import { absolutePath } from './path.ts';
import type { RepositoryFiles, ScriptFile } from './repository-files.ts';
import { unwrap } from './wrappers.ts';
import { lastName, WrittenPaths } from './written-paths.ts';

/** What comes into a job's folder beside the repository. */
export interface Restored {
  /** The files and folders that are named. */
  readonly paths: ReadonlySet<string>;
  /** Others may come as well. */
  readonly anything: boolean;
}

/** Programs that leave the files alone which their arguments name. Any other one may write to them. */
const READERS = names(`
  . : [ [[ apk apt apt-get ash awk base64 basename bash bats buildah buildctl buildctl-daemonless.sh cat cd chmod chown
  cmp command cosign crane dash diff dirname dnf docker docker-compose echo egrep env eval exec executor export false
  fgrep file find grep hadolint head helm kubectl less ls md5sum mkdir nerdctl npm oras pack pip pip3 pnpm podman popd
  printf pushd pwd read readlink realpath regctl return set sh sha1sum sha256sum shellcheck skopeo sleep source ssh stat
  tail test time trap trivy true type wc which yarn yum zsh
`);

/** What exchanges files of the repository without naming them. */
const GIT_EXCHANGES = names(
  'am apply checkout cherry-pick merge pull read-tree rebase reset restore revert stash switch',
);

/** Programs that write files which their arguments do not name, to the folder where they run. */
const EXTRACTORS = names('7z 7za bsdtar cpio tar unzip');

/** Programs whose containers may write to the folders that they are given. */
const CONTAINERS = names('docker docker-compose nerdctl podman');

export class WorkingTree {
  readonly #files: Pick<RepositoryFiles, 'read' | 'script'>;
  readonly #restored: Restored;
  #isNew: boolean;
  /** Commands that are not looked at yet, since most jobs never use a file of the repository. */
  #commands: Command[] = [];
  /** Names of files and folders that the job may have written, wherever they are. */
  readonly #written = new Set<string>();
  /** The same with the folders that they are in, as far as these are known. */
  readonly #paths = new WrittenPaths();
  #isExchanged: boolean;

  /**
   * @param restored what artifacts and caches may bring
   * @param variables of the job, among them those that tell the runner not to check out the repository
   */
  constructor(files: Pick<RepositoryFiles, 'read' | 'script'>, restored: Restored, variables: Lookup) {
    this.#files = files;
    this.#restored = restored;
    this.#isExchanged = !isCheckedOut(variables);
    const isPlain = ['GIT_CLEAN_FLAGS', 'GIT_SUBMODULE_STRATEGY'].every((name) => variables(name) === undefined);
    this.#isNew = isPlain && !this.#isExchanged && !restored.anything;
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

  /** Whether the job may have written a file, or one of the folders above it, wherever that is: also outside the repository. */
  mayHaveWritten(path: string): boolean {
    this.#lookAtCommands();
    return this.#paths.mayInclude(path);
  }

  /** Whether certainly nothing was at a path from the repository's root before the job began. */
  lacked(path: string): boolean {
    this.#lookAtCommands();
    const content = this.#files.read(path);
    return this.#isNew && !this.#isExchanged && !this.#isRestored(path) && !content.ok && content.reason === 'missing';
  }

  #isRestored(path: string): boolean {
    const names = path.split('/');
    return names.some((_, index) => this.#restored.paths.has(names.slice(0, index + 1).join('/')));
  }

  #isChanged(path: string): boolean {
    this.#lookAtCommands();
    const names = path.split('/');
    return this.#isExchanged || this.#isRestored(path) || names.some((name) => this.#written.has(name));
  }

  #lookAtCommands(): void {
    for (const command of this.#commands) this.#look(command);
    this.#commands = [];
  }

  #look({ words, redirects, directory }: Command): void {
    const texts = words.map((word) => literalText(word.value));
    const { start } = unwrap(texts);
    const [program, ...args] = texts.slice(start);
    const name = program === undefined ? '' : lastName(program);
    const isGit = name === 'git';
    const subcommand = args.find((text) => !text?.startsWith('-')) ?? '';
    if (isGit && GIT_EXCHANGES.has(subcommand)) this.#isExchanged = true;
    if (isGit && subcommand === 'submodule') this.#isNew = false;
    const isClone = isGit && subcommand === 'clone';
    for (const { value } of words.slice(start + 1)) {
      if (isClone || (!isGit && !READERS.has(name))) this.#write(value, directory);
      if (isClone) this.#paths.add(inFolder(directory, lastName(showText(value)).replace(/\.git$/, '')));
      const mounted = CONTAINERS.has(name) ? (subcommand === 'cp' ? value : mountedFolder(value)) : undefined;
      if (mounted) this.#paths.add(pathSeenFrom(directory, mounted));
    }
    if (EXTRACTORS.has(name) && directory) this.#write(directory, directory);
    for (const { operator, target } of redirects) {
      if (target && operator.includes('>')) this.#write(target.value, directory);
    }
  }

  #write(text: SymbolicText, directory: SymbolicText | undefined): void {
    const path = pathSeenFrom(directory, text);
    this.#paths.add(path);
    this.#written.add(lastName(path));
  }
}

function pathSeenFrom(directory: SymbolicText | undefined, text: SymbolicText): string {
  // `-o/tmp/file`, `--output=/tmp/file`, `of=/tmp/file`
  const isBehindName = /^(-|\w+=)/.test(showText(text));
  return showText((!isBehindName && absolutePath(text, directory)) || text).replace(/\/+$/, '');
}

function inFolder(directory: SymbolicText | undefined, name: string): string {
  return directory ? `${showText(directory)}/${name}` : name;
}

/** `$PWD` of `$PWD:/work`; undefined for what is no mount. */
function mountedFolder(text: SymbolicText): SymbolicText | undefined {
  const at = text.findIndex((part) => part.kind === 'literal' && part.text.includes(':'));
  const part = text[at];
  return part?.kind === 'literal'
    ? [...text.slice(0, at), { ...part, text: part.text.replace(/:.*$/s, '') }]
    : undefined;
}

function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** GitLab docs: "Configure runner behavior with variables" (`GIT_STRATEGY`, `GIT_CHECKOUT`). */
function isCheckedOut(variables: Lookup): boolean {
  const strategy = variables('GIT_STRATEGY');
  const checkout = variables('GIT_CHECKOUT');
  const known = [strategy, checkout].map((value) => value && literalText(value));
  if ((strategy && known[0] === undefined) || (checkout && known[1] === undefined)) return false;
  return known[0] !== 'none' && known[0] !== 'empty' && known[1] !== 'false';
}
