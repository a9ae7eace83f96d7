#!/bin/sh
# Why something is owed is told of a child, a home and an agency; and who is asked is refused in words.
set -u
s=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
r=$dir/r
wrong=0
run() { # wanted code, pattern of what it says, then the command
    code=$1
    wanted=$2
    shift 2
    timeout 20 "$s" "$@" >"$dir/out" 2>&1
    got=$?
    [ $got = "$code" ] && grep -q -e "$wanted" "$dir/out" && return
    echo "$*: exit $got, wanted $code and \"$wanted\":"
    head -30 "$dir/out"
    wrong=1
}

run 0 "" init --register "$r" --name Northtest --authority E06000999
cat >"$dir/events" <<'JSON'
{"kind":"home-registered","name":"Larkwater","type":"childrens-home","happened":"2026-01-05T09:00Z"}
{"kind":"child-registered","given":"Alex","family":"Tamber","local-id":"101","born":"2012-05-02","happened":"2026-03-02T09:00Z"}
{"kind":"care-started","child":"101","legal-status":"V2","need":"N1","happened":"2026-03-02T09:00Z"}
JSON
run 0 "" record "$dir/events" --register "$r"
"$s" people --register "$r" >"$dir/people"
home=$(sed -n 's/^ *no:\([0-9]*\) *Larkwater.*/\1/p' "$dir/people")
child=$((home + 1))
at="--register $r --at 2026-04-02T09:00Z"
run 0 "Started by .A home was registered" rules explain home-quality-review --subject "$home" $at
run 0 "Started by" rules explain health-assessment-initial --subject "$child" $at
run 0 "Started by" rules explain health-assessment-initial --child 101 $at
run 0 "Started by" rules explain health-assessment-initial --child "no:$child" $at
run 0 "it is a rule over a whole home" rules explain home-quality-review --child 101 $at
run 0 "it is a rule over a whole child" rules explain health-assessment-initial --subject "$home" $at
run 0 "Started by .An agency joined" rules explain missing-data-to-partners --subject 1 $at
run 1 "say of whom" rules explain home-quality-review $at
run 1 "say of whom" rules explain home-quality-review --child 101 --subject "$home" $at
run 3 "no child, home, agency or place with the number 999" rules explain home-quality-review --subject 999 $at
run 1 "subject" rules explain home-quality-review --subject Larkwater $at
entries() {
    "$s" verify --register "$r" --json | grep -o '"entries":[0-9]*' | cut -d: -f2
}
before=$(entries)
run 0 "Started by" rules explain health-assessment-initial --child 101 $at
[ "$(entries)" = $((before + 1)) ] || { echo "a look at a child leaves no note"; wrong=1; }
exit $wrong
