/** Which names pieces of a script assign. */
import { forEachChild, type Command as SyntaxCommand, type SyntaxNode } from 'unbash';

const ASSIGNMENT =
  /\b([A-Za-z_]\w*)\+?=|\b(?:read|for|getopts|mapfile|readarray|local|export|declare)\s+((?:-\w+\s+)*\w[\w ]*)/g;

/** The names that a script assigns anywhere, also in functions and after their first use. */
export function assignedNames(script: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, assigned, listed] of script.matchAll(ASSIGNMENT)) {
    if (assigned) names.add(assigned);
    for (const name of listed?.split(/\s+/) ?? []) names.add(name);
  }
  return names;
}

/** Stands for `$1`, `$2` and so on among the names that are assigned. */
export const SHIFTED = '@';

/** The shell's own commands that assign the names they are given; `set` and `shift` assign the arguments. */
const ASSIGNING: ReadonlySet<string> = new Set(
  'declare export getopts local mapfile printf read readarray readonly typeset unset'.split(' '),
);

/** The names that a piece of syntax assigns in the shell that runs it: not in subshells, and not in functions it calls. */
export function assignedIn(node: SyntaxNode): readonly string[] {
  switch (node.type) {
    case 'Word':
    case 'Subshell':
    case 'Function':
      return [];
    case 'Command':
      return assignedBy(node);
    case 'Pipeline':
      return node.commands.length > 1 ? [] : node.commands.flatMap(assignedIn);
    default: {
      const names: string[] = node.type === 'For' || node.type === 'Select' ? [node.name.text] : [];
      forEachChild(node, (child) => names.push(...assignedIn(child)));
      return names;
    }
  }
}

function assignedBy({ name, prefix, args }: SyntaxCommand): readonly string[] {
  if (!name) return prefix.flatMap((part) => (part.type === 'Assignment' ? part.name : []));
  if (name.value === 'shift' || name.value === 'set') return [SHIFTED];
  if (!ASSIGNING.has(name.value)) return [];
  return args.flatMap((argument) => {
    if (argument.type === 'Assignment') return [argument.name];
    return /^[A-Za-z_]\w*/.exec(argument.value)?.[0] ?? [];
  });
}
