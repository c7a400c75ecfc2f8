import { chmodSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
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

  it('makes the folders that are missing', () => {
    const folder = temporaryFolder({});
    writeReport(folder, 'reports/lint/out.json', 'new');
    expect(readFileSync(join(folder, 'reports/lint/out.json'), 'utf8')).toBe('new');
  });

  it.skipIf(process.platform === 'win32').each([0o600, 0o664, 0o777])('keeps the permissions %i of a file', (mode) => {
    const folder = temporaryFolder({ 'out.json': 'old' });
    chmodSync(join(folder, 'out.json'), mode);
    writeReport(folder, 'out.json', 'new');
    expect(statSync(join(folder, 'out.json')).mode & 0o777).toBe(mode);
  });

  it.runIf(process.platform === 'linux')('writes to a device without replacing it', () => {
    writeReport('/', '/dev/null', 'new');
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });

  it.runIf(process.platform === 'linux')('comes to an end where no folder can be made', () => {
    expect(() => writeReport('/', '/proc/none/below/out.json', 'new')).toThrow('its folder does not exist');
  });

  it.each([
    ['file/out.json', 'the report file/out.json cannot be written: its folder is a file'],
    ['file/below/out.json', 'the report file/below/out.json cannot be written: its folder is a file'],
    ['folder', 'the report folder cannot be written: it is a folder'],
  ])('says why it cannot write %s', (name, message) => {
    const folder = temporaryFolder({ file: 'old' });
    mkdirSync(join(folder, 'folder'));
    expect(() => writeReport(folder, name, 'new')).toThrow(message);
    expect(readdirSync(folder)).toEqual(['file', 'folder']);
  });
});
