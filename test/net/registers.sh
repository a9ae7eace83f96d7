# Two made-up registers, north and east, each the other's partner: for the tests beside it.
#
# The caller sets s (the program), dir (its own folder), and says where east is reached:
# partners ADDRESS [CA FILE].
wrong=0
bad() {
    echo "$*"
    wrong=1
}
same() {
    [ "$2" = "$3" ] || bad "$1: wanted \"$2\", got \"$3\""
}
section() { # register, address, CA file: what the other one's settings say of it
    "$s" partner key --register "$dir/$1" | sed "/^#/d; s|^address = .*|address = $2|"
    [ -z "${3:-}" ] || echo "ca-file = $3"
}
make_registers() {
    "$s" init --register "$dir/north" --name Northmere --authority E09999001 >/dev/null
    "$s" init --register "$dir/east" --name Eastmere --authority E09999002 >/dev/null
    echo "made-up = yes" >>"$dir/north/sightline.conf"
    echo "made-up = yes" >>"$dir/east/sightline.conf"
    section north http://127.0.0.1:1/exchange >"$dir/section"
    cat "$dir/section" >>"$dir/east/sightline.conf"
    echo "A settled school, and far from those who harmed her." >"$dir/needs"
    echo "Long-term foster care; a visit each six weeks." >"$dir/plan"
    day=$(date -u +%Y-%m-%d)
    {
        echo '{"kind":"person-registered","name":"Sam Made-Up","telephone":"01632 960001","agency":1,"happened":"2026-01-01T09:00Z"}'
        for n in 1 2; do
            echo '{"kind":"child-registered","given":"Child'$n'","family":"Made-Up","local-id":"50000'$n'","born":"2012-05-06","happened":"2026-01-02T09:00Z"}'
            echo '{"kind":"care-started","child":"50000'$n'","legal-status":"C2","happened":"2026-01-03T09:00Z"}'
            echo '{"kind":"placement-started","child":"50000'$n'","type":"K2","area":"distant","area-code":"E09999002","emergency":true,"happened":"'$day'T00:00Z"}'
        done
    } >"$dir/events.json"
    "$s" record "$dir/events.json" --register "$dir/north" >/dev/null
}
partners() {
    section east "$1" "${2:-}" >"$dir/section"
    cat "$dir/section" >>"$dir/north/sightline.conf"
}
notify() { # child, plan
    "$s" partner notify --register "$dir/north" --child "$1" --author 2 --needs "$dir/needs" \
        --care-plan "$2" >"$dir/notify.out" 2>"$dir/notify.err" || {
        cat "$dir/notify.err"
        wrong=1
    }
}
wait_ready() { # file: prints the address
    for i in $(seq 100); do
        grep -q '^ready' "$1" && break
        sleep 0.1
    done
    sed -n 's/^ready //p' "$1"
}
wait_receipts() { # how many there shall be, how many seconds it may take
    for i in $(seq $(($2 * 5))); do
        "$s" partner list --json --register "$dir/north" >"$dir/list.json" 2>/dev/null || true
        [ "$(grep -o '"state":"receipted"' "$dir/list.json" | wc -l)" = "$1" ] && return
        sleep 0.2
    done
    bad "not all messages were receipted: $(cat "$dir/list.json")"
}
entries() { # register, words of the entry: how many there are in all children's files
    for number in 1 2 3 4 5 6 7 8; do
        "$s" child no:$number --register "$dir/$1" 2>/dev/null || true
    done | grep -c "$2" || true
}
# Exactly one effect of each notice; the duty is met; both journals are sound.
check_both() { # children, notices
    same "children at the host" "$1" "$(entries east "The child's file was opened")"
    same "placements at the host" "$1" "$(entries east "A placement started")"
    same "notices at the host" "$2" "$(entries east "Another authority's notice")"
    same "notices sent" "$2" "$(entries north "Notice of a placement was sent")"
    same "receipts" "$2" "$(entries north "register confirmed a message")"
    same "notices given" "$2" "$(entries north "Notice of a placement was given")"
    for register in north east; do
        "$s" verify --register "$dir/$register" >"$dir/verify.out" 2>&1 ||
            bad "$register: $(cat "$dir/verify.out")"
    done
    "$s" duties --json --closed --rule placement-notified-area --register "$dir/north" \
        >"$dir/duties.json"
    same "duties met" "$1" "$(grep -o '"state":"met"' "$dir/duties.json" | wc -l)"
}
