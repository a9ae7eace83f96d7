#!/bin/sh
# Who may do what, asked of the command itself: the rota of a night, refusals that say who may, and
# a handover that only the person named can take.
set -eu
s=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
r=$dir/r
wrong=0
has() { # what, pattern, file
    grep -q -- "$2" "$3" && return
    echo "$1: \"$2\" is not in:"
    head -30 "$3"
    wrong=1
}
record() {
    "$s" record - --register "$r" >"$dir/out" || { echo "refused:"; cat "$dir/out"; wrong=1; }
}
refused() { # what, what it says
    if "$s" record - --register "$r" >"$dir/out" 2>"$dir/err"; then
        echo "$1: was not refused"
        wrong=1
    fi
    cat "$dir/err" >>"$dir/out"
    has "$1" "$2" "$dir/out"
}

"$s" init --register "$r" --name Northmere --authority E09999999 >/dev/null
record <<'JSON'
{"kind":"person-registered","name":"Jo Marrow","happened":"2026-01-05T09:00Z"}
{"kind":"person-registered","name":"Wren Hale","happened":"2026-01-05T09:00Z"}
{"kind":"person-registered","name":"Sam Ode","happened":"2026-01-05T09:00Z"}
{"kind":"involvement-started","subject":"no:1","role":"director","person":2,"happened":"2026-01-05T09:00Z"}
{"kind":"involvement-started","subject":"no:1","role":"emergency-duty","person":3,"happened":"2026-01-05T09:00Z"}
{"kind":"rota-entered","subject":"no:1","role":"emergency-duty","person":4,"from":"2026-03-27T17:00:00Z","until":"2026-03-28T09:00:00Z","happened":"2026-03-20T09:00Z"}
{"kind":"child-registered","given":"Alex","family":"Tamber","local-id":"101","born":"2011-05-02","happened":"2026-01-05T09:00Z"}
{"kind":"care-started","child":"101","legal-status":"C2","need":"N1","happened":"2026-01-05T09:00Z"}
{"kind":"placement-started","child":"101","type":"K2","provider":"PR4","area":"in","happened":"2026-01-05T10:00Z"}
JSON

"$s" rota --register "$r" --at 2026-03-27T16:59Z >"$dir/out"
has "before the shift who holds the role" "emergency duty team: Wren Hale" "$dir/out"
"$s" rota --register "$r" --at 2026-03-27T17:00Z >"$dir/out"
has "the shift" "emergency duty team: Sam Ode, on the rota until" "$dir/out"
has "nobody holds it" "police duty inspector: falls to Jo Marrow, director of children's services, because nobody holds it" "$dir/out"
"$s" rota --register "$r" --at 2026-03-28T09:00Z --json >"$dir/out"
has "after the shift" '"role":"emergency-duty","person":3' "$dir/out"

refused "a shift without an end" "from when until when" <<'JSON'
{"kind":"rota-entered","subject":"no:1","role":"emergency-duty","person":4,"from":"2026-03-29T17:00:00Z","happened":"2026-03-20T09:00Z"}
JSON
refused "statute is not waived" "owed by law and nobody may waive it" <<'JSON'
{"kind":"duty-waived","child":"101","rule":"statutory-visit","started":3,"power":"mine","reason":"We are short of staff.","author":2,"role":"director","happened":"2026-01-06T09:00Z"}
JSON
refused "a duty is given by who may" "who may: team manager" <<'JSON'
{"kind":"duty-reassigned","child":"101","rule":"statutory-visit","started":3,"to":4,"reason":"Jo is on leave.","author":3,"role":"social-worker","happened":"2026-01-06T09:00Z"}
JSON
refused "an alarm is decided by somebody who may" "may not decide an alarm" <<'JSON'
{"kind":"alarm-decided","child":"101","rule":"over-24h","started":3,"decision":"no-action","reason":"As always.","happened":"2026-01-06T09:00Z"}
JSON
refused "a decision is somebody's" "say who says so" <<'JSON'
{"kind":"alarm-decided","child":"101","rule":"over-24h","started":3,"decision":"no-action","reason":"As always.","role":"director","happened":"2026-01-06T09:00Z"}
JSON
refused "an alarm is raised by its rule" "alarm-raised is what the program itself says" <<'JSON'
{"kind":"alarm-raised","child":"101","rule":"over-24h","started":3,"happened":"2026-01-06T09:00Z"}
JSON
refused "a ladder is climbed by the clock" "the clock says so by itself" <<'JSON'
{"kind":"escalated","child":"101","rule":"statutory-visit","started":3,"step":"1","happened":"2026-01-06T09:00Z"}
JSON
refused "a partner's notice is signed" "only what a partner's register signed" <<'JSON'
{"kind":"placement-notice-received","child":"101","needs":"none","author":2,"happened":"2026-01-06T09:00Z"}
JSON
refused "the clock's keys" "choose another" <<'JSON'
{"kind":"school-absent","child":"101","key":"step/5/statutory-visit/3/warn","author":2,"happened":"2026-01-06T09:00Z"}
JSON
record <<'JSON'
{"kind":"handover-given","subject":"no:1","handover":7,"to":4,"note":"Alex is back.","author":3,"role":"emergency-duty","happened":"2026-03-27T17:00Z"}
JSON
refused "only the person named takes it" "only the person to whom it was given" <<'JSON'
{"kind":"handover-taken","subject":"no:1","handover":7,"author":2,"happened":"2026-03-27T17:05Z"}
JSON
record <<'JSON'
{"kind":"handover-taken","subject":"no:1","handover":7,"author":4,"happened":"2026-03-27T17:05Z"}
JSON
"$s" verify --register "$r" >/dev/null || wrong=1
"$s" rebuild --check --register "$r" >/dev/null || wrong=1
exit $wrong
