/** Whole processes on a typical file: the program, the floor, and Node that does nothing. */
import { cpSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { mediansOf } from './measure.mjs';
import { ROOT_FILE, TYPICAL } from './pipelines.mjs';
import { CLI, lintWithProgram, runNode, writeProject } from './program.mjs';
import { compared, heading } from './table.mjs';

const FROM_EDITOR = ['--stdin-filename', ROOT_FILE, '-'];

export async function measureProcesses({ folder, quick }) {
  writeProject(folder, TYPICAL);
  const floor = bundleFloor(folder);
  const uncompiled = programWithoutCompiled(join(folder, 'package'));
  const run = {
    bare: (options) => runNode(['-e', '0'], folder, { status: 0, prints: '' }, options),
    floor: (options) => runNode([floor, ROOT_FILE], folder, { status: 0, prints: 'commands' }, options),
    ours: (options) => lintWithProgram(folder, [], options),
    typed: (options) => lintWithProgram(folder, FROM_EDITOR, { ...options, input: TYPICAL[ROOT_FILE] }),
    first: (options) => lintWithProgram(folder, [], { ...options, program: uncompiled }),
  };
  const each = (measure) => Object.fromEntries(Object.entries(run).map(([name, call]) => [name, () => measure(call)]));
  const waited = await mediansOf(
    quick ? 1 : 21,
    each((call) => void call()),
  );
  const used = await mediansOf(
    quick ? 1 : 9,
    each((call) => call({ usage: true }).processor),
  );
  const lines = TYPICAL[ROOT_FILE].trimEnd().split('\n').length;
  return [
    heading(`a process that lints a file of ${lines} lines, against`),
    compared('the floor: yaml and unbash, loaded and parsing it', waited.ours, waited.floor, { target: 1.3 }),
    compared('Node doing nothing (node -e 0)', waited.ours, waited.bare, { target: 2.3 }),
    heading('the same in processor time, which other work on the machine changes less, against'),
    compared('the floor', used.ours, used.floor),
    compared('Node doing nothing', used.ours, used.bare),
    heading('the same text on standard input (--stdin-filename), against'),
    compared('the file as it is on the disk', waited.typed, waited.ours),
    compared('Node doing nothing', waited.typed, waited.bare),
    heading('its first run after it was installed, which compiles what later runs find compiled, against'),
    compared('a later run', waited.first, waited.ours),
    compared('a later run, in processor time', used.first, used.ours),
    heading('the floor, against'),
    compared('Node doing nothing', waited.floor, waited.bare),
  ];
}

/** Bundled for speed: one file, as small as it gets, and without modules to link. */
function bundleFloor(folder) {
  const outfile = join(folder, 'floor.cjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'floor.mjs')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
  });
  return outfile;
}

/** A folder for compiled code that nothing can be kept in stands for one that is empty yet. */
function programWithoutCompiled(folder) {
  cpSync(dirname(CLI), join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'node_modules'), '');
  return join(folder, 'dist', basename(CLI));
}
