/** The script for bash, from 3.2 on, without the package bash-completion. */
import type { Taken, TypedCommand } from './table.ts';

/** bash takes `=` for the end of a word, so that the line is split here, and what stands before `=` is never replaced. */
export function bashScript(commands: readonly TypedCommand[]): string {
  const names = commands.map(({ name }) => name).filter((name) => name !== '');
  return `# bash completion of pipelint: eval "$(pipelint completion bash)"

_pipelint_words() {
  COMPREPLY=($(compgen -W "$2" -- "$1"))
}

_pipelint_pairs() {
  case "$1" in
    *=*) COMPREPLY=($(compgen -W "$3" -- "\${1#*=}")) ;;
    *) _pipelint_words "$1" "$2"; compopt -o nospace 2>/dev/null ;;
  esac
}

_pipelint_paths() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\\n'
  COMPREPLY=($(compgen "$2" -- "\${1#*=}"))
}

_pipelint() {
  local line="\${COMP_LINE:0:COMP_POINT}" words last value flag="" command=""
  read -ra words <<<"$line"
  [[ "$line" == *[[:space:]] ]] && words+=("")
  last=$((\${#words[@]} - 1))
  value="\${words[last]}"
  COMPREPLY=()
  if ((last > 1)); then
    case "\${words[1]}" in
      ${names.join('|')}) command="\${words[1]}" ;;
    esac
  fi
  if [[ "$value" == --*=* ]]; then
    flag="\${value%%=*}" value="\${value#*=}"
  elif ((last > 1)); then
    flag="\${words[last - 1]}"
  fi
  case "$command $flag" in
${commands.flatMap(optionCases).join('\n')}
  esac
  case "$command" in
${commands.map((command) => commandCase(command, names)).join('\n')}
  esac
}

complete -F _pipelint pipelint
`;
}

function optionCases({ name, options }: TypedCommand): string[] {
  return options.flatMap(({ flags, takes, isOptional }) => {
    if (!takes) return [];
    const patterns = flags.map((flag) => `"${name} ${flag}"`).join(' | ');
    // Behind a flag that may stand alone the next word is not its value.
    const condition = isOptional ? '[[ "${words[last]}" == *=* ]] && ' : '';
    return [`    ${patterns}) ${condition}{ ${complete(takes)}; return; } ;;`];
  });
}

function commandCase({ name, options, takes }: TypedCommand, names: readonly string[]): string {
  const flags = options.flatMap((option) => option.flags).join(' ');
  const commands = name === '' ? ` ((last == 1)) && COMPREPLY+=($(compgen -W "${names.join(' ')}" -- "$value"));` : '';
  return `    "${name}")
      if [[ "$value" == -* ]]; then _pipelint_words "$value" "${flags}"; return; fi
      ${complete(takes)};${commands} ;;`;
}

function complete(taken: Taken): string {
  switch (taken.kind) {
    case 'file':
      return '_pipelint_paths "$value" -f';
    case 'folder':
      return '_pipelint_paths "$value" -d';
    case 'text':
      return ':';
    case 'offer': {
      const { values, then } = taken;
      if (then === undefined) return `_pipelint_words "$value" "${values.join(' ')}"`;
      const beginnings = values.map((value) => `${value}=`).join(' ');
      if (then !== 'file') return `_pipelint_pairs "$value" "${beginnings}" "${then.join(' ')}"`;
      return `if [[ "$value" == *=* ]]; then _pipelint_paths "$value" -f; else _pipelint_pairs "$value" "${beginnings}"; fi`;
    }
  }
}
