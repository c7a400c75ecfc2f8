/** Every pipeline begins with the stage `.pre` and ends with `.post` (GitLab: lib/gitlab/ci/config/edge_stages_injector.rb). */
import { LocatedText } from '../source/located-text.ts';
import type { Place } from '../source/source-file.ts';
import { type Item, type Mapping, NO_TRAIL, type Scalar } from '../yaml/values.ts';

export const FIRST_STAGE = '.pre';
export const LAST_STAGE = '.post';

/** Moves the two to the ends of `stages`, or puts them there; a configuration without stages of its own stays as it is. */
export function addEdgeStages(config: Mapping): Mapping {
  const stages = config.entries.get('stages');
  if (stages?.value.kind !== 'list' || stages.value.items.length === 0) return config;
  const { place } = stages.value;
  const items = [
    implied(FIRST_STAGE, place),
    ...stages.value.items.filter(({ value }) => value.kind !== 'scalar' || !isEdgeStage(value.text.text)),
    implied(LAST_STAGE, place),
  ];
  const entries = new Map(config.entries);
  entries.set('stages', { ...stages, value: { ...stages.value, items } });
  return { ...config, entries };
}

function isEdgeStage(name: string): boolean {
  return name === FIRST_STAGE || name === LAST_STAGE;
}

/** A stage that nobody wrote, at the place of the list. */
function implied(name: string, place: Place): Item {
  const { file, range } = place;
  const piece = { at: 0, length: name.length, file, source: range[0], sourceLength: range[1] - range[0] };
  const value: Scalar = {
    kind: 'scalar',
    type: 'string',
    value: name,
    text: new LocatedText(name, () => [piece]),
    place,
  };
  return { value, trail: NO_TRAIL };
}
