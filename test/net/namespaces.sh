#!/bin/sh
# Two registers in two network namespaces, TLS between them, and a cable that is pulled before and
# while a notice is on its way. Then a box stands before the host that ends TLS, as a proxy does:
# there requests are doubled and overtake one another, and the cable is pulled again.
set -eu
s=$1 relay=$2
for tool in ip openssl; do
    command -v $tool >/dev/null || { echo "not run: $tool is not there"; exit 77; }
done
a=sl$$a b=sl$$b
[ "$(id -u)" = 0 ] || { echo "not run: only root may make network namespaces"; exit 77; }
ip netns add $a 2>/dev/null || { echo "not run: this kernel gives no network namespaces here"; exit 77; }
dir=$(mktemp -d)
. "$(dirname "$0")/registers.sh"
east='' north='' line=''
clean() {
    for p in $east $north $line; do kill -9 $p 2>/dev/null || true; done
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
plain=$s
make_registers
partners https://192.0.2.2:8643/exchange "$dir/tls.pem"

if ip netns exec $b "$s" serve --register "$dir/east" --address 192.0.2.2 --port 8643 >/dev/null 2>"$dir/err"; then
    bad "pages were served off this machine without TLS"
fi
grep -q -- "--certificate" "$dir/err" || bad "it does not say what to do: $(cat "$dir/err")"

serve_east() { # port, log
    ip netns exec $b "$plain" serve --register "$dir/east" --address 192.0.2.2 --port $1 \
        --certificate "$dir/tls.pem" --private-key "$dir/tls.key" >"$dir/east.out" 2>"$2" &
    east=$!
    same "where it serves" "https://192.0.2.2:$1" "$(wait_ready "$dir/east.out")"
}
cable() { # up or down
    ip -n $b link set v$$b $1
}
serve_east 8643 "$dir/east.log"

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
cable down
cat >"$dir/in-a" <<EOF
#!/bin/sh
exec ip netns exec $a "$plain" "\$@"
EOF
chmod +x "$dir/in-a"
s=$dir/in-a
notify 500001 "$dir/plan"
grep -q " 0 received\|, 0 received" "$dir/notify.out" || bad "received by nobody: $(cat "$dir/notify.out")"
cable up

# It is pulled while the second goes out, from register to register without a box between.
notify 500002 "$dir/plan" &
sending=$!
sleep 0.1
cable down
sleep 1.5
cable up
wait $sending || bad "the second notice was not kept"
for i in 1 2 3 4 5; do
    "$s" partner send --register "$dir/north" >"$dir/send.out" 2>&1 && break
    sleep 1
done
wait_receipts 2 10
kill $east
wait $east || bad "east did not end well"

# The box is where east was: it holds back the next request, and delivers twice the one after, which
# so overtakes it; of the third the cable is pulled while the box has it.
serve_east 8644 "$dir/east-2.log"
ip netns exec $b "$relay" 8644 hds 192.0.2.2 8643 "$dir/tls.pem" "$dir/tls.key" \
    >"$dir/relay.port" 2>"$dir/relay.log" &
line=$!
wait_line() { # file, what it shall hold
    for i in $(seq 100); do
        grep -q "$2" "$1" && return
        sleep 0.1
    done
    bad "nothing came of \"$2\": $(cat "$1")"
}
wait_line "$dir/relay.port" 8643
for n in 2 3; do echo "Long-term foster care; plan $n." >"$dir/plan-$n"; done
notify 500001 "$dir/plan-2"
wait_line "$dir/relay.log" "held back"
notify 500002 "$dir/plan-2"
wait_line "$dir/relay.log" "twice: 200 200"
wait_line "$dir/relay.log" "late: 200"
notify 500001 "$dir/plan-3" &
sending=$!
wait_line "$dir/relay.log" waits
cable down
sleep 2
cable up
wait $sending || bad "the last notice was not kept"

ip netns exec $a "$plain" serve --register "$dir/north" --port 0 >"$dir/north.out" 2>"$dir/north.log" &
north=$!
wait_ready "$dir/north.out" >/dev/null
wait_receipts 5 20
kill $north $east $line
wait $north || bad "north did not end well"
wait $east || bad "east did not end well"
wait $line 2>/dev/null || true
north='' east='' line='' s=$plain
# The one sent last came first, and again; then the one that it had overtaken.
sed -n 's/.*message-taken.*message=\([^ ]*\) repeated=\([01]\).*/\1 \2/p' "$dir/east-2.log" >"$dir/taken"
set -- $(head -3 "$dir/taken")
same "taken, and again" "0 1" "${2-} ${4-}"
same "the same one" "${1-}" "${3-}"
same "then another" 0 "${6-}"
[ "${1-}" != "${5-}" ] || bad "nothing was overtaken"
same "messages taken in here" 3 "$(grep -c ' 0$' "$dir/taken")"
! grep -q message-refused "$dir/east-2.log" || bad "east refused a message"
check_both 2 5
[ $wrong = 0 ] || cat "$dir/north.log" "$dir/east.log" "$dir/east-2.log" "$dir/relay.log" "$dir/notify.out"
exit $wrong
