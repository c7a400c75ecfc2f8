/** The pages of the rules, as the package brings them: `docs/rules/<rule>.md`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder is above this file, in the source as well as in the bundle. */
export function readRulePage(rule: string): string {
  const upward = ['..', '../..', '../../..'].map((up) => join(import.meta.dirname, up, 'docs/rules', `${rule}.md`));
  const file = upward.find((each) => existsSync(each));
  if (file === undefined) throw new Error(`the page docs/rules/${rule}.md is not installed`);
  return readFileSync(file, 'utf8');
}
