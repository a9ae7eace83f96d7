# An allegation against somebody who works with children: the designated officer is told in one working day.
over   agency
given  2026-01-05 09:00  agency-registered name Elm School, kind school
and    2026-05-01 15:00  allegation-made allegation 1
and    2026-05-01 16:00  allegation-made allegation 2
and    2026-05-05 09:00  designated-officer-told allegation 1
when   it is 2026-05-06 00:01
then   duty employer-designated-officer-told is met, entry 2
and    duty employer-designated-officer-told is overdue, entry 3, due end of 2026-05-05
