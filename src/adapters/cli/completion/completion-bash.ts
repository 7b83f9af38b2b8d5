import { completionCases } from './completion-cases.ts';
import type { CompletedCommand } from './completion-tree.ts';

/**
 * Returns the completion script for bash. Its variables are those of `completionCases`, and:
 * - typed: the word at the cursor; plain: the same without backslashes and quote
 * - front: the items of a list before the last comma
 * @see https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const { parseCases, offerCases } = completionCases(commands);
  return `# bash completion for mailcertd, written by: mailcertd completion bash

# Prints the first column of a list of mailcertd, without the heading.
_mailcertd_column() {
  "\${COMP_WORDS[0]}" "\${config[@]}" "$@" --format tsv 2>/dev/null | tail -n +2 | cut -f 1 | grep -v '^$'
}

# Sets the variable quoted to a word, escaped to follow an open quote: the shell expands nothing in it.
_mailcertd_quoted() {
  local quote=$1 character
  quoted=$2
  if [[ $quote == "'" ]]; then
    quoted=\${quoted//"'"/"'\\\\''"}
  else
    for character in '\\' '"' '$' '\`'; do
      quoted=\${quoted//"$character"/"\\\\$character"}
    done
    # In double quotes, ! expands the history even after a backslash.
    quoted=\${quoted//'!'/"\\"'!'\\""}
  fi
}

_mailcertd() {
  local typed=\${COMP_WORDS[COMP_CWORD]} at=mailcertd wanted='' argument='' front='' word index candidate quoted
  local -a config=() below=() options=() candidates=()
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    # bash splits --option=value into three words.
    [[ $word == '=' ]] && continue
    if [[ -n $wanted ]]; then
      [[ \${COMP_WORDS[index - 1]} == --config || \${COMP_WORDS[index - 2]} == --config ]] && config=(--config "$word")
      wanted=''
      continue
    fi
    case "$at $word" in
${parseCases}
    esac
  done
  [[ $typed == '=' ]] && typed=''
  case $at in
${offerCases}
  esac
  if [[ -z $wanted ]]; then
    if [[ $typed == -* ]]; then
      candidates=("\${options[@]}")
    else
      candidates=("\${below[@]}")
      wanted=$argument
    fi
  fi
  # The typed word without the backslashes or the quote of a name with spaces.
  local plain=\${typed//\\\\/}
  plain=\${plain#[\\'\\"]}
  case $wanted in
    words:*) read -ra candidates <<<"\${wanted#words:}" ;;
    list:*)
      read -ra candidates <<<"\${wanted#list:}"
      [[ $plain == *,* ]] && front=\${plain%,*},
      ;;
    certificates | servers | removable)
      mapfile -t -O "\${#candidates[@]}" candidates \\
        < <(_mailcertd_column certificates list --candidates "$wanted" --typed "$plain")
      ;;
    connectors) mapfile -t -O "\${#candidates[@]}" candidates < <(_mailcertd_column connectors list --fields name) ;;
  esac
  for candidate in "\${candidates[@]}"; do
    candidate=$front$candidate
    if [[ $typed == [\\'\\"]* ]]; then
      _mailcertd_quoted "\${typed:0:1}" "$candidate"
      [[ \${typed:0:1}$quoted == "$typed"* ]] && COMPREPLY+=("$quoted")
    elif [[ $candidate == "$plain"* ]]; then
      [[ $candidate == *[!A-Za-z0-9,.:_-]* ]] && printf -v candidate '%q' "$candidate"
      COMPREPLY+=("$candidate")
    fi
  done
  [[ $wanted == list:* ]] && compopt -o nospace 2>/dev/null
  # A certificate may also be given as a file.
  if [[ $wanted == files || ( $wanted =~ ^(certificates|servers|removable)$ && $plain == */* ) ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$plain")
  fi
}

complete -F _mailcertd mailcertd
`;
}
