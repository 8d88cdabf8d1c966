# shellcheck shell=bash disable=SC2034
# What every test script starts from: `. tests/lib.sh` in the root of the checkout, with the
# build folder as $1.  A test is a line on standard output: "ok NAME", "FAIL NAME: why",
# "skip NAME: why"; run.sh counts them.

build=$1
case $build in /*) ;; *) build=$PWD/$build ;; esac
sheaf=$build/sheaf
asan=$build/asan/sheaf
root=$PWD
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=0
export LSAN_OPTIONS=suppressions=$PWD/tests/lsan.supp
export UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=suppressions=$root/tests/lsan.supp:print_suppressions=0
# No stylesheet or font of the user's, no language of the terminal's.
unset SOURCE_DATE_EPOCH
export LC_ALL=C.UTF-8

work=$(mktemp -d "${TMPDIR:-/tmp}/sheaf-test.XXXXXX") || exit 1
trap 'chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT

ok() { echo "ok $1"; }
fail() { echo "FAIL $1: ${2:-}"; }
skip() { echo "skip $1: $2"; }

# check NAME COMMAND...: passes when the command does; else shows what it said.
check() {
    local name=$1
    shift
    if "$@" >"$work/check.log" 2>&1; then
        ok "$name"
    else
        fail "$name" "$* (status $?)"
        sed 's/^/    /' "$work/check.log" | tail -n 20
    fi
}

# status EXPECTED NAME COMMAND...: passes when the command ends with that status.
status() {
    local expected=$1 name=$2 got=0
    shift 2
    "$@" >"$work/check.log" 2>&1 || got=$?
    if [ "$got" -eq "$expected" ]; then
        ok "$name"
    else
        fail "$name" "status $got, not $expected"
        sed 's/^/    /' "$work/check.log" | tail -n 20
    fi
}

# holds NAME SCRIPT: passes when the script, run in a shell of its own with what is defined
# here, ends well.
holds() { check "$1" in_shell "$2"; }
in_shell() { (eval "$1"); }
