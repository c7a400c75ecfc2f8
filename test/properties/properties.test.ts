/**
 * Properties of every pipeline, tried on changed fixtures. A failure prints the seed and the smallest case; `PROPERTY_SEED`
 * tries other cases, `PROPERTY_RUNS` more of them. `npm run fuzz` goes on for as long as it is told.
 */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutate } from './mutate.ts';
import { OTHER_INPUTS } from './other-inputs.ts';
import { loadPromises } from './promises.ts';
import { caseOf, type Files, loadFound, loadSeeds } from './seeds.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const SEEDS = loadSeeds(FIXTURES);
const OTHER_SEEDS = SEEDS.filter((files) => Object.keys(OTHER_INPUTS).some((name) => files[name] !== undefined));
const RUNS = { seed: Number(process.env.PROPERTY_SEED ?? 7), numRuns: Number(process.env.PROPERTY_RUNS ?? 60) };

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const step = fc.record({ kind: fc.nat(99), from: share, to: share, piece: fc.nat(999) });
const mutated = (seeds: readonly Files[]) =>
  fc
    .tuple(fc.constantFrom(...seeds), fc.nat(9), fc.array(step, { maxLength: 6 }))
    .map(([seed, file, steps]) => caseOf(seed, file, steps));

const brokenPromises = await loadPromises();

describe('every promise is kept', () => {
  it.each([
    ['pipelines', SEEDS],
    ['logs, settings, baselines and lock files', OTHER_SEEDS],
  ])('for changed %s', (_, seeds) => {
    fc.assert(
      fc.property(mutated(seeds), (files) => {
        expect(brokenPromises(files)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(brokenPromises({ '.gitlab-ci.yml': text })).toEqual([]);
      }),
      RUNS,
    );
  });

  it('for any text as a command', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (command) => {
        const text = `build:\n  script:\n    - ${JSON.stringify(command)}\n    - docker push $CI_REGISTRY_IMAGE\n`;
        expect(brokenPromises({ '.gitlab-ci.yml': text })).toEqual([]);
      }),
      RUNS,
    );
  });

  it.each(loadFound(FIXTURES))('for what the fuzzer found: %s', (_, files) => {
    expect(brokenPromises(files)).toEqual([]);
  });
});

it('changes what it is given', () => {
  const text = 'build:\n  script:\n    - docker push a\n  image: docker:28\n';
  const changed = fc.sample(step, { seed: 7, numRuns: 200 }).filter((each) => mutate(text, each) !== text);
  expect(changed.length).toBeGreaterThan(150);
});
