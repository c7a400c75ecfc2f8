/** What strangers write beside pipelines, by the name that a case has it under: what is promised of each, and what cases are made from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../rules/index.ts';
import { parseBaseline } from '../../src/cli/baseline-file.ts';
import { complain } from '../../src/cli/complain.ts';
import { Diagnostician } from '../../src/diagnose/diagnose.ts';
import { DIAGNOSIS_FORMATS } from '../../src/diagnose/formats.ts';
import { reportOf } from '../../src/diagnose/report.ts';
import { parseLock } from '../../src/host/cache/lock.ts';
import { MemoryHost } from '../../src/host/memory.ts';
import { analyse } from '../../src/lint/analyse.ts';
import { lintSource } from '../../src/lint/lint.ts';
import { DEFAULT_OPTIONS } from '../../src/lint/options.ts';
import { loadSettings } from '../../src/settings/load.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { isStray, UNPRINTABLE } from './broken.ts';
import type { Files } from './seeds.ts';

const STYLE = { color: false, width: 80 };
/** Bytes, so that lines and characters are cut in two. */
const PIECE = 61;

/** The promises that a text of this kind breaks. */
export const OTHER_INPUTS: Readonly<Record<string, (text: string, files: Files) => string[]>> = {
  'job.log': (log, files) => {
    const bytes = new TextEncoder().encode(log);
    const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, at) =>
      bytes.subarray(at * PIECE, (at + 1) * PIECE),
    );
    const [whole, inPieces] = [diagnose([bytes], files), diagnose(pieces, files)];
    return [
      ...(whole.shown === inPieces.shown ? [] : ['logs: read in pieces a log says something else']),
      ...unprintable('a diagnosis', whole.shown),
      ...whole.report.causes
        .flatMap(({ evidence }) => evidence)
        .flatMap(({ line }) =>
          line >= 1 && line <= whole.report.lines ? [] : ['logs: evidence is outside of the log'],
        ),
      ...whole.report.causes.flatMap(({ place }) =>
        place && isStray(place) ? ['logs: a place is outside of its file'] : [],
      ),
    ];
  },
  'settings.yml': (text) => {
    const { faults } = loadSettings(new SourceFile('.pipelint.yml', text), RULES);
    const told = faults.map(tell).join('');
    return [...strayFaults('settings', faults), ...unprintable('faults of settings', told)];
  },
  'baseline.json': (text) => {
    const read = parseBaseline(new SourceFile('.pipelint-baseline.json', text));
    return read.ok
      ? []
      : [...strayFaults('baseline', [read.fault]), ...unprintable('the fault of a baseline', tell(read.fault))];
  },
  'pipelint.lock': (text) => {
    const read = parseLock(text);
    return read.ok ? [] : unprintable('the fault of a lock file', tell(read.message));
  },
};

function diagnose(pieces: readonly Uint8Array[], files: Files) {
  const source = analyse(new MemoryHost(files), '.gitlab-ci.yml', {});
  const { findings } = lintSource(source, RULES, DEFAULT_OPTIONS);
  const diagnostician = new Diagnostician();
  for (const piece of pieces) diagnostician.read(piece);
  const report = reportOf(diagnostician.end(), { pipeline: source.ast, findings, rules: RULES }, undefined);
  const shown = Object.values(DIAGNOSIS_FORMATS).map((format) => format(report, STYLE));
  return { report, shown: shown.join('') };
}

type Fault = Exclude<Parameters<typeof complain>[1], string>;

function strayFaults(what: string, faults: readonly Fault[]): string[] {
  return faults.flatMap(({ place, message }) => (isStray(place) ? [`${what}: outside of the file: ${message}`] : []));
}

/** As the command line tells it. */
function tell(said: string | Fault): string {
  let told = '';
  const output = {
    write: (text: string) => {
      told += text;
    },
  };
  complain({ args: [], cwd: '/', env: {}, stdin: nothing(), stdout: output, stderr: output }, said);
  return told;
}

async function* nothing() {}

function unprintable(what: string, text: string): string[] {
  return UNPRINTABLE.test(text) ? [`reports are printable: ${what}`] : [];
}

const PIPELINE = `build:
  image: docker:28
  services: [docker:28-dind]
  script:
    - docker build -t $CI_REGISTRY_IMAGE .
    - docker push $CI_REGISTRY_IMAGE
`;

const SETTINGS = `project: acme/platform/api
server: gitlab.example.com
registry: registry.example.com
preset: strict
fail-on: warning
min-confidence: low
baseline: .pipelint-baseline.json
trusted-registries: [ghcr.io]
login-commands: [./ci/login.sh]
variables:
  A: b
include-cache: ci/cache
report-unused-suppressions: true
rules:
  login-server: warning
  pin-image-digest:
    level: error
paths:
  - files: ['ci/**']
    rules: {login-server: off}
`;

const BASELINE = `{
  "version": 1,
  "findings": [{ "file": ".gitlab-ci.yml", "rule": "login-server", "message": "No server.", "fingerprint": "0123456789abcdef" }]
}
`;

const LOCK = `{
  "version": 1,
  "includes": { "remote https://example.com/a.yml": { "sha256": "${'0'.repeat(64)}", "revision": "${'1'.repeat(40)}" } }
}
`;

/** @param logs `fixtures/diagnose` */
export function otherSeeds(logs: string): Files[] {
  const others = { 'settings.yml': SETTINGS, 'baseline.json': BASELINE, 'pipelint.lock': LOCK };
  return [
    ...readdirSync(logs)
      .filter((name) => name.endsWith('.log'))
      .sort()
      .map((name) => ({ 'job.log': readFileSync(join(logs, name), 'utf8') })),
    ...Object.entries(others).map(([name, text]) => ({ [name]: text })),
  ].map((files) => ({ ...files, '.gitlab-ci.yml': PIPELINE }));
}
