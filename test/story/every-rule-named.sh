#!/bin/sh
# Every rule of a nation is named by at least one story of that nation; else the list of those that
# are not. Usage: every-rule-named.sh RULES STORIES NATION
set -eu
rules=$1 stories=$2 nation=$3
default=england
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

folders=$(awk '$1 == "takes" { for (i = 2; i <= NF; i++) print $i }' "$rules/$nation/nation.txt")
for folder in "$nation" $folders; do
    cat "$rules/$folder"/*.rules
done | awk '/^(duty|alarm) / { print $2 }' | sort -u >"$work/rules"

# A story's lines of `then`, and the `and`s below one, say what a rule must do; that it is not there
# at all is not enough.
for story in "$stories"/*.story; do
    of=$(awk '$1 == "nation" { print $2; exit }' "$story")
    [ "${of:-$default}" = "$nation" ] || continue
    awk '$1 != "and" { kind = $1 }
         kind == "then" && $2 != "no" {
             for (i = 2; i < NF; i++)
                 if ($i ~ /^(duty|duties|alarm|alarms)$/) print $(i + 1)
         }' "$story"
done | sort -u >"$work/named"

comm -23 "$work/rules" "$work/named" >"$work/not"
if [ -s "$work/not" ]; then
    echo "no story names these rules of $nation; write one for each:"
    sed 's/^/    /' "$work/not"
    exit 1
fi
echo "every one of $(wc -l <"$work/rules" | tr -d ' ') rules of $nation is named by a story"
