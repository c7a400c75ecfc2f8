import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeReport } from '../../src/cli/write-report.ts';
import { temporaryFolder } from '../host/temporary-folder.ts';

describe('writeReport', () => {
  it.each([
    ['a new file', {}],
    ['a file that is there', { 'out.json': 'old' }],
  ])('writes %s and leaves nothing else behind', (_, files) => {
    const folder = temporaryFolder(files);
    writeReport(folder, 'out.json', 'new');
    expect(readdirSync(folder)).toEqual(['out.json']);
    expect(readFileSync(join(folder, 'out.json'), 'utf8')).toBe('new');
  });

  it('writes where a link leads, and keeps the link', () => {
    const folder = temporaryFolder({ 'real/out.json': 'old' });
    symlinkSync('real/out.json', join(folder, 'out.json'));
    writeReport(folder, 'out.json', 'new');
    expect(readlinkSync(join(folder, 'out.json'))).toBe('real/out.json');
    expect(readFileSync(join(folder, 'real/out.json'), 'utf8')).toBe('new');
  });

  it.runIf(process.platform === 'linux')('writes to a device without replacing it', () => {
    writeReport('/', '/dev/null', 'new');
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });

  it.each([
    ['none/out.json', 'the report none/out.json cannot be written: its folder does not exist'],
    ['file/out.json', 'the report file/out.json cannot be written: its folder is a file'],
    ['folder', 'the report folder cannot be written: it is a folder'],
  ])('says why it cannot write %s', (name, message) => {
    const folder = temporaryFolder({ file: 'old' });
    mkdirSync(join(folder, 'folder'));
    expect(() => writeReport(folder, name, 'new')).toThrow(message);
    expect(readdirSync(folder)).toEqual(['file', 'folder']);
  });
});
