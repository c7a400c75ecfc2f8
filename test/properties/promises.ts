/** What holds of every pipeline whatever is in it. The properties and the fuzzer hold cases against the same list. */

import { XMLValidator } from 'fast-xml-parser';
import {
  type Finding,
  fix,
  type LintInput,
  type LintResult,
  lint,
  type Place,
  RULES,
  resolve,
} from '../../src/index.ts';
import { FORMATS, type Format } from '../../src/report/formats.ts';
import type { Report, ReportContext } from '../../src/report/report.ts';
import { validateCodeQuality, validateReport, validateSarif } from '../report/schemas.ts';
import { disagreements } from './agreement.ts';
import { isStray, UNPRINTABLE } from './broken.ts';
import { OTHER_INPUTS } from './other-inputs.ts';
import type { Files } from './seeds.ts';

const OPTIONS: LintInput = { preset: 'strict', minConfidence: 'low' };

const CONTEXT: ReportContext = {
  version: '0.0.0',
  rules: RULES,
  minConfidence: 'low',
  pathOf: (file) => file.path,
  color: false,
  width: 80,
};

type Reports = Readonly<Record<Format, Report>>;

/** Loads the formats, which is asynchronous; what it returns is not. */
export async function loadPromises(): Promise<(files: Files) => string[]> {
  const loaded = await Promise.all(Object.entries(FORMATS).map(async ([name, load]) => [name, await load()] as const));
  const reports = Object.fromEntries(loaded) as Reports;
  return (files) => brokenPromises(files, reports);
}

/** The promises that a case breaks, a line each, which begins with the name of the promise. */
function brokenPromises(files: Files, reports: Reports): string[] {
  try {
    const others = Object.entries(OTHER_INPUTS).flatMap(([name, broken]) => {
      const text = files[name];
      return text === undefined ? [] : [broken(text, files)];
    });
    // The pipeline beside it is an ordinary one.
    if (others.length > 0) return others.flat();
    const result = lint(files, OPTIONS);
    resolve(files);
    const shown = showAll(result, reports);
    return [
      ...result.internalErrors.map(
        ({ message, stack }) => `no internal error: ${message} ${stack?.split('\n')[1] ?? ''}`,
      ),
      ...result.findings.flatMap(strayPlaces),
      ...repeatedFingerprints(result.findings),
      ...renamedByComment(files, result.findings),
      ...unfitReports(shown),
      ...(same(shown, showAll(lint(files, OPTIONS), reports)) ? [] : ['two runs are the same']),
      ...unfinishedFixes(files, result.findings),
      ...disagreements(files),
    ];
  } catch (error) {
    return [`never throws: ${error instanceof Error ? error.stack : String(error)}`];
  }
}

type Shown = Readonly<Record<string, string>>;

function showAll(result: LintResult, reports: Reports): Shown {
  return Object.fromEntries(Object.entries(reports).map(([name, report]) => [name, report(result, CONTEXT)]));
}

function same(a: Shown, b: Shown): boolean {
  return Object.entries(a).every(([name, text]) => b[name] === text);
}

function strayPlaces({ rule, place, related, trail, fixes }: Finding): string[] {
  const places = [
    place,
    ...related.map(placeOf),
    ...trail.map(placeOf),
    ...fixes.flatMap(({ edits }) => edits.map(placeOf)),
  ];
  return places
    .filter(isStray)
    .map(({ file, range }) => `ranges are inside: ${rule} at ${file.path} ${range.join('-')}`);
}

function placeOf({ place }: { readonly place: Place }): Place {
  return place;
}

function repeatedFingerprints(findings: readonly Finding[]): string[] {
  const seen = new Set<string>();
  return findings.flatMap(({ fingerprint, rule }) => {
    const isNew = !seen.has(fingerprint);
    seen.add(fingerprint);
    return isNew ? [] : [`fingerprints are unique: ${rule} ${fingerprint}`];
  });
}

/** A comment on a line of its own before all others moves everything and changes nothing. */
function renamedByComment(files: Files, findings: readonly Finding[]): string[] {
  const root = files['.gitlab-ci.yml'] ?? '';
  // Before a byte order mark, a directive or a break of another kind it would change what the text means.
  if (/^[\ufeff%]|\r(?!\n)/.test(root) || findings.some(({ rule }) => rule === 'config-syntax')) return [];
  const moved = lint({ ...files, '.gitlab-ci.yml': `# moved\n${root}` }, OPTIONS).findings;
  const [was, is] = [findings, moved].map((list) =>
    list
      .map(({ fingerprint }) => fingerprint)
      .sort()
      .join(' '),
  );
  return was === is ? [] : ['fingerprints are stable: a comment renames a finding'];
}

function unfitReports(shown: Shown): string[] {
  const unprintable = Object.entries(shown).filter(([, text]) => UNPRINTABLE.test(text));
  const { json = '', sarif = '', codequality = '', junit = '' } = shown;
  return [
    ...unprintable.map(([name]) => `reports are printable: ${name}`),
    ...(validateReport(JSON.parse(json)) ? [] : [`JSON is valid: ${JSON.stringify(validateReport.errors?.[0])}`]),
    ...(validateCodeQuality(JSON.parse(codequality)) ? [] : ['Code Quality is valid']),
    ...(XMLValidator.validate(junit) === true ? [] : ['JUnit is valid']),
    ...(validateSarif(JSON.parse(sarif)) ? [] : [`SARIF is valid: ${JSON.stringify(validateSarif.errors?.[0])}`]),
  ];
}

function unfinishedFixes(files: Files, findings: readonly Finding[]): string[] {
  // Where it is none before, a fix may bring another fault to light.
  const isYaml = findings.every(({ rule }) => rule !== 'config-syntax');
  return (['safe', 'unsafe'] as const).flatMap((which) => {
    const first = fix(files, { ...OPTIONS, which });
    const fixed = { ...files, ...Object.fromEntries(first.files.map(({ path, after }) => [path, after])) };
    const again = fix(fixed, { ...OPTIONS, which });
    return [
      ...first.discarded
        .filter(({ reason }) => isYaml && reason === 'broken')
        .map(({ finding, fix: { title } }) => `fixes leave YAML behind: ${finding.rule}, ${title}`),
      ...again.applied.map(({ finding, fix: { title } }) => `fixes converge (${which}): ${finding.rule}, ${title}`),
    ];
  });
}
