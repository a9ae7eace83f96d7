# Wales takes the alarms that rest on no nation's law: counts, lengths, moves and endings.
nation wales
given  2026-03-02 09:00  child-registered born 2010-06-01, uasc yes
and    2026-03-02 09:00  care-started legal-status V2
and    2026-03-02 10:00  placement-started placement 1, type U6, area in, area-confidence high
and    2026-03-03 20:00  missing-reported episode 1, class M
and    2026-03-03 22:00  child-returned episode 1
when   it is 2026-03-03 23:00
then   alarm uasc-72h is raised
and    alarm early-missing is raised
given  2026-03-20 20:00  missing-reported episode 2, class M
and    2026-03-21 02:00  child-returned episode 2
and    2026-03-24 20:00  missing-reported episode 3, class M
when   it is 2026-03-24 21:00
then   alarm early-missing-28 is raised
and    alarm repeat-2-ever is raised
and    alarm repeat-3-in-30 is raised
and    alarm repeat-3-in-90 is raised
and    duty missing-pattern-reviewed is running, due end of 2026-04-09
given  2026-03-25 08:00  child-returned episode 3
when   it is 2026-03-25 09:00
then   alarm getting-longer is raised
given  2026-04-01 20:00  missing-reported episode 4, class M
and    2026-04-01 21:00  missing-reported episode 5, class M
and    2026-04-02 09:00  placement-ended placement 1
and    2026-04-02 10:00  placement-started placement 2, type U6, area in, area-confidence high
and    2026-04-03 10:00  placement-started placement 3, type U6, area in, area-confidence high
and    2026-04-04 10:00  care-ended reason E6, approved-by director
when   it is 2026-04-04 11:00
then   alarm two-open is raised
and    alarm missing-then-ended is raised
and    duty missing-episode-closed-with-placement is overdue
and    alarm moved-while-missing is raised
and    alarm third-placement is raised
and    alarm left-care-missing is raised
