import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultCacheFolder } from '../../src/host/cache/cache-folder.ts';
import { LOCK_NAME, type Lock, type LockEntry, parseLock, renderLock } from '../../src/host/cache/lock.ts';
import { LockedSources } from '../../src/host/cache/locked-sources.ts';
import { TextStore } from '../../src/host/cache/text-store.ts';
import { FileSystemHost } from '../../src/host/file-system.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { overlay, withFetched } from '../../src/host/overlay.ts';
import { writeWhole } from '../../src/host/write-whole.ts';
import { sha256Of } from '../../src/source/cryptography.ts';
import { type Fetched, type RemoteSource, sourceKey } from '../../src/source/remote.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SHA = 'a1'.repeat(20);
const HASH = sha256Of('a: {}');
const PROJECT: RemoteSource = { kind: 'project', project: 'Acme/CI', ref: 'v2', file: '/build.yml' };
const COMPONENT: RemoteSource = {
  kind: 'component',
  server: 'gitlab.example.com',
  project: 'acme/ci',
  name: 'build',
  version: '~latest',
};

describe('sourceKey', () => {
  it.each<[RemoteSource, string]>([
    [PROJECT, 'project:acme/ci@v2:/build.yml'],
    [{ ...PROJECT, file: 'build.yml' }, 'project:acme/ci@v2:/build.yml'],
    [{ ...PROJECT, ref: '' }, 'project:acme/ci:/build.yml'],
    [{ ...PROJECT, ref: 'HEAD' }, 'project:acme/ci:/build.yml'],
    [{ ...PROJECT, ref: 'x:/y', file: 'z' }, 'project:acme/ci@x%3A/y:/z'],
    [{ ...PROJECT, ref: 'x', file: 'y:/z' }, 'project:acme/ci@x:/y:/z'],
    [{ kind: 'template', name: 'Jobs/Build.gitlab-ci.yml' }, 'template:Jobs/Build.gitlab-ci.yml'],
    [{ kind: 'remote', url: 'https://me:secret@Example.com/a.yml#top' }, 'remote:https://example.com/a.yml'],
    [{ kind: 'remote', url: 'nonsense' }, 'remote:nonsense'],
    [COMPONENT, 'component:gitlab.example.com/acme/ci/build@~latest'],
  ])('%j', (source, expected) => {
    expect(sourceKey(source)).toBe(expected);
  });
});

describe('the lock file', () => {
  const LOCK: Lock = new Map<string, LockEntry>([
    ['template:b', { sha256: HASH }],
    [sourceKey(COMPONENT), { sha256: HASH, file: 'templates/build.yml', version: '1.2.3', revision: SHA }],
    ['__proto__', { sha256: HASH }],
    ['project:acme/ci:/a.yml', { sha256: HASH, revision: SHA }],
  ]);

  it('is the same text whatever the order, and comes back', () => {
    const text = renderLock(LOCK);
    expect(renderLock(new Map([...LOCK].reverse()))).toBe(text);
    expect(parseLock(text)).toEqual({ ok: true, lock: LOCK });
    expect(text).toMatch(/^\{\n {2}"version": 1,\n/);
    expect(text.indexOf('component:')).toBeLessThan(text.indexOf('project:'));
  });

  it.each([
    ['', '.pipelint.lock:1:1 is not valid JSON'],
    ['{\n  "version": 1,\n<<<<<<< ours\n', '.pipelint.lock:3:1 is not valid JSON'],
    ['{"version":', '.pipelint.lock:1:12 is not valid JSON'],
    ['null', '.pipelint.lock has no `includes`'],
    ['[]', '.pipelint.lock has no `includes`'],
    ['{"version":1,"includes":[]}', '.pipelint.lock has no `includes`'],
    ['{"version":2,"includes":{}}', '.pipelint.lock: its version is 2'],
    ['{"version":1,"includes":{"template:a":7}}', '.pipelint.lock: the entry "template:a" is not complete'],
    ['{"version":1,"includes":{"template:a":{}}}', '"template:a" is not complete'],
    ['{"version":1,"includes":{"template:a":{"sha256":"../../../etc/passwd"}}}', '"template:a" is not complete'],
    [`{"version":1,"includes":{"template:a":{"sha256":"${HASH}\\n"}}}`, '"template:a" is not complete'],
    [`{"version":1,"includes":{"template:a":{"sha256":"${HASH}","constructor":"x"}}}`, '"template:a" is not complete'],
    [`{"version":1,"includes":{"project:a/b:/c":{"sha256":"${HASH}"}}}`, '"project:a/b:/c" is not complete'],
    [`{"version":1,"includes":{"project:a/b:/c":{"sha256":"${HASH}","revision":"main"}}}`, 'is not complete'],
    [`{"version":1,"includes":{"component:a":{"sha256":"${HASH}","revision":"${SHA}"}}}`, 'is not complete'],
  ])('that is %j is refused', (text, message) => {
    expect(parseLock(text)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });
});

describe('TextStore', () => {
  it('keeps a text once, for the user alone', () => {
    const folder = join(temporaryFolder(), 'deep/cache');
    const store = new TextStore(folder);
    expect(store.write('\ufeffä: {}')).toBe(store.write('\ufeffä: {}'));
    expect(store.read(sha256Of('\ufeffä: {}'))).toBe('\ufeffä: {}');
    expect(filesIn(folder)).toHaveLength(1);
    if (process.platform !== 'win32') expect(statSync(filesIn(folder)[0] ?? '').mode & 0o077).toBe(0);
  });

  it('notices that a file was changed, and mends it', () => {
    const folder = temporaryFolder();
    const store = new TextStore(folder);
    store.write('a: {}');
    writeFileSync(filesIn(folder)[0] ?? '', 'b: {}');
    expect(store.read(HASH)).toBe('damaged');
    store.write('a: {}');
    expect(store.read(HASH)).toBe('a: {}');
  });
});

describe('LockedSources', () => {
  const stored = (entries: Readonly<Record<string, LockEntry>>): LockedSources => {
    const store = new TextStore(temporaryFolder());
    store.write('a: {}');
    return new LockedSources(new Map(Object.entries(entries)), store);
  };
  const integrity = `sha256-${Buffer.from(HASH, 'hex').toString('base64')}`;
  const remote = (integrity: string): RemoteSource => ({ kind: 'remote', url: 'https://example.com/a.yml', integrity });

  it.each<[string, RemoteSource, LockEntry, Fetched]>([
    [
      'a file of a project',
      PROJECT,
      { sha256: HASH, revision: SHA },
      { ok: true, text: 'a: {}', path: 'acme/ci@v2:/build.yml', home: { project: 'Acme/CI', sha: SHA } },
    ],
    [
      'a file of a commit, which is shortened',
      { ...PROJECT, ref: SHA },
      { sha256: HASH, revision: SHA },
      { ok: true, text: 'a: {}', path: 'acme/ci@a1a1a1a1:/build.yml', home: { project: 'Acme/CI', sha: SHA } },
    ],
    [
      'a component',
      COMPONENT,
      { sha256: HASH, revision: SHA, version: '1.4.2', file: 'templates/build.yml' },
      {
        ok: true,
        text: 'a: {}',
        path: 'acme/ci@1.4.2:/templates/build.yml',
        home: { project: 'acme/ci', sha: SHA },
        version: '1.4.2',
      },
    ],
    ['a template', { kind: 'template', name: 'A' }, { sha256: HASH }, { ok: true, text: 'a: {}', path: 'template:A' }],
    ['an address', remote(integrity), { sha256: HASH }, { ok: true, text: 'a: {}', path: 'https://example.com/a.yml' }],
    ['an address with another hash', remote('sha256-AA'), { sha256: HASH }, { ok: false, reason: 'integrity' }],
    [
      'a text that is not in this cache',
      PROJECT,
      { sha256: sha256Of('b'), revision: SHA },
      { ok: false, reason: 'not-fetched' },
    ],
  ])('has %s', (_, source, entry, expected) => {
    expect(stored({ [sourceKey(source)]: entry }).fetched(source)).toEqual(expected);
  });

  it('does not have what is not locked', () => {
    expect(stored({}).fetched(PROJECT)).toEqual({ ok: false, reason: 'not-fetched' });
  });
});

describe('hosts', () => {
  const KNOWN = { ok: true, text: 'a: {}', path: 'acme/ci@v2:/build.yml' } as const;
  const lock = renderLock(new Map([[sourceKey(PROJECT), { sha256: HASH, revision: SHA }]]));

  it('FileSystemHost goes by the lock file and the cache', () => {
    const cache = temporaryFolder();
    new TextStore(cache).write('a: {}');
    expect(new FileSystemHost(temporaryFolder({ [LOCK_NAME]: lock }), cache).fetched(PROJECT)).toMatchObject(KNOWN);
    expect(new FileSystemHost(temporaryFolder(), cache).fetched(PROJECT)).toMatchObject({ reason: 'not-fetched' });
    expect(new FileSystemHost(temporaryFolder({ [LOCK_NAME]: '{' }), cache).fetched(PROJECT).ok).toBe(false);
    expect(new FileSystemHost(temporaryFolder({ [`${LOCK_NAME}/`]: '' }), cache).lock().ok).toBe(false);
  });

  it('MemoryHost has what it is given', () => {
    const host = new MemoryHost({}, new Map([[sourceKey(PROJECT), KNOWN]]));
    expect(host.fetched(PROJECT)).toEqual(KNOWN);
    expect(host.fetched(COMPONENT)).toEqual({ ok: false, reason: 'not-fetched' });
    expect(overlay(host, 'a.yml', '').fetched(PROJECT)).toEqual(KNOWN);
  });

  it('withFetched answers anew', () => {
    const host = withFetched(new MemoryHost({ 'a.yml': 'x' }), () => KNOWN);
    expect([host.read('a.yml'), host.list(), host.fetched(COMPONENT)]).toEqual([
      { ok: true, text: 'x' },
      ['a.yml'],
      KNOWN,
    ]);
  });
});

describe('writeWhole', () => {
  it('keeps the old file when it fails, and leaves nothing behind', () => {
    const folder = temporaryFolder({ 'taken/x': '' });
    expect(() => writeWhole(join(folder, 'taken'), 'new')).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('replaces a link and not what it leads to', () => {
    const folder = temporaryFolder({ outside: 'old' });
    symlinkSync('outside', join(folder, 'link'));
    writeWhole(join(folder, 'link'), 'new');
    expect([readFileSync(join(folder, 'outside'), 'utf8'), readFileSync(join(folder, 'link'), 'utf8')]).toEqual([
      'old',
      'new',
    ]);
  });

  it.runIf(process.getuid?.() !== 0)('tells when the folder may not be written', () => {
    const folder = temporaryFolder({ a: 'old' });
    chmodSync(folder, 0o500);
    expect(() => writeWhole(join(folder, 'a'), 'new')).toThrow(/EACCES/);
    chmodSync(folder, 0o700);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
  });
});

describe('defaultCacheFolder', () => {
  it.each([
    [{ PIPELINT_CACHE_DIR: 'mine', XDG_CACHE_HOME: '/xdg', HOME: '/home/me' }, 'mine'],
    [{ XDG_CACHE_HOME: '/xdg', HOME: '/home/me' }, '/xdg/pipelint'],
    [{ XDG_CACHE_HOME: 'relative', HOME: '/home/me' }, '/home/me/.cache/pipelint'],
    [{ HOME: '/home/me' }, '/home/me/.cache/pipelint'],
  ])('%j', (env, expected) => {
    if (process.platform !== 'win32') expect(defaultCacheFolder(env)).toBe(expected);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
