import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { columnsOf, graphemesOf } from '../../src/report/columns.ts';

describe('columnsOf', () => {
  it.each([
    ['ASCII', 'docker push "$IMAGE"'],
    ['Latin letters and the punctuation of prose', 'Größe — “naïve”, ça… → ok'],
    ['CJK', '日本語 한국어 中文'],
    ['full-width forms', 'ＡＢＣ！'],
    ['half-width forms', 'ｶﾅ'],
    ['combining accents', 'cafe\u0301 e\u0301'],
    ['Arabic and Hebrew', 'سلام שלום'],
    ['Thai', 'สวัสดี'],
    ['Devanagari', 'नमस्ते'],
    ['emoji', '🚀 ✅ 🎉'],
    ['joined emoji', '👩‍🚀 👨‍👩‍👧'],
    ['emoji by a variation selector', '❤️ ⚠️'],
    ['keycaps and flags', '1️⃣ 🇩🇪'],
    ['skin tones', '👍🏽'],
    ['a zero-width joiner alone', 'a\u200db'],
    ['arrows and boxes', '→ ⇒ ─ │'],
    ['nothing', ''],
  ])('counts %s as string-width does', (_, text) => {
    expect(columnsOf(text)).toBe(stringWidth(text));
  });
});

describe('graphemesOf', () => {
  it.each([
    ['ab', [0, 1]],
    ['e\u0301b', [0, 2]],
    ['👩‍🚀b', [0, 5]],
    ['日本', [0, 1]],
  ])('%s begins its characters at %j', (text, starts) => {
    expect(graphemesOf(text).map(({ at }) => at)).toEqual(starts);
  });
});
