# Two allegations, each told on its own; one working day.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-05-01 10:00  allegation-made allegation 1
and    2026-05-05 10:00  allegation-made allegation 2
and    2026-05-05 11:00  designated-officer-told allegation 2
when   it is 2026-05-06 00:01
then   duty allegation-officer-told is overdue, due end of 2026-05-05, entry 2
and    duty allegation-officer-told is met, entry 3
