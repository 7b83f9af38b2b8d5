import { completionCases, quoteForShell, valueKindWord } from './completion-cases.ts';
import type { CompletedCommand } from './completion-tree.ts';

/** Returns a candidate and its description, separated by a colon, as `_describe` reads them. */
const described = (word: string, description: string): string =>
  quoteForShell(`${word.replaceAll(':', '\\:')}:${description.replaceAll('\n', ' ')}`);

/**
 * Returns the completion script for zsh.
 * @see https://zsh.sourceforge.io/Doc/Release/Completion-System.html
 */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const { parseCases } = completionCases(commands);
  const offerCases = commands.map(({ path, subcommands, options, argument }) => {
    const names = subcommands.map(({ name, description }) => described(name, description)).join(' ');
    const flags = options.flatMap((option) => option.flags.map((flag) => described(flag, option.description)));
    return `    ${quoteForShell(path)}) below=(${names}) options=(${flags.join(' ')}) argument=${quoteForShell(valueKindWord(argument))} ;;`;
  });
  return `#compdef mailcertd
# zsh completion for mailcertd, written by: mailcertd completion zsh

# Prints a list of mailcertd, without the heading.
_mailcertd_lines() {
  "\${words[1]}" "\${config[@]}" "$@" --format tsv 2>/dev/null | tail -n +2 | grep -v '^$'
}

_mailcertd() {
  local typed=\${words[CURRENT]} at=mailcertd wanted='' argument='' word index line
  local -a config below options candidates
  for ((index = 2; index < CURRENT; index++)); do
    word=\${words[index]}
    if [[ -n $wanted ]]; then
      [[ \${words[index - 1]} == --config ]] && config=(--config "$word")
      wanted=''
      continue
    fi
    case "$at $word" in
${parseCases}
    esac
  done
  if [[ -z $wanted && $typed == --*=* ]]; then
    word=\${typed%%=*}
    compset -P '*='
    case "$at $word" in
${parseCases}
    esac
  fi
  case $at in
${offerCases.join('\n')}
  esac
  if [[ -z $wanted ]]; then
    if [[ $typed == -* ]]; then
      _describe -o option options
      return
    fi
    (( \${#below} )) && _describe command below
    wanted=$argument
  fi
  case $wanted in
    words:*) compadd -- \${=wanted#words:} ;;
    list:*) compset -P '*,'; compadd -S , -q -- \${=wanted#list:} ;;
    files) _files ;;
    certificates | servers | removable)
      for line in "\${(@f)$(_mailcertd_lines certificates list --candidates $wanted --typed "$PREFIX")}"; do
        [[ -n \${line%%$'\\t'*} ]] && candidates+=("\${line/$'\\t'/:}")
      done
      _describe certificate candidates
      _files
      ;;
    connectors)
      candidates=("\${(@f)$(_mailcertd_lines connectors list --fields name)}")
      compadd -- "\${candidates[@]}"
      ;;
  esac
}

# Loaded from a directory of $fpath, this file is the function. If it is sourced, register the function.
if [[ \${funcstack[1]} == _mailcertd ]]; then _mailcertd "$@"; else compdef _mailcertd mailcertd; fi
`;
}
