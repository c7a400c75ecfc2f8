/** The script for fish. */
import type { Taken, TypedCommand, TypedOption } from './table.ts';

export function fishScript(commands: readonly TypedCommand[]): string {
  const names = commands.map(({ name }) => name).filter((name) => name !== '');
  const lines = commands.flatMap((command) => [
    ...(command.name === ''
      ? []
      : [`complete -c pipelint -n '__fish_is_first_token' -a ${command.name} -d ${quote(command.summary)}`]),
    ...command.options.map((option) => complete(command, option)),
    ...argument(command),
  ]);
  return `# fish completion of pipelint: pipelint completion fish | source

function __pipelint_command
    set -l words (commandline -xpc 2>/dev/null; or commandline -opc)
    if contains -- "$words[2]" ${names.join(' ')}
        test "$words[2]" = "$argv[1]"
    else
        test lint = "$argv[1]"
    end
end

complete -c pipelint -f
${lines.join('\n')}
`;
}

function complete(command: TypedCommand, { flags, summary, takes, isOptional }: TypedOption): string {
  const named = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const value = takes ? [...(isOptional ? [] : ['-r']), ...values(takes)] : [];
  return [condition(command), ...named, ...value, '-d', quote(summary)].join(' ');
}

function argument(command: TypedCommand): string[] {
  return command.takes.kind === 'text' ? [] : [[condition(command), ...values(command.takes)].join(' ')];
}

function condition({ name }: TypedCommand): string {
  return `complete -c pipelint -n '__pipelint_command ${name || 'lint'}'`;
}

function values(taken: Taken): string[] {
  switch (taken.kind) {
    case 'file':
      return ['-F'];
    case 'folder':
      return ['-f', '-a', quote('(__fish_complete_directories)')];
    case 'text':
      return [];
    case 'offer': {
      const { values: names, then } = taken;
      if (then === undefined) return ['-f', '-a', quote(names.join(' '))];
      // fish completes the path behind `=` itself.
      if (then === 'file') return ['-F', '-a', quote(names.map((name) => `${name}=`).join(' '))];
      return ['-f', '-a', quote(names.flatMap((name) => then.map((each) => `${name}=${each}`)).join(' '))];
    }
  }
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
