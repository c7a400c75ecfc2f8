/** Cases whose result was computed by GitLab's own code. The folder is not part of the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { givenInputs } from '../../src/compose/given-inputs.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import type { Pipeline } from '../../src/pipeline/nodes.ts';
import { actualFacts, type ComputedJob, expectedFacts, findJob } from '../pipeline/computed-job.ts';
import { plainValue as plain } from '../yaml/plain-value.ts';

interface Vector {
  readonly name: string;
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  readonly inputs: object;
  readonly result: {
    readonly fatal?: string;
    readonly errors?: readonly string[];
    readonly merged?: Readonly<Record<string, unknown>>;
    readonly stages?: readonly string[];
    readonly jobs?: Readonly<Record<string, ComputedJob>>;
  };
}

const FOLDER = new URL('../../../shared/vectors/compose.json', import.meta.url);
const vectors: readonly Vector[] = existsSync(FOLDER) ? JSON.parse(readFileSync(FOLDER, 'utf8')) : [];

describe.skipIf(vectors.length === 0)('cases computed by GitLab', () => {
  test.each(vectors)('$name', (vector) => {
    expect(actual(vector)).toEqual(expected(vector));
  });
});

function run({ main, files, inputs }: Vector): Pipeline {
  const host = new MemoryHost({ ...files, '.gitlab-ci.yml': main });
  return buildPipeline(compose(host, '.gitlab-ci.yml', { inputs: givenInputs(inputs) }));
}

function isRejected({ result }: Vector): boolean {
  return result.fatal !== undefined || (result.errors ?? []).length > 0;
}

function expected(vector: Vector): object {
  const { include: _, ...merged } = vector.result.merged ?? {};
  const jobs = isRejected(vector) ? [] : Object.entries(vector.result.jobs ?? {});
  return {
    rejected: isRejected(vector),
    merged: vector.result.fatal === undefined ? merged : undefined,
    stages: isRejected(vector) ? undefined : vector.result.stages,
    jobs: jobs.map(([name, job]) => [name, expectedFacts(job)]),
  };
}

function actual(vector: Vector): object {
  const pipeline = run(vector);
  const jobs = isRejected(vector) ? [] : Object.entries(vector.result.jobs ?? {});
  return {
    rejected: pipeline.problems.length > 0,
    merged: vector.result.fatal === undefined ? plain(pipeline.composition.config) : undefined,
    stages: isRejected(vector) ? undefined : pipeline.stages,
    jobs: jobs.map(([name, computed]) => {
      const job = findJob(pipeline, name);
      return [name, job && actualFacts(job, computed)];
    }),
  };
}
