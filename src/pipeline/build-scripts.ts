/** The scripts of a job. `before_script` and `script` run in one shell, `after_script` in another. */
import { joinTrails, type Mapping } from '../yaml/values.ts';
import { defaultKeyword, effectiveKeyword, type JobSource, type Keyword, ownKeyword } from './build-keyword.ts';
import { flatten } from './flatten.ts';
import type { Script, ScriptLine } from './nodes.ts';

const SECTIONS = ['before_script', 'script', 'after_script'] as const;

/** As far as the job has them. A trigger job has none; that of a `run:` job is what its steps run. */
export function buildScripts(root: Mapping, job: JobSource): readonly Script[] {
  if (job.kind === 'trigger') return [];
  const run = ownKeyword(job, 'run');
  if (run) return [buildSteps(run, `${job.name}.run`)];
  const scripts: Script[] = [];
  for (const section of SECTIONS) {
    const keyword = section === 'script' ? ownKeyword(job, section) : effectiveKeyword(root, job, section);
    if (keyword) scripts.push(buildScript(section, keyword, `${job.name}.${section}`));
  }
  return scripts;
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

/** What cannot be seen into from here: another step's program, and what the runner puts in for `${{ … }}`. */
const STEP_EXPRESSION = /\$\{\{/;

/**
 * The steps under `run:` one after the other. Each is a shell of its own, but they share the container's files, which is
 * where clients keep credentials.
 */
function buildSteps(run: Keyword, keyPath: string): Script {
  const lines: ScriptLine[] = [];
  let opaque: string | undefined;
  for (const { value, trail } of flatten(run.value, run.trail).items) {
    const script = value.kind === 'mapping' ? value.entries.get('script') : undefined;
    const hasOwnVariables = value.kind === 'mapping' && value.entries.has('env');
    if (script?.value.kind !== 'scalar' || hasOwnVariables) {
      opaque = hasOwnVariables ? 'has a `run` step with variables of its own' : 'has a `run` step that is no script';
      continue;
    }
    const { text, place } = script.value;
    if (STEP_EXPRESSION.test(text.text)) opaque = 'has a `run` step with expressions of the runner';
    lines.push({ text, place, trail: joinTrails(trail, script.trail) });
  }
  return { ...emptyScript('script', run, keyPath), lines, opaque };
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
