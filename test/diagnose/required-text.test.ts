/** A text that a pattern needs is in everything that the pattern matches. */
import { describe, expect, it } from 'vitest';
import { requiredTexts } from '../../src/diagnose/required-text.ts';
import { SIGNATURES } from '../../src/diagnose/signatures.ts';

describe('a pattern needs', () => {
  it.each<readonly [RegExp, readonly string[] | undefined]>([
    [/tag is Immutable/, ['tag is immutable']],
    [/denied: .{0,300}?401 Unauthorized/, ['401 unauthorized']],
    [/\bname unknown: |\bNAME_UNKNOWN\b/, ['name unknown: ', 'name_unknown']],
    [/(?:push|pull) access denied(?: for (?<name>[^\s,]+))?, maybe/, [' access denied']],
    [/no (?:a|b|c)x?yz{2,3}ab*cd/, ['no ']],
    [/https?:\/\/[\w.-]+\/jwt\//, ['/jwt/']],
    [/a(?<!b)c/, undefined],
    [/\b(?:ErrImagePull|ImagePullBackOff)\b/, undefined],
    [/x509: |4/, undefined],
  ])('%s', (pattern, texts) => {
    expect(requiredTexts(pattern)).toEqual(texts);
  });

  it('something, for every signature', () => {
    expect(SIGNATURES.filter(({ pattern }) => requiredTexts(pattern) === undefined)).toEqual([]);
  });
});
