# Not owed, and the explanation says which fact is not so.
given  2026-05-01 20:00  missing-reported episode 1, class M
and    2026-05-02 06:00  child-returned episode 1
when   it is 2026-05-20 07:00
then   no duty return-interview-held
and    duty return-interview-held explained: "child is looked after: no"
and    duty statutory-visit explained: "none of what was said of this child starts it"
