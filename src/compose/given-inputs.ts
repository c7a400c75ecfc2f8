import { SourceFile } from '../source/source-file.ts';
import { loadYaml } from '../yaml/load.ts';
import type { Mapping } from '../yaml/values.ts';

/** Inputs of a pipeline, as if they stood in a file. What is not among them has its default. */
export function givenInputs(inputs: object): Mapping {
  const file = new SourceFile('inputs', JSON.stringify(inputs));
  const { content } = loadYaml(file);
  return content?.kind === 'mapping' ? content : { kind: 'mapping', entries: new Map(), place: file.place(0, 0) };
}
