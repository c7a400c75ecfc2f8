#!/usr/bin/env node
/** What the package's `pipelint` runs: the program, of which most is compiled already from the second time on. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadCompiled } from './compiled.ts';

/** From the folder of this file, and set when the package is built. */
declare const CORE_FILE: string;
declare const PROGRAM_FILE: string;

const here = import.meta.dirname;
const core = loadCompiled(join(here, CORE_FILE), join(here, '../node_modules/.cache/pipelint-compiled'));
const { progress }: typeof import('./main.ts') = createRequire(import.meta.filename)(join(here, PROGRAM_FILE));

// Before anything is linted little of it is compiled, and what is kept is not added to.
process.once('exit', () => progress.hasLinted && core.keep());
