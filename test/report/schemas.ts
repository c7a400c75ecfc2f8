/** What reports are held against: the JSON Schema that the package ships, that of GitLab's Code Quality, and that of SARIF 2.1.0. */
import { readFileSync } from 'node:fs';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import codeQualitySchema from './codequality.schema.json' with { type: 'json' };

export const REPORT_SCHEMA = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
);

export const validateReport: ValidateFunction = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
  REPORT_SCHEMA,
);

export const validateCodeQuality: ValidateFunction = new Ajv({ allErrors: true }).compile(codeQualitySchema);

export const validateSarif: ValidateFunction = compileSarif();

/** The schema is draft 4, whose `id` later drafts write `$id`; it has patterns that are none in Unicode mode. */
function compileSarif(): ValidateFunction {
  const { id: _id, $schema: _dialect, ...schema } = sarifSchema;
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
