import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GitLabServer } from '../../src/host/gitlab/api.ts';
import type { Credential } from '../../src/host/gitlab/credential.ts';
import { SourceFetcher } from '../../src/host/gitlab/source-fetcher.ts';
import { NETWORK_DEFAULTS, Network } from '../../src/host/network/network.ts';
import type { RemoteSource } from '../../src/source/remote.ts';
import { type FakeGitLab, gitLabServer } from './gitlab-server.ts';
import { certificate, type HttpsServer } from './https-server.ts';

const [OLD, NEW, TOP] = ['1', '2', '3'].map((digit) => digit.repeat(40)) as [string, string, string];
const TOKEN = 'not-a-real-token';

const GITLAB: FakeGitLab = {
  token: TOKEN,
  projects: {
    'acme/ci': {
      isPrivate: true,
      refs: { HEAD: NEW, main: NEW, 'v1.0.0': OLD, 'feature/a': TOP },
      files: {
        [OLD]: { 'build.yml': 'old: {}' },
        [NEW]: {
          'build.yml': 'new: {}',
          'ci/a b.yml': 'space: {}',
          'bin.yml': 'a\0b',
          'big.yml': '#'.repeat(2 ** 21 + 1),
        },
        [TOP]: { 'build.yml': 'top: {}' },
      },
    },
    'acme/parts': {
      refs: { HEAD: TOP, main: TOP, '1.0.0': OLD, '1.2.0': NEW, '1.10.0': TOP, '2.0.0-rc.1': TOP, '3': OLD, v4: NEW },
      files: {
        [OLD]: { 'templates/build.yml': 'old: {}' },
        [NEW]: { 'templates/build.yml': 'new: {}' },
        [TOP]: { 'templates/build.yml': 'top: {}', 'templates/scan/template.yml': 'scan: {}' },
      },
      releases: [
        '1.0.0',
        '1.2.0',
        'nightly',
        ...Array.from({ length: 100 }, (_, at) => `0.${at}.0`),
        '1.10.0',
        '2.0.0-rc.1',
      ],
    },
    'acme/many': {
      refs: { main: OLD },
      files: {
        [OLD]: Object.fromEntries([
          ['README.md', '#'],
          ...Array.from({ length: 120 }, (_, at) => [`jobs/${1000 + at}.yml`, 'a: {}']),
        ]),
      },
    },
    'acme/unreleased': { refs: { main: OLD }, files: { [OLD]: { 'templates/build.yml': 'a: {}' } } },
  },
  templates: { 'Jobs/Build': 'build: {}', Pages: 'pages: {}' },
  pages: {
    '/ok.yml': (_, response) => response.end('\ufeffremote: {}'),
    '/secret.yml': ({ headers }, response) => {
      const isKnown = headers.authorization === `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
      response.writeHead(isKnown ? 200 : 401).end('secret: {}');
    },
    '/login': (_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('\n<!DOCTYPE html><html></html>'),
    '/private.yml': (_, response) => response.writeHead(302, { location: '/login' }).end(),
  },
};

const PRIVATE: Credential = { header: 'PRIVATE-TOKEN', token: TOKEN, from: 'PIPELINT_GITLAB_TOKEN' };

async function fetcher(
  gitlab: FakeGitLab,
  settings: Partial<Pick<GitLabServer, 'credential' | 'project'>>,
): Promise<{ server: HttpsServer; fetcher: SourceFetcher }> {
  const server = await gitLabServer(gitlab);
  const network = new Network({ ...NETWORK_DEFAULTS, backoff: 1, env: {}, certificates: [await certificate()] });
  onTestFinished(() => network.close());
  const api = new URL(`${server.url}/api/v4`);
  return { server, fetcher: new SourceFetcher(network, { api, host: server.host, ...settings }) };
}

/** `HOST` in a source stands for the server's. */
async function got(source: RemoteSource, settings: Partial<GitLabServer> = { credential: PRIVATE }): Promise<unknown> {
  const { server, fetcher: under } = await fetcher(GITLAB, settings);
  const found = await under.fetch(JSON.parse(JSON.stringify(source).replaceAll('HOST', server.host)));
  if (!found.ok) return found.reason;
  const { text, entry } = found.value;
  expect(entry.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  return [text, entry.revision, entry.version, entry.file].filter((each) => each !== undefined);
}

const project = (ref: string, file: string, name = 'acme/ci'): RemoteSource => ({
  kind: 'project',
  project: name,
  ref,
  file,
});
const component = (version: string, name = 'build', path = 'acme/parts', server = 'HOST'): RemoteSource => {
  return { kind: 'component', server, project: path, name, version };
};
const remote = (path: string, integrity?: string): RemoteSource => {
  return { kind: 'remote', url: `https://HOST${path}`, ...(integrity && { integrity }) };
};
const integrityOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

describe('SourceFetcher', () => {
  it.each<[string, RemoteSource, unknown]>([
    ['a file at HEAD', project('', 'build.yml'), ['new: {}', NEW]],
    ['a file of a branch, with a slash in front', project('main', '/build.yml'), ['new: {}', NEW]],
    ['a file of a tag', project('v1.0.0', 'build.yml'), ['old: {}', OLD]],
    ['a file of a commit', project(OLD, 'build.yml'), ['old: {}', OLD]],
    ['a branch with a slash', project('feature/a', 'build.yml'), ['top: {}', TOP]],
    ['a path with a space', project('main', 'ci/a b.yml'), ['space: {}', NEW]],
    ['a project that is not there', project('main', 'build.yml', 'acme/none'), 'no-project'],
    ['a ref that is not there', project('none', 'build.yml'), 'no-ref'],
    ['a file that is not there', project('main', 'none.yml'), 'no-file'],
    ['a file that is no text', project('main', 'bin.yml'), 'not-text'],
    ['a file that is too big', project('main', 'big.yml'), 'too-big'],

    [
      "a project's YAML files, over several pages of the answer",
      { kind: 'tree', project: 'acme/many', ref: 'main' },
      [Array.from({ length: 120 }, (_, at) => `jobs/${1000 + at}.yml`).join('\n'), OLD],
    ],
    ['the files of a ref that is not there', { kind: 'tree', project: 'acme/many', ref: 'none' }, 'no-ref'],

    ['a template', { kind: 'template', name: 'Pages.gitlab-ci.yml' }, ['pages: {}']],
    ['a template in a folder', { kind: 'template', name: 'Jobs/Build.gitlab-ci.yml' }, ['build: {}']],
    ['a template that is not there', { kind: 'template', name: 'None.gitlab-ci.yml' }, 'no-file'],

    ['the latest release', component('~latest'), ['top: {}', TOP, '1.10.0', 'templates/build.yml']],
    ['the latest 1', component('1'), ['top: {}', TOP, '1.10.0', 'templates/build.yml']],
    ['the latest 1.2', component('1.2'), ['new: {}', NEW, '1.2.0', 'templates/build.yml']],
    ['a whole version', component('1.0.0'), ['old: {}', OLD, 'templates/build.yml']],
    ['a pre-release by its name', component('2.0.0-rc.1'), ['top: {}', TOP, 'templates/build.yml']],
    ['no pre-release by a part of it', component('2'), 'no-version'],
    ['a tag that looks like a part of a version', component('3'), ['old: {}', OLD, 'templates/build.yml']],
    ['a tag', component('v4'), ['new: {}', NEW, 'templates/build.yml']],
    ['a branch', component('main'), ['top: {}', TOP, 'templates/build.yml']],
    ['a commit', component(OLD), ['old: {}', OLD, 'templates/build.yml']],
    ['a component in a folder', component('main', 'scan'), ['scan: {}', TOP, 'templates/scan/template.yml']],
    ['a component that is not there', component('main', 'none'), 'no-file'],
    ['a version that is not there', component('9.9.9'), 'no-version'],
    ['no release at all', component('~latest', 'build', 'acme/unreleased'), 'no-version'],
    ['a component of a project that is not there', component('~latest', 'build', 'acme/none'), 'no-project'],
    ['a component of another server', component('1', 'build', 'acme/parts', 'gitlab.example.com'), 'other-server'],

    ['an address', remote('/ok.yml'), ['\ufeffremote: {}']],
    ['an address with the right hash', remote('/ok.yml', integrityOf('\ufeffremote: {}')), ['\ufeffremote: {}']],
    ['an address with a wrong hash', remote('/ok.yml', integrityOf('remote: {}')), 'integrity'],
    ['an address with a hash of another kind', remote('/ok.yml', 'sha512-AAAA'), 'integrity'],
    ['an address with a password', { kind: 'remote', url: 'https://me:p%40ss@HOST/secret.yml' }, ['secret: {}']],
    ['an address without the password', remote('/secret.yml'), 'denied'],
    ['an address that leads to a sign-in page', remote('/private.yml'), 'web-page'],
    ['an address with nothing there', remote('/none.yml'), 'no-file'],
    ['an address over http', { kind: 'remote', url: 'http://HOST/ok.yml' }, 'not-https'],
    ['what is no address', { kind: 'remote', url: 'https://' }, 'unreachable'],
  ])('%s', async (_, source, expected) => {
    expect(await got(source)).toEqual(expected);
  });

  it.each<[string, Partial<GitLabServer>, RemoteSource, string]>([
    ['no token for a private project', {}, project('main', 'build.yml'), 'no-project'],
    ['a wrong token', { credential: { ...PRIVATE, token: 'wrong' } }, project('main', 'build.yml'), 'denied'],
  ])('%s: %s', async (_, settings, source, expected) => {
    expect(await got(source, settings)).toBe(expected);
  });

  it('needs a server for all but addresses', async () => {
    const network = new Network({ ...NETWORK_DEFAULTS, env: {}, certificates: [] });
    const under = new SourceFetcher(network, undefined);
    expect(await under.fetch(project('main', 'build.yml'))).toEqual({ ok: false, reason: 'no-server' });
  });

  it('sends no token to addresses, not even of the same server', async () => {
    const { server, fetcher: under } = await fetcher(GITLAB, { credential: PRIVATE });
    await under.fetch({ kind: 'remote', url: `${server.url}/ok.yml` });
    await under.fetch(project('main', 'build.yml'));
    expect(server.requests.map(({ url, headers }) => [url, headers['private-token']])).toEqual([
      ['/ok.yml', undefined],
      ['/api/v4/projects/acme%2Fci/repository/commits/main', TOKEN],
      [`/api/v4/projects/acme%2Fci/repository/files/build.yml/raw?ref=${NEW}`, TOKEN],
    ]);
  });

  it('asks for a commit once, and for none where the revision is locked', async () => {
    const { server, fetcher: under } = await fetcher(GITLAB, { credential: PRIVATE });
    await Promise.all([under.fetch(project('main', 'build.yml')), under.fetch(project('main', 'ci/a b.yml'))]);
    const locked = await under.fetch(project('main', 'build.yml'), { sha256: '', revision: OLD });
    expect(locked).toMatchObject({ ok: true, value: { text: 'old: {}', entry: { revision: OLD } } });
    expect(server.requests.filter(({ url }) => url?.includes('/commits/'))).toHaveLength(1);
  });

  it('takes a template of the project where the server has none of that name', async () => {
    const pages: FakeGitLab['pages'] = {
      '/api/v4/projects/acme%2Fparts/templates/gitlab_ci_ymls/Jobs%2FOwn.latest': (_, response) =>
        response.end('{"content":"own: {}"}'),
    };
    const { fetcher: under } = await fetcher({ ...GITLAB, pages }, { project: 'acme/parts' });
    const found = await under.fetch({ kind: 'template', name: 'Jobs/Own.latest.gitlab-ci.yml' });
    expect(found).toMatchObject({ ok: true, value: { text: 'own: {}' } });
  });

  it.each(['no JSON', '[]', '{"id":"../x"}', '{"id":7}', 'null'])('distrusts the answer %s', async (answer) => {
    const pages: FakeGitLab['pages'] = {
      '/api/v4/projects/acme%2Fci/repository/commits/main': (_, response) => response.end(answer),
    };
    const { fetcher: under } = await fetcher({ ...GITLAB, pages }, {});
    expect(await under.fetch(project('main', 'build.yml'))).toMatchObject({ ok: false, reason: 'server-error' });
  });
});
