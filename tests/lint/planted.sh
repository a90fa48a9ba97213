#!/bin/bash
# Proves that lint can fail: plants one fault of each kind in a copy of the tree and sees that it is found, by name.
set -u
root=$(realpath "$(dirname "$0")/../..")
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
passed=0
failed=0

fresh() {
    rm -rf "${copy:?}/tree"
    mkdir "$copy/tree"
    (cd "$root" && cp -r analyzer tests Makefile .clang-format "$copy/tree/")
    [ ! -d "$root/.ci" ] || cp -r "$root/.ci" "$copy/tree/"
    cd "$copy/tree" || exit 2
}

# planted CHECK NAME WORDS: after the fault, CHECK must fail and say WORDS, which it did not say before.
planted() {
    local check=$1 name=$2 words=$3 status
    tests/lint/lint.sh "$check" >"$copy/after" 2>&1
    status=$?
    if grep -q "^skipped $check" "$copy/after"; then
        echo "skipped $name: $(grep "^skipped $check" "$copy/after")"
    elif [ "$status" -ne 0 ] && grep -qF -- "$words" "$copy/after" && ! grep -qF -- "$words" "$copy/before.$check"; then
        passed=$((passed + 1))
        echo "found   $name"
    else
        failed=$((failed + 1))
        echo "FAIL    $name was not found: $check said"
        sed 's/^/        /' "$copy/after" | head -n 20
    fi
    fresh
}

fresh
for check in flow headers globals silent format static shell python; do
    tests/lint/lint.sh "$check" >"$copy/before.$check" 2>&1
done

sed -i '1i #include "score/score.h"' analyzer/match/match.c
planted flow "a room that looks ahead" 'match/ comes before score/: it may not include "score/score.h"'
sed -i '1i #include "match/match.h"' analyzer/base/arena.c
planted flow "a ground floor that looks up" 'base/ comes before match/'
sed -i '1i #include "base/buffer.h"' analyzer/cli/main.c
planted flow "a porch that looks behind slant.h" 'the porch includes slant.h and its own files, not "base/buffer.h"'
sed -i '1i #include <gsl/gsl_cdf.h>' analyzer/match/match.c
planted flow "GSL outside its door" '<gsl/gsl_cdf.h> comes in through stats alone'
sed -i '1i #include <libstemmer.h>' analyzer/lexicon/lexicon.c
planted flow "libstemmer outside its door" '<libstemmer.h> comes in through stem alone'
sed -i '1i #include <zlib.h>' analyzer/job.c
planted flow "zlib at the top" '<zlib.h> comes in through input alone'
sed -i '1i #include <yyjson.h>' analyzer/input/json.c
planted flow "a guest whom nobody knows" '<yyjson.h> is a guest whom nobody knows'
sed -i '1i #include "match.h"' analyzer/match/match.c
planted flow "an include without its room" '"match.h" is not written "room/file.h"'
sed -i '1i #include "../score/score.h"' analyzer/match/match.c
planted flow "an include by way of .." '"../score/score.h" is not written "room/file.h"'
mkdir analyzer/attic && echo 'int attic;' >analyzer/attic/attic.c
planted flow "a folder that is no room" 'stands in none of GROUND, ROOMS, PORCH'
mv analyzer/match/match.h analyzer/match/matching.h
planted flow "a room without its front door" 'no front door match/match.h'
printf 'struct slant_planted { uint32_t n; };\n' >analyzer/match/planted.h
planted headers "a header that does not compile alone" 'analyzer/match/planted.h does not compile alone'
printf 'static int planted;\nint slant_planted(void);\nint slant_planted(void)\n{\n    return planted++;\n}\n' >>analyzer/match/match.c
planted globals "a writable global" 'analyzer-match-match.c: planted is writable'
printf 'int slant_planted(void);\nint slant_planted(void)\n{\n    static int calls = 3;\n    return calls++;\n}\n' >>analyzer/report/csv.c
planted globals "a static in a function" 'analyzer-report-csv.c: calls'
printf '_Thread_local int slant_planted;\n' >>analyzer/job.c
planted globals "a variable of the thread" 'analyzer-job.c: slant_planted'
printf '#include <stdio.h>\nvoid slant_planted(void);\nvoid slant_planted(void)\n{\n    printf("%%d here", 1);\n}\n' >>analyzer/match/match.c
planted silent "a printf in a room" 'analyzer-match-match.c: calls printf'
printf '#include <stdlib.h>\nvoid slant_planted(void);\nvoid slant_planted(void)\n{\n    exit(getenv("X") != NULL);\n}\n' >>analyzer/score/score.c
planted silent "an exit and a getenv in a room" 'analyzer-score-score.c: calls exit'
printf '#include <time.h>\nlong slant_planted(void);\nlong slant_planted(void)\n{\n    return time(NULL);\n}\n' >>analyzer/pipeline.c
planted silent "the clock" 'analyzer-pipeline.c: calls time'
printf 'int  slant_planted( void ){return 1;}\n' >analyzer/match/planted.c
planted format "code that is laid out badly" 'analyzer/match/planted.c'
printf '#include <stdlib.h>\nint slant_planted(int n)\n{\n    int room[4] = {0};\n    char *lost = malloc(8);\n    return lost ? room[4] + n : 0;\n}\n' >analyzer/match/planted.c
planted static "an array read past its end" 'analyzer/match/planted.c'
# shellcheck disable=SC2016 # the fault is the point
printf '#!/bin/sh\nrm -rf $1/*\n' >tests/planted.sh && chmod +x tests/planted.sh
planted shell "a script with a fault" 'tests/planted.sh'
printf '#!/bin/sh\n' >tests/planted.sh
planted shell "a script that cannot be run" 'tests/planted.sh cannot be run'
printf 'import numpy\n' >tests/planted.py
planted python "a test that needs more than Python" 'numpy is not of the standard library'
echo "$passed found, $failed not found"
[ "$failed" -eq 0 ]
