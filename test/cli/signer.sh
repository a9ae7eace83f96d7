#!/bin/sh
# The signer: a process of its own that `serve` starts, or one that runs already; each killed while
# pages are served, which go on; heads are signed again when it is back.
set -eu
s=$1
dir=$(mktemp -d)
server=
signer=
trap 'for p in $server $signer; do kill "$p" 2>/dev/null || true; done; rm -rf "$dir"' EXIT
wrong=0
bad() {
    echo "$1"
    wrong=1
}
command -v curl >/dev/null || { echo "curl is not there: nothing was tried"; exit 77; }
command -v pgrep >/dev/null || { echo "pgrep is not there: nothing was tried"; exit 77; }
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
    [ -n "$url" ] || { echo "it does not serve"; cat "$dir/log"; exit 1; }
    curl -s -c "$dir/jar" "$url/sign-in" >"$dir/page"
    token=$(sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$dir/page" | head -1)
    person=$(tr '<' '\n' <"$dir/page" | sed -n '/head of service/q; s/.*name="person".*value="\([0-9]*\)".*/\1/p' | tail -1)
    curl -s -o "$dir/page" -b "$dir/jar" -c "$dir/jar" -H "Origin: $url" \
        --data "token=$token&person=$person" "$url/sign-in"
}
end() {
    kill -TERM "$server"
    wait "$server" || { bad "the server did not end well: $?"; cat "$dir/log"; }
    server=
}
heads() {
    "$s" verify --register "$dir/r" --json | sed -n 's/.*"heads":\([0-9]*\).*/\1/p'
}
looked() { # a child's page: an entry more
    code=$(curl -s -o "$dir/page" -w '%{http_code}' -b "$dir/jar" "$url/child/$child")
    [ "$code" = 200 ] || bad "a child's page, $1: $code"
}
signed_more() { # than $1, within ten seconds
    for i in $(seq 50); do
        [ "$(heads)" -gt "$1" ] && return
        sleep 0.2
    done
    bad "no head was signed $2"
}
"$s" simulate --register "$dir/r" --seed 7 --children 60 --years 1 --evening >/dev/null
child=$("$s" missing --register "$dir/r" --json | sed -n 's/.*"child":\([0-9]*\).*/\1/p' | head -1)
[ -n "$child" ] || child=$("$s" missing --register "$dir/r" --json | grep -o '"child":[0-9]*' | head -1 | cut -d: -f2)

# One that `serve` starts: keeper and signer are programs of their own.
start
keeper=$(pgrep -P "$server" -f 'signer --register' || true)
[ -n "$keeper" ] || bad "no signer was started"
was=$(heads)
looked "with a signer"
signed_more "$was" "by a signer of its own"
worker=$(pgrep -P "$keeper" || true)
grep -q '^Seccomp:.*2' "/proc/$worker/status" || bad "the signer's calls are not filtered"
kill -9 "$worker"
looked "without a signer"
was=$(heads)
sleep 1
looked "after a signer's death"
signed_more "$was" "after it was started again"
end
for i in $(seq 30); do
    grep -q '^State:[[:space:]]*[^Z]' "/proc/$keeper/status" 2>/dev/null || break
    sleep 0.1
done
grep -q '^State:[[:space:]]*[^Z]' "/proc/$keeper/status" 2>/dev/null && bad "the signer outlives the server"

# One in a folder of its own, for a register that nobody signed yet.
rm -rf "$dir/r"
"$s" init --register "$dir/r" --name Northmere --authority E06000999 >/dev/null
sed 's/^made-up.*//' "$dir/r/sightline.conf" >"$dir/conf"
echo 'made-up = yes' >>"$dir/conf"
cp "$dir/conf" "$dir/r/sightline.conf"
origin=$(sed -n 's/^origin = //p' "$dir/r/sightline.conf")
run_signer() {
    : >"$dir/key"
    "$s" signer --folder "$dir/s" --origin "$origin" --socket "$dir/socket" >"$dir/key" 2>"$dir/slog" &
    signer=$!
    for i in $(seq 50); do
        grep -q '^signs as' "$dir/key" && break
        sleep 0.1
    done
}
if "$s" serve --register "$dir/r" --port 0 --signer "$dir/socket" >/dev/null 2>"$dir/log"; then
    bad "served though the signer named was never there"
fi
grep -q 'signer does not answer' "$dir/log" || bad "who is missing is not said"
run_signer
start --signer "$dir/socket"
for i in $(seq 50); do
    [ "$(heads)" -ge 1 ] && break
    sleep 0.2
done
was=$(heads)
[ "$was" -ge 1 ] || bad "nothing was signed by the signer in its folder"
kill -9 "$signer"
wait "$signer" 2>/dev/null || true
signer=
curl -s -o "$dir/page" "$url/sign-in" || bad "pages end with the signer"
end
run_signer
start --signer "$dir/socket"
end
kill "$signer"
signer=
"$s" verify --register "$dir/r" >/dev/null || bad "the journal is not sound"
# Another signer's key is not believed.
rm -rf "$dir/s"
run_signer
if "$s" serve --register "$dir/r" --port 0 --signer "$dir/socket" >/dev/null 2>"$dir/log"; then
    bad "another signer was believed"
fi
exit $wrong
