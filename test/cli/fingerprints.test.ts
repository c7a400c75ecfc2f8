/** GitLab compares the fingerprints of two commits: what a commit does not touch must not show as new. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RULES } from '../../rules/index.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';
import { call } from './command-line.ts';

const BUILD = `build:
  image: docker:28
  services: [docker:28-dind]
  script:
    - docker build -t "$CI_REGISTRY_IMAGE:latest" .
    - docker push "$CI_REGISTRY_IMAGE:latest"
    - docker push "$CI_REGISTRY_IMAGE:latest"
`;
const RELEASE = `release:
  image: quay.io/podman/stable
  script:
    - podman login -u "$CI_REGISTRY_USER" -p "$CI_REGISTRY_TOKEN" "$CI_REGISTRY"
    - podman push "$CI_REGISTRY_IMAGE:latest"
`;
const MIRROR = `mirror:
  image: docker:28
  services: [docker:28-dind]
  script:
    - docker push "$CI_REGISTRY_IMAGE:latest"
`;

/** The commits of a branch, one after the other: what each is about, and the files that it writes. */
const COMMITS: readonly [title: string, files: Readonly<Record<string, string>>][] = [
  ['first', { '.gitlab-ci.yml': `${BUILD}\n${RELEASE}\n${MIRROR}` }],
  ['lines above', { '.gitlab-ci.yml': `${'# a remark\n'.repeat(20)}\n${BUILD}\n${RELEASE}\n${MIRROR}` }],
  ['jobs in another order', { '.gitlab-ci.yml': `${MIRROR}\n${RELEASE}\n${BUILD}` }],
  ['a job renamed', { '.gitlab-ci.yml': `${MIRROR}\n${RELEASE.replace('release:', 'publish:')}\n${BUILD}` }],
  [
    'a job mended',
    { '.gitlab-ci.yml': `${MIRROR}\n${RELEASE.replace('REGISTRY_TOKEN', 'REGISTRY_PASSWORD')}\n${BUILD}` },
  ],
  ['a job moved', { '.gitlab-ci.yml': `include: ci/mirror.yml\n\n${RELEASE}\n${BUILD}`, 'ci/mirror.yml': MIRROR }],
];

interface Issue {
  readonly check_name: string;
  readonly fingerprint: string;
  readonly location: { readonly path: string };
}

/** The report of every commit, by the commit's title. */
async function history(): Promise<ReadonlyMap<string, readonly Issue[]>> {
  const folder = temporaryFolder({ 'ci/README.md': '' });
  const git = (...args: string[]) => {
    const settings = ['user.name=pipelint', 'user.email=pipelint@example.com', 'commit.gpgSign=false'];
    const flags = settings.flatMap((setting) => ['-c', setting]);
    const { status, stderr } = spawnSync('git', [...flags, ...args], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  git('init', '--quiet');
  const reports = new Map<string, readonly Issue[]>();
  for (const [title, files] of COMMITS) {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    git('add', '.');
    git('commit', '--quiet', '--message', title);
    const { stdout } = await call({ args: ['--format', 'codequality'], cwd: folder }, RULES);
    reports.set(title, JSON.parse(stdout));
  }
  return reports;
}

it.skipIf(spawnSync('git', ['--version']).status !== 0)(
  'a commit makes no finding new that it does not touch',
  async () => {
    const reports = await history();
    const issuesOf = (title: string): readonly Issue[] => reports.get(title) ?? [];
    const fingerprintsOf = (title: string): string[] => issuesOf(title).map(({ fingerprint }) => fingerprint);
    const first = fingerprintsOf('first');

    expect(first.length).toBeGreaterThan(3);
    for (const [title] of COMMITS) expect(new Set(fingerprintsOf(title)).size, title).toBe(issuesOf(title).length);
    for (const title of ['lines above', 'jobs in another order', 'a job renamed']) {
      expect(fingerprintsOf(title).toSorted(), title).toEqual(first.toSorted());
    }

    const left = fingerprintsOf('a job mended');
    expect(left.length).toBeLessThan(first.length);
    expect(first).toEqual(expect.arrayContaining(left));

    const added = issuesOf('a job moved').filter(({ fingerprint }) => !first.includes(fingerprint));
    expect(added.length).toBeGreaterThan(0);
    expect(new Set(added.map(({ location }) => location.path))).toEqual(new Set(['ci/mirror.yml']));
  },
);
