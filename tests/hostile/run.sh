#!/bin/sh
# Inputs that mean harm, or that nobody meant: bounds of time and memory. Usage: tests/hostile/run.sh SLANT
set -eu
exec python3 "$(dirname "$0")/hostile.py" "$@"
