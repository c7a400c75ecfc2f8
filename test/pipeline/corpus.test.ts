/** Files of real projects, resolved by GitLab's own code. The folder is not part of the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { givenInputs } from '../../src/compose/given-inputs.ts';
import { FileSystemHost } from '../../src/host/file-system.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { actualFacts, type ComputedJob, expectedFacts, findJob } from './computed-job.ts';

interface Resolved {
  readonly file: string;
  readonly unresolved: readonly unknown[];
  readonly fatal: string | null;
  readonly errors: readonly string[];
  readonly stages?: readonly string[];
  readonly jobs?: Readonly<Record<string, ComputedJob>>;
}

const CORPUS = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const resolved = readResolved();

describe.skipIf(resolved.length === 0)('files of real projects', () => {
  test.each(resolved.map((record) => [record.file, record] as const))('%s', (_, record) => {
    expect(actual(record)).toEqual(expected(record));
  });
});

function readResolved(): readonly Resolved[] {
  const file = `${CORPUS}/oracle.jsonl`;
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line): Resolved => JSON.parse(line)).filter(({ unresolved }) => unresolved.length === 0);
}

function isRejected({ fatal, errors }: Resolved): boolean {
  return fatal !== null || errors.length > 0;
}

function expected(record: Resolved): object {
  if (isRejected(record)) return { rejected: true };
  const jobs = Object.entries(record.jobs ?? {});
  return { rejected: false, stages: record.stages, jobs: jobs.map(([name, job]) => [name, expectedFacts(job)]) };
}

function actual(record: Resolved): object {
  const [project = '', ...path] = record.file.split('/');
  const pipeline = buildPipeline(
    compose(new FileSystemHost(`${CORPUS}/${project}`), path.join('/'), { inputs: givenInputs({}) }),
  );
  const rejected = pipeline.problems.length > 0;
  if (isRejected(record)) return { rejected };
  return {
    rejected,
    stages: pipeline.stages,
    jobs: Object.entries(record.jobs ?? {}).map(([name, computed]) => {
      const job = findJob(pipeline, name);
      return [name, job && actualFacts(job, computed)];
    }),
  };
}
