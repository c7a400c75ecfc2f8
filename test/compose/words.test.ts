/** Wildcards and slips of the keyboard. */
import { describe, expect, test } from 'vitest';
import { nearestName } from '../../src/compose/nearest.ts';
import { matchWildcard } from '../../src/compose/wildcard.ts';

describe('wildcards', () => {
  const FILES = ['.hidden.yml', 'a.yml', 'ci/a.yml', 'ci/b.yaml', 'ci/jobs/c.yml', 'ci/jobs/deep/d.yml', 'cix/e.yml'];

  test.each<[string, readonly string[]]>([
    ['*.yml', ['.hidden.yml', 'a.yml']],
    ['ci/*.yml', ['ci/a.yml']],
    ['ci/*', ['ci/a.yml', 'ci/b.yaml']],
    ['ci/**.yml', ['ci/a.yml', 'ci/jobs/c.yml', 'ci/jobs/deep/d.yml']],
    ['ci/**/*.yml', ['ci/a.yml', 'ci/jobs/c.yml', 'ci/jobs/deep/d.yml']],
    ['ci/jobs/**/d.yml', ['ci/jobs/deep/d.yml']],
    ['c*/*.y*ml', ['ci/a.yml', 'ci/b.yaml', 'cix/e.yml']],
    ['/ci/*.yml', []],
    ['ci/?.yml', []],
    ['ci/(a|b)*', []],
    ['**', FILES],
  ])('%s', (pattern, expected) => {
    expect(matchWildcard(pattern, FILES)).toEqual(expected);
  });

  test('many stars take no time', () => {
    const start = performance.now();
    expect(matchWildcard(`${'*a'.repeat(50)}b`, ['a'.repeat(500)])).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('the nearest name', () => {
  const NAMES = ['.docker', '.docker-login', 'build', 'test', '.a'];

  test.each<[string, string | undefined]>([
    ['.dokcer', '.docker'],
    ['.docker_login', '.docker-login'],
    ['biuld', 'build'],
    ['tests', 'test'],
    ['.b', undefined],
    ['deploy', undefined],
    ['build', undefined],
    ['', undefined],
  ])('%s → %s', (name, expected) => {
    expect(nearestName(name, NAMES)).toBe(expected);
  });
});
