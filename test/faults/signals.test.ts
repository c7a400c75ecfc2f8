/** Ctrl+C, and the end of a job: the program ends at once by the signal, says nothing, and leaves nothing half written. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { JOB, MANY, NAME, Program, publicFolder } from './process.ts';

/** A machine may be busy. */
const SOON = { timeout: 20_000 };
/** A shell shows the exit codes 130 and 143. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

let program: Program;
beforeAll(async () => {
  program = await Program.built('signals');
});

describe.skipIf(process.platform === 'win32').each(SIGNALS)('%s', (signal) => {
  const ended = { status: null, signal, stdout: '', stderr: '' };

  it('ends what waits for standard input', async () => {
    const running = program.start(publicFolder({}), ['-']);
    await wait(500);
    expect(await running.end(signal)).toEqual(ended);
  });

  it('ends what waits for a server, and leaves no lock file and no text behind', async () => {
    let asked = false;
    const server = createServer(() => {
      asked = true;
    }).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    const folder = publicFolder({ [NAME]: 'include: [{project: acme/ci, file: a.yml}]\n' });
    await vi.waitFor(() => expect(server.listening).toBe(true), SOON);
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const running = program.start(folder, ['fetch', '--server-url', url, '--cache-dir', 'cache']);
    await vi.waitFor(() => expect(asked).toBe(true), SOON);
    expect(await running.end(signal)).toEqual(ended);
    expect(readdirSync(folder).sort()).toEqual(['.git', NAME]);
  });

  it('ends what waits for the reader of a report; the report before it is whole', async () => {
    const folder = publicFolder({ [NAME]: JOB });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const running = program.start(folder, ['--output', 'json=out.json', '--output', 'sarif=pipe']);
    const report = join(folder, 'out.json');
    await vi.waitFor(() => expect(existsSync(report)).toBe(true), SOON);
    expect(await running.end(signal)).toEqual(ended);
    expect(JSON.parse(readFileSync(report, 'utf8')).summary.error).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(['.git', NAME, 'out.json', 'pipe']);
  });

  it.each([0.4, 0.7, 1])('leaves the old report or a new one, whenever it comes: after %f of a run', async (share) => {
    const folder = publicFolder({ [NAME]: MANY, 'out.json': '{"old": true}' });
    const args = ['--format', 'json', '--output', 'json=out.json'];
    const start = performance.now();
    program.run(publicFolder({ [NAME]: MANY }), args);
    const running = program.start(folder, args);
    await wait((performance.now() - start) * share);
    const { stderr } = await running.end(signal);
    expect(stderr).toBe('');
    const report = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'));
    expect(report.old === true || report.summary.error === 100).toBe(true);
  });

  it('ends --watch, which is no failure', async () => {
    const running = program.start(publicFolder({ [NAME]: JOB }), ['--watch', '--format', 'compact']);
    await running.says('Watching');
    const { stderr, ...rest } = await running.end(signal);
    expect(rest).toMatchObject({ status: 0, signal: null });
    expect(stderr).toBe('\nWatching for changes. Ctrl+C ends it.\n');
  });

  it('ends the language server', async () => {
    const running = program.start(publicFolder({ [NAME]: JOB }), ['lsp']);
    await wait(1000);
    const { stderr, stdout } = await running.end(signal);
    expect({ stderr, stdout }).toEqual({ stderr: '', stdout: '' });
  });
});
