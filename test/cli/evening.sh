#!/bin/sh
# One evening told by commands: reported at 02:10, found at 06:40, the return interview overdue on
# the third day, an alarm acknowledged, and the file as it was known at 02:15.
set -eu
s=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
r=$dir/r
wrong=0
same() { # what, wanted, got
    [ "$2" = "$3" ] && return
    echo "$1: wanted \"$2\", got \"$3\""
    wrong=1
}
has() { # what, pattern, file
    grep -q "$2" "$3" && return
    echo "$1: \"$2\" is not in:"
    head -30 "$3"
    wrong=1
}
record() {
    "$s" record - --register "$r" >"$dir/out" || { echo "refused:"; cat "$dir/out"; wrong=1; }
}

"$s" init --register "$r" --name Northmere --authority E09999999 >/dev/null
record <<'JSON'
{"kind":"person-registered","name":"Jo Marrow","happened":"2026-01-05T09:00Z"}
{"kind":"home-registered","name":"Larkwater","urn":"SC900001","happened":"2026-01-05T09:00Z"}
{"kind":"involvement-started","subject":"no:1","role":"director","person":2,"happened":"2026-01-05T09:00Z"}
{"kind":"child-registered","given":"Alex","family":"Tamber","local-id":"101","born":"2011-05-02","happened":"2026-01-05T09:00Z"}
{"kind":"care-started","child":"101","legal-status":"C2","need":"N1","happened":"2026-01-05T09:00Z"}
{"kind":"placement-started","child":"101","type":"K2","provider":"PR4","area":"distant","area-confidence":"high","home":3,"urn":"SC900001","happened":"2026-01-05T10:00Z"}
{"kind":"missing-reported","child":"101","class":"M","happened":"2026-03-10T22:00Z"}
{"kind":"child-returned","child":"101","by":"self","happened":"2026-03-11T06:00Z"}
{"kind":"missing-reported","child":"101","class":"M","happened":"2026-03-20T22:00Z"}
{"kind":"child-returned","child":"101","by":"self","happened":"2026-03-21T06:00Z"}
{"kind":"missing-reported","child":"101","class":"M","last-seen-where":"the kitchen","happened":"2026-03-28T02:10Z","key":"night-28"}
{"kind":"missing-reported","child":"101","class":"M","last-seen-where":"the kitchen","happened":"2026-03-28T02:10Z","key":"night-28"}
JSON
same "kept lines" 11 "$(grep -c ^kept "$dir/out")"
same "the second press of the button" 1 "$(grep -c ^already "$dir/out")"

"$s" missing --at 2026-03-28T05:00Z --register "$r" >"$dir/out"
has "who is missing" "Alex Tamber (101)  missing for 2 hours 50 minutes" "$dir/out"
"$s" missing --at 2026-03-25T05:00Z --register "$r" >"$dir/out"
has "nobody is a sentence" "Nobody is missing or away at 05:00" "$dir/out"

sleep 1
mid=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sleep 1
record <<'JSON'
{"kind":"child-found","child":"101","by":"police","happened":"2026-03-28T06:40Z"}
{"kind":"child-returned","child":"101","by":"police","happened":"2026-03-28T07:15Z"}
{"kind":"return-interview-offered","child":"101","happened":"2026-03-28T12:00Z"}
JSON
"$s" duties --rule return-interview-held --at 2026-03-31T07:15Z --register "$r" --json >"$dir/out"
has "in time at the 72nd hour, which a clock change moves to 08:15" '"due":"2026-03-31T07:15:00Z"' "$dir/out"
"$s" duties --overdue --rule return-interview-held --at 2026-03-31T07:16Z --register "$r" >"$dir/out"
has "overdue a minute later" "overdue  Return interview held: Alex Tamber" "$dir/out"
has "somebody answers for it" "Jo Marrow, director" "$dir/out"

"$s" alarms --at 2026-03-28T08:00Z --register "$r" --json >"$dir/out"
has "third time in 30 days" '"rule":"repeat-3-in-30"' "$dir/out"
started=$(grep -o '"rule":"repeat-3-in-30"[^}]*"started":[0-9]*' "$dir/out" | head -1 | grep -o '[0-9]*$')
record <<JSON
{"kind":"alarm-acknowledged","child":"101","rule":"repeat-3-in-30","started":$started,"author":2,"role":"director","happened":"2026-03-28T08:05Z"}
JSON
"$s" alarms --rule repeat-3-in-30 --at 2026-03-28T09:00Z --register "$r" >"$dir/out"
has "acknowledged is not decided" "raised   Missing three times in 30 days" "$dir/out"
record <<JSON
{"kind":"alarm-decided","child":"101","rule":"repeat-3-in-30","started":$started,"author":2,"role":"team-manager","decision":"meeting","reason":"Called for Monday.","happened":"2026-03-28T09:30Z"}
JSON
"$s" alarms --rule repeat-3-in-30 --at 2026-03-28T10:00Z --register "$r" >"$dir/out"
same "a decision ends it" "0 alarms" "$(head -1 "$dir/out")"

# As it was known before the return was recorded; and before anything was.
"$s" child 101 --as-known-at "$mid" --at 2026-03-28T12:30Z --register "$r" >"$dir/out"
has "what was recorded later is held back and counted" "5 later entries are not shown" "$dir/out"
has "it was not known that Alex was back" "MISSING" "$dir/out"
"$s" child 101 --at 2026-03-28T12:30Z --register "$r" >"$dir/out"
grep -q MISSING "$dir/out" && { echo "today it is known that Alex was back"; wrong=1; }
"$s" child 101 --as-known-at 2026-03-28T02:15Z --register "$r" >"$dir/out" 2>"$dir/err" && wrong=1
has "nothing was known is an answer" "nothing was known of this child" "$dir/err"

# No file of a child is shown before the look itself is an entry.
entries() {
    "$s" verify --register "$r" --json | grep -o '"entries":[0-9]*' | cut -d: -f2
}
before=$(entries)
"$s" child 101 --register "$r" >/dev/null
same "a look at a file is an entry" $((before + 1)) "$(entries)"

"$s" verify --register "$r" >"$dir/out"
has "the journal is sound" "^sound: " "$dir/out"
"$s" rebuild --check --register "$r" >"$dir/out"
has "folds to the same bytes" "what the journal adds up to" "$dir/out"
rm -f "$r/register.db"
"$s" duties --rule return-interview-held --overdue --at 2026-03-31T07:16Z --register "$r" >"$dir/out" 2>/dev/null
has "the derived file may be thrown away" "overdue  Return interview held: Alex Tamber" "$dir/out"
exit $wrong
