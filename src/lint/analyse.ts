/** From the text of a pipeline to the tree that rules walk: every stage before the rules, in order. */
import { compose } from '../compose/compose.ts';
import { buildPipeline } from '../pipeline/build.ts';
import { SourceCode } from '../pipeline/source-code.ts';
import { followCredentials } from '../registry/follow.ts';
import { knownVariables, type ProjectFacts } from '../registry/project.ts';
import type { Host } from '../source/host.ts';

/** Reads the pipeline whose root file is `path`, relative to the host's repository root. */
export function analyse(host: Host, path: string, facts: ProjectFacts): SourceCode {
  return new SourceCode(
    followCredentials(buildPipeline(compose(host, path, { variables: knownVariables(facts) })), facts),
  );
}
