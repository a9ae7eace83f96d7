#!/bin/sh
# The database server goes away under a server: it ends by itself and says why, so that whoever looks
# after it starts it again; started again when the database is back, it serves as before.
set -eu
s=$1
here=$(dirname "$0")/..
command -v curl >/dev/null || { echo "curl is not there: nothing was tried"; exit 77; }
address=$("$here/postgres-up") || exit $?
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; "$here/postgres-down" "$address" || true; rm -rf "$dir"' EXIT
folder=${address##*host=}
bin=$(dirname "$(readlink -f "/proc/$(head -n 1 "$folder/data/postmaster.pid")/exe")")
as=
[ "$(id -u)" != 0 ] || as='runuser -u postgres --'
export SIGHTLINE_KEY_FILE="$dir/key"
wrong=0
serve() {
    : >"$dir/out" # what the server before it said is no sign of this one
    "$s" serve --register "$address" --port 0 >"$dir/out" 2>"$dir/log" &
    server=$!
    for i in $(seq 150); do
        grep -q '^ready' "$dir/out" && return
        sleep 0.1
    done
    echo "it did not start:"; cat "$dir/log"; exit 1
}
"$s" init --register "$address" --name Northmere --authority E09999999 >/dev/null
serve
# shellcheck disable=SC2086
$as "$bin/pg_ctl" -s -D "$folder/data" stop -m immediate >/dev/null 2>&1 </dev/null
for i in $(seq 150); do
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
if kill -0 "$server" 2>/dev/null; then
    echo "it goes on without its database"
    wrong=1
elif wait "$server"; then
    echo "it ended as if all were well"
    wrong=1
fi
server=
grep -q 'nothing that was confirmed is lost' "$dir/log" || { cat "$dir/log"; wrong=1; }
# shellcheck disable=SC2086
$as "$bin/pg_ctl" -w -s -D "$folder/data" -l "$folder/log" \
    -o "-c listen_addresses='' -c unix_socket_directories=$folder" start >/dev/null 2>&1 </dev/null
serve
code=$(curl -s -o /dev/null -w '%{http_code}' "$(sed -n 's/^ready //p' "$dir/out")/sign-in")
[ "$code" = 200 ] || { echo "after it came back: $code"; wrong=1; }
kill -TERM "$server"
wait "$server" || { echo "the server did not end well: $?"; cat "$dir/log"; wrong=1; }
server=
exit $wrong
