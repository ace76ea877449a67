# Completion of quodsi-db in fish. Save it as ~/.config/fish/completions/quodsi-db.fish:
#   quodsi-db completion fish >~/.config/fish/completions/quodsi-db.fish
function __quodsi_db_complete
    # Fish compares what comes back with what is typed, and quotes what it inserts.
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -l lines (command $program __complete fish $words[2..-1] "$current" 2>/dev/null </dev/null)
    if set -q lines[2]
        printf '%s\n' $lines[2..-1]
    end
    set -l head (string match -r '^--[^=]+=' -- $current)
    set -l rest (string replace -r '^--[^=]+=' '' -- "$current")
    switch "$lines[1]"
        case files
            for path in (__fish_complete_path "$rest")
                printf '%s%s\n' "$head" $path
            end
        case directories
            for path in (__fish_complete_directories "$rest")
                printf '%s%s\n' "$head" $path
            end
    end
end
complete -c quodsi-db -f -a '(__quodsi_db_complete)'
