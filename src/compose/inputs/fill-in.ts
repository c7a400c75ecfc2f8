/** A file with the values of its inputs filled in (GitLab: lib/gitlab/ci/config/interpolation/interpolator.rb). */
import type { YamlFile } from '../../yaml/load.ts';
import type { Entry, Mapping } from '../../yaml/values.ts';
import { interpolate } from './interpolate.ts';
import type { InputsReport } from './problems.ts';
import { type GivenInputs, type KnownValues, resolveInputs } from './resolve.ts';
import { type IncludedInputs, readSpec } from './spec.ts';

export interface FillIn {
  readonly given: GivenInputs;
  /** What is known of the component that the file is; undefined where it is not known whether it is one. */
  readonly component: KnownValues | undefined;
  readonly variables: ReadonlyMap<string, string>;
  includeInputs(include: Entry): IncludedInputs;
  readonly report: InputsReport;
}

/** A file without a header has no inputs, and its blocks mean nothing to GitLab. */
export function fillIn({ file, header }: YamlFile, content: Mapping, how: FillIn): Mapping {
  const { given, report, variables } = how;
  const values = given.by === 'include' ? given.values : undefined;
  if (!header) {
    const [first] = values?.entries.values() ?? [];
    if (first) report('noSpec', first.key.place, { file: file.path });
    return content;
  }
  let isFaulty = false;
  const spec = readSpec(header, how.includeInputs, (...fault) => {
    isFaulty = true;
    report(...fault);
  });
  // With a header that GitLab does not accept it looks at no value.
  const inputs = isFaulty
    ? resolveInputs(spec, { by: 'open' }, file.path, () => {})
    : resolveInputs(spec, given, file.path, report);
  const component = new Map(
    spec.component.flatMap((name) =>
      !how.component
        ? [[name, undefined] as const]
        : how.component.has(name)
          ? [[name, how.component.get(name)] as const]
          : [],
    ),
  );
  return interpolate(
    content,
    { values: { inputs, component }, complete: spec.complete && !isFaulty, variables },
    report,
  );
}
