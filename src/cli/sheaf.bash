# Completion of sheaf's command line for bash.  What there is to complete is read off
# `sheaf --help`, so that it never differs from what the program takes.

_sheaf()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local help option values
    # bash parts "--paper=a4" into three words
    if [[ $cur == = ]]; then
        option=$prev cur=
    elif [[ $prev == = ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    else
        option=$prev
    fi
    COMPREPLY=()
    help=$("$1" --help 2>/dev/null) || return

    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W \
            "$(grep -oE -- '^ +(-., )?--[a-z-]+' <<<"$help" | grep -oE -- '--[a-z-]+')" -- "$cur")
        return
    fi
    case $option in
        -o) option=--output ;;
        -t) option=--to ;;
        -M) option=--metadata ;;
        -j) option=--jobs ;;
    esac
    values=
    if [[ $option == --* ]]; then
        values=$(sed -nE "s/^ +(-., )?$option(\[?)=([^] ]+).*/\3/p" <<<"$help")
    fi
    case $option in
        --metadata)
            compopt -o nospace
            mapfile -t COMPREPLY < <(compgen -W "title= subtitle= author= lang= dir= date= \
                publisher= description= rights= identifier=" -- "$cur")
            return
            ;;
        --to) values='epub|pdf' ;;
    esac
    if [[ $values =~ ^[a-z0-9|]+$ ]]; then # a choice of words
        mapfile -t COMPREPLY < <(compgen -W "${values//|/ }" -- "$cur")
    elif [[ -z $values || $values == FILE* || $option == --output ]]; then
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
}

complete -F _sheaf sheaf
