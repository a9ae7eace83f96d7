#!/bin/sh
# Messages that leave the program as it runs: nothing unless asked; by relay and Notify under TLS,
# from `serve` behind its filter of system calls and from `send`; dead letters are seen to.
set -eu
s=$1
fake=$2
dir=$(mktemp -d)
server=
relay=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; exec 9>&-; rm -rf "$dir"' EXIT
wrong=0
holds() { # what, file, part
    grep -q -- "$3" "$2" && return
    echo "$1: no \"$3\" in:"
    cat "$2"
    wrong=1
}
say() {
    echo "$1" | "$s" record - --register "$dir/r" >"$dir/said" || { cat "$dir/said"; exit 1; }
}
missing() { # which child
    say "{\"kind\":\"missing-reported\",\"subject\":\"no:$1\",\"class\":\"M\",\"happened\":\"$(date -u +%Y-%m-%dT%H:%MZ)\"}"
    say "{\"kind\":\"risk-graded\",\"subject\":\"no:$1\",\"grade\":\"high\",\"happened\":\"$(date -u +%Y-%m-%dT%H:%MZ)\"}"
}

"$s" init --register "$dir/r" --name Northmere --authority E06000999 >/dev/null
say '{"kind":"person-registered","name":"Kit","agency":1,"email":"kit@northmere.example","telephone":"07700 900111","happened":"2026-01-01"}'
say '{"kind":"person-registered","name":"Lee","agency":1,"happened":"2026-01-01"}'
say '{"kind":"involvement-started","subject":"no:1","role":"director","person":2,"happened":"2026-01-01"}'
for child in Aurelia Beatrix Cleo; do
    say "{\"kind\":\"child-registered\",\"given\":\"$child\",\"family\":\"Larkspur\",\"born\":\"2011-05-04\",\"local-id\":\"56691$child\",\"happened\":\"2026-01-02\"}"
done
missing 4
"$s" send --register "$dir/r" >"$dir/out"
holds "nothing was asked to leave" "$dir/out" "^0 messages handed over"
holds "and it says why" "$dir/out" "no messages leave this register"

mkfifo "$dir/end"
"$fake" "$dir" <"$dir/end" >"$dir/fake" &
relay=$!
exec 9>"$dir/end"
for i in $(seq 100); do
    grep -q '^ports' "$dir/fake" && break
    sleep 0.1
done
set -- $(sed -n 's/^ports //p' "$dir/fake")
echo made_up-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0 >"$dir/key"
chmod 600 "$dir/key"
cat >>"$dir/r/sightline.conf" <<X
base-address = https://sightline.example
send-email = smtp
send-email-for = high medium low duty duty-warned duty-overdue
smtp-url = smtps://127.0.0.1:$1
smtp-from = sightline@northmere.example
smtp-ca-file = $dir/relay.pem
send-sms = notify
send-sms-for = high medium low duty
notify-url = https://127.0.0.1:$2
notify-ca-file = $dir/relay.pem
notify-key-file = $dir/key
notify-sms-template = 740e5834-3a29-46b4-9a6f-16142fde533a
X

missing 5
"$s" send --register "$dir/r" >"$dir/out" 2>"$dir/err" || { cat "$dir/err"; wrong=1; }
holds "handed over" "$dir/out" "^[1-9][0-9]* messages handed over"
holds "none given up" "$dir/out" " 0 given up"

# The server hands over by itself, behind its filter.
missing 6
"$s" serve --register "$dir/r" --port 0 >"$dir/ready" 2>"$dir/log" &
server=$!
for i in $(seq 100); do
    "$s" send list --register "$dir/r" >"$dir/out" 2>/dev/null || true
    grep -q '^ready' "$dir/ready" && break
    sleep 0.1
done
sleep 3
kill -TERM "$server"
wait "$server" || { echo "the server did not end well: $?"; cat "$dir/log"; wrong=1; }
server=
"$s" send --register "$dir/r" >"$dir/out"
holds "the server had sent all" "$dir/out" "^0 messages handed over"

# A person who cannot be reached becomes somebody's work.
say '{"kind":"involvement-started","subject":"no:1","role":"director","person":3,"happened":"2026-01-03"}'
say "{\"kind\":\"child-returned\",\"subject\":\"no:4\",\"happened\":\"$(date -u +%Y-%m-%dT%H:%MZ)\"}"
"$s" send --register "$dir/r" >"$dir/out" 2>/dev/null
"$s" send list --register "$dir/r" >"$dir/out"
if grep -q '^0 messages did not arrive' "$dir/out"; then
    echo "nobody was told that Lee has no address"
    wrong=1
fi
holds "the dead letter says why" "$dir/out" "why: no e-mail address of this person is registered"
one=$(sed -n 's/^\([a-z0-9-]*\)  to Lee.*/\1/p' "$dir/out" | head -1)
if "$s" send settle "$one" --register "$dir/r" 2>/dev/null; then
    echo "settled by nobody"
    wrong=1
fi
"$s" send settle "$one" --author 2 --reason "told by telephone" --register "$dir/r" >"$dir/out"
holds "settled" "$dir/out" settled
if "$s" send settle "$one" --author 2 --reason again --register "$dir/r" 2>"$dir/err"; then
    echo "settled twice"
    wrong=1
fi
"$s" verify --register "$dir/r" >/dev/null || wrong=1

exec 9>&-
wait "$relay"
holds "the relay took letters" "$dir/fake" "^took [1-9][0-9]* [1-9]"
if grep -qE 'Aurelia|Beatrix|Cleo|Larkspur|2011-05|56691[A-C]' "$dir/fake"; then
    echo "something about a child left the program:"
    grep -nE 'Aurelia|Beatrix|Cleo|Larkspur|2011-05|56691[A-C]' "$dir/fake"
    wrong=1
fi
exit $wrong
