#!/bin/sh
# What no browser sends, over a real connection: the server refuses it or hangs up, tells nothing,
# and goes on serving.
set -eu
s=$1
absurd=$2
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT
"$s" simulate --register "$dir/r" --seed 7 --children 20 --years 1 --evening >/dev/null
"$s" serve --register "$dir/r" --port 0 >"$dir/out" 2>"$dir/log" &
server=$!
for i in $(seq 100); do
    grep -q '^ready' "$dir/out" && break
    sleep 0.1
done
url=$(sed -n 's/^ready //p' "$dir/out")
wrong=0
"$absurd" "${url##*:}" || wrong=1
kill -0 "$server" || { echo "the server is gone"; cat "$dir/log"; wrong=1; }
grep -qi 'sanitizer\|runtime error' "$dir/log" && { cat "$dir/log"; wrong=1; }
kill -TERM "$server"
wait "$server" || { echo "the server did not end well: $?"; cat "$dir/log"; wrong=1; }
server=
"$s" verify --register "$dir/r" >/dev/null || { echo "the journal is not whole"; wrong=1; }
exit $wrong
