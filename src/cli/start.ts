#!/usr/bin/env node
/** What the package's `pipelint` and its threads run: a program, of which most is compiled already from the second time on. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { loadCompiled } from './compiled.ts';

/** From the folder of this file, and set when the package is built. */
declare const CORE_FILE: string;
declare const PROGRAM_FILE: string;

/**
 * How much of a function runs before V8 optimizes it, in bytes of its bytecode; V8's own is about a quarter. A run is over
 * before most of the optimizing pays: on 200 lines it saves a tenth of the time, on 400 jobs a sixth, on 3,000 jobs nothing.
 * The V8 of later releases of Node has no such flag, and says so.
 */
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=500000');

const here = import.meta.dirname;
const core = loadCompiled(join(here, CORE_FILE), join(here, '../node_modules/.cache/pipelint-compiled'));
const { progress }: Partial<typeof import('./main.ts')> = createRequire(import.meta.filename)(join(here, PROGRAM_FILE));

// Before anything is linted little of it is compiled, and what is kept is not added to.
process.once('exit', () => progress?.hasLinted && core.keep());
