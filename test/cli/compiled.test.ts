/** What compiled code is kept, and which of it is run again: on a module of its own, each time in a process of its own. */

import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const LOADER = join(ROOT, 'node_modules/.cache/pipelint-test/compiled.cjs');
const MODULE = `
const { sep } = require('node:path');
const functions = Array.from({ length: 50 }, (_, index) => () => index);
exports.answer = () => functions.reduce((sum, each) => sum + each(), 0);
exports.here = __filename.split(sep).at(-1);
`;

let folder: string;
let kept: string;

beforeAll(async () => {
  await build({
    entryPoints: [join(ROOT, 'src/cli/compiled.ts')],
    outfile: LOADER,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipelint-test-'));
  kept = join(folder, 'kept/deep');
  writeFileSync(join(folder, 'core-1a2b.cjs'), MODULE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Whether the module was compiled before. It has to work in any case. */
function load({ keep = true } = {}): boolean {
  const script = `
    const { loadCompiled } = require(${JSON.stringify(LOADER)});
    const file = ${JSON.stringify(join(folder, 'core-1a2b.cjs'))};
    const loaded = loadCompiled(file, ${JSON.stringify(kept)});
    const { answer, here } = require(file);
    console.log(JSON.stringify([here, answer(), loaded.wasKept]));
    if (${keep}) loaded.keep();
  `;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const [here, answer, wasKept] = JSON.parse(stdout);
  expect([here, answer]).toEqual(['core-1a2b.cjs', 1225]);
  return wasKept;
}

function keptFile(): string {
  const [name = '', ...others] = readdirSync(kept);
  expect(others).toEqual([]);
  return join(kept, name);
}

it('runs in the next process what was kept in the one before', () => {
  expect([load(), load(), load()]).toEqual([false, true, true]);
  expect(statSync(keptFile()).mode & 0o777).toBe(0o644);
});

it('keeps nothing before it is told to', () => {
  expect([load({ keep: false }), load()]).toEqual([false, false]);
});

describe('does not run, and replaces,', () => {
  const DAMAGE: readonly (readonly [string, (content: Buffer) => Buffer])[] = [
    ['an empty file', () => Buffer.alloc(0)],
    ['half of what was kept', (content) => content.subarray(0, content.length / 2)],
    ['something else', () => Buffer.from('console.log("stranger")')],
    ...[0, 4, 12, 40, 0.3, 0.6, 0.9].map(
      (at) =>
        [
          `what was kept with another byte at ${at}`,
          (content: Buffer) => {
            const index = at > 0 && at < 1 ? Math.floor(content.length * at) : at;
            content.writeUInt8(content.readUInt8(index) ^ 0xff, index);
            return content;
          },
        ] as const,
    ),
  ];
  it.each(DAMAGE)('%s', (_, damaged) => {
    load();
    writeFileSync(keptFile(), damaged(readFileSync(keptFile())));
    expect([load(), load()]).toEqual([false, true]);
  });

  it.skipIf(process.platform === 'win32')('what others may have written', () => {
    load();
    chmodSync(keptFile(), 0o664);
    expect([load(), load()]).toEqual([false, true]);
  });

  it.skipIf(process.getuid?.() !== 0)('what belongs to another user than the program (skipped without root)', () => {
    load();
    chownSync(keptFile(), 65534, 65534);
    expect([load(), load()]).toEqual([false, true]);
  });
});

it('goes without where nothing can be kept', () => {
  writeFileSync(join(folder, 'kept'), 'no folder');
  expect([load(), load()]).toEqual([false, false]);
});
