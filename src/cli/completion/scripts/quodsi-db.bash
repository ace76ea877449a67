# Completion of quodsi-db in bash. To have it in every shell, put this line into ~/.bashrc:
#   eval "$(quodsi-db completion bash)"
_quodsi_db() {
  local program="${1:-quodsi-db}" line="${COMP_LINE:0:COMP_POINT}" kind value answer
  # The line goes to the tool as it is typed: to lose its quotes, a word would have to be evaluated, and with it what it runs.
  [[ -n $line ]] || line="${COMP_WORDS[*]:0:COMP_CWORD+1}"
  COMPREPLY=()
  answer="$("${program/#\~\//$HOME/}" __complete bash "$line" "$COMP_WORDBREAKS" 2>/dev/null </dev/null)" || return 0
  {
    IFS= read -r kind
    while IFS= read -r value; do
      COMPREPLY+=("$value")
    done
  } <<<"$answer"
  # Bash 3.2, as macOS has it, knows no compopt: it offers no files here.
  case $kind in
    files) compopt -o default 2>/dev/null ;;
    directories) compopt -o dirnames 2>/dev/null ;;
  esac
  return 0
}
complete -F _quodsi_db quodsi-db
