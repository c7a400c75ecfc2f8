/** A log of 50 MB takes little longer than to cut it into lines, and no memory that grows with it. */
import { expect, it } from 'vitest';
import { Diagnostician } from '../../src/diagnose/diagnose.ts';

const MEGABYTES = 50;
/** Cutting bytes into lines is the least that anybody has to do; each line is then cleaned and held against two patterns. */
const MOST_TIMES_SLOWER = 40;

/** Of words that failures have as well. */
const WORDS =
  'tests failed: 0, not run: 3, unknown status of https://api.example.com/v2/users, access to image: public';

const LINES = Array.from({ length: 10_000 }, (_, at) =>
  at % 10 === 0
    ? `2026-01-02T03:04:05.678901Z 01O \u001b[32m#${at} [internal]\u001b[0;m load build definition transferring dockerfile: ${at}kB, ${WORDS}\n`
    : `2026-01-02T03:04:05.678901Z 01O added package left-pad-${at} from the mirror, archive ${at} of 10000\n`,
).join('');
const PIECE = Buffer.from(LINES);
const PIECES = Math.ceil((MEGABYTES * 1024 * 1024) / PIECE.length);

it('reads 50 MB and finds the failure at its end', { timeout: 120_000 }, () => {
  const cutting = timed(() => {
    const decoder = new TextDecoder();
    for (let at = 0; at < PIECES; at++) decoder.decode(PIECE, { stream: true }).split('\n');
  });
  const diagnostician = new Diagnostician();
  const before = process.memoryUsage().heapUsed;
  const reading = timed(() => {
    for (let at = 0; at < PIECES; at++) diagnostician.read(PIECE);
    diagnostician.read('$ docker push "$CI_REGISTRY_IMAGE"\ndenied: access forbidden\n');
  });
  const { causes, lines } = diagnostician.end();
  expect(causes[0]).toMatchObject({ id: 'anonymous-or-no-scope' });
  expect(lines).toBe(PIECES * 10_000 + 2);
  expect(reading / cutting).toBeLessThan(MOST_TIMES_SLOWER);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(MEGABYTES * 1024 * 1024);
});

it('reads a single line of 100 MB, and what its end says', () => {
  const piece = Buffer.from('x'.repeat(64 * 1024));
  const diagnostician = new Diagnostician();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < 1600; at++) diagnostician.read(piece);
  diagnostician.read(' denied: access forbidden');
  const { causes, lines } = diagnostician.end();
  expect(lines).toBe(1);
  expect(causes[0]).toMatchObject({ id: 'anonymous-or-no-scope' });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(MEGABYTES * 1024 * 1024);
});

it('keeps no more of a log in which everything fails', () => {
  const diagnostician = new Diagnostician();
  for (let at = 0; at < 20_000; at++) {
    diagnostician.read(`$ docker push registry.example.com/a/${at}\ndenied: access forbidden ${at}\nLogin Succeeded\n`);
  }
  const { causes, story } = diagnostician.end();
  expect(causes.flatMap(({ evidence }) => evidence).length).toBeLessThan(50);
  expect(story.commands.length + story.logins.length).toBeLessThan(2000);
});

/** Of the processor, which other work on the machine does not make longer. */
function timed(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
