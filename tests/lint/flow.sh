#!/bin/bash
# The way that data flow, held to: a room includes itself, the ground floor, and rooms before it in ROOMS; the porch
# includes slant.h and its own files; guests (other people's libraries) come in by one door each.
# Usage: tests/lint/flow.sh [ROOT]. GROUND, ROOMS and PORCH come from the environment, else from the Makefile.
set -u
root=$(realpath "${1:-$(dirname "$0")/../..}")
cd "$root" || exit 2
list() {
    sed -n "s/^$1 *:= *//p" Makefile
}
: "${GROUND:=$(list GROUND)}" "${ROOMS:=$(list ROOMS)}" "${PORCH:=$(list PORCH)}"

{
    find analyzer -name '*.[ch]' -exec grep -HnE '^[[:space:]]*#[[:space:]]*include' {} +
    # Folders and doors, as lines of the same shape.
    for folder in analyzer/*/; do
        echo "$folder:0:folder"
    done
    for room in $ROOMS; do
        [ -e "analyzer/$room/$room.h" ] || echo "analyzer/$room/:0:doorless"
    done
} | LC_ALL=C sort | awk -v ground="$GROUND" -v rooms="$ROOMS" -v porch="$PORCH" '
function bad(what) { print at ": " what; failed = 1 }
BEGIN {
    n = split(ground " " rooms, order, " ")
    for (i = 1; i <= n; i++) rank[order[i]] = i
    m = split(ground, floor, " ")
    for (i = 1; i <= m; i++) is_ground[floor[i]] = 1
    m = split(porch, door, " ")
    for (i = 1; i <= m; i++) is_porch[door[i]] = 1
    m = split("assert ctype dirent endian errno fcntl float getopt inttypes iso646 limits math poll pthread signal stdalign " \
              "stdarg stdatomic stdbool stddef stdint stdio stdlib string strings sys/mman sys/stat sys/types time " \
              "unistd emmintrin tmmintrin smmintrin immintrin arm_neon", ours, " ")
    for (i = 1; i <= m; i++) home[ours[i] ".h"] = 1
    door_of["libstemmer.h"] = " stem "
    door_of["gsl"] = " stats "
    door_of["jansson.h"] = " lsp "
    door_of["yaml.h"] = " curate "
    door_of["zlib.h"] = door_of["zstd.h"] = " input "
    door_of["utf8proc.h"] = " decode tokenize stem "
}
{
    split($0, part, ":")
    path = part[1]; at = part[1] ":" part[2]
    steps = split(path, step, "/")
    room = steps > 2 ? step[2] : ""
}
part[3] == "doorless" { bad("this room has no front door " room "/" room ".h"); next }
part[3] == "folder" {
    if (!(room in rank) && !(room in is_porch)) bad("this folder stands in none of GROUND, ROOMS, PORCH (Makefile)")
    next
}
room != "" && !(room in rank) && !(room in is_porch) { next }
match($0, /"[^"]*"/) {
    name = substr($0, RSTART + 1, RLENGTH - 2)
    if (name == "slant.h") next
    many = split(name, to, "/")
    if (room == "" && many == 1) next # the files at the top know each other
    if (many != 2 || name ~ /\.\./) { bad("\"" name "\" is not written \"room/file.h\""); next }
    if (to[1] == room) next
    if (room == "cli" && to[1] in is_porch && to[2] == to[1] ".h") next # the others of the porch are entered from there
    if (room in is_porch) { bad("the porch includes slant.h and its own files, not \"" name "\""); next }
    if (!(to[1] in rank)) { bad("\"" name "\" is of no room"); next }
    if (room == "" || to[1] in is_ground && !(room in is_ground)) next
    if (rank[to[1]] > rank[room]) bad(room "/ comes before " to[1] "/: it may not include \"" name "\"")
    next
}
match($0, /<[^>]*>/) {
    name = substr($0, RSTART + 1, RLENGTH - 2)
    if (name in home || room in is_porch && name ~ /^(sys\/|time\.h)/) next
    guest = name ~ /^gsl\// ? "gsl" : name
    if (!(guest in door_of)) { bad("<" name "> is a guest whom nobody knows"); next }
    if (index(door_of[guest], " " room " ") > 0 && room != "") next
    if (guest == "utf8proc.h" && path == "analyzer/pipeline.c") next # for its version
    bad("<" name "> comes in through" door_of[guest] "alone")
    next
}
{ bad("an include that cannot be read") }
END { exit failed }'
