# Wales: one night missing, in the words of the All Wales guide; away is no category there.
nation wales
given  2026-03-02 09:00  child-registered born 2012-01-01
and    2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 10:00  placement-started placement 1, type K2, area adjoining, area-confidence high
and    2026-04-10 21:00  absence-noticed episode 1, class A
and    2026-04-10 22:00  missing-reported episode 1, class M
when   it is 2026-04-10 22:30
then   alarm away-recorded is raised
and    duty missing-police-told is running, due 2026-04-10 23:00
and    duty missing-authority-told is running, due 2026-04-11 22:00
and    duty missing-host-told is running, due 2026-04-11 22:00
and    duty missing-searched-for is ended
and    duty missing-risk-graded is running
and    duty missing-24-hours-escalated is running
and    duty missing-72-hours-meeting is running
and    duty missing-episode-open-to-18 is running
and    alarm over-24h is waiting, from 2026-04-11 22:00
and    alarm over-72h is waiting
and    alarm over-7d is waiting
and    alarm over-28d is waiting
and    alarm ended-on-18-open is waiting
given  2026-04-10 23:00  risk-graded episode 1, grade high
when   it is 2026-04-11 01:00
then   duty missing-risk-reviewed is running, due 2026-04-11 07:00
given  2026-04-11 06:00  child-returned episode 1, disclosed yes
when   it is 2026-04-11 09:00
then   duty return-interview-offered is running, due 2026-04-14 06:00
and    duty return-interview-held is running, due 2026-04-14 06:00
and    duty harm-disclosed-strategy is running, due end of 2026-04-13
and    duty placement-plan-safety is running, due end of 2026-04-17
and    alarm overnight is raised
and    alarm over-24h is cleared
