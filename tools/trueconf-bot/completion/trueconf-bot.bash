# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# Completion for bash: the tool itself knows what may come next.

# What a word of the command line means: without its quotes and backslashes, which nothing in it is evaluated for. The last word
# may end in the middle of quotes: $open is then the kind, and $plain what stands before them.
_trueconf_bot_read_word () {
  local rest=$1 sign
  meant='' open='' plain=''
  while [[ -n $rest ]]; do
    sign=${rest:0:1}
    rest=${rest:1}
    if [[ $sign == "$open" ]]; then
      open=''
    elif [[ $open == "'" ]]; then
      meant+=$sign
    elif [[ $sign == \\ && ( -z $open || $rest == [\"\\\$\`]* ) ]]; then
      meant+=${rest:0:1}
      rest=${rest:1}
    elif [[ -z $open && $sign == [\"\'] ]]; then
      open=$sign
      plain=$meant
    else
      meant+=$sign
    fi
  done
}

# A candidate as it has to stand in the command line.
_trueconf_bot_quote () {
  case $open in
    "'") quoted=${1//\'/\'\\\'\'} ;;
    '"')
      quoted=${1//\\/\\\\}
      quoted=${quoted//\"/\\\"}
      quoted=${quoted//\$/\\\$}
      quoted=${quoted//\`/\\\`}
      ;;
    *) printf -v quoted %q "$1" ;;
  esac
  # bash closes quotes, but takes one that belongs to the text for that
  [[ -z $open || $1 != *"$open" ]] || quoted+=$open
}

_trueconf_bot () {
  local cur words cword line kind=:none breaks meant open plain part quoted word asked=() found=()
  # what bash splits at = : and @ is one word here
  _get_comp_words_by_ref -n '=:@' cur words cword
  COMPREPLY=()
  for word in "${words[@]:1:cword}"; do
    _trueconf_bot_read_word "$word"
    asked+=("$meant")
  done
  while IFS= read -r line; do
    case $line in
      :*) kind=$line ;;
      *) found+=("${line%%$'\t'*}") ;;
    esac
  done < <("${words[0]}" __complete "${asked[@]}" 2>/dev/null)

  # with --option=FILE only what stands behind the equals sign is a file
  [[ $kind == :none || $cur != --*=* ]] || cur=${cur#*=}

  # bash replaces only what stands behind an opening quote, or else behind the last of the letters at which it splits
  if [[ -n $open ]]; then
    part=$plain
  else
    breaks=${COMP_WORDBREAKS//[^=:@]/}
    part=''
    if [[ -n $breaks && $cur == *[$breaks]* ]]; then
      word=${cur##*["$breaks"]}
      _trueconf_bot_read_word "${cur%"$word"}"
      part=$meant
    fi
  fi
  # bash itself quotes names of files
  case $kind in
    :files | :folders)
      _trueconf_bot_read_word "$cur"
      compopt -o filenames 2>/dev/null
      [[ $kind == :files ]] && word=-f || word=-d
      mapfile -t COMPREPLY < <(compgen "$word" -- "$meant")
      COMPREPLY=("${COMPREPLY[@]#"$part"}")
      ;;
  esac
  for word in "${found[@]}"; do
    _trueconf_bot_quote "${word#"$part"}"
    COMPREPLY+=("$quoted")
  done
}

complete -F _trueconf_bot trueconf-bot
