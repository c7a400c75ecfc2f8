# What zsh offers: complete.zsh SCRIPT LINE FILE. An interactive shell on a terminal of its own is typed to; what completion
# adds is written into the file.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "export OUT=$3; PS1=; autoload -U compinit; compinit -u -D; source $1"
zpty -w shell 'compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a offered; builtin compadd -A offered "$@"; print -rl -- $offered >>$OUT; builtin compadd "$@"
}'
# Before the editor has begun the terminal would take control characters for its own.
zpty -w shell 'zle-line-init() { print "rea""dy" }; zle -N zle-line-init'
while zpty -r shell line && [[ $line != *ready* ]]; do :; done
zpty -n -w shell "$2"$'\t'
zpty -n -w shell $'\C-u'
zpty -w shell 'echo do""ne'
while zpty -r shell line && [[ $line != *done* ]]; do :; done
zpty -d shell
