#compdef quodsi-db
# Completion of quodsi-db in zsh. Save it as _quodsi-db in a folder of $fpath, or put this line into ~/.zshrc, below compinit:
#   eval "$(quodsi-db completion zsh)"
_quodsi_db() {
  # (Q) takes quotes away and expands nothing. What is compared, and quoted when it is inserted, zsh sees to itself.
  local -a given lines values shown
  local program="${${(Q)words[1]}/#\~\//$HOME/}" current="${(Q)PREFIX}" kind line
  given=("${(@Q)words[2,CURRENT-1]}")
  if [[ $current == --*=* ]] && (( ! ${given[(Ie)--]} )); then
    given+=("${current%%=*}")
    current="${current#*=}"
    compset -P 1 '*='
  fi
  lines=("${(@f)$("$program" __complete zsh "${given[@]}" "$current" 2>/dev/null </dev/null)}")
  kind="${lines[1]}"
  for line in "${(@)lines[2,-1]}"; do
    values+=("${line%%$'\t'*}")
    if [[ $line == *$'\t'* ]]; then
      shown+=("${line%%$'\t'*}  -- ${line#*$'\t'}")
    else
      shown+=("$line")
    fi
  done
  if (( ${#values} )); then
    if [[ "${(pj:\n:)values}" == "${(pj:\n:)shown}" ]]; then
      compadd -a values
    else
      compadd -l -d shown -a values
    fi
  fi
  case "$kind" in
    files) _files ;;
    directories) _files -/ ;;
  esac
}
if [[ "${funcstack[1]}" == _quodsi-db ]]; then
  _quodsi_db "$@"
else
  compdef _quodsi_db quodsi-db
fi
