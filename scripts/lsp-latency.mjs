/**
 * How long a keystroke takes to become findings: types into a pipeline of 2,000 lines with twenty includes, through the real
 * server, and prints percentiles. `node scripts/lsp-latency.mjs [keystrokes] [lines of the root file]`, after a build.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const [keystrokes = 100, rootLines = 100] = process.argv.slice(2).map(Number);
const INCLUDES = 20;

const job = (name, template) => `
build-${name}:
  extends: .docker-${template}
  stage: build
  image: docker:29
  script:
    - docker build --tag "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_SHORT_SHA" services/${name}
    - |
      if [ -n "$CI_COMMIT_TAG" ]; then
        docker tag "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_SHORT_SHA" "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_TAG"
        docker push "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_TAG"
      fi
    - docker push "$CI_REGISTRY_IMAGE/${name}:$CI_COMMIT_SHORT_SHA"
`;
const template = (number) => `.docker-${number}:
  services: [docker:29-dind]
  variables: { DOCKER_TLS_CERTDIR: /certs }
  before_script:
    - echo "$CI_REGISTRY_PASSWORD" | docker login -u "$CI_REGISTRY_USER" --password-stdin "$CI_REGISTRY"
`;
const lines = (text) => text.split('\n').length;
const filledTo = (count, text, name) => {
  let filled = text;
  for (let index = 0; lines(filled) < count; index++) filled += job(`${name}-${index}`, index % INCLUDES);
  return filled;
};

const folder = mkdtempSync(join(tmpdir(), 'pipelint-latency-'));
mkdirSync(join(folder, 'ci'));
mkdirSync(join(folder, '.git'));
const partLines = Math.max(8, (2000 - rootLines) / INCLUDES);
let total = 0;
const parts = Array.from({ length: INCLUDES }, (_, part) => `ci/part-${part}.yml`);
for (const [part, path] of parts.entries()) {
  const text = filledTo(partLines, template(part), `part-${part}`);
  total += lines(text);
  writeFileSync(join(folder, path), text);
}
const includes = parts.map((path) => `  - local: ${path}\n`).join('');
// The login that is missing here shows that an answer is there.
const root = filledTo(
  rootLines,
  `include:\n${includes}stages: [build]\ntyped:\n  script: [docker push x.example.com/a]\n`,
  'root',
);
writeFileSync(join(folder, '.gitlab-ci.yml'), root);

const server = spawn(process.execPath, [join(import.meta.dirname, '../dist/cli.cjs'), 'lsp'], { cwd: folder });
const connection = createProtocolConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
let answered = () => {};
connection.onNotification('textDocument/publishDiagnostics', ({ version }) => answered(version));
connection.listen();
const answer = (version) => new Promise((resolve) => (answered = (told) => told === version && resolve()));

const uri = pathToFileURL(join(folder, '.gitlab-ci.yml')).href;
await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
await connection.sendNotification('initialized', {});

const times = [];
const timed = async (version, send) => {
  const start = performance.now();
  const done = answer(version);
  await send();
  await done;
  return performance.now() - start;
};
const first = await timed(1, () =>
  connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: root },
  }),
);
/** What the server has used of the processor, where the system tells; it counts in hundredths of a second. */
const processorTime = () => {
  const file = `/proc/${server.pid}/stat`;
  if (!existsSync(file)) return undefined;
  const [user, system] = readFileSync(file, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
};
const before = processorTime();
const line = root.slice(0, root.indexOf('x.example.com/a')).split('\n').length - 1;
const character = root.split('\n')[line].indexOf('x.example.com/a');
for (let version = 2; version <= keystrokes + 1; version++) {
  const change = { range: { start: { line, character }, end: { line, character } }, text: 'x' };
  times.push(
    await timed(version, () =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [change],
      }),
    ),
  );
}
times.sort((a, b) => a - b);
const percentile = (part) => `${times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(0)} ms`;
console.log(`${total + lines(root)} lines, ${lines(root)} of them in the root file, ${INCLUDES} includes`);
console.log(`opened after ${first.toFixed(0)} ms; ${times.length} keystrokes, from the change to the findings:`);
console.log(`50 %: ${percentile(0.5)}, 95 %: ${percentile(0.95)}, slowest: ${percentile(1)}`);
if (before !== undefined) {
  const each = (processorTime() - before) / times.length;
  console.log(`processor time of the server: ${each.toFixed(0)} ms a keystroke, on all cores`);
}
await connection.sendRequest('shutdown');
await connection.sendNotification('exit');
rmSync(folder, { recursive: true });
