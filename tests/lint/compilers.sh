#!/bin/bash
# Both compilers take every source without a warning.
cd "$(dirname "$0")/../.." || exit 1
. tests/lib.sh "$1"

for cc in gcc clang; do
    if command -v $cc >/dev/null; then
        check "lint: $cc has nothing to warn of" \
            make --no-print-directory BUILD="$build/lint-$cc" CC=$cc WERROR=-Werror objects
    else
        skip "lint: $cc has nothing to warn of" 'not installed'
    fi
done
