#!/bin/sh
# The fences: what is tried from inside is refused, and the server behind them still serves,
# records, rebuilds and ends well. Arguments: sightline, and the program that tries.
set -eu
s=$1
fenced=$2
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT
wrong=0
bad() {
    echo "$1"
    wrong=1
}
mkdir "$dir/own"
echo kept >"$dir/own/kept"
"$fenced" "$dir/own" || bad "a fence does not hold"
command -v curl >/dev/null || { echo "curl is not there: nothing was served"; exit 77; }

start() { # options of serve
    "$s" serve --register "$dir/r" --port 0 "$@" >"$dir/out" 2>"$dir/log" &
    server=$!
    for i in $(seq 100); do
        grep -q '^ready' "$dir/out" && break
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    url=$(sed -n 's/^ready //p' "$dir/out")
}
"$s" simulate --register "$dir/r" --seed 7 --children 60 --years 1 --evening >/dev/null
# Tables of other rules are folded anew at the start; the file beside is made inside the fence, too.
if "$fenced" "$dir/own" | grep -q '^skipped'; then
    echo "skipped: no Landlock"
    start --require-fences
    [ -z "$url" ] || bad "served without fences that were required"
    server=
    start
else
    start --require-fences
    grep -q '^sightline: fences: seccomp, Landlock [1-9]' "$dir/log" || bad "the fences are not named"
fi
[ -n "$url" ] || { cat "$dir/log"; exit 1; }
host=${url#http://}
post() { # address, form
    curl -s -o "$dir/page" -w '%{http_code}' -b "$dir/jar" -c "$dir/jar" -H "Origin: $url" \
        -H "Host: $host" --data "$2" "$url$1"
}
person=$("$s" people --register "$dir/r" --json | tr '{' '\n' |
    sed -n 's/.*"subject":\([0-9]*\).*"kind":"person".*/\1/p' | head -1)
[ -n "$person" ] || person=$(curl -s "$url/sign-in" | sed -n 's/.*name="person" value="\([0-9]*\)".*/\1/p' | head -1)
code=$(post /sign-in "person=$person")
[ "$code" = 303 ] || bad "signing in: $code"
code=$(curl -s -o "$dir/page" -w '%{http_code}' -b "$dir/jar" "$url/")
case $code in 200 | 303) ;; *) bad "the first page: $code" ;; esac
grep -c . "$dir/r/sightline.conf" >/dev/null
"$s" missing --register "$dir/r" >/dev/null || bad "reading beside the server failed"
sleep 2
kill -TERM "$server"
wait "$server" || { bad "the server did not end well: $?"; cat "$dir/log"; }
server=
grep -i 'status=io\|not permitted\|not implemented' "$dir/log" && bad "something was refused that is needed"
"$s" rebuild --check --register "$dir/r" >/dev/null || bad "rebuilding"
"$s" verify --register "$dir/r" >/dev/null || bad "verifying"
exit $wrong
