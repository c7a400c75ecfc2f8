/**
 * Parts of the format `junit`. No other XML is read than pipelint writes, in which every `<` begins a tag and every case is
 * written alike: a part that does not come out again as it came in is broken.
 */
import { ESCAPES, type Outcome, type TestCase, testSuites } from '../junit.ts';
import { byPath } from '../order.ts';
import { broken, countSeverities, type Part, type PartFormat } from './part.ts';

const CASE =
  /^ {4}<testcase name="([^"]*)" classname="([^"]*)" file="([^"]*)">(?:<(failure|error|skipped)(?: type="([^"]*)")? message="([^"]*)">([^<]*)<\/\4>)?<\/testcase>$/gm;

/** The type of a failure is its severity. */
const TYPES = { error: 'error', warning: 'warning', info: 'info' } as const;

/** What a report tells first. */
const ORDER: readonly (Outcome['element'] | undefined)[] = ['failure', 'skipped', 'error', undefined];

export const junitParts: PartFormat = {
  name: 'junit',
  isOne: ({ text }) => text.startsWith('<?xml') && text.includes('<testsuites name="pipelint"'),
  merge: (parts) => {
    const told = parts.flatMap((part) => casesOf(part).map((each) => ({ part, each })));
    const cases = told.map(({ each }) => each);
    const failures = told.filter(({ each }) => each.outcome?.element === 'failure');
    return {
      counts: countSeverities(
        failures.map(({ part, each }) => ({ part, severity: each.outcome?.type })),
        TYPES,
      ),
      exitCodes: cases.some(({ outcome }) => outcome?.element === 'error') ? [3] : [],
      text: () =>
        testSuites(
          ORDER.flatMap((element) =>
            byPath(
              cases.filter(({ outcome }) => outcome?.element === element),
              ({ file }) => file,
            ),
          ),
        ),
    };
  },
};

function casesOf(part: Part): readonly TestCase[] {
  const cases = Array.from(
    part.text.matchAll(CASE),
    ([, name, file, place, element, type, message, text]): TestCase => {
      const told = { name: unescaped(name), file: unescaped(file), place: unescaped(place) };
      if (element === undefined) return told;
      const outcome = {
        element: element as Outcome['element'],
        ...(type !== undefined && { type: unescaped(type) }),
        message: unescaped(message),
        text: unescaped(text),
      };
      return { ...told, outcome };
    },
  );
  if (testSuites(cases) !== part.text) throw broken(part);
  return cases;
}

const CHARACTERS: ReadonlyMap<string, string> = new Map(
  Object.entries(ESCAPES).map(([character, written]) => [written, character]),
);

function unescaped(text = ''): string {
  return text.replace(/&\w+;/g, (written) => CHARACTERS.get(written) ?? written);
}
