/**
 * `npm run bench`: how fast the built program is, against what a reader can relate it to, measured in one run on one machine.
 * What each line means is in docs/performance.md. A missed target is told and is no failure: this measures, it judges nothing.
 */
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureFleet } from './bench/fleet.mjs';
import { measureGrowth } from './bench/growth.mjs';
import { measureLinting } from './bench/linting.mjs';
import { measurePeers } from './bench/peers.mjs';
import { measureProcesses } from './bench/processes.mjs';
import { CLI } from './bench/program.mjs';
import { printed } from './bench/table.mjs';

const USAGE = `Usage: npm run bench [-- options]

  --only PART   processes, linting, peers, growth or fleet; repeatable
  --quick       few rounds, small sizes and no peers: shows that it runs, not how fast
`;

const PARTS = {
  processes: measureProcesses,
  linting: measureLinting,
  peers: measurePeers,
  growth: measureGrowth,
  fleet: measureFleet,
};

async function main() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return process.stdout.write(USAGE);
  const parts = values.only ?? Object.keys(PARTS).filter((part) => !values.quick || part !== 'peers');
  const unknown = parts.find((part) => !Object.hasOwn(PARTS, part));
  if (unknown !== undefined) throw new UsageError(`there is no part ${unknown}`);
  if (!existsSync(CLI)) throw new UsageError('there is no dist/cli.cjs; run npm run build');

  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pipelint-bench-')));
  const start = performance.now();
  try {
    const rows = [];
    for (const part of parts) rows.push(...(await PARTS[part]({ folder: join(folder, part), quick: values.quick })));
    process.stdout.write(printed(rows));
  } finally {
    rmSync(folder, { recursive: true });
  }
  const [{ model } = { model: 'unknown processor' }] = cpus();
  const machine = `${cpus().length} × ${model.trim()}, ${process.platform}-${process.arch}, Node ${process.version}`;
  console.log(`\n${machine}. Took ${((performance.now() - start) / 1000).toFixed(0)} s.`);
}

class UsageError extends Error {}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError) && !error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(`bench: ${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
