/** Which texts are tokens, and which are only examples of one. The tokens here are made up. */
import { describe, expect, test } from 'vitest';
import { isExample, knownTokens } from '../../src/registry/token-prefixes.ts';
import { maskSecrets } from '../../src/report/secrets.ts';

const SECRET = 'FiXtUrE0n1yQw7RtZ5uKabcdefgHiJkLmN0pQrSt';

const TOKENS = [
  [`glpat-${SECRET}`, 'an access token of GitLab'],
  [`glpat-${SECRET}.01.a1b2c3d4e`, 'an access token of GitLab'],
  [`gldt-${SECRET}`, 'a deploy token of GitLab'],
  [`glcbt-64_${SECRET}`, 'a job token of GitLab'],
  [`glrt-${SECRET}`, 'a runner token of GitLab'],
  [`GR1348941${SECRET.slice(0, 20)}`, 'a runner token of GitLab'],
  [`glptt-${SECRET}`, 'a trigger token of GitLab'],
  [`gloas-${SECRET}`, 'an OAuth secret of GitLab'],
  [`dckr_pat_${SECRET}`, 'an access token of Docker Hub'],
  [`dckr_oat_${SECRET}`, 'an access token of Docker Hub'],
  [`ghp_${SECRET}`, 'a token of GitHub'],
  [`github_pat_${SECRET}_${SECRET}`, 'a token of GitHub'],
] as const;

describe('tokens', () => {
  test.each(TOKENS)('%s', (token, kind) => {
    const text = `-p "${token}" registry`;
    expect(knownTokens(text)).toEqual([{ kind, text: token, at: 4 }]);
  });

  test.each(TOKENS)('no report shows %s', (token) => {
    expect(maskSecrets(`-p "${token}" registry`)).not.toContain(SECRET.slice(0, 20));
  });

  test('ends where the sentence ends', () => {
    expect(knownTokens(`It is glpat-${SECRET}.`)[0]?.text).toBe(`glpat-${SECRET}`);
  });
});

test.each([
  'glpat-xxxxxxxxxxxxxxxxxxxxxxxx',
  'glpat-your-token-goes-here-1234',
  'glpat-[0-9a-zA-Z_-]{20}',
  'glpat-*',
  'glpat-$TOKEN',
  'glpat-short',
  `my-glpattern-${SECRET}`,
  `xghp_${SECRET}`,
  'github_pattern_of_a_name',
])('no token: %s', (text) => {
  expect(knownTokens(text)).toEqual([]);
});

test.each([
  ['xxxxxxxx', true],
  ['changeme1234', true],
  ['my-password-123', true],
  ['FiXtUrE0n1yQw7', false],
])('%s as an example: %s', (text, expected) => {
  expect(isExample(text)).toBe(expected);
});
