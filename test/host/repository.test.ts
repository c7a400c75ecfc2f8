import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRemoteUrl, remoteProject } from '../../src/host/git-remote.ts';
import { nearestConfig, repositoryRoot } from '../../src/host/repository.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('repositoryRoot', () => {
  it.each<[string, string[], string, string]>([
    ['the nearest .git', ['r/.git/', 'r/.gitlab-ci.yml'], 'r/.gitlab-ci.yml', 'r'],
    ['also from a subfolder', ['r/.git/', 'r/.gitlab-ci.yml'], 'r/ci/child.yml', 'r'],
    ['also for a nested pipeline', ['r/.git/', 'r/.gitlab-ci.yml', 'r/a/.gitlab-ci.yml'], 'r/a/.gitlab-ci.yml', 'r'],
    ['also with a config of another name', ['r/.git/', 'r/ci/main.yml'], 'r/ci/main.yml', 'r'],
    ['a submodule or worktree', ['r/.git/', 'r/m/.git', 'r/m/.gitlab-ci.yml'], 'r/m/.gitlab-ci.yml', 'r/m'],
    ['an example in another repository', ['r/.git/', 'r/x/demo/.gitlab-ci.yml'], 'r/x/demo/.gitlab-ci.yml', 'r/x/demo'],
    [
      'a file of that example',
      ['r/.git/', 'r/demo/.gitlab-ci.yml', 'r/demo/a/.gitlab-ci.yml'],
      'r/demo/a/b.yml',
      'r/demo',
    ],
    ['no repository', ['r/a/.gitlab-ci.yml'], 'r/a/.gitlab-ci.yml', 'r/a'],
    ['no repository, a file below', ['r/.gitlab-ci.yml'], 'r/ci/child.yml', 'r'],
    ['nothing at all', ['r/a/x.yml'], 'r/a/x.yml', 'r/a'],
  ])('%s', (_, names, file, root) => {
    const folder = temporaryFolder(Object.fromEntries(names.map((name) => [name, ''])));
    expect(repositoryRoot(join(folder, file))).toBe(join(folder, root));
  });
});

describe('nearestConfig', () => {
  it('looks upward', () => {
    const folder = temporaryFolder({ 'r/.gitlab-ci.yml': '', 'r/a/b/': '' });
    expect(nearestConfig(join(folder, 'r/a/b'))).toBe(join(folder, 'r/.gitlab-ci.yml'));
    expect(nearestConfig(folder)).toBeUndefined();
  });
});

describe('parseRemoteUrl', () => {
  it.each([
    ['https://gitlab.com/acme/api.git', 'gitlab.com', 'acme/api'],
    ['https://gitlab.com/acme/api/', 'gitlab.com', 'acme/api'],
    ['https://user:word@gitlab.example.com:8443/acme/platform/api.git', 'gitlab.example.com:8443', 'acme/platform/api'],
    ['https://gitlab.example.com:443/acme/api', 'gitlab.example.com', 'acme/api'],
    ['http://gitlab.local/acme/api.git', 'gitlab.local:80', 'acme/api'],
    ['http://gitlab.local:8080/acme/api.git', 'gitlab.local:8080', 'acme/api'],
    ['git@gitlab.com:acme/api.git', 'gitlab.com', 'acme/api'],
    ['git@GitLab.com:/acme/api.git', 'gitlab.com', 'acme/api'],
    ['gitlab.example.com:acme/api', 'gitlab.example.com', 'acme/api'],
    ['ssh://git@gitlab.example.com:2222/acme/api.git', 'gitlab.example.com', 'acme/api'],
    ['ssh://git@altssh.gitlab.com:443/acme/api.git', 'gitlab.com', 'acme/api'],
    ['git+ssh://git@gitlab.com/acme/api.git', 'gitlab.com', 'acme/api'],
  ])('%s', (url, server, path) => {
    expect(parseRemoteUrl(url)).toEqual({ server, path });
  });

  it.each([
    ['/srv/git/acme/api.git'],
    ['../acme/api.git'],
    ['C:\\git\\acme\\api'],
    ['file:///srv/git/acme/api.git'],
    ['git@github.com:acme/api.git'],
    ['https://github.com/acme/api'],
    ['https://gitlab.com/api.git'],
    ['ssh://git@host/~me/api.git'],
    ['https://'],
    [''],
  ])('%j names no GitLab project', (url) => {
    expect(parseRemoteUrl(url)).toBeUndefined();
  });
});

describe('remoteProject', () => {
  const ORIGIN =
    '[core]\n\tbare = false\n[remote "origin"]\n\turl = git@gitlab.com:acme/api.git\n\tfetch = +refs/*:x\n';
  const FOUND = { server: 'gitlab.com', path: 'acme/api' };

  it.each([
    ['origin', ORIGIN, FOUND],
    ['the first of several addresses', `${ORIGIN}\turl = git@gitlab.com:acme/other.git\n`, FOUND],
    ['the only remote', ORIGIN.replace('origin', 'company'), FOUND],
    ['CRLF, quotes and a comment', '[Remote "origin"]\r\n url="https://gitlab.com/acme/api" ; x\r\n', FOUND],
    ['another server beside it', `${ORIGIN}[remote "deploy"]\n url = git@deploy.example.com:acme/x.git\n`, FOUND],
    [
      'a fork',
      `${ORIGIN}[remote "upstream"]\n url = git@gitlab.com:main/api.git\n`,
      { server: 'gitlab.com', path: undefined },
    ],
    ['a push address is no address', '[remote "origin"]\n pushurl = git@gitlab.com:acme/api.git\n', undefined],
    ['two remotes and no origin', '[remote "a"]\n url = g.com:a/b\n[remote "b"]\n url = g.com:a/b\n', undefined],
    ['no remote', '[core]\n\turl = git@gitlab.com:acme/api.git\n', undefined],
    ['nonsense', '\u0000[[remote "origin"\n=', undefined],
  ])('%s', (_, config, expected) => {
    expect(remoteProject(temporaryFolder({ '.git/config': config }))).toEqual(expected);
  });

  it('finds nothing without Git', () => {
    expect(remoteProject(temporaryFolder())).toBeUndefined();
    expect(remoteProject(temporaryFolder({ '.git': 'nonsense' }))).toBeUndefined();
    expect(remoteProject(temporaryFolder({ '.git': 'gitdir: ../none' }))).toBeUndefined();
  });

  it('reads the files of a submodule', () => {
    const root = temporaryFolder({ '.git/modules/sub/config': ORIGIN, 'sub/.git': 'gitdir: ../.git/modules/sub\n' });
    expect(remoteProject(join(root, 'sub'))).toEqual(FOUND);
  });

  it('reads the files of a linked worktree', () => {
    const folder = temporaryFolder({
      'main/.git/config': ORIGIN,
      'main/.git/worktrees/w/commondir': '../..\n',
      'w/': '',
    });
    const root = temporaryFolder({ '.git': `gitdir: ${join(folder, 'main/.git/worktrees/w')}\n` });
    expect(remoteProject(root)).toEqual(FOUND);
  });
});
