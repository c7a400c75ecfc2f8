/**
 * GitLab's regular expressions, which are RE2's (lib/gitlab/untrusted_regexp/ruby_syntax.rb). The engine is loaded when
 * the first text is matched, since most runs match none. The only module that knows it.
 */
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import type { Answer } from './value.ts';

/** Whether a text reads as a pattern with its slashes: `/^v\d+/i`. */
export function isPattern(text: string): boolean {
  return WRITTEN.test(text);
}

/** Whether a pattern matches somewhere in the text; `maybe` where the engine cannot read the pattern. */
export function matchesPattern(pattern: string, text: string): Answer {
  const compiled = compile(pattern);
  if (!compiled) return 'maybe';
  return compiled.matcher(text).find() ? 'yes' : 'no';
}

/**
 * The only texts that a pattern without wildcards matches: `main` and `develop` for `/^(main|develop)$/`. Undefined where
 * it can match others.
 */
export function namesOf(pattern: string): readonly string[] | undefined {
  const [, one, several] = EXACT.exec(pattern) ?? [];
  return (one ?? several)?.split('|').map((name) => name.replace(/\\(.)/g, '$1'));
}

const NAME = String.raw`(?:[\w/-]|\\[./-])+`;
const EXACT = new RegExp(String.raw`^/\^(?:(${NAME})|\((?:\?:)?(${NAME}(?:\|${NAME})*)\))\$/$`);
const WRITTEN = /^\/(.*)\/([ismU]*)$/;

const requirePackage = createRequire(import.meta.filename);
let engine: typeof RE2JS | undefined;
const compiledPatterns = new Map<string, RE2JS | undefined>();
const MAX_REMEMBERED = 1000;

function compile(pattern: string): RE2JS | undefined {
  if (!compiledPatterns.has(pattern)) {
    if (compiledPatterns.size === MAX_REMEMBERED) compiledPatterns.clear();
    compiledPatterns.set(pattern, compileNew(pattern));
  }
  return compiledPatterns.get(pattern);
}

function compileNew(pattern: string): RE2JS | undefined {
  const [, source, flags] = WRITTEN.exec(pattern) ?? [];
  if (source === undefined) return undefined;
  try {
    engine ??= (requirePackage('re2js') as { readonly RE2JS: typeof RE2JS }).RE2JS;
    return engine.compile(flags ? `(?${flags})${source}` : source);
  } catch {
    return undefined;
  }
}
