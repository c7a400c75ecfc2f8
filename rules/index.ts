/** All rules, by name. Written by scripts/generate.mjs. */
import type { Rule } from '../src/rule.ts';

export const RULES: readonly Rule[] = [];
