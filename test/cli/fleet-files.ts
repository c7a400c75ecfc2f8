/** A fleet to lint: repositories, one in another, with everything that a report can tell of. */
import { createHash } from 'node:crypto';
import { LOCK_NAME, renderLock } from '../../src/host/cache/lock.ts';
import { sourceKey } from '../../src/source/remote.ts';

const ADDRESS = 'https://example.com/shared.yml';
const SHARED = 'include: { project: acme/other, file: /more.yml }\nshared:\n  image: library/busybox\n  script: make\n';

const PROJECTS = 11;

/** The files of the fleet; the program is to run in their folder. */
export function fleetFiles(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    '.git/HEAD': '',
    '.gitlab-ci.yml':
      'include: [zz.yml, { remote: https://example.com/never.yml }]\nown:\n  image: alpine\n  script: make\n',
    'zz.yml': 'OTHER:\n  image: docker.io/node\n  script: make\n',
  };
  for (let number = 0; number < PROJECTS; number++) {
    const root = number % 3 === 0 ? `group/sub group/project-${number}` : `group/project-${number}`;
    Object.assign(files, prefixed(root, projectFiles(number)));
  }
  Object.assign(files, prefixed('group/fetches', fetchingFiles()));
  Object.assign(files, prefixed('group/knows', { '.git/HEAD': '', '.pipelint.yml': 'baseline: known.json\n' }));
  files['group/knows/.gitlab-ci.yml'] = 'known:\n  image: alpine\n  script: make\n';
  const fails = { '.git/HEAD': '', '.pipelint.yml': 'preset: strict\n', '.gitlab-ci.yml': 'fails: { script: make }\n' };
  Object.assign(files, prefixed('group/fails', fails), prefixed('group/fails-too', fails));
  return files;
}

/** Every one has the same mistakes, of which some have comments, and some have nothing else. */
function projectFiles(number: number): Readonly<Record<string, string>> {
  const comment = number % 4 === 1 ? ' # pipelint-disable-line pinned-image -- as "we" <like> it' : '';
  return {
    '.git/HEAD': '',
    '.gitlab-ci.yml': [
      'include: [ci/jobs.yml, { project: acme/ci, file: /jobs.yml }]',
      'BUILD:',
      `  image: alpine${comment}`,
      '  script: docker login -p glpat-abcdefghijklmnopqrst',
      '',
    ].join('\n'),
    'ci/jobs.yml': `test-${number}:\n  image: docker.io/glpat-abcdefghijklmnopqrst\n  script: make\n`,
    'a/fine.gitlab-ci.yml': 'fine: { image: "alpine:3", script: make }\n',
  };
}

/** A mistake, and an include that is missing, in a file that was fetched. */
function fetchingFiles(): Readonly<Record<string, string>> {
  const sha256 = createHash('sha256').update(SHARED).digest('hex');
  return {
    '.git/HEAD': '',
    '.gitlab-ci.yml': `include: { remote: ${ADDRESS} }\nBUILD:\n  image: alpine\n  script: make\n`,
    '.pipelint.yml': 'include-cache: .cache\n',
    [LOCK_NAME]: renderLock(new Map([[sourceKey({ kind: 'remote', url: ADDRESS }), { sha256 }]])),
    [`.cache/sha256/${sha256.slice(0, 2)}/${sha256.slice(2)}`]: SHARED,
  };
}

function prefixed(root: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text]));
}
