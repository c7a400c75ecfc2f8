/** What real clients print (`npm run prove -- --capture`), and the cause that each log shows. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Diagnostician } from '../../src/diagnose/diagnose.ts';

const FOLDER = new URL('../../fixtures/diagnose/captured/', import.meta.url);
const CAUSES = new URL('causes.json', FOLDER);
const CAPTURED: Readonly<Record<string, string>> = existsSync(CAUSES) ? JSON.parse(readFileSync(CAUSES, 'utf8')) : {};

describe.skipIf(Object.keys(CAPTURED).length === 0)('what clients really print', () => {
  it.each(Object.entries(CAPTURED))('%s', (name, id) => {
    const diagnostician = new Diagnostician();
    diagnostician.read(readFileSync(new URL(name, FOLDER)));
    const [best] = diagnostician.end().causes;
    expect(best?.id).toBe(id);
    expect(best?.confidence).not.toBe('low');
  });
});
