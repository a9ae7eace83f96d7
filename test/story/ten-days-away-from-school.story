# The tenth day of absence within a fortnight: the school tells the authority the next working day.
given  2026-01-05 08:00  child-registered born 2012-01-01
and    2026-02-02 09:00  school-absent morning yes
and    2026-02-03 09:00  school-absent morning yes
and    2026-02-04 09:00  school-absent morning yes
and    2026-02-05 09:00  school-absent morning yes
and    2026-02-06 09:00  school-absent morning yes
and    2026-02-09 09:00  school-absent morning yes
and    2026-02-10 09:00  school-absent morning yes
and    2026-02-11 09:00  school-absent morning yes
and    2026-02-12 09:00  school-absent morning yes
when   it is 2026-02-12 12:00
then   no duty school-absence-told
given  2026-02-13 09:00  school-absent morning yes
when   it is 2026-02-16 12:00
then   duty school-absence-told is running, due end of 2026-02-16
given  2026-02-16 13:00  school-absence-told by the safeguarding lead
when   it is 2026-02-17 12:00
then   duty school-absence-told is met
