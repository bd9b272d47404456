# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion for fish: the tool itself knows what may come next.

function __trueconf_bot_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    if test -n "$current"
        # without quotes and backslashes, as the tool will get it; of a backslash at the end nobody knows yet what it is for
        set current (string unescape -- "$current"); or return
    end
    # with --option=FILE only what stands behind the equals sign is a file
    set -l prefix (string match -r -- '^--[^=]*=' "$current")
    set -l path (string replace -r -- '^--[^=]*=' '' "$current")
    for line in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$path" | string replace -r -- '^' "$prefix"
            case :folders
                __fish_complete_directories "$path" | string replace -r -- '^' "$prefix"
            case ':*'
            case '*'
                printf '%s\n' "$line"
        end
    end
end

complete -c trueconf-bot -f -a '(__trueconf_bot_complete)'
