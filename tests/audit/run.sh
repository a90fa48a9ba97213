#!/bin/sh
# What audits find: planted changes, false alarms, formats, odd input. Usage: tests/audit/run.sh SLANT
exec python3 "$(dirname "$0")/audit.py" "$1"
