/** As which user a command runs, since everybody has a home folder with auth files of their own. */

/**
 * `caller`: the user of the job · `root`: root, with the environment that root has · `root-with-environment`: root, with the
 * variables of the caller (`sudo -E`) · `another`: somebody else.
 */
export type RunsAs = 'caller' | 'root' | 'root-with-environment' | 'another';

/** Reads `sudo` and `doas` in the text that stands before the command. */
export function runsAs(before: string): RunsAs {
  if (!/(^|[\s/])(sudo|doas)(\s|$)/.test(before)) return 'caller';
  const [, user] = /\s(?:-u\s*|--user[=\s])(\S+)/.exec(before) ?? [];
  if (user !== undefined && user !== 'root') return 'another';
  return /\s(-[A-Za-z]*E|--preserve-env)/.test(before) ? 'root-with-environment' : 'root';
}

/** Images of Docker Hub, also through the dependency proxy, whose user is root. */
const ROOT =
  /^(docker\.io\/|\$\{?CI_DEPENDENCY_PROXY_(DIRECT_)?GROUP_IMAGE_PREFIX\}?\/)?(library\/)?(alpine|almalinux|amazonlinux|busybox|centos|debian|docker|eclipse-temurin|fedora|golang|maven|node|openjdk|php|python|rockylinux|ruby|rust|ubuntu)([:@](?!.*rootless)|$)/;

/** Images of another user, who may use sudo without a password. */
const NOT_ROOT = /^(docker\.io\/)?(cimg|circleci|gitpod)\//;

/** Whether the scripts of an image's jobs run as root; undefined where the image does not tell. */
export function runsScriptsAsRoot(image: string): boolean | undefined {
  if (ROOT.test(image)) return true;
  return NOT_ROOT.test(image) ? false : undefined;
}
