/** The effective configuration beside what GitLab's own code computed. The folder is not part of the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compose } from '../../src/compose/compose.ts';
import { givenInputs } from '../../src/compose/given-inputs.ts';
import { FileSystemHost } from '../../src/host/file-system.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { buildPipeline } from '../../src/pipeline/build.ts';
import { resolveConfiguration } from '../../src/resolve/configuration.ts';
import { plain } from '../../src/resolve/resolved.ts';
import type { Host } from '../../src/source/host.ts';

type Computed = Readonly<Record<string, unknown>> & {
  readonly yaml_variables?: readonly { readonly key: string; readonly value: string }[];
};

interface Vector {
  readonly name: string;
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  readonly inputs: object;
  readonly result: {
    readonly errors?: readonly string[];
    readonly stages?: readonly string[];
    readonly root_variables?: Readonly<Record<string, { readonly value?: string }>>;
    readonly jobs?: Readonly<Record<string, Computed>>;
  };
}

interface OfCorpus {
  readonly file: string;
  readonly unresolved: readonly unknown[];
  readonly stages?: readonly string[];
  readonly jobs?: Readonly<Record<string, Computed>>;
}

const SHARED = fileURLToPath(new URL('../../../shared', import.meta.url));

const vectors = read<Vector[]>('vectors/compose.json', (text) => JSON.parse(text)).filter(
  ({ result }) => result.jobs && !result.errors?.length,
);
const corpus = read<OfCorpus[]>('corpus/oracle.jsonl', (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
).filter(({ jobs, unresolved }) => jobs && unresolved.length === 0);

describe.skipIf(vectors.length === 0)('as GitLab computed it', () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, { main, files, inputs, result }) => {
    const actual = resolve(new MemoryHost({ ...files, '.gitlab-ci.yml': main }), '.gitlab-ci.yml', inputs);
    expect(mapValues(actual.jobs, withoutTimeout)).toEqual(mapValues(result.jobs ?? {}, wholeJob));
    expect(actual.stages).toEqual(result.stages);
    expect(actual.variables).toEqual(mapValues(result.root_variables ?? {}, ({ value }) => value ?? ''));
  });
});

describe.skipIf(corpus.length === 0)('files of real projects', () => {
  test.each(corpus.map((record) => [record.file, record] as const))('%s', (file, record) => {
    const [project = '', ...path] = file.split('/');
    const actual = resolve(new FileSystemHost(`${SHARED}/corpus/${project}`), path.join('/'));
    const expected = mapValues(record.jobs ?? {}, keptOfCorpus);
    const compared = mapValues(actual.jobs, (job, name) =>
      Object.fromEntries(Object.keys(expected[name] ?? {}).map((keyword) => [keyword, job[keyword]])),
    );
    expect(compared).toEqual(expected);
    expect(actual.stages).toEqual(record.stages);
  });
});

function read<All extends readonly unknown[]>(name: string, parse: (text: string) => All): All | [] {
  const file = `${SHARED}/${name}`;
  return existsSync(file) ? parse(readFileSync(file, 'utf8')) : [];
}

function resolve(host: Host, path: string, inputs: object = {}) {
  const { jobs, stages, variables } = resolveConfiguration(
    buildPipeline(compose(host, path, { inputs: givenInputs(inputs) })),
  );
  return {
    jobs: Object.fromEntries([...jobs].map(([name, job]) => [name, plain(job) as Record<string, unknown>])),
    stages,
    variables: plain(variables),
  };
}

/** GitLab passes the timeout on beside the job, and we show it with the rest. */
function withoutTimeout({ timeout: _timeout, ...keywords }: Record<string, unknown>): object {
  return keywords;
}

/** Bookkeeping of GitLab's that is in no keyword, or in another form: `variables` are there once and not thrice. */
function wholeJob(computed: Computed): object {
  const {
    name: _name,
    extends: _extends,
    job_variables: _own,
    root_variables_inheritance: _inherit,
    ignore: _ignore,
    scheduling_type: _scheduling,
    instance: _instance,
    ...keywords
  } = computed;
  return keptOfCorpus(keywords);
}

function keptOfCorpus({ yaml_variables = [], ...keywords }: Computed): object {
  return { ...keywords, variables: Object.fromEntries(yaml_variables.map(({ key, value }) => [key, value])) };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From, name: string) => To) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
