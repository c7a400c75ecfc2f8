import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Lock } from '../../src/host/cache/lock.ts';
import { TextStore } from '../../src/host/cache/text-store.ts';
import { FetchSession, type FetchSettings, type Progress } from '../../src/host/fetch-session.ts';
import { sha256Of } from '../../src/source/cryptography.ts';
import { type RemoteSource, sourceKey, sourceName } from '../../src/source/remote.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The outside world: texts by name. A text is a list of the names that it includes, with any other text after `#`. */
type World = Record<string, string>;

const source = (name: string): RemoteSource => ({ kind: 'template', name });

class Play {
  readonly cache = temporaryFolder();
  readonly texts = new TextStore(this.cache);
  readonly asked: string[] = [];
  readonly world: World;
  mostAtOnce = 0;

  constructor(world: World) {
    this.world = world;
  }

  session(settings: Partial<FetchSettings> = {}): FetchSession {
    return new FetchSession({ lock: new Map(), texts: this.texts, update: false, fetcher: this.#fetcher, ...settings });
  }

  /** Composes as a pipeline does: what is missing is named, what is known is followed. */
  compose(session: FetchSession, root: string): () => readonly RemoteSource[] {
    const follow = (text: string): RemoteSource[] =>
      (text.split('#')[0] ?? '')
        .split(' ')
        .filter((name) => name !== '')
        .flatMap((name) => {
          const fetched = session.fetched(source(name));
          return fetched.ok ? follow(fetched.text) : [source(name)];
        });
    return () => follow(root);
  }

  async fetch(root: string, settings: Partial<FetchSettings> = {}, limit?: number): Promise<FetchSession> {
    const session = this.session(settings);
    await session.run(this.compose(session, root), limit);
    return session;
  }

  #atOnce = 0;
  readonly #fetcher: FetchSettings['fetcher'] = {
    fetch: async (wanted) => {
      this.asked.push(sourceName(wanted));
      this.#atOnce += 1;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      this.#atOnce -= 1;
      const text = this.world[sourceName(wanted)];
      if (text === undefined) return { ok: false, reason: 'no-file' };
      return { ok: true, value: { text, entry: { sha256: sha256Of(text) } } };
    },
  };
}

const names = (lock: Lock): string[] => [...lock.keys()].map((key) => key.replace('template:', '')).sort();
const text = (session: FetchSession, name: string): string => {
  const fetched = session.fetched(source(name));
  return fetched.ok ? fetched.text : fetched.reason;
};

describe('FetchSession', () => {
  it('fetches what the fetched include, each once', async () => {
    const play = new Play({ a: 'b c', b: 'c d', c: '', d: '' });
    const session = await play.fetch('a');
    expect(play.asked).toEqual(['a', 'b', 'c', 'd']);
    expect(names(session.newLock(new Map()))).toEqual(['a', 'b', 'c', 'd']);
    expect(session.count).toBe(4);
  });

  it('fetches the others when one cannot be had', async () => {
    const play = new Play({ a: 'x b', b: '' });
    const session = await play.fetch('a x');
    expect(session.failures).toEqual([{ source: source('x'), failure: { ok: false, reason: 'no-file' } }]);
    expect(session.fetched(source('x'))).toEqual({ ok: false, reason: 'no-file' });
    expect(names(session.newLock(new Map()))).toEqual(['a', 'b']);
    expect(play.asked.filter((name) => name === 'x')).toHaveLength(1);
  });

  it('asks for a few at a time', async () => {
    const many = Array.from({ length: 40 }, (_, at) => `n${at}`);
    const play = new Play(Object.fromEntries(many.map((name) => [name, ''])));
    await play.fetch(many.join(' '));
    expect(play.asked).toHaveLength(40);
    expect(play.mostAtOnce).toBe(6);
  });

  it('stops at the limit, however far it goes on', async () => {
    const play = new Play(Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`n${at}`, `n${at + 1}`])));
    const session = await play.fetch('n0');
    expect(play.asked).toHaveLength(150);
    expect(text(session, 'n149')).toBe('n150');
    expect(text(session, 'n150')).toBe('not-fetched');
  });

  it('tells how far it is', async () => {
    const steps: Progress[] = [];
    await new Play({ a: 'b', b: '' }).fetch('a', { onProgress: (step) => steps.push(step) });
    expect(steps).toEqual([
      { source: source('a'), done: 1, known: 1 },
      { source: source('b'), done: 2, known: 2 },
    ]);
  });

  describe('with a lock', () => {
    const locked = async (play: Play, root: string): Promise<Lock> => (await play.fetch(root)).newLock(new Map());

    it('asks for nothing that is locked and in the cache', async () => {
      const play = new Play({ a: 'b', b: '' });
      const lock = await locked(play, 'a');
      play.asked.length = 0;
      play.world.a = '# newer';
      const session = await play.fetch('a', { lock });
      expect([play.asked, session.count, text(session, 'a')]).toEqual([[], 0, 'b']);
      expect(session.newLock(lock)).toEqual(lock);
    });

    it('fills an empty cache, and a damaged one', async () => {
      const play = new Play({ a: 'b', b: '' });
      const lock = await locked(play, 'a');
      rmSync(join(play.cache, 'sha256'), { recursive: true });
      expect(text(play.session({ lock }), 'a')).toBe('not-fetched');
      expect(text(await play.fetch('a', { lock }), 'a')).toBe('b');
      for (const file of blobs(play.cache)) writeFileSync(file, 'tampered');
      expect(text(play.session({ lock }), 'a')).toBe('damaged');
      const session = await play.fetch('a', { lock });
      expect([text(session, 'a'), session.failures]).toEqual(['b', []]);
    });

    it('does not take another text than the locked one', async () => {
      const play = new Play({ a: 'b', b: '' });
      const lock = await locked(play, 'a');
      rmSync(join(play.cache, 'sha256'), { recursive: true });
      play.world.a = 'b # newer';
      const session = await play.fetch('a', { lock });
      expect(session.failures).toEqual([{ source: source('a'), failure: { ok: false, reason: 'changed' } }]);
      expect(session.newLock(lock)).toEqual(lock);
      expect(blobs(play.cache)).toEqual([]);
    });

    it('takes another text when the include asks for it by its hash', async () => {
      const play = new Play({ 'https://example.com/a.yml': 'new' });
      const remote: RemoteSource = {
        kind: 'remote',
        url: 'https://example.com/a.yml',
        integrity: `sha256-${Buffer.from(sha256Of('new'), 'hex').toString('base64')}`,
      };
      const lock = new Map([[sourceKey(remote), { sha256: play.texts.write('old') }]]);
      const session = play.session({ lock });
      expect(session.fetched(remote)).toEqual({ ok: false, reason: 'integrity' });
      await session.run(() => (session.fetched(remote).ok ? [] : [remote]));
      expect(session.fetched(remote)).toMatchObject({ ok: true, text: 'new' });
    });

    it('takes what is there now when it updates, and drops what is not included any more', async () => {
      const play = new Play({ a: 'b', b: '', c: '' });
      const lock = await locked(play, 'a');
      play.world.a = 'c';
      const session = await play.fetch('a', { lock, update: true });
      expect(text(session, 'a')).toBe('c');
      expect(names(session.newLock(lock))).toEqual(['a', 'c']);
    });

    it('keeps the old lock whole where an update fails', async () => {
      const play = new Play({ a: 'b', b: '' });
      const lock = await locked(play, 'a');
      delete play.world.a;
      const session = await play.fetch('a', { lock, update: true });
      expect(session.newLock(lock)).toEqual(lock);
      expect(text(play.session({ lock }), 'a')).toBe('b');
    });

    it('keeps what another run has locked meanwhile', async () => {
      const session = await new Play({ a: '' }).fetch('a');
      expect(names(session.newLock(new Map([['template:other', { sha256: sha256Of('') }]])))).toEqual(['a', 'other']);
    });
  });

  it('says when the cache cannot be written', async () => {
    const play = new Play({ a: '' });
    writeFileSync(join(play.cache, 'sha256'), 'in the way');
    await expect(play.fetch('a')).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});

function blobs(cache: string): string[] {
  return readdirSync(cache, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
