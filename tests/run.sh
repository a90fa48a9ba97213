#!/bin/sh
# Every test, in order, against the program in BUILD. Usage: tests/run.sh BUILD
# One line a group, what failed in detail, and at last 'N passed, N failed'.
set -u
build=${1:?'Usage: tests/run.sh BUILD'}
here=$(cd "$(dirname "$0")" && pwd)
slant=$build/slant
logs=$build/tests/logs
passed=0
failed=0
mkdir -p "$logs"
rm -f "$logs"/*.log
SLANT_DATA=$(dirname "$here")
export SLANT_DATA
UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
export UBSAN_OPTIONS

# count NAME STATUS PASSED FAILED SECONDS: adds to the sums, says a line. A group that ends badly without a failure
# of its own to show (it crashed, or ran out of time) is one failure.
count() {
    if [ "$2" -ne 0 ] && [ "$4" -eq 0 ]; then
        set -- "$1" "$2" "$3" 1 "$5"
        echo "FAIL $1 ended with exit $2" >>"$logs/$1.log"
    fi
    passed=$((passed + $3))
    failed=$((failed + $4))
    printf '%-22s %5d passed, %d failed  (%d s)\n' "$1" "$3" "$4" "$5"
    [ "$4" -eq 0 ] || show "$1"
}

# show NAME: what went wrong, without what went well.
show() {
    grep -a -v -e '^\[ *\(RUN\|OK\|=*\|-*\) *\]' -e '^[0-9]* passed, [0-9]* failed' "$logs/$1.log" | head -n 80 | cut -c 1-400 | sed 's/^/    /'
}

# The group's own last line 'N passed, N failed'.
tally() {
    sed -n "s/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*/\\$2/p" "$logs/$1.log" | tail -n 1
}

# group NAME COMMAND...: a script that prints its own total.
group() {
    name=$1
    shift
    began=$(date +%s)
    "$@" >"$logs/$name.log" 2>&1 </dev/null
    status=$?
    good=$(tally "$name" 1)
    bad=$(tally "$name" 2)
    count "$name" "$status" "${good:-0}" "${bad:-0}" $(($(date +%s) - began))
}

# unit PROGRAM: cmocka prints '[  PASSED  ] N test(s).' and '[  FAILED  ] N test(s)', on stdout or stderr.
unit() {
    name=$(basename "$1")
    began=$(date +%s)
    timeout 60 "$1" >"$logs/$name.log" 2>&1 </dev/null
    status=$?
    good=$(grep -a -c '^\[ *OK *\]' "$logs/$name.log")
    bad=$(grep -a -c '^\[ *FAILED *\] [A-Za-z_]' "$logs/$name.log")
    total=$(sed -n 's/^\[=*\] .*: *\([0-9][0-9]*\) test(s) run.*/\1/p; s/^\[=*\] \([0-9][0-9]*\) test(s) run.*/\1/p' "$logs/$name.log" | tail -n 1)
    [ "$bad" -gt 0 ] && [ -n "$total" ] && bad=$((total - good))
    count "$name" "$status" "$good" "$bad" $(($(date +%s) - began))
}

if [ ! -x "$slant" ]; then
    echo "There is no $slant: build it first (make)." >&2
    exit 2
fi
for source in "$here"/unit/test_*.c; do
    program=$build/tests/$(basename "$source" .c)
    if [ -x "$program" ]; then
        unit "$program"
    else
        : >"$logs/$(basename "$program").log"
        count "$(basename "$program")" 1 0 0 0
    fi
done
group golden "$here/golden/run.sh" "$slant"
group numbers "$build/tests/numbers/golden" "$here/numbers/reference"
group cli "$here/cli/run.sh" "$slant"
group lexicon-commands python3 "$here/cli/lexicon.py" "$slant"
group findings python3 "$here/cli/findings.py" "$slant"
group lsp python3 "$here/cli/lsp.py" "$slant"
group compare python3 "$here/compare/compare.py" "$slant"
group words python3 "$here/compare/words.py" "$slant"
group audit "$here/audit/run.sh" "$slant"
group hostile "$here/hostile/run.sh" "$slant"
group lexicon "$slant" lexicon test
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
