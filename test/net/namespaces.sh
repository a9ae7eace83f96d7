#!/bin/sh
# Two registers in two network namespaces, TLS between them, and a cable that is pulled while a
# notice is on its way; then packets doubled, delayed and out of order.
set -eu
s=$1
for tool in ip openssl; do
    command -v $tool >/dev/null || { echo "not run: $tool is not there"; exit 77; }
done
a=sl$$a b=sl$$b
[ "$(id -u)" = 0 ] || { echo "not run: only root may make network namespaces"; exit 77; }
ip netns add $a 2>/dev/null || { echo "not run: this kernel gives no network namespaces here"; exit 77; }
dir=$(mktemp -d)
. "$(dirname "$0")/registers.sh"
east='' north=''
clean() {
    for p in $east $north; do kill -9 $p 2>/dev/null || true; done
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
    -subj "/CN=A made-up authority" -addext "subjectAltName=IP:192.0.2.2" \
    -keyout "$dir/tls.key" -out "$dir/tls.pem" 2>/dev/null
chmod 600 "$dir/tls.key"
make_registers
partners https://192.0.2.2:8643/exchange "$dir/tls.pem"
plain=$s

if ip netns exec $b "$s" serve --register "$dir/east" --address 192.0.2.2 --port 8643 >/dev/null 2>"$dir/err"; then
    bad "pages were served off this machine without TLS"
fi
grep -q -- "--certificate" "$dir/err" || bad "it does not say what to do: $(cat "$dir/err")"

ip netns exec $b "$s" serve --register "$dir/east" --address 192.0.2.2 --port 8643 \
    --certificate "$dir/tls.pem" --private-key "$dir/tls.key" >"$dir/east.out" 2>"$dir/east.log" &
east=$!
same "where it serves" https://192.0.2.2:8643 "$(wait_ready "$dir/east.out")"

# From elsewhere no page of people's is answered, not even the sign-in; on the machine itself they are.
if command -v curl >/dev/null; then
    for path in / /sign-in /child/1 /rules; do
        same "$path from elsewhere" 403 "$(ip netns exec $a curl -sk -o /dev/null \
            -w '%{http_code}' "https://192.0.2.2:8643$path")"
    done
    same "a form from elsewhere" 403 "$(ip netns exec $a curl -sk -o /dev/null -d person=1 \
        -w '%{http_code}' https://192.0.2.2:8643/sign-in)"
    same "a message without a signature" 401 "$(ip netns exec $a curl -sk -o /dev/null -d '{}' \
        -w '%{http_code}' https://192.0.2.2:8643/exchange)"
    same "the sign-in on the machine" 200 "$(ip netns exec $b curl -sk -o /dev/null \
        -w '%{http_code}' https://192.0.2.2:8643/sign-in)"
fi

# The cable is out before the first byte.
ip -n $b link set v$$b down
cat >"$dir/in-a" <<EOF
#!/bin/sh
exec ip netns exec $a "$plain" "\$@"
EOF
chmod +x "$dir/in-a"
s=$dir/in-a
notify 500001 "$dir/plan"
grep -q " 0 received\|, 0 received" "$dir/notify.out" || bad "received by nobody: $(cat "$dir/notify.out")"
ip -n $b link set v$$b up

# A slow line that doubles and swaps packets, and the cable pulled while the second goes out.
if command -v tc >/dev/null; then
    ip netns exec $a tc qdisc add dev v$$a root netem delay 60ms 30ms duplicate 20% reorder 25% 2>/dev/null ||
        echo "without netem: the line is a good one"
fi
notify 500002 "$dir/plan" &
sending=$!
sleep 0.2
ip -n $b link set v$$b down
sleep 2
ip -n $b link set v$$b up
wait $sending || bad "the second notice was not kept"

ip netns exec $a "$plain" serve --register "$dir/north" --port 0 >"$dir/north.out" 2>"$dir/north.log" &
north=$!
wait_receipts 2 30
kill $north $east
wait $north || bad "north did not end well"
wait $east || bad "east did not end well"
north='' east='' s=$plain
check_both 2 2
[ $wrong = 0 ] || cat "$dir/north.log" "$dir/east.log" "$dir/notify.out"
exit $wrong
