/** Auth files that a script writes or removes itself: what they hold replaces what was there. */
import type { Part, SymbolicText } from '../pipeline/symbolic.ts';
import { readAuthJson } from './auth-json.ts';
import { asAuthPath, writtenPath } from './auth-path.ts';
import { eventBase, type Step } from './step.ts';
import { changesFiles, removedAuthFiles, writtenAuthFiles } from './written-file.ts';

export function writeAuthFiles(step: Step): void {
  const { command, state, job } = step;
  if (!changesFiles(command)) return;
  const authPath = (written: SymbolicText, content?: SymbolicText): string | undefined => {
    const path = asAuthPath(written, step);
    if (path !== undefined) return path;
    const other = writtenPath(written, command.directory);
    return state.hasWhole(other) || isAuthJson(content) ? other : undefined;
  };
  for (const path of removedAuthFiles(command, authPath)) state.remove(path);
  for (const { path, target, content } of writtenAuthFiles(command, authPath)) {
    const json = content ? readAuthJson(content, target.place) : undefined;
    const event = {
      type: 'AuthFile',
      path: target.value,
      file: path,
      content,
      entries: json?.kind === 'entries' ? json.entries : undefined,
      malformed: json?.kind === 'malformed' ? json.reason : undefined,
      ...eventBase(command, 'file'),
    } as const;
    job.events.push(event);
    if (json?.kind === 'entries') {
      state.replace(
        path,
        json.entries.map(({ host, credential, isPlain }) => ({ host, credential, from: event, maybe: false, isPlain })),
      );
    } else if (json?.kind === 'malformed' && content?.every(bringsNoSyntax)) {
      state.breakFile(path, event);
    } else {
      state.replace(path, []);
      state.opaque ??= 'it writes an auth file whose content is not known';
    }
  }
}

/** Whether a part brings no syntax of its own into JSON: it is known, plainly a variable, or base64. */
function bringsNoSyntax(part: Part): boolean {
  if (part.kind === 'literal') return true;
  return part.kind === 'variable' ? part.operation === undefined : part.base64 !== undefined;
}

/** Whatever its name is, a file that holds credentials of registries may be pointed at later. */
function isAuthJson(content: SymbolicText | undefined): boolean {
  const [first] = content ?? [];
  if (!content || !first || !content.some((part) => part.kind === 'literal' && part.text.includes('auths')))
    return false;
  const json = readAuthJson(content, first.place);
  return json.kind === 'entries' && json.entries.length > 0;
}
