/** Lines of a log as people read them, whatever the log looks like and in whatever pieces it comes. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LogReader } from '../../src/diagnose/log-reader.ts';

const ESC = '\u001b';

const CLEANED: Readonly<Record<string, readonly [log: string, lines: readonly string[]]>> = {
  'plain lines': ['a\nb\n', ['a', 'b']],
  'a last line without an end': ['a\nb', ['a', 'b']],
  'Windows line ends': ['a\r\nb\r\n', ['a', 'b']],
  'lines without text are left out': ['a\n\n  \nb', ['a', 'b']],
  colours: [`${ESC}[32;1m$ docker push x${ESC}[0;m\n`, ['$ docker push x']],
  'a title and other commands to the terminal': [`${ESC}]0;title\u0007a${ESC}(Bb${ESC}[2K\n`, ['ab']],
  'what a carriage return overwrites': ['10%\r50%\rdone\n', ['done']],
  'a carriage return before nothing': ['denied\r\r\n', ['denied']],
  'section markers': [`section_start:1:step_script\r${ESC}[0Ka\nsection_end:1:step_script\r${ESC}[0K\n`, ['a']],
  'two markers in a line': [`section_end:1:a\r${ESC}[0Ksection_start:1:b\r${ESC}[0K${ESC}[0Ktext\n`, ['text']],
  'a marker with options': ['section_start:1:a[collapsed=true,hide_duration=true]\rtext\n', ['text']],
  'timestamps of the runner': ['2026-01-02T03:04:05.678901Z 00O a\n2026-01-02T03:04:05.678902Z 01E b\n', ['a', 'b']],
  'a line that the runner writes in two pieces': [
    '2026-01-02T03:04:05.678901Z 01E denied: requested access\n2026-01-02T03:04:05.678902Z 01E+ to the resource is denied\n',
    ['denied: requested access to the resource is denied'],
  ],
  'a time that is no timestamp of the runner': ['2026-01-02T03:04:05Z denied\n', ['2026-01-02T03:04:05Z denied']],
  'text that only mentions a section': ['section_start is a marker\n', ['section_start is a marker']],
};

describe('a log is cleaned of', () => {
  it.each(Object.entries(CLEANED))('%s', (_, [log, lines]) => {
    expect(read([log]).map(({ text }) => text)).toEqual(lines);
  });
});

it('a line has its number in the file, its outermost section, and whether it is painted', () => {
  const log = `x\nsection_start:1:step_script\r${ESC}[0K\nsection_start:2:own\r${ESC}[0K\n${ESC}[32;1m$ a${ESC}[0;m\nsection_end:3:own\r\nb\nsection_end:4:step_script\r\nc\n`;
  expect(read([log])).toEqual([
    { number: 1, text: 'x', section: undefined, painted: false },
    { number: 4, text: '$ a', section: 'step_script', painted: true },
    { number: 6, text: 'b', section: 'step_script', painted: false },
    { number: 8, text: 'c', section: undefined, painted: false },
  ]);
});

describe('bytes', () => {
  const text = 'denied: é 🐳\r\nb\n';
  const lines = ['denied: é 🐳', 'b'];
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');

  it.each<readonly [string, Buffer]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', utf16],
    ['UTF-16, big end first', Buffer.from(utf16).swap16()],
  ])('in %s are read, whole and one by one', (_, bytes) => {
    expect(read([bytes]).map((line) => line.text)).toEqual(lines);
    const single = Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1));
    expect(read(single).map((line) => line.text)).toEqual(lines);
  });

  it('that are no text stand in nobody’s way', () => {
    const log = Buffer.concat([Buffer.from([0xc3, 0x28, 0xff, 0x00]), Buffer.from('\ndenied: access forbidden\n')]);
    expect(read([log]).map((line) => line.text)).toContain('denied: access forbidden');
  });

  it.each([[[]], [[0x61]]])('%j are all of a log', (bytes) => {
    expect(read([Uint8Array.from(bytes)]).map((line) => line.text)).toEqual(bytes.length === 0 ? [] : ['a']);
  });
});

it('of a line that is too long the beginning and the end stay', () => {
  const [line] = read([`begin ${'x'.repeat(1_000_000)} end\n`]);
  expect(line?.text).toMatch(/^begin x+ end$/);
  expect(line?.text.length).toBeLessThan(10_000);
});

describe('the pieces in which a log comes make no difference', () => {
  const folder = new URL('../../fixtures/diagnose/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.log'));
  const logs = names.map((name) => readFileSync(new URL(name, folder)));
  const noise = Buffer.from(`é…🐳\r\n${'long '.repeat(3000)}\r🐳\n${ESC}[3`);
  const log = Buffer.concat([...logs, noise, ...logs]);
  const whole = read([log]);

  it('one byte at a time', () => {
    expect(read(Array.from(log, (_, at) => log.subarray(at, at + 1)))).toEqual(whole);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('random pieces, seed %i', (seed) => {
    let state = seed;
    const random = (most: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return 1 + (state % most);
    };
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < log.length; ) {
      const end = at + random(seed * 300);
      pieces.push(log.subarray(at, end));
      at = end;
    }
    expect(read(pieces)).toEqual(whole);
  });

  it('is tested on something', () => {
    expect(whole.length).toBeGreaterThan(500);
  });
});

function read(pieces: readonly (Uint8Array | string)[]) {
  const reader = new LogReader();
  return [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
}
