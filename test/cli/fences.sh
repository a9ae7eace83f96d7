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
    : >"$dir/out"
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
curl -s -c "$dir/jar" "$url/sign-in" >"$dir/page"
token=$(sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$dir/page" | head -1)
person=$(tr '<' '\n' <"$dir/page" | sed -n '/head of service/q; s/.*name="person".*value="\([0-9]*\)".*/\1/p' | tail -1)
code=$(post /sign-in "token=$token&person=$person")
[ "$code" = 303 ] || bad "signing in: $code"
before=$("$s" verify --register "$dir/r" --json | sed -n 's/.*"entries":\([0-9]*\).*/\1/p')
code=$(curl -s -o "$dir/page" -w '%{http_code}' -b "$dir/jar" "$url/children")
[ "$code" = 200 ] || bad "the list of children: $code"
child=/child/$("$s" missing --register "$dir/r" --json | sed -n 's/.*"child":\([0-9]*\).*/\1/p' | head -1)
code=$(curl -s -o "$dir/page" -w '%{http_code}' -b "$dir/jar" "$url$child")
[ "$code" = 200 ] || bad "a child's page ($child): $code"
after=$("$s" verify --register "$dir/r" --json | sed -n 's/.*"entries":\([0-9]*\).*/\1/p')
[ "$after" -gt "$before" ] || bad "the look was not recorded: $before, $after"
# A photo: taken in, shown, and what is none refused; each on a page of its own sign-in.
printf '%s' 'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAAAAABWESUoAAAAFklEQVR42mNoIAAYRhWMKhhVMFIVAABCAAAfN5c2AAAAAABJRU5ErkJggg==' | base64 -d >"$dir/grey.png"
curl -s -b "$dir/jar" "$url$child/photo" >"$dir/page"
token=$(sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$dir/page" | head -1)
key=$(sed -n 's/.*name="key" value="\([^"]*\)".*/\1/p' "$dir/page" | head -1)
photo() { # file: the answer's code
    curl -s -o "$dir/page" -w '%{http_code}' -b "$dir/jar" -H "Origin: $url" -F "token=$token" \
        -F "key=$key" -F "photo=@$1;filename=face.jpg;type=image/jpeg" "$url$child/photo"
}
code=$(photo "$dir/log")
[ "$code" = 400 ] || bad "a photo that is none: $code"
grep -q 'not a photo' "$dir/page" || bad "a photo that is none is not called so"
code=$(curl -s -o /dev/null -w '%{http_code}' -b "$dir/jar" "$url$child/photo.jpg")
[ "$code" = 404 ] || bad "a photo that was refused is there: $code"
head -c 9000000 /dev/zero >"$dir/large"
code=$(photo "$dir/large")
[ "$code" = 413 ] || bad "a file of 9 MB: $code"
code=$(photo "$dir/grey.png")
[ "$code" = 303 ] || bad "a photo: $code"
curl -s -D "$dir/head" -o "$dir/face.jpg" -b "$dir/jar" "$url$child/photo.jpg"
grep -qi '^content-type: image/jpeg' "$dir/head" || bad "the photo's type"
grep -qi '^cache-control: no-store' "$dir/head" || bad "the photo may be kept by others"
head -c 3 "$dir/face.jpg" | od -An -tx1 | grep -q 'ff d8 ff' || bad "the photo was not made anew"
"$s" missing --register "$dir/r" >/dev/null || bad "reading beside the server failed"
sleep 2
kill -TERM "$server"
wait "$server" || { bad "the server did not end well: $?"; cat "$dir/log"; }
server=
grep -i 'status=io\|not permitted\|not implemented' "$dir/log" && bad "something was refused that is needed"
"$s" rebuild --check --register "$dir/r" >/dev/null || bad "rebuilding"
"$s" verify --register "$dir/r" >/dev/null || bad "verifying"
exit $wrong
