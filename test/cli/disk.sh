#!/bin/sh
# A full disk, a real one: pages that cannot record a look are not shown and say so in plain words;
# with room again they are. Needs a file system of its own, which needs rights to mount: else 77.
set -eu
s=$1
if [ "${2:-}" != inside ]; then
    command -v curl >/dev/null || { echo "curl is not there: nothing was tried"; exit 77; }
    unshare -m true 2>/dev/null || { echo "no rights to mount here: nothing was tried"; exit 77; }
    exec unshare -m "$0" "$s" inside
fi
dir=$(mktemp -d)
server=
mount -t tmpfs -o size=24m sightline-test "$dir" || { rmdir "$dir"; exit 77; }
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; wait; umount "$dir" && rmdir "$dir"' EXIT
wrong=0
same() {
    [ "$2" = "$3" ] && return
    echo "$1: wanted \"$2\", got \"$3\""
    wrong=1
}
start() {
    "$s" serve --register "$dir/r" --port 0 >"$dir/out" 2>"$dir/log" &
    server=$!
    for i in $(seq 300); do
        grep -q '^ready' "$dir/out" && break
        sleep 0.1
    done
    url=$(sed -n 's/^ready //p' "$dir/out")
}
sign_in() { # as the person of this number: a made-up register takes a name
    rm -f "$dir/jar"
    token=$(curl -s -c "$dir/jar" "$url/sign-in" |
        sed -n 's/.*name="token"[^>]*value="\([^"]*\)".*/\1/p' | head -1)
    curl -s -o "$dir/page" -b "$dir/jar" -c "$dir/jar" -H "Origin: $url" -d "person=$person" \
        -d "token=$token" "$url/sign-in"
}
page() { curl -s -o "$dir/page" -w '%{http_code}' -b "$dir/jar" "$url$1"; }

"$s" simulate --register "$dir/r" --seed 7 --children 20 --years 1 --evening >/dev/null
person=$("$s" people --register "$dir/r" | sed -n 's/^ *no:\([0-9]*\) .*team manager.*/\1/p' | head -1)
start
: >"$dir/jar"
: >"$dir/page"
sign_in
same "signed in, the list" 200 "$(page /children)"
child=$(sed -n 's,.*href="\(/child/[0-9]*\)".*,\1,p' "$dir/page" | head -1)
same "with room, a child's file" 200 "$(page "$child")"
name=$(sed -n 's,.*<h1[^>]*>\([^<]*\)<.*,\1,p' "$dir/page" | head -1)
# Room for the answer that curl writes, and none for the register.
head -c 65536 /dev/zero >"$dir/page"
dd if=/dev/zero of="$dir/filler" bs=4096 2>/dev/null || true
full=200
tries=0
while [ "$full" = 200 ] && [ $tries -lt 400 ]; do # what the log had in hand is used up first
    full=$(page "$child")
    tries=$((tries + 1))
done
same "the disk is full: a child's file" 503 "$full"
grep -q "could not be recorded, so the record is not shown\|stop this program, look at the disk" "$dir/page" ||
    { echo "not in plain words:"; sed 's/<[^>]*>//g' "$dir/page" | grep -v '^ *$' | head -20; wrong=1; }
if [ -n "$name" ] && grep -q "$name" "$dir/page"; then
    echo "the child's name was shown"
    wrong=1
fi
same "and a list of children" 503 "$(page /children)"
rm "$dir/filler"
again=$(page "$child")
if [ "$again" != 200 ]; then # what a disk that failed has kept is not known: start again
    kill -TERM "$server"
    wait "$server" || true
    start
    sign_in
    again=$(page "$child")
    echo "with room again it was started again"
fi
same "with room again, a child's file" 200 "$again"
kill -TERM "$server"
wait "$server" || { echo "the server did not end well: $?"; wrong=1; }
server=
"$s" verify --register "$dir/r" >/dev/null || { echo "the register does not add up"; wrong=1; }
echo "refused after $tries looks; the child's heading was \"$name\""
exit $wrong
