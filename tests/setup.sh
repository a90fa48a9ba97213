#!/bin/sh
# Installs the Debian packages named that are not there yet; says what to do where that cannot be done.
set -eu
missing=
for package in "$@"; do
    status=$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    case $status in
    ii*) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -z "$missing" ] && exit 0

say() {
    echo "slant needs these packages:$missing" >&2
    echo "$1" >&2
    exit 1
}

if ! command -v apt-get >/dev/null 2>&1; then
    # Not Debian: perhaps the libraries stand here under other names. The compiler will tell.
    if printf '#include <libstemmer.h>\n#include <gsl/gsl_cdf.h>\n#include <utf8proc.h>\n#include <yaml.h>\n#include <zstd.h>\n#include <zlib.h>\n#include <jansson.h>\n' |
        ${CC:-cc} -E -x c - >/dev/null 2>&1; then
        exit 0
    fi
    say "There is no apt-get here: install them, or what they are called on this system, and try again."
fi
sudo=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || say "Install them as root: apt-get install$missing"
    sudo=sudo
fi
echo "Installing:$missing" >&2
# shellcheck disable=SC2086 # a list of words
if ! $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1; then
    $sudo apt-get update -qq >&2 || say "The list of packages could not be brought up to date (apt-get update)."
    # shellcheck disable=SC2086
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2 ||
        say "apt-get could not install them."
fi
