#!/bin/sh
# What the command says when it cannot: exit codes 1, 2 and 3, a reason, nothing on standard output.
set -u
s=$1
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
wrong=0
refuses() { # wanted code, pattern of the reason, command …
    code=$1 pattern=$2
    shift 2
    "$@" >"$dir/out" 2>"$dir/err"
    got=$?
    [ $got = "$code" ] || { echo "$*: exit $got, wanted $code"; cat "$dir/err"; wrong=1; }
    grep -q "$pattern" "$dir/err" || { echo "$*: no \"$pattern\" in: $(cat "$dir/err")"; wrong=1; }
    [ ! -s "$dir/out" ] || { [ "$code" = 1 ] && return; echo "$*: printed: $(head -1 "$dir/out")"; wrong=1; }
}
"$s" init --register "$dir/r" --name A --authority E09999999 >/dev/null || exit 1
"$s" init --register "$dir/other" --name B --authority E09999998 >/dev/null || exit 1

refuses 2 "no verb" "$s" frobnicate
refuses 2 "usage" "$s"
refuses 2 "takes no option --nonsense" "$s" missing --nonsense
refuses 2 "needs WHERE after it" "$s" missing --register
refuses 2 "given twice" "$s" missing --json --json
refuses 2 "needs ID" "$s" child --register "$dir/r"
refuses 1 "say which register" "$s" missing
refuses 1 "give the instant like" "$s" missing --register "$dir/r" --at yesterday
refuses 3 "register" "$s" missing --register "$dir/nowhere"
refuses 1 "" "$s" init --register "$dir/r" --name Again
refuses 3 "" "$s" child 999 --register "$dir/r"
refuses 1 "whole number" "$s" duties --limit many --register "$dir/r"
refuses 1 "no rule of that name" "$s" rules show no-such-rule
refuses 1 "say rules coverage" "$s" rules coverage everything
refuses 1 "" "$s" simulate --register "$dir/r" --children 5
refuses 1 "either --register WHERE or --events FILE" "$s" simulate

# Wrong key; a database that is none; a rule file that does not parse.
cp -r "$dir/r" "$dir/wrong-key"
cp "$dir/other/key" "$dir/wrong-key/key"
refuses 3 "key" "$s" missing --register "$dir/wrong-key"
cp -r "$dir/r" "$dir/no-database"
head -c 20000 /dev/urandom >"$dir/no-database/journal.db"
refuses 3 "" "$s" missing --register "$dir/no-database"
printf 'duty broken\n    due 72 bananas after happened\n' >"$dir/local.rules"
refuses 1 "local.rules:2" "$s" rules check "$dir/local.rules"

# An older journal than its signed head is not written to.
cp -r "$dir/r" "$dir/old"
echo '{"kind":"child-registered","given":"A","local-id":"1","happened":"2026-01-01"}' |
    "$s" record - --register "$dir/r" >/dev/null || { echo "a good event was refused"; wrong=1; }
cp "$dir/r/signer.db" "$dir/old/signer.db"
echo '{"kind":"child-registered","given":"B","local-id":"2","happened":"2026-01-01"}' >"$dir/e.json"
refuses 3 "signed" "$s" record "$dir/e.json" --register "$dir/old"

# Events: each refusal names what is wrong, and the good ones are kept.
cat >"$dir/bad.json" <<'JSON'
{"kind":"no-such-kind","child":"1","happened":"2026-01-02"}
{"kind":"visit-made","child":"1","happened":"2026-01-02","sene":true}
{"kind":"care-started","child":"1","happened":"2026-01-02","legal-status":"C9"}
{"kind":"care-started","child":"1","happened":"2026-02-30","legal-status":"C2"}
{"kind":"child-returned","child":"1","happened":"2026-01-02"}
{"kind":"visit-made","child":"1","happened":"2026-01-02T10:00Z","seen":true}
JSON
"$s" record "$dir/bad.json" --register "$dir/r" >"$dir/out" 2>"$dir/err"
[ $? = 1 ] || { echo "bad events: exit code"; wrong=1; }
grep -q '^kept' "$dir/out" || { echo "the good event among bad ones was not kept"; wrong=1; }
for words in "no such kind" sene legal-status "real date" "not missing"; do
    grep -q "$words" "$dir/out" "$dir/err" || { echo "no word of $words"; cat "$dir/out"; wrong=1; }
done

# A full disk: refused, and the register is as it was.
(ulimit -f 64; "$s" simulate --register "$dir/full" --children 50 >"$dir/out" 2>"$dir/err")
[ $? != 0 ] || { echo "a full disk was not noticed"; wrong=1; }

"$s" help man >"$dir/man"
man -l "$dir/man" >/dev/null 2>&1 || ! command -v man >/dev/null || { echo "the man page is not one"; wrong=1; }
"$s" help completion >"$dir/completion"
bash -n "$dir/completion" || { echo "the completion does not parse"; wrong=1; }
exit $wrong
