#!/bin/sh
# Two registers on this machine and a bad line between them: requests and answers lost, doubled and
# late, either side killed while it works. Each notice has one effect, and its duty is met.
set -eu
s=$1 relay=$2
dir=$(mktemp -d)
. "$(dirname "$0")/registers.sh"
east='' north='' line=''
trap 'for p in $east $north $line; do kill -9 $p 2>/dev/null || true; done; rm -rf "$dir"' EXIT
make_registers
serve() { # register, port: sets its variable to the process
    "$s" serve --register "$dir/$1" --port "$2" >"$dir/$1.out" 2>>"$dir/$1.log" &
    eval "$1=$!"
}
serve east 0
port=$(wait_ready "$dir/east.out" | sed 's/.*://')
"$relay" "$port" xlhdsps >"$dir/relay.port" 2>"$dir/relay.log" &
line=$!
for i in $(seq 50); do [ -s "$dir/relay.port" ] && break; sleep 0.1; done
partners "http://127.0.0.1:$(cat "$dir/relay.port")/exchange"

notify 500001 "$dir/plan" # x: lost
same "nothing has arrived" 0 "$(entries north "Notice of a placement was given")"
sleep 1.5
notify 500002 "$dir/plan" # l, h: done without an answer, and held back
echo "The same, with a visit each month." >"$dir/plan-2"
notify 500001 "$dir/plan-2" # d …

serve north 0
wait_ready "$dir/north.out" >/dev/null
sleep 1
kill -9 "$north" # while the line keeps a request for a second, or before, or after
wait "$north" 2>/dev/null || true
serve north 0
sleep 0.7
kill -9 "$east"
wait "$east" 2>/dev/null || true
sleep 0.5
serve east "$port"
wait_receipts 3 25
kill "$north" "$east"
wait "$north" || bad "north did not end well"
wait "$east" || bad "east did not end well"
north='' east=''
check_both 2 3
grep -q message-taken "$dir/east.log" || bad "east took nothing"
grep -q "repeated=1" "$dir/east.log" || bad "no message came twice: the line was too good"
! grep -q message-refused "$dir/east.log" || bad "east refused: $(grep message-refused "$dir/east.log")"
[ $wrong = 0 ] || { cat "$dir/north.log" "$dir/east.log"; }
exit $wrong
