/**
 * Compiles the JSON Schema of GitLab's keywords into a module, so that no start of the program has to.
 */
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { transform } from 'esbuild';

const SCHEMA = new URL('../src/pipeline/schema/keywords.schema.json', import.meta.url);

/** What the module exports, and the definition that each function checks. */
const VALIDATORS = { configuration: 'configuration', job: 'job', triggerJob: 'triggerJob' };

/**
 * The text of the module. All errors are kept, and each carries its part of the schema, where the words for it stand.
 * Every definition becomes a schema of its own, so that the whole schema is not repeated in each of their functions.
 */
export async function compileSchema() {
  const { $schema, $comment, title, definitions, ...configuration } = JSON.parse(
    readFileSync(SCHEMA, 'utf8').replaceAll('#/definitions/', ''),
  );
  const ajv = new Ajv({
    schemas: Object.entries({ ...definitions, configuration }).map(([name, schema]) => ({ ...schema, $id: name })),
    allErrors: true,
    verbose: true,
    messages: false,
    inlineRefs: false,
    strictTypes: false,
    strictRequired: false,
    keywords: ['gitlab', 'unknown', 'missing'],
    code: { source: true, esm: true },
  });
  const { code } = await transform(withoutUnread(standaloneCode(ajv, VALIDATORS)), {
    format: 'esm',
    minify: true,
    treeShaking: true,
    target: 'node20.19',
  });
  return `// @ts-nocheck\n/** The functions of keywords.schema.json. Written by scripts/compile-schema.mjs. */\n${code}`;
}

/** Much of the code passes on what nobody reads here: where in the schema an error comes from, and the data around. */
function withoutUnread(code) {
  return code
    .replaceAll(/parentData:\w+,parentDataProperty:[^,]+,rootData/g, '')
    .replaceAll(/schemaPath:"[^"]*",/g, '')
    .replaceAll(/schema:[^,{}]+,(parentSchema:[^,{}]+),data:\w+\}/g, '$1}');
}
