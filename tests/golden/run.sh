#!/bin/bash
# What each stage hands on, pinned. Usage: tests/golden/run.sh SLANT [--accept] [CASE...]
# A case is a folder with input.txt, .jsonl, .md or .html. Where something differs, the first stage that differs is shown:
# that is the room that broke; what comes behind it follows from it. A case may hold a file 'unpinned': a stage and the
# reason a line, for stages that are known to be wrong there and so are not compared. A case with edited.txt is wire copy
# and its edit: they are audited as well.
set -u
slant=$(realpath "${1:?'Usage: tests/golden/run.sh SLANT [--accept] [CASE...]'}")
shift
accept=0
[ "${1:-}" = --accept ] && accept=1 && shift
here=$(cd "$(dirname "$0")" && pwd)
cd "$here" || exit 2
# A small set of lexicons and stems of the tests' own: entries of the shipped ones come and go.
export SLANT_DATA=$here LC_ALL=C.UTF-8
lexicons=(--no-default-lexicons --lexicons lexicons)
stages=(text tokens hits voices jsonl csv check audit audit-text)
declare -A room=([text]='decode/' [tokens]='tokenize/ or stem/' [hits]='lexicon/ or match/' [voices]='voices/'
    [jsonl]='score/ or report/jsonl.c' [csv]='report/csv.c' [check]='check/'
    [audit]='audit/ or report/audit_json.c' [audit-text]='report/audit_text.c')
passed=0
failed=0

# print STAGE INPUT
print() {
    case $1 in
    jsonl) "$slant" score --format jsonl --spans --sentences --norms "${lexicons[@]}" "$2" ;;
    csv) "$slant" score --format csv "${lexicons[@]}" "$2" ;;
    check) "$slant" check --no-settings --no-progress --rule '*=suggestion' "${lexicons[@]}" "$2" ;;
    audit) "$slant" audit --format json "${lexicons[@]}" "$2" "${2%/*}/edited.txt" ;;
    audit-text) "$slant" audit --width 110 "${lexicons[@]}" "$2" "${2%/*}/edited.txt" ;;
    *) "$slant" show --dump="$1" "${lexicons[@]}" "$2" ;;
    esac
}

# One line of JSON becomes many, so that a diff shows the field.
readable() {
    case $1 in
    *.jsonl) sed 's/,"\([a-z_-]*\)":[[{]/\n&/g; s/},{/},\n  {/g' "$1" ;;
    *) cat "$1" ;;
    esac
}

got=$(mktemp -d)
trap 'rm -rf "$got"' EXIT
cases=("$@")
[ ${#cases[@]} -gt 0 ] || cases=(*/)
for case in "${cases[@]}"; do
    case=${case%/}
    [ "$case" = lexicons ] && continue
    input=
    for name in "$case/input.txt" "$case/input.jsonl" "$case/input.md" "$case/input.html"; do
        [ -e "$name" ] && input=$name
    done
    if [ -z "$input" ]; then
        echo "FAIL $case: there is no input.txt, .jsonl, .md or .html in it"
        failed=$((failed + 1))
        continue
    fi
    shown=0
    for stage in "${stages[@]}"; do
        want=$case/want.$stage
        grep -qs "^$stage " "$case/unpinned" && continue
        [[ $stage = audit* ]] && [ ! -e "$case/edited.txt" ] && continue
        [ "$stage" = check ] && [ "$input" = "$case/input.jsonl" ] && continue
        if ! print "$stage" "$input" >"$got/got.$stage" 2>"$got/err"; then
            echo "FAIL $case: $stage: slant ended badly"
            sed 's/^/    /' "$got/err"
            failed=$((failed + 1))
            shown=1
            continue
        fi
        if [ "$accept" -eq 1 ]; then
            cmp -s "$got/got.$stage" "$want" || echo "accepted $want"
            cp "$got/got.$stage" "$want"
            passed=$((passed + 1))
        elif cmp -s "$got/got.$stage" "$want"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            [ "$shown" -eq 1 ] && continue
            shown=1
            echo "FAIL $case: $stage: look into ${room[$stage]}"
            if [ -e "$want" ]; then
                diff -u --label "$want" --label "now" <(readable "$want") <(readable "$got/got.$stage") | head -n 60 | sed 's/^/    /'
            else
                echo "    there is no $want"
            fi
        fi
    done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
