#!/bin/sh
# A look by command is in the register's log before it is shown, and the child can be told of it.
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
entries() { "$s" verify --register "$r" | sed -n "s,^sound: \([0-9]*\) entries.*,\1,p"; }
"$s" simulate --register "$r" --seed 7 --children 20 --years 1 --evening >/dev/null
for verb in missing duties alarms people; do
    before=$(entries)
    "$s" $verb --register "$r" >"$dir/out" 2>"$dir/err"
    if [ "$(entries)" -ne $((before + 1)) ]; then
        echo "$verb: no note of it, or more than one: $before, then $(entries)"
        wrong=1
    fi
done
child=$("$s" missing --register "$r" --json | sed -n 's/.*"child":\([0-9]*\).*/\1/p' | head -1)
[ -n "$child" ] || { echo "nobody is missing in this world"; exit 1; }
"$s" access log --child "no:$child" --register "$r" >"$dir/log"
has "the look that shows the log is in it" "looked at your record" "$dir/log"
lines=$(wc -l <"$dir/log")
"$s" child "no:$child" --register "$r" >/dev/null
"$s" access log --child "no:$child" --register "$r" >"$dir/log"
if [ "$(wc -l <"$dir/log")" -ne $((lines + 2)) ]; then
    echo "a look at the file and one at the log are two more"
    cat "$dir/log"
    wrong=1
fi
if "$s" access log --register "$r" >/dev/null 2>"$dir/err"; then
    echo "of nobody: was not refused"
    wrong=1
fi
has "of nobody" "say whose" "$dir/err"
"$s" access review --register "$r" >"$dir/out"
has "a day's review" "waits for a review" "$dir/out"
# The child's list with roles alone: nobody is named, the page's words stay.
who=$("$s" people --register "$r" | sed -n 's/^ *no:[0-9]* *\([^,]*\),.*social worker.*/\1/p' | head -1)
[ -n "$who" ] || { echo "no social worker in this world"; wrong=1; }
{ echo "names-of-lookers = no"; cat "$r/sightline.conf"; } >"$dir/conf"
cp "$dir/conf" "$r/sightline.conf"
"$s" access log --child "no:$child" --register "$r" >"$dir/log"
has "with roles alone" "looked at your record" "$dir/log"
if grep -q "$who" "$dir/log"; then
    echo "a person is named in a list of roles"
    wrong=1
fi
exit $wrong
