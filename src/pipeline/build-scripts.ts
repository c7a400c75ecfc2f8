/** The scripts of a job. `before_script` and `script` run in one shell, `after_script` in another. */
import type { Mapping } from '../yaml/values.ts';
import { defaultKeyword, effectiveKeyword, type JobSource, type Keyword, ownKeyword } from './build-keyword.ts';
import { flatten } from './flatten.ts';
import type { Script, ScriptLine } from './nodes.ts';

const SECTIONS = ['before_script', 'script', 'after_script'] as const;

/** As far as the job has them. A trigger job has none; a `run:` job has one that cannot be read. */
export function buildScripts(root: Mapping, job: JobSource): readonly Script[] {
  if (job.kind === 'trigger') return [];
  const run = ownKeyword(job, 'run');
  if (run) return [{ ...emptyScript('script', run, `${job.name}.run`), opaque: 'is a list of `run` steps' }];
  return SECTIONS.flatMap((section) => {
    const keyword = section === 'script' ? ownKeyword(job, section) : effectiveKeyword(root, job, section);
    return keyword ? [buildScript(section, keyword, `${job.name}.${section}`)] : [];
  });
}

/** The `before_script` of jobs that write none of their own. */
export function buildDefaultBeforeScript(root: Mapping): Script | undefined {
  const keyword = defaultKeyword(root, 'before_script');
  return keyword && buildScript('before_script', keyword, `${keyword.owner}.before_script`);
}

function buildScript(section: Script['section'], keyword: Keyword, keyPath: string): Script {
  const { items, cut } = flatten(keyword.value, keyword.trail);
  const lines: ScriptLine[] = [];
  let opaque = cut ? 'has more lines than can be read' : undefined;
  for (const { value, trail } of items) {
    if (value.kind === 'scalar') lines.push({ text: value.text, place: value.place, trail });
    else if (value.kind === 'reference') opaque = 'takes lines from an include that cannot be read here';
  }
  return { ...emptyScript(section, keyword, keyPath), lines, opaque };
}

/** Its place is its keyword, where a reader sees that the script begins, or replaces another. */
function emptyScript(section: Script['section'], keyword: Keyword, keyPath: string): Script {
  const { key, trail, owner } = keyword;
  return {
    type: 'Script',
    section,
    owner,
    lines: [],
    commands: [],
    opaque: undefined,
    place: key.place,
    trail,
    keyPath,
  };
}
