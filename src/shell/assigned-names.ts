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
