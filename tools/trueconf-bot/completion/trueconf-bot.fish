# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion for fish: the tool itself knows what may come next.

function __trueconf_bot_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path $current
            case :folders
                __fish_complete_directories $current
            case ':*'
            case '*'
                echo $line
        end
    end
end

complete -c trueconf-bot -f -a '(__trueconf_bot_complete)'
