#!/bin/bash
# What keeps the house livable, checked. Usage: tests/lint/lint.sh [CHECK...]
# Checks: flow headers globals silent format man static shell python. A tool that is not there is said, not failed.
set -u
root=$(realpath "$(dirname "$0")/../..")
cd "$root" || exit 2
CC=${CC:-cc}
flags=(-std=gnu11 -D_GNU_SOURCE -Ianalyzer -pthread)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

is_there() {
    command -v "$1" >/dev/null 2>&1 && return 0
    echo "skipped $2: there is no $1 here"
    return 1
}

# verdict NAME STATUS FILE: FILE holds what is wrong.
verdict() {
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
        echo "ok      $1"
    else
        failed=$((failed + 1))
        echo "FAIL    $1"
        head -n 60 "$3" | cut -c 1-300 | sed 's/^/        /'
    fi
}

sources() {
    find analyzer -maxdepth 2 -name '*.c' | grep -v -E "^analyzer/($(tr ' ' '|' <<<"${PORCH:-cli}"))/" | LC_ALL=C sort
}

check_flow() {
    tests/lint/flow.sh "$root" >"$work/flow"
    verdict "flow: rooms include what comes before them, guests have one door" $? "$work/flow"
}

# Every header compiles alone, and twice.
check_headers() {
    local header bad=0
    : >"$work/headers"
    while read -r header; do
        printf '#include "%s"\n#include "%s"\n' "${header#analyzer/}" "${header#analyzer/}" >"$work/alone.c"
        "$CC" "${flags[@]}" -Wall -Wextra -Werror -fsyntax-only "$work/alone.c" 2>"$work/alone" && continue
        bad=1
        { echo "$header does not compile alone:" && head -n 4 "$work/alone"; } >>"$work/headers"
    done < <(find analyzer -name '*.h' | LC_ALL=C sort)
    verdict "headers: each compiles alone" "$bad" "$work/headers"
}

# The library's objects, compiled for looking at: without optimization nothing is hidden, without PIC constants with
# addresses in them stand among the constants.
objects() {
    [ -e "$work/objects" ] && return
    mkdir "$work/objects"
    : >"$work/compile"
    sources | while read -r source; do
        echo "$CC ${flags[*]} -O0 -fno-pic -w -DSLANT_DATADIR='\"/d\"' -c $source -o $work/objects/$(tr / - <<<"${source%.c}").o || echo '$source does not compile'"
    done | xargs -d '\n' -P 2 -I{} sh -c '{}' >>"$work/compile" 2>&1
}

check_globals() {
    objects
    local object
    for object in "$work"/objects/*.o; do
        objdump -t "$object" | awk -v object="$(basename "$object" .o)" '
            / (\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && !/\.data\.rel\.ro/ && $NF !~ /^\./ && $(NF - 1) !~ /^0+$/ {
                print object ".c: " $NF " is writable and outlives the call"
            }'
    done >"$work/globals"
    cat "$work/compile" >>"$work/globals"
    [ ! -s "$work/globals" ]
    verdict "globals: the library has no writable data" $? "$work/globals"
}

# What the library may not call: it neither prints nor exits, and reads neither the locale, nor the clock, nor the environment.
check_silent() {
    objects
    local object
    for object in "$work"/objects/*.o; do
        nm -u "$object" | awk -v object="$(basename "$object" .o)" '
            BEGIN {
                n = split("printf vprintf fprintf vfprintf dprintf puts putchar putc fputs fputc perror stdout stderr stdin exit _exit _Exit " \
                          "abort quick_exit atexit raise signal setlocale localeconv nl_langinfo newlocale uselocale strcoll strerror " \
                          "time clock gettimeofday clock_gettime localtime localtime_r gmtime mktime strftime rand srand random " \
                          "getenv secure_getenv setenv putenv system popen strtok gets", words, " ")
                for (i = 1; i <= n; i++) no[words[i]] = no["__" words[i] "_chk"] = 1
            }
            ($NF in no) { print object ".c: calls " $NF }'
    done >"$work/silent"
    cat "$work/compile" >>"$work/silent"
    [ ! -s "$work/silent" ]
    verdict "silent: the library neither prints nor exits, reads no locale, clock or environment" $? "$work/silent"
}

check_format() {
    is_there clang-format format || return 0
    find analyzer tests -name '*.[ch]' -print0 | LC_ALL=C sort -z |
        xargs -0 clang-format --dry-run -Werror 2>&1 |
        sed -n 's/^\([^ :]*\):\([0-9]*\):[0-9]*: error:.*/\1 \2/p' |
        awk '{ if (!($1 in n)) { first[$1] = $2; order[++k] = $1 } n[$1]++ }
            END { for (i = 1; i <= k; i++) print order[i] ":" first[order[i]] ": and " n[order[i]] - 1 " more places" }' >"$work/format"
    [ ! -s "$work/format" ]
    verdict "format: as .clang-format lays it out (make format)" $? "$work/format"
}

check_man() {
    if [ ! -e analyzer/cli/slant.1 ]; then
        echo "skipped man: there is no analyzer/cli/slant.1"
        return 0
    fi
    is_there mandoc man || return 0
    mandoc -T lint -W warning analyzer/cli/slant.1 >"$work/man" 2>&1
    verdict "man: the manual page" $? "$work/man"
}

# Suppressed: a limit that is tested behind the end of a list; variables that start at one place; a length that
# goes with its array and that cppcheck does not follow.
check_static() {
    is_there cppcheck static || return 0
    cppcheck -q -j 2 --enable=warning,performance,portability --inline-suppr --std=c11 --error-exitcode=1 \
        --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --suppress=arrayIndexThenCheck \
        --suppress=duplicateAssignExpression \
        --suppress=arrayIndexOutOfBounds:analyzer/tokenize/boundary.c -D_GNU_SOURCE -D__SSE2__ -Ianalyzer \
        --template='{file}:{line}: {severity}: {message} [{id}]' --template-location='' analyzer >"$work/static" 2>&1
    verdict "static: cppcheck" $? "$work/static"
}

scripts() {
    {
        find tests -name '*.sh'
        find .ci tests -type f ! -name '*.*' -exec grep -lE '^#!.*[/ ](ba)?sh' {} +
    } | LC_ALL=C sort -u
}

check_shell() {
    local file
    : >"$work/shell"
    while read -r file; do
        [ -x "$file" ] || echo "$file cannot be run: chmod +x" >>"$work/shell"
    done < <(scripts)
    if is_there shellcheck shell; then
        scripts | xargs -d '\n' shellcheck -f gcc >>"$work/shell"
    fi
    [ ! -s "$work/shell" ]
    verdict "shell: the scripts" $? "$work/shell"
}

check_python() {
    find tests -name '*.py' | LC_ALL=C sort | python3 -c '
import ast, sys
ours = {"check"}
bad = 0
names = [x.strip() for x in sys.stdin]
ours |= {n.rsplit("/")[-1][:-3] for n in names}
for name in names:
    try:
        tree = ast.parse(open(name, encoding="utf-8").read(), name)
    except SyntaxError as e:
        print(f"{name}:{e.lineno}: {e.msg}")
        bad = 1
        continue
    if name.startswith(("tests/bench/peer", "tests/numbers/reference/")):
        continue  # the programs that slant is held against
    for node in ast.walk(tree):
        found = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for module in found:
            top = module.split(".")[0]
            if top and top not in sys.stdlib_module_names and top not in ours:
                print(f"{name}:{node.lineno}: {top} is not of the standard library")
                bad = 1
sys.exit(bad)' >"$work/python" 2>&1
    verdict "python: the tests parse and use the standard library alone" $? "$work/python"
}

[ $# -gt 0 ] || set -- flow headers globals silent format man static shell python
for check in "$@"; do
    "check_$check"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
