/**
 * Joins the parts of a report that several runs wrote, each over other repositories, into the one that a single run over all
 * of them would have written, character for character.
 */
import type { Severity } from '../../rule.ts';
import { codequalityParts } from './codequality.ts';
import { jsonParts } from './json.ts';
import { junitParts } from './junit.ts';
import { type Part, PartError, type PartFormat } from './part.ts';
import { sarifParts } from './sarif.ts';

export interface MergedReport {
  readonly counts: Readonly<Record<Severity, number>>;
  /** Those of the runs, as far as the parts tell them. */
  readonly exitCodes: readonly number[];
  /** @param exitCode that of the whole run, for a format that tells it */
  text(exitCode: number): string;
}

const FORMATS: readonly PartFormat[] = [jsonParts, sarifParts, codequalityParts, junitParts];

/** The names of the formats, as the end of a sentence. */
export const MERGED_FORMATS = 'json, sarif, codequality or junit';

/**
 * @param parts at least one
 * @throws PartError for a part that is no such report, or not of the same format and version as the others
 */
export function mergeReports(parts: readonly Part[]): MergedReport {
  const formats = parts.map((part) => {
    const format = FORMATS.find(({ isOne }) => isOne(part));
    if (format) return format;
    throw new PartError(`${part.name} is no report of pipelint as ${MERGED_FORMATS}`);
  });
  const [first] = formats;
  const other = formats.findIndex((format) => format !== first);
  if (!first) throw new PartError('there is no part');
  if (other !== -1) {
    const [one, two] = [parts[0]?.name, parts[other]?.name];
    throw new PartError(
      `${one} is ${first.name} and ${two} is ${formats[other]?.name}: parts of one report have one format`,
    );
  }
  return first.merge(parts);
}
