#!/bin/sh
# The server as it runs: ready line, pages only after sign-in, powers given up, a clean end.
set -eu
s=$1
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT
wrong=0
same() {
    [ "$2" = "$3" ] && return
    echo "$1: wanted \"$2\", got \"$3\""
    wrong=1
}
command -v curl >/dev/null || { echo "curl is not there: nothing was tried"; exit 77; }
"$s" simulate --register "$dir/r" --seed 7 --children 60 --years 1 --evening >/dev/null
"$s" serve --register "$dir/r" --port 0 >"$dir/out" 2>"$dir/log" &
server=$!
for i in $(seq 100); do
    grep -q '^ready' "$dir/out" && break
    sleep 0.1
done
url=$(sed -n 's/^ready //p' "$dir/out")
same "a stranger is sent to sign in" 303 "$(curl -s -o /dev/null -w '%{http_code}' "$url/")"
# Every thread, also those that ran before: the writer's, the clock's, those that carry.
same "system calls are filtered" 2 "$(sed -n 's/^Seccomp:[[:space:]]*//p' /proc/$server/task/*/status | sort -u)"
same "no new privileges" 1 "$(sed -n 's/^NoNewPrivs:[[:space:]]*//p' /proc/$server/status)"
if "$s" record /dev/null --register "$dir/r" >/dev/null 2>"$dir/err"; then
    echo "a second writer was let in"
    wrong=1
fi
"$s" missing --register "$dir/r" >"$dir/missing" 2>"$dir/err" || { echo "reading beside the server failed"; wrong=1; }
grep -q "this look was not recorded" "$dir/err" || { echo "a look that is not recorded did not say so"; wrong=1; }
grep -q "missing or away" "$dir/missing" || wrong=1
kill -TERM "$server"
wait "$server" || { echo "the server did not end well: $?"; cat "$dir/log"; wrong=1; }
server=
"$s" verify --register "$dir/r" >/dev/null || wrong=1
exit $wrong
