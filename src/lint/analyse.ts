/** From the text of a pipeline to the tree that rules walk: every stage before the rules, in order. */
import { isPart } from '../pipeline/part.ts';
import { readPipeline } from '../pipeline/read-pipeline.ts';
import { SourceCode } from '../pipeline/source-code.ts';
import { followCredentials } from '../registry/follow.ts';
import { knownVariables, type ProjectFacts } from '../registry/project.ts';
import type { Host } from '../source/host.ts';

/** Reads the pipeline whose root file is `path`, relative to the host's repository root, with its child pipelines. */
export function analyse(host: Host, path: string, facts: ProjectFacts): SourceCode {
  const given = { variables: knownVariables(facts) };
  const alone = readPipeline(host, path, given);
  const pipeline = isPart(host, path, alone) ? readPipeline(host, path, { ...given, isPart: true }) : alone;
  return new SourceCode(followCredentials(pipeline, facts, host));
}
