import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/host/decode.ts';
import { FileSystemHost } from '../../src/host/file-system.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { overlay } from '../../src/host/overlay.ts';
import { temporaryFolder } from './temporary-folder.ts';

const FILES = { '.gitlab-ci.yml': 'build:\n  script: make\n', 'ci/docker.yml': '# ümlaut\n', 'ci/deep/a.yml': '' };

describe.each([
  ['FileSystemHost', () => new FileSystemHost(temporaryFolder(FILES))],
  ['MemoryHost', () => new MemoryHost(FILES)],
])('%s', (_, makeHost) => {
  it.each(Object.entries(FILES))('reads %s', (path, text) => {
    expect(makeHost().read(path)).toEqual({ ok: true, text });
  });

  it.each([
    ['ci/none.yml', 'missing'],
    ['.gitlab-ci.yml/x', 'missing'],
    ['./.gitlab-ci.yml', 'missing'],
    ['ci//docker.yml', 'missing'],
    ['ci', 'directory'],
    ['ci/deep', 'directory'],
    ['/etc/hosts', 'outside-repository'],
    ['C:/windows/win.ini', 'outside-repository'],
    ['../x.yml', 'outside-repository'],
    ['ci/../../x.yml', 'outside-repository'],
    ['a\0b', 'missing'],
    ['', 'missing'],
  ])('does not read %j: %s', (path, reason) => {
    expect(makeHost().read(path)).toEqual({ ok: false, reason });
  });

  it('lists all files, sorted', () => {
    expect(makeHost().list()).toEqual(['.gitlab-ci.yml', 'ci/deep/a.yml', 'ci/docker.yml']);
  });
});

describe('FileSystemHost', () => {
  it.each([
    ['a NUL byte', Buffer.from('a\0b'), 'binary'],
    ['Latin-1', Buffer.from('caf\xe9', 'latin1'), 'not-utf8'],
    ['UTF-16 with its mark', Buffer.from('\ufeffa: b', 'utf16le'), 'not-utf8'],
    ['an overlong form', Buffer.from([0xc0, 0xaf]), 'not-utf8'],
    ['an encoded surrogate', Buffer.from([0xed, 0xa0, 0x80]), 'not-utf8'],
  ])('tells %s apart: %s', (_, bytes, reason) => {
    expect(new FileSystemHost(temporaryFolder({ x: bytes })).read('x')).toEqual({ ok: false, reason });
  });

  it.each([
    ['empty text', ''],
    ['a byte order mark', '\ufeffa: b\n'],
    ['CRLF', 'a: b\r\n'],
    ['a text of the greatest size', 'x'.repeat(MAX_FILE_BYTES)],
  ])('keeps %s as it is', (_, text) => {
    expect(new FileSystemHost(temporaryFolder({ x: text })).read('x')).toEqual({ ok: true, text });
  });

  it('does not read what is too big, even where it costs no disk space', () => {
    const folder = temporaryFolder({ x: '' });
    truncateSync(join(folder, 'x'), MAX_FILE_BYTES * 1000);
    expect(new FileSystemHost(folder).read('x')).toEqual({ ok: false, reason: 'too-big' });
  });

  it('follows links only inside the repository', () => {
    const outside = temporaryFolder({ 'secret.yml': 'x', 'folder/a.yml': 'x' });
    const root = temporaryFolder({ 'a.yml': 'inside', '..a/b.yml': 'dots' });
    symlinkSync('a.yml', join(root, 'link.yml'));
    symlinkSync(join(outside, 'secret.yml'), join(root, 'out.yml'));
    symlinkSync(join(outside, 'folder'), join(root, 'folder'));
    symlinkSync('nowhere', join(root, 'broken.yml'));
    symlinkSync('loop.yml', join(root, 'loop.yml'));
    const host = new FileSystemHost(root);
    expect(host.read('link.yml')).toEqual({ ok: true, text: 'inside' });
    expect(host.read('..a/b.yml')).toEqual({ ok: true, text: 'dots' });
    expect(host.read('out.yml')).toEqual({ ok: false, reason: 'outside-repository' });
    expect(host.read('folder/a.yml')).toEqual({ ok: false, reason: 'outside-repository' });
    expect(host.read('broken.yml')).toEqual({ ok: false, reason: 'missing' });
    expect(host.read('loop.yml')).toEqual({ ok: false, reason: 'unreadable' });
    expect(host.list()).toEqual(['..a/b.yml', 'a.yml', 'broken.yml', 'folder', 'link.yml', 'loop.yml', 'out.yml']);
  });

  it('reaches a root that is itself behind a link', () => {
    const folder = temporaryFolder({ 'real/a.yml': 'x' });
    symlinkSync('real', join(folder, 'link'));
    expect(new FileSystemHost(join(folder, 'link')).read('a.yml')).toEqual({ ok: true, text: 'x' });
  });

  it.runIf(process.platform === 'linux')('neither waits for a pipe nor opens a device', () => {
    const root = temporaryFolder();
    execFileSync('mkfifo', [join(root, 'pipe')]);
    expect(new FileSystemHost(root).read('pipe')).toEqual({ ok: false, reason: 'not-a-file' });
    expect(new FileSystemHost('/dev').read('null')).toEqual({ ok: false, reason: 'not-a-file' });
  });

  it.runIf(process.getuid?.() !== 0)('says when permission is missing', () => {
    const root = temporaryFolder({ x: '' });
    chmodSync(join(root, 'x'), 0);
    expect(new FileSystemHost(root).read('x')).toEqual({ ok: false, reason: 'unreadable' });
  });

  it('lists no other repository, no packages, nothing of Git', () => {
    const root = temporaryFolder({
      '.git/config': '',
      'node_modules/x/a.yml': '',
      'ci/node_modules/a.yml': '',
      'module/.git': 'gitdir: ../.git/modules/module',
      'module/a.yml': '',
      'a.yml': '',
    });
    expect(new FileSystemHost(root).list()).toEqual(['a.yml']);
  });

  it('lists once', () => {
    const root = temporaryFolder({ 'a.yml': '' });
    const host = new FileSystemHost(root);
    host.list();
    mkdirSync(join(root, 'b'));
    writeFileSync(join(root, 'b/b.yml'), '');
    expect(host.list()).toEqual(['a.yml']);
  });

  it('has nothing to say of a root that is not there', () => {
    const host = new FileSystemHost(join(temporaryFolder(), 'none'));
    expect(host.read('a.yml')).toEqual({ ok: false, reason: 'missing' });
    expect(host.list()).toEqual([]);
  });
});

describe('overlay', () => {
  it('replaces one file', () => {
    const host = overlay(new MemoryHost(FILES), 'ci/docker.yml', 'new');
    expect(host.read('ci/docker.yml')).toEqual({ ok: true, text: 'new' });
    expect(host.read('ci/deep/a.yml')).toEqual({ ok: true, text: '' });
    expect(host.list()).toEqual(new MemoryHost(FILES).list());
  });

  it('adds a file that is not saved yet', () => {
    const host = overlay(new MemoryHost(FILES), 'b.yml', 'new');
    expect(host.list()).toEqual(['.gitlab-ci.yml', 'b.yml', 'ci/deep/a.yml', 'ci/docker.yml']);
  });
});
