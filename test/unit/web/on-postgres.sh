#!/bin/sh
# Runs tests of pages over a register on a throw-away PostgreSQL. Usage: on-postgres.sh TEST...
set -eu
here=$(dirname "$0")/../..
SIGHTLINE_WORLD_POSTGRES=$("$here/postgres-up")
export SIGHTLINE_WORLD_POSTGRES
trap '"$here/postgres-down" "$SIGHTLINE_WORLD_POSTGRES"' EXIT
wrong=0
for test in "$@"; do
    "$test" || { echo "$test: failed on PostgreSQL"; wrong=1; }
done
exit $wrong
