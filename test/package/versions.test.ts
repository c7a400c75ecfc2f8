/** Whoever copies from the pages gets the version that they are about. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from './fresh-clone.ts';

const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
);

it('is the version of the package', () => {
  const versions = PAGES.flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/lint@(\d+\.\d+\.\d+)|^ +rev: v(\S+)$/gm)].map(
      ([, version, tag]) => `${path}: ${version ?? tag}`,
    ),
  );
  expect(versions.length).toBeGreaterThan(4);
  expect(versions.filter((each) => !each.endsWith(`: ${manifest.version}`))).toEqual([]);
});
