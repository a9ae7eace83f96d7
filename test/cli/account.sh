#!/bin/sh
# The first account of a fresh register: invited by command, enrolled over HTTP, still signed in
# after the server was killed, and out when the account has ended.
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
for tool in curl openssl base32 xxd; do
    command -v $tool >/dev/null || { echo "$tool is not there: nothing was tried"; exit 77; }
done
serve() {
    : >"$dir/out"
    "$s" serve --register "$dir/r" --port 0 >"$dir/out" 2>>"$dir/log" &
    server=$!
    for i in $(seq 100); do
        grep -q '^ready' "$dir/out" && break
        sleep 0.1
    done
    url=$(sed -n 's/^ready //p' "$dir/out")
}
get() { curl -s -b "$dir/jar" -c "$dir/jar" -o "$dir/page" -w '%{http_code}' "$url$1"; }
post() {
    token=$(sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$dir/page" | head -1)
    curl -s -b "$dir/jar" -c "$dir/jar" -o "$dir/page" -w '%{http_code}' \
        --data-urlencode "token=$token" "$@"
}
# Six digits of RFC 6238 for a key in base 32.
code() {
    key=$(printf '%s' "$1" | base32 -d | xxd -p | tr -d '\n')
    step=$(printf '%016x' $(($(date +%s) / 30)))
    mac=$(printf '%s' "$step" | xxd -r -p | openssl dgst -sha1 -mac HMAC -macopt "hexkey:$key" |
        sed 's/.* //')
    at=$((0x$(printf '%s' "$mac" | cut -c40) * 2 + 1))
    part=$((0x$(printf '%s' "$mac" | cut -c"$at-$((at + 7))") & 0x7fffffff))
    printf '%06d' $((part % 1000000))
}

"$s" init --register "$dir/r" --name Northmere --authority E06000999 >/dev/null
person=$("$s" record --register "$dir/r" --json - <<'EVENTS' | sed -n 's/.*"subject":\([0-9]*\).*/\1/p' | head -1
{"kind":"person-registered","name":"Maren Thole","agency":1,"title":"Director","happened":"2026-01-05T09:00Z"}
EVENTS
)
[ -n "$person" ] || person=$("$s" people --register "$dir/r" | sed -n 's/.*no:\([0-9]*\).*Maren.*/\1/p' | head -1)
printf '{"kind":"involvement-started","subject":"no:1","role":"director","person":%s,"happened":"2026-01-05T09:00Z"}\n' \
    "$person" | "$s" record --register "$dir/r" - >/dev/null
refused=0
"$s" account invite --register "$dir/r" --person 1 --sign-in x@y.example >/dev/null 2>"$dir/err" || refused=$?
same "an agency has no account" 1 $refused
path=$("$s" account invite --register "$dir/r" --person "$person" --sign-in Maren@northmere.example)
same "it is invited" invited "$("$s" account list --register "$dir/r" | awk '{print $3}')"

serve
same "a name alone is not enough" 303 "$(get /duties)"
same "the sign-in page" 200 "$(get /sign-in)"
same "nobody is believed" 400 "$(post -d "person=$person" "$url/sign-in")"
same "the invitation" 200 "$(get "$path")"
same "a bad password" 400 "$(post -d password=password1234 -d again-password=password1234 "$url$path")"
same "a password" 200 "$(post --data-urlencode 'password=lamp otter window' \
    --data-urlencode 'again-password=lamp otter window' "$url$path")"
key=$(sed -n 's/.*class="sl-key">\([A-Z2-7 ]*\)<.*/\1/p' "$dir/page" | tr -d ' ')
same "the phone" 200 "$(post -d "code=$(code "$key")" "$url/enrol-phone")"
same "ten codes" 10 "$(grep -c '<li><code>' "$dir/page")"
same "in" 303 "$(post -d role=director "$url/sign-in/role")"
same "my account" 200 "$(get /my-account)"
kill -9 "$server"
wait "$server" 2>/dev/null || true
serve
same "still in after it was killed" 200 "$(get /my-account)"
grep -q 'maren@northmere.example' "$dir/page" || { echo "the page does not say who"; wrong=1; }
same "the invitation is used up" 404 "$(get "$path")"
kill -TERM "$server"
wait "$server" || { echo "the server did not end well"; wrong=1; }
"$s" account end --register "$dir/r" --person "$person" --reason "left" >/dev/null
same "it has ended" ended "$("$s" account list --register "$dir/r" | awk '{print $3}' | tr -d ,)"
serve
same "out when the account has ended" 303 "$(get /my-account)"
kill -TERM "$server"
wait "$server" || true
server=
if grep -qi 'maren\|127\.0\.0\.1:[0-9]* \|otter' "$dir/log"; then
    echo "the log says too much"
    wrong=1
fi
exit $wrong
