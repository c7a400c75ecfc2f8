/** The shells whose scripts are read here. */
const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh']);

/** Whether a program's name or path is that of a shell: `sh`, `/usr/local/bin/bash`. */
export function isShell(program: string): boolean {
  return SHELLS.has(program.replace(/^.*\//, ''));
}

/** Whether a file's first line lets a shell run it: `#!/bin/sh -e`, `#!/usr/bin/env bash`, or no such line. */
export function isShellScript(text: string): boolean {
  if (!text.startsWith('#!')) return true;
  const words = (text.slice(2).split(/\r?\n/, 1)[0] ?? '').trim().split(/\s+/);
  const isStarter = /(^|\/)(env|with-contenv)$/.test(words[0] ?? '');
  const program = isStarter ? words.slice(1).find((word) => !/^-|=/.test(word)) : words[0];
  return program !== undefined && isShell(program);
}
