/**
 * A module of which the compiled code is kept for the processes to come. V8 compiles each function when it is first called,
 * which takes half of a short run. Node's own `module.enableCompileCache` is not in Node 20, and keeps no function that was
 * compiled after its module had been loaded.
 *
 * V8 runs what was kept without looking at it, also when it was damaged. So a checksum goes with it. And it lies in the
 * folder of the program itself, and counts only when it has the program's owner and nobody else may write it: who can put
 * something there can change the program as well. A folder that the environment or a repository names would be a way for
 * others to have their code run.
 */
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, Module } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const OTHERS_MAY_WRITE = 0o022;
const CHECKSUM_BYTES = 4;

export interface CompiledModule {
  /** It was compiled by a process before this one. */
  readonly wasKept: boolean;
  /** Keeps what is compiled by now, unless that was kept before. A folder that cannot be written keeps nothing. */
  keep(): void;
}

/**
 * Loads a module, for which `require` has nothing to do afterwards.
 *
 * @param file a CommonJS module without `import()`, which compiled code that was kept cannot do; in its name is a hash of
 *   what it says, since V8 compares no more than lengths
 * @param folder where compiled code is kept
 */
export function loadCompiled(file: string, folder: string): CompiledModule {
  const kept = join(folder, `${basename(file)}-${process.version}-${process.arch}`);
  const cachedData = readKept(kept, file);
  const require = createRequire(file);
  const parameters = { exports: {}, require, module: new Module(file), __filename: file, __dirname: dirname(file) };
  const opening = `(function(${Object.keys(parameters).join()}){`;
  const script = new Script(`${opening}${readFileSync(file, 'utf8')}\n})`, {
    filename: file,
    columnOffset: -opening.length,
    ...(cachedData ? { cachedData } : {}),
  });
  const { module } = parameters;
  module.filename = file;
  module.exports = parameters.exports;
  require.cache[file] = module;
  script.runInThisContext()(...Object.values(parameters));
  module.loaded = true;
  const wasKept = script.cachedDataRejected === false;
  return {
    wasKept,
    keep() {
      if (!wasKept) write(kept, script.createCachedData());
    },
  };
}

function readKept(kept: string, program: string): Buffer | undefined {
  let open: number | undefined;
  try {
    open = openSync(kept, 'r');
    if (!isOfOwner(open, program)) return undefined;
    const content = readFileSync(open);
    const code = content.subarray(CHECKSUM_BYTES);
    return content.readUInt32LE() === crc32(code) ? code : undefined;
  } catch {
    return undefined;
  } finally {
    if (open !== undefined) closeSync(open);
  }
}

/** Windows tells no owners; there a user's folder is the user's. */
function isOfOwner(open: number, program: string): boolean {
  if (process.platform === 'win32') return true;
  const { uid, mode } = fstatSync(open);
  return uid === statSync(program).uid && (mode & OTHERS_MAY_WRITE) === 0;
}

/** Another process may read or write it at the same time. */
function write(kept: string, code: Buffer): void {
  const unfinished = `${kept}.${process.pid}`;
  try {
    mkdirSync(dirname(kept), { recursive: true });
  } catch {
    return;
  }
  try {
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    checksum.writeUInt32LE(crc32(code));
    writeFileSync(unfinished, Buffer.concat([checksum, code]), { mode: 0o644, flag: 'wx' });
    renameSync(unfinished, kept);
  } catch {
    rmSync(unfinished, { force: true });
  }
}
