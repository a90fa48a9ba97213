#!/bin/sh
# The command line: what scripts depend on. Usage: tests/cli/run.sh SLANT
set -eu
exec python3 "$(dirname "$0")/cli.py" "$@"
