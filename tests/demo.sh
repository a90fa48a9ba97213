#!/bin/sh
# What slant does, in one minute: four newspapers, five stories, one article close up. Usage: tests/demo.sh SLANT
set -eu
slant=${1:?'Usage: tests/demo.sh SLANT'}
cd "$(dirname "$0")/.."
corpus=corpus/harbour
page=$(dirname "$slant")/beacon-01.html

bold=
plain=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$(printf '\033[1m')
    plain=$(printf '\033[0m')
fi

say() {
    printf '\n%s%s%s\n\n' "$bold" "$1" "$plain"
}

# The outlet's name of each article on the strike, and how it put it.
headline() {
    printf '  %-18s %s\n' "$2" "$(head -n 1 "$corpus/texts/$1/01.txt")"
}

say "One strike, four newspapers (all invented: corpus/harbour)"
headline wire "Harbour Wire"
headline ledger "The Ledger"
headline beacon "The Daily Beacon"
headline tribune "Tribune of Labour"

say "Their twenty articles, measured:  $slant score $corpus/articles.jsonl"
"$slant" score "$corpus/articles.jsonl" --no-progress

say "One of them, close up:  $slant score $corpus/texts/beacon/01.txt"
"$slant" score "$corpus/texts/beacon/01.txt" --no-progress

"$slant" show --html "$corpus/texts/beacon/01.txt" >"$page"

say "Now you"
echo "  See it marked       $slant show $corpus/texts/beacon/01.txt"
echo "  ... as a page       open $page in a browser: every mark says why it is there"
echo "  Your own article    $slant score FILE.txt   (or paste it: $slant score -, then Ctrl-D)"
