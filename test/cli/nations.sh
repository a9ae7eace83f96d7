#!/bin/sh
# A register of another nation folds with that nation's rules; an authority's own rules are taken at
# the next start, or refused with the file and the line while nothing in the register changes.
set -u
s=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
r=$dir/r
wrong=0
has() { # what, pattern, file
    grep -q -e "$2" "$3" && return
    echo "$1: \"$2\" is not in:"
    head -40 "$3"
    wrong=1
}
hasnt() {
    grep -q -e "$2" "$3" || return 0
    echo "$1: \"$2\" is in:"
    grep -e "$2" "$3"
    wrong=1
}
run() { # wanted code, then the command; what it prints goes to out and err
    code=$1
    shift
    timeout 20 "$s" "$@" >"$dir/out" 2>"$dir/err"
    got=$?
    [ $got = "$code" ] && return
    echo "$*: exit $got, wanted $code"
    cat "$dir/err"
    wrong=1
}

run 0 rules nations
has "the list of nations" "england.*wales" "$dir/out"
for nation in england wales; do
    run 0 rules check --nation $nation
    has "$nation is sound" "^sound: [1-9][0-9]* rules" "$dir/out"
    hasnt "$nation: a note" "note:" "$dir/out"
    run 0 rules list --nation $nation
    has "$nation takes what is shared" "repeat-3-in-90" "$dir/out"
done
hasnt "Wales owes what only England asks" "distant-approval" "$dir/out"
run 3 init --register "$dir/none" --name X --authority W06999999 --nation atlantis
has "a nation that is none" "use one of: england, wales" "$dir/err"
run 0 rules show dentist-registered --nation wales
has "a Welsh rule" "20 working days" "$dir/out"
run 1 rules show dentist-registered
run 0 rules coverage --nation wales

run 0 init --register "$r" --name Cwmtest --authority W06999999 --nation wales
cat >"$dir/events" <<'JSON'
{"kind":"person-registered","name":"Jo Marrow","happened":"2026-01-05T09:00Z"}
{"kind":"child-registered","given":"Alex","family":"Tamber","local-id":"101","born":"2012-05-02","happened":"2026-03-02T09:00Z"}
{"kind":"care-started","child":"101","legal-status":"V2","need":"N1","happened":"2026-03-02T09:00Z"}
{"kind":"placement-started","child":"101","type":"U6","area":"in","area-confidence":"high","placement":1,"happened":"2026-03-02T10:00Z"}
{"kind":"visit-made","child":"101","placement":1,"seen":true,"alone":true,"happened":"2026-03-05T10:00Z"}
{"kind":"visit-made","child":"101","placement":1,"seen":true,"alone":true,"happened":"2026-03-20T10:00Z"}
{"kind":"placement-ended","child":"101","placement":1,"happened":"2026-04-01T16:00Z"}
{"kind":"placement-started","child":"101","type":"K2","area":"distant","area-confidence":"high","emergency":true,"placement":2,"happened":"2026-04-01T17:00Z"}
JSON
run 0 record "$dir/events" --register "$r"
for wanted in "gp-registered" "dentist-registered" "statutory-visit" "host-authority-told" \
    "emergency-panel" "placement-end-notified-education-coordinator"; do
    run 0 duties --register "$r" --child 101 --rule $wanted --closed --at 2026-04-02T09:00Z
    has "$wanted is owed" "[0-9]" "$dir/out"
done
while read -r rule line; do
    run 0 rules explain "$rule" --child 101 --register "$r" --at 2026-04-02T09:00Z
    has "$rule" "$line" "$dir/out"
done <<'WANTED'
host-authority-told 24 hours later is 18:00 on Thursday 2 April 2026
emergency-panel Monday 11 May 2026 is working day 25
gp-registered Friday 17 April 2026 is working day 10
dentist-registered Friday 1 May 2026 is working day 20
placement-end-notified-child Friday 10 April 2026 is working day 5
statutory-visit 6 weeks on is Friday 1 May 2026
WANTED
run 0 rules check --register "$r"
run 0 rules show emergency-panel --register "$r"
has "the register's nation is asked" "25 working days" "$dir/out"

# The authority's own rules: a sound file, then one with an error, then one that weakens a statute.
cp -r "$r" "$dir/kept"
cat >"$r/local.rules" <<'RULES'
tighten statutory-visit
    due 4 weeks after previous
RULES
run 0 rules check "$r/local.rules" --nation wales
run 0 rules explain statutory-visit --child 101 --register "$r" --at 2026-04-02T09:00Z
has "tightened at the next start" "tighter deadline makes it the end of Friday 17 April 2026" "$dir/out"

"$s" verify --register "$r" >"$dir/before"
refused() { # pattern; the file is at $r/local.rules
    run 1 rules check "$r/local.rules" --nation wales
    has "rules check" "$1" "$dir/err"
    run 1 duties --register "$r"
    has "a look" "$1" "$dir/err"
    run 1 record "$dir/events" --register "$r"
    has "an entry" "$1" "$dir/err"
    run 1 serve --register "$r" --port 0
    has "the server" "$1" "$dir/err"
}
printf 'duty ours\n    title Ours\n    due 72 bananas after happened\n' >"$r/local.rules"
refused "local.rules:3: unknown unit .bananas."
printf 'tighten statutory-visit\n    due 14 weeks after previous\n' >"$r/local.rules"
refused "local.rules:2: this would weaken .statutory-visit."
printf 'parameter early-review-within = 20 working-days set by "A, 1 May"\n' >"$r/local.rules"
refused "local.rules:1: parameter early-review-within would weaken the statutory duty"
printf 'duty host-authority-told\n    title x\n' >"$r/local.rules"
refused "local.rules:1: .host-authority-told. is a rule of the nation (wales/placement.rules:"
rm "$r/local.rules"
"$s" verify --register "$r" >"$dir/after"
cmp -s "$dir/before" "$dir/after" || { echo "the journal changed"; diff "$dir/before" "$dir/after"; wrong=1; }
run 0 duties --register "$r"

# A server that runs keeps the rules it started with, whatever becomes of the file.
"$s" serve --register "$r" --port 0 >"$dir/ready" 2>"$dir/served" &
server=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    grep -q ready "$dir/ready" && break
    sleep 0.3
done
address=$(sed -n 's/^ready //p' "$dir/ready")
printf 'duty broken\n' >"$r/local.rules"
code=$(curl -s -o "$dir/page" -w '%{http_code}' "$address/sign-in")
[ "$code" = 200 ] || { echo "the running server: $code"; cat "$dir/served"; wrong=1; }
kill $server
wait $server
rm "$r/local.rules"

# A file elsewhere is named in the environment: that it is not there is told, not passed over.
printf 'duty broken\n' >"$dir/elsewhere"
SIGHTLINE_LOCAL_RULES=$dir/elsewhere
export SIGHTLINE_LOCAL_RULES
run 1 duties --register "$r"
has "a file elsewhere" "local.rules:1: duty .broken. has no title" "$dir/err"
SIGHTLINE_LOCAL_RULES=$dir/nowhere
run 3 duties --register "$r"
has "a file that is not there" "nowhere cannot be read" "$dir/err"
unset SIGHTLINE_LOCAL_RULES

# The same in England.
printf 'tighten return-interview-held\n    due 96 hours after happened\n' >"$dir/local.rules"
run 1 rules check "$dir/local.rules" --nation england
has "an English rule weakened" "local.rules:2: this would weaken .return-interview-held." "$dir/err"
printf 'tighten statutory-visit\n    owner carer\nwibble\n' >"$dir/local.rules"
run 1 rules check "$dir/local.rules"
has "every problem" "local.rules:3: .wibble. cannot begin a rule" "$dir/err"
has "the first problem" "local.rules:2: a local file may tighten" "$dir/err"
exit $wrong
