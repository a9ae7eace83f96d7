#!/bin/sh
# The clock by hand and as it serves: days led through, nothing twice, a second server takes over.
set -eu
s=$1
dir=$(mktemp -d)
first= second=
trap 'for p in $first $second; do kill -9 "$p" 2>/dev/null || true; done; rm -rf "$dir"' EXIT
wrong=0
same() {
    [ "$2" = "$3" ] && return
    echo "$1: wanted \"$2\", got \"$3\""
    wrong=1
}
steps() { # of the JSON that the verb prints
    sed -n 's/.*"raised":\([0-9]*\),"warned":\([0-9]*\),"escalated":\([0-9]*\).*/\1+\2+\3/p' | bc
}
command -v bc >/dev/null || { echo "bc is not there: nothing was tried"; exit 77; }

"$s" simulate --register "$dir/r" --seed 3 --children 80 --years 2 --until 2026-03-27T20:00Z >/dev/null
same "history is not climbed" 0 "$("$s" clock --register "$dir/r" --at 2026-03-27T20:00Z --json | steps)"
week=$("$s" clock --register "$dir/r" --at 2026-04-03T20:00Z --json | steps)
[ "$week" -gt 0 ] || { echo "a week passed and nothing was done"; wrong=1; }
same "the same week again" 0 "$("$s" clock --register "$dir/r" --at 2026-04-03T20:00Z --json | steps)"
same "the clock moved back" 0 "$("$s" clock --register "$dir/r" --at 2026-03-28T20:00Z --json | steps)"
"$s" rebuild --check --register "$dir/r" >/dev/null || wrong=1

"$s" init --register "$dir/real" --authority E06000999 >/dev/null
if "$s" clock --register "$dir/real" --at 2026-04-03T20:00Z >/dev/null 2>"$dir/err"; then
    echo "a real register was led through made-up days"
    wrong=1
fi
grep -q "made-up people" "$dir/err" || wrong=1

ready() {
    for i in $(seq 150); do
        grep -q '^ready' "$1" && return
        sleep 0.1
    done
    echo "no server became ready: $1"
    wrong=1
}
"$s" serve --register "$dir/r" --port 0 >"$dir/out1" 2>"$dir/log1" &
first=$!
ready "$dir/out1"
"$s" serve --register "$dir/r" --port 0 --stand-by >"$dir/out2" 2>"$dir/log2" &
second=$!
sleep 0.5
same "one that stands by serves nothing" "" "$(cat "$dir/out2")"
kill -9 "$first"
wait "$first" 2>/dev/null || true
first=
ready "$dir/out2"
kill -TERM "$second"
wait "$second" || { echo "the second server did not end well: $?"; cat "$dir/log2"; wrong=1; }
second=
"$s" verify --register "$dir/r" >/dev/null || wrong=1
"$s" rebuild --check --register "$dir/r" >/dev/null || wrong=1
exit $wrong
