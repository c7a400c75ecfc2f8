/** The script for zsh, to be evaluated or to be put into a folder of `$fpath` as `_pipelint`. */
import type { Taken, TypedCommand, TypedOption } from './table.ts';

export function zshScript(commands: readonly TypedCommand[]): string {
  const [lint, ...others] = commands;
  if (!lint) return '';
  return `#compdef pipelint
# zsh completion of pipelint: eval "$(pipelint completion zsh)", or put it into a folder of $fpath as _pipelint

_pipelint_pairs() {
  if compset -P '*='; then
    if [[ $2 == file ]]; then _files; else compadd -- \${=2}; fi
  else
    compadd -S = -- \${=1}
  fi
}

_pipelint_commands() {
  local -a commands=(
${others.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join('\n')}
  )
  _describe -t commands command commands
}

_pipelint_lint() {
  _arguments -S ${args(lint)}
}

_pipelint() {
  local command=\${words[2]}
  if ((CURRENT > 2)) && (($+functions[_pipelint_$command])) && [[ $command != (lint|pairs|commands) ]]; then
    shift words
    ((CURRENT--))
    _pipelint_$command
  else
    ((CURRENT == 2)) && [[ $command != -* ]] && _pipelint_commands
    _pipelint_lint
  fi
}

${others.map((command) => `_pipelint_${command.name}() {\n  _arguments -S ${args(command)}\n}`).join('\n\n')}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _pipelint "$@"; else compdef _pipelint pipelint; fi
`;
}

function args({ options, takes }: TypedCommand): string {
  const words = takes.kind === 'text' ? [] : [quote(`*:${takes.kind}:${action(takes)}`)];
  return [...options.flatMap(specs), ...words].map((spec) => `\\\n    ${spec}`).join(' ');
}

function specs({ flags, summary, takes, isOptional, isRepeatable }: TypedOption): string[] {
  const says = `[${summary.replace(/[[\]\\]/g, '\\$&')}]`;
  return flags.map((flag) => {
    const once = isRepeatable ? '*' : '';
    if (!takes) return quote(`${once}${flag}${says}`);
    // `-` behind the name: the value only after `=`. `=`: there, or as the next word.
    return quote(`${once}${flag}${isOptional ? '=-' : '='}${says}:${isOptional ? ':' : ''}value:${action(takes)}`);
  });
}

function action(taken: Taken): string {
  switch (taken.kind) {
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'text':
      return ' ';
    case 'offer': {
      const { values, then } = taken;
      if (then === undefined) return `(${values.join(' ')})`;
      // The blank keeps _arguments from adding arguments of its own.
      return ` _pipelint_pairs "${values.join(' ')}" "${then === 'file' ? then : then.join(' ')}"`;
    }
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
