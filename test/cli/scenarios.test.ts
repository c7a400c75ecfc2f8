/** Plays every `fixtures/cli/*.scenario`. `UPDATE_SCENARIOS=1` writes down what happens, for review. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SAMPLE_RULES } from './sample-rules.ts';
import { play, readScenario, writeScenario } from './scenario.ts';

const FOLDER = new URL('../../fixtures/cli/', import.meta.url);
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.scenario'));

describe('scenarios', () => {
  it.each(NAMES)('%s', async (name) => {
    const file = new URL(name, FOLDER);
    const text = readFileSync(file, 'utf8');
    const played = writeScenario(await play(readScenario(text), SAMPLE_RULES));
    if (process.env.UPDATE_SCENARIOS) writeFileSync(file, played);
    else expect(played).toBe(text);
  });

  it.each(NAMES.filter((name) => name.endsWith('help.scenario')))('%s fits into 80 columns', (name) => {
    const lines = readFileSync(new URL(name, FOLDER), 'utf8').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});
