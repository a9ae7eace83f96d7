#!/bin/sh
# Pages for other machines: by TLS of our own, behind a proxy, and what is refused on the way.
# Two network namespaces: in b the register serves, from a people ask.
set -eu
s=$1
for tool in ip openssl curl; do
    command -v $tool >/dev/null || { echo "not run: $tool is not there"; exit 77; }
done
a=sf$$a b=sf$$b
[ "$(id -u)" = 0 ] || { echo "not run: only root may make network namespaces"; exit 77; }
ip netns add $a 2>/dev/null || { echo "not run: this kernel gives no network namespaces here"; exit 77; }
dir=$(mktemp -d)
. "$(dirname "$0")/registers.sh"
served=''
clean() {
    [ -z "$served" ] || kill -9 $served 2>/dev/null || true
    ip netns del $a 2>/dev/null || true
    ip netns del $b 2>/dev/null || true
    rm -rf "$dir"
}
trap clean EXIT
ip netns add $b
ip link add v$$a type veth peer name v$$b 2>/dev/null ||
    { echo "not run: this kernel makes no veth pairs"; exit 77; }
ip link set v$$a netns $a
ip link set v$$b netns $b
ip -n $a addr add 192.0.2.1/24 dev v$$a
ip -n $b addr add 192.0.2.2/24 dev v$$b
for n in $a $b; do ip -n $n link set lo up; done
ip -n $a link set v$$a up
ip -n $b link set v$$b up
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -subj "/CN=register.example" -addext "subjectAltName=DNS:register.example" \
    -keyout "$dir/tls.key" -out "$dir/tls.pem" 2>/dev/null
chmod 600 "$dir/tls.key"

"$s" init --register "$dir/r" --name Northmere --authority E09999001 >/dev/null
echo "base-address = https://register.example:8643" >>"$dir/r/sightline.conf"

serve() { # options
    ip netns exec $b "$s" serve --register "$dir/r" "$@" >"$dir/out" 2>"$dir/err" &
    served=$!
    : >"$dir/out"
    wait_ready "$dir/out" >/dev/null
    grep -q '^ready' "$dir/out" || bad "it does not serve: $(cat "$dir/err")"
}
stop() {
    kill -TERM $served
    wait $served || bad "it did not end well: $(tail -3 "$dir/err")"
    served=''
}
ask() { # namespace, curl's words: prints the status
    n=$1
    shift
    ip netns exec $n curl -s -m 10 -o "$dir/body" -D "$dir/head" -w '%{http_code}' "$@" || true
}
to="--cacert $dir/tls.pem --resolve register.example:8643:192.0.2.2"
page=https://register.example:8643/sign-in

serve --address 192.0.2.2 --port 8643 --certificate "$dir/tls.pem" --private-key "$dir/tls.key"
same "the sign-in from another machine" 200 "$(ask $a $to $page)"
grep -qi '^strict-transport-security: max-age=' "$dir/head" || bad "no word that TLS is to stay"
grep -qi '^set-cookie: .*; secure' "$dir/head" || bad "a cookie goes without TLS"
same "another name" 403 "$(ask $a $to -H 'Host: other.example:8643' $page)"
same "no name but a number" 403 "$(ask $a -k https://192.0.2.2:8643/sign-in)"
same "localhost, said from another machine" 403 "$(ask $a $to -H 'Host: localhost' $page)"
same "http where TLS is spoken" 000 "$(ask $a http://192.0.2.2:8643/sign-in)"
same "who says that they are here" 200 "$(ask $a $to -H 'X-Forwarded-For: 127.0.0.1' $page)"
# By address, not by what is said: a limit is reached under any number of said addresses.
printf 'x%.0s\n' $(seq 80) | while read -r x; do
    n=$((${n:-0} + 1))
    ask $a $to -H "X-Forwarded-For: 198.51.100.$n" -d x=1 $page
    echo
done >"$dir/codes"
grep -q 429 "$dir/codes" || bad "guessing is never slowed: $(sort "$dir/codes" | uniq -c)"
ask $a $to -d x=1 $page >/dev/null
grep -qi '^retry-after: [1-9]' "$dir/head" || bad "nobody is told when to come again"
stop

ip netns exec $b "$s" serve --register "$dir/r" --address 192.0.2.2 --port 8600 >"$dir/out" 2>"$dir/err" &&
    bad "pages were served off this machine without TLS"

# Behind a proxy on the same machine.
echo "behind-proxy = yes" >>"$dir/r/sightline.conf"
serve --port 8600
here=http://127.0.0.1:8600/sign-in
from="-H X-Forwarded-For:198.51.100.7 -H Host:register.example:8643"
same "by the proxy" 200 "$(ask $b $from -H 'X-Forwarded-Proto: https' $here)"
grep -qi '^strict-transport-security: max-age=' "$dir/head" || bad "behind a proxy no word of TLS"
grep -qi '^set-cookie: .*; secure' "$dir/head" || bad "behind a proxy a cookie goes without TLS"
same "by the proxy, asked without TLS" 403 "$(ask $b $from -H 'X-Forwarded-Proto: http' $here)"
same "by the proxy, which does not say how" 403 "$(ask $b $from $here)"
same "by the proxy, which does not say for whom" 403 \
    "$(ask $b -H 'Host: register.example:8643' -H 'X-Forwarded-Proto: https' $here)"
same "by the proxy, for another name" 403 \
    "$(ask $b -H 'X-Forwarded-For: 198.51.100.7' -H 'X-Forwarded-Proto: https' $here)"
same "on the machine itself" 200 "$(ask $b $here)"
same "not from elsewhere" 000 "$(ask $a http://192.0.2.2:8600/sign-in)"
stop
exit $wrong
