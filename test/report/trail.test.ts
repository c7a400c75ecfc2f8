/** How text came into a job, in words. */
import { expect, it } from 'vitest';
import { trailName } from '../../src/report/trail.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import type { TrailStep } from '../../src/yaml/values.ts';
import { CONTEXT } from './samples.ts';

const step = (kind: TrailStep['kind'], name: string, path: string): TrailStep => ({
  kind,
  name,
  place: new SourceFile(path, 'x').place(0, 1),
});

it.each<readonly [what: string, trail: readonly TrailStep[], name: string]>([
  ['one step', [step('script', 'ci/push.sh', '.gitlab-ci.yml')], 'run at .gitlab-ci.yml:1:1'],
  [
    'a script that a script runs',
    [step('script', 'ci/all.sh', '.gitlab-ci.yml'), step('script', 'ci/push.sh', 'ci/all.sh')],
    'run at ci/all.sh:1:1, run at .gitlab-ci.yml:1:1',
  ],
  [
    'a script that an included template runs',
    [
      step('extends', '.docker', '.gitlab-ci.yml'),
      step('include', 'ci/base.yml', '.gitlab-ci.yml'),
      step('script', 'ci/push.sh', 'ci/base.yml'),
    ],
    'run at ci/base.yml:1:1, extended as `.docker` at .gitlab-ci.yml:1:1, included at .gitlab-ci.yml:1:1',
  ],
])('%s', (_what, trail, name) => {
  expect(trailName(trail, CONTEXT)).toBe(name);
});
