/**
 * Programs that are known not to store a registry credential. Whatever is not here and is no registry client might log in
 * somewhere, and then a missing login proves nothing.
 */
import type { Word } from '../pipeline/commands.ts';
import { literalText } from '../pipeline/symbolic.ts';

const names = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const SHELL_COMMANDS = names(`
  : [ [[ alias bg cd command declare dirs echo eval exec exit export false fg getopts hash jobs kill let local mapfile popd
  printf pushd pwd read readarray readonly return set shift shopt test time times trap true type typeset ulimit umask unalias
  unset wait break continue logout
`);

const FILE_TOOLS = names(`
  awk base64 basename bc bunzip2 bzip2 cat chgrp chmod chown cksum cmp column comm cp cut date dd df diff dirname dos2unix du
  egrep env envsubst expr fgrep file find fold free gawk getconf getent grep groups gunzip gzip head hexdump hostname iconv id
  install jq join less ln ls lsb_release lscpu md5sum mkdir mkfifo mktemp more mount mv nl nproc od openssl paste patch pgrep
  pidof printenv ps readlink realpath rename rev rm rmdir sed seq sha1sum sha256sum sha512sum shred shuf sleep sort split stat
  strings stty sum sync sysctl tac tail tar tee timedatectl touch tr tree truncate tsort tty umount uname uniq unix2dos unlink
  unxz unzip uptime uuidgen watch wc whereis which who whoami xmllint xxd xz yes yq zcat zip zstd gettext locale nohup pkill
  update-ca-certificates update-ca-trust killall modprobe lsmod chroot gpg gpg2 xmlstarlet
`);

const NETWORK_TOOLS = names(`
  curl dig host ifconfig ip iptables nc netcat netstat nslookup ping rsync scp sftp ss ssh ssh-add ssh-agent ssh-keygen
  ssh-keyscan sshpass telnet traceroute wget http httpie lftp
`);

const PACKAGE_TOOLS = names(`
  add-apt-repository apk apt apt-add-repository apt-get apt-key dnf dpkg gem microdnf pacman pip pip2 pip3 rpm snap tdnf yum
  zypper brew conda poetry bundle composer
`);

const DEVELOPER_TOOLS = names(`
  git git-lfs svn hg aws kubectl kustomize helmfile argocd terraform tofu terragrunt packer vault
  docker-machine dockerd hadolint shellcheck trivy grype syft dive snyk clair-scanner semver release-cli golint gofmt
  golangci-lint javac gcc g++ clang cmake ctest nproc protoc tsc eslint prettier flake8 pylint black mypy pytest rubocop
  phpunit java sonar-scanner start-docker.sh
`);

/** Of these, what logs in to registries is listed in `cloud-login.ts`, or below. */
const CLOUD_TOOLS = names('az doctl gcloud glab gsutil heroku ibmcloud oc scw yc');

/** Subcommands that log in to a registry which their arguments do not tell. */
const LOGIN_SUBCOMMANDS: Readonly<Record<string, string>> = { glab: 'auth', oc: 'registry' };

/** Programs of which only some subcommands run a project's own scripts. */
const SAFE_SUBCOMMANDS: Readonly<Record<string, ReadonlySet<string>>> = {
  npm: names('ci install i add config set get version view pack audit cache whoami outdated ls prune root bin'),
  yarn: names('install add config version cache audit info list global'),
  pnpm: names('install i add config version audit ls list store'),
  go: names('build test vet mod get install version env fmt list clean tool'),
  cargo: names('build test check fmt clippy fetch install version'),
  dotnet: names('build test restore publish pack clean'),
};

const SHELLS = names('sh bash ash dash zsh');

const HARMLESS: ReadonlySet<string> = new Set([
  ...SHELL_COMMANDS,
  ...FILE_TOOLS,
  ...NETWORK_TOOLS,
  ...PACKAGE_TOOLS,
  ...DEVELOPER_TOOLS,
  ...CLOUD_TOOLS,
]);

/**
 * Why a command might log in somewhere unseen, as the end of a sentence; undefined when it cannot.
 *
 * @param words from the program on, behind wrappers
 */
export function whyOpaque(words: readonly Word[], name: string | undefined): string | undefined {
  if (name === undefined) return 'it runs a command whose name is not known';
  if (name === 'source' || name === '.') return `it runs \`${name} ${argument(words) ?? '…'}\``;
  const program = name.replace(/^(\/usr)?(\/local)?\/s?bin\//, '');
  if (SHELLS.has(program)) return runsGivenText(words) ? undefined : `it runs \`${program} ${argument(words) ?? '…'}\``;
  if (logsIn(words, program)) return `it runs \`${program} ${LOGIN_SUBCOMMANDS[program]}\``;
  if (HARMLESS.has(program)) return undefined;
  const safe = Object.hasOwn(SAFE_SUBCOMMANDS, program) ? SAFE_SUBCOMMANDS[program] : undefined;
  const first = argument(words) ?? '';
  if (safe?.has(first) || /^--?v(ersion)?$|^version$|^--help$/.test(first)) return undefined;
  return `it runs \`${program}\``;
}

function logsIn(words: readonly Word[], program: string): boolean {
  const subcommand = Object.hasOwn(LOGIN_SUBCOMMANDS, program) ? LOGIN_SUBCOMMANDS[program] : undefined;
  return subcommand !== undefined && words.some(({ value }) => [subcommand, undefined].includes(literalText(value)));
}

/** `sh -c TEXT`, whose text the shell stage has followed. */
function runsGivenText(words: readonly Word[]): boolean {
  return words.some((word) => /^-[a-z]*c$/.test(literalText(word.value) ?? ''));
}

function argument([, first]: readonly Word[]): string | undefined {
  return first && literalText(first.value);
}
