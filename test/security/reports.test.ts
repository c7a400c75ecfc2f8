/** No text of the linted files steers who reads a report, or gives a secret away: each format, each place a text can have. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { LintResult } from '../../src/lint/finding.ts';
import { FORMATS, type Format } from '../../src/report/formats.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { CONTEXT, finding, placeOf, ROOT_FILE, result } from '../report/samples.ts';
import { SECRETS, STEERING } from './hostile.ts';

const PLACE = placeOf(ROOT_FILE, 'docker push "$CI_REGISTRY_IMAGE:latest"');

/** Where text of the linted files comes into a report. */
const POSITIONS: Readonly<Record<string, (text: string) => LintResult>> = {
  message: (message) => result({ findings: [finding(PLACE, { message })] }),
  help: (help) => result({ findings: [finding(PLACE, { help })] }),
  'job name': (job) => result({ findings: [finding(PLACE, { jobs: [job] })] }),
  key: (keyPath) => result({ findings: [finding(PLACE, { keyPath })] }),
  path: (path) => {
    const file = new SourceFile(`${path}.yml`, 'a: b\n');
    return result({ findings: [finding(file.place(0, 1))], files: [file.path], parts: [file.path] });
  },
  'line of source': (text) => {
    const file = new SourceFile('a.yml', `a: b\nc: ${text} end\n`);
    return result({ findings: [finding(file.place(5, file.text.length))] });
  },
  'related place': (message) => result({ findings: [finding(PLACE, { related: [{ place: PLACE, message }] })] }),
  trail: (name) => result({ findings: [finding(PLACE, { trail: [{ kind: 'extends', name, place: PLACE }] })] }),
  'title of a fix': (title) => {
    const edits = [{ place: PLACE, text: 'x' }];
    return result({ findings: [finding(PLACE, { fixes: [{ title, safety: 'safe', edits }] })] });
  },
  'text of a fix': (text) => {
    const edits = [{ place: PLACE, text }];
    return result({ findings: [finding(PLACE, { fixes: [{ title: 'Mend it', safety: 'unsafe', edits }] })] });
  },
  include: (target) =>
    result({ unresolved: [{ kind: 'remote', target, reason: target, place: PLACE, conditional: false, trail: [] }] }),
  'reason of a comment': (reason) =>
    result({ suppressed: [{ ...finding(PLACE), suppression: { reason, place: PLACE } }] }),
  'internal error': (message) =>
    result({ internalErrors: [{ rule: undefined, file: message, reason: message, message, stack: undefined }] }),
};

/** A line feed is what reports break lines with; the two joiners are part of words. */
const UNPRINTABLE = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const FORMAT_CASES = Object.entries(FORMATS).flatMap(([format, load]) =>
  Object.entries(POSITIONS).map(([position, make]) => [format as Format, position, load, make] as const),
);

describe.each(FORMAT_CASES)('%s, %s', (format, _, load, make) => {
  it.each(Object.entries(STEERING))('is not steered by %s', async (_, text) => {
    const shown = (await load())(make(text), CONTEXT);
    expect(shown).not.toMatch(UNPRINTABLE);
    expect(shown).not.toMatch(format === 'github' ? /^::error::x/m : UNPRINTABLE);
    expect(isWellFormed(format, shown)).toBe(true);
  });

  it.each(Object.entries(SECRETS))('gives nothing away of %s', async (_, [text, secret]) => {
    expect((await load())(make(text), CONTEXT)).not.toContain(secret);
  });
});

/** Formats for programs are read by one; those of lines have nothing that could break. */
function isWellFormed(format: Format, shown: string): boolean {
  if (format === 'junit') return XMLValidator.validate(shown) === true && !('x' in new XMLParser().parse(shown));
  if (format === 'json' || format === 'sarif' || format === 'codequality') JSON.parse(shown);
  return true;
}
