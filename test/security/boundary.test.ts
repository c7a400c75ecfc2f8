/**
 * A pipeline of strangers reads nothing outside of its repository and waits for nothing, whatever way it names: each place
 * that takes a path, with each kind of path. What is outside is marked, and the mark is in no finding.
 */
import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileSystemHost, type Host, lint } from '../../src/index.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

const MARK = 'outside-of-the-repository';
/** Each means something where it is read: as a pipeline, a script, a Dockerfile, a file of compose. */
const OUTSIDE: Readonly<Record<string, string>> = {
  'x.yml': `${MARK}:\n  script: docker push $CI_REGISTRY_IMAGE:${MARK}\n`,
  'x.sh': `docker push "$CI_REGISTRY_IMAGE:${MARK}"\n`,
  Dockerfile: `FROM registry.gitlab.com/${MARK}/${MARK}:1\n`,
  'compose.yml': `services:\n  a:\n    image: registry.gitlab.com/${MARK}/${MARK}:1\n`,
};

const HEAD = 'build:\n  image: docker:28\n  services: [docker:28-dind]\n  script:\n';

/** Places that take a path: the file outside that it is tried with, and the pipeline. */
const PLACES: Readonly<Record<string, readonly [file: string, pipeline: (path: string) => string]>> = {
  include: ['x.yml', (path) => `include: '${path}'\n${HEAD}    - make\n`],
  'include: local': ['x.yml', (path) => `include: [{local: '${path}'}]\n${HEAD}    - make\n`],
  'a child pipeline': ['x.yml', (path) => `build:\n  trigger: {include: [{local: '${path}'}]}\n`],
  'a script': ['x.sh', (path) => `${HEAD}    - sh ${path}\n`],
  'a sourced script': ['x.sh', (path) => `${HEAD}    - . ${path}\n`],
  'a script on standard input': ['x.sh', (path) => `${HEAD}    - cat ${path} | sh\n`],
  'a Dockerfile': ['Dockerfile', (path) => `${HEAD}    - docker build -f ${path} .\n`],
  'a file of compose': ['compose.yml', (path) => `${HEAD}    - docker compose -f ${path} pull\n`],
};

type Way = (root: string, outside: string, file: string) => string;

const WAYS: Readonly<Record<string, Way>> = {
  'a way up': (_root, outside, file) => `../${basename(outside)}/${file}`,
  'a way down and up': (_root, outside, file) => `ci/../../${basename(outside)}/${file}`,
  'an absolute path': (_root, outside, file) => join(outside, file),
  'a link': (root, outside, file) => linked(root, join(outside, file), `link-${file}`),
  'a link to the folder': (root, outside, file) => `${linked(root, outside, 'folder')}/${file}`,
  'a link to a link': (root, outside, file) => {
    linked(root, join(outside, file), `first-${file}`);
    return linked(root, `first-${file}`, `second-${file}`);
  },
  'a link to a device': (root, _outside, file) => linked(root, '/dev/zero', `zero-${file}`),
  'a pipe that nobody writes to': (root, _outside, file) => {
    execFileSync('mkfifo', [join(root, `pipe-${file}`)]);
    return `pipe-${file}`;
  },
};

function linked(root: string, target: string, name: string): string {
  symlinkSync(target, join(root, name));
  return name;
}

const CASES = Object.entries(PLACES).flatMap(([place, [file, pipeline]]) =>
  Object.entries(WAYS).map(([way, make]) => [place, way, file, pipeline, make] as const),
);

/** Lints a folder with a host that notes which paths it gave a text for. */
function lintFolder(root: string, text: string) {
  writeFileSync(join(root, '.gitlab-ci.yml'), text);
  const given = new Set<string>();
  const files = new FileSystemHost(root);
  const host: Host = {
    read: (path) => {
      const content = files.read(path);
      if (content.ok) given.add(path);
      return content;
    },
    list: () => files.list(),
    fetched: (source) => files.fetched(source),
  };
  const { findings, internalErrors } = lint(host, { preset: 'strict', minConfidence: 'low' });
  return { given: [...given], findings, internalErrors };
}

describe.skipIf(process.platform === 'win32')('nothing outside of the repository is read', () => {
  it.each(CASES)('%s, %s', (_place, _way, file, pipeline, make) => {
    const [root, outside] = [temporaryFolder({ 'ci/': '' }), temporaryFolder(OUTSIDE)];
    const { given, findings, internalErrors } = lintFolder(root, pipeline(make(root, outside, file)));
    expect(given).toEqual(['.gitlab-ci.yml']);
    expect(internalErrors).toEqual([]);
    expect(findings.map(({ message, place }) => message + place.file.text).join()).not.toContain(MARK);
  });

  it.each(Object.entries(PLACES))('%s inside of it is read', (_, [file, pipeline]) => {
    const root = temporaryFolder({ [file]: OUTSIDE[file] ?? '' });
    expect(lintFolder(root, pipeline(file)).given).toContain(file);
  });
});
