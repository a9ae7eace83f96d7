# Another authority says that it has placed a child here: somebody must look; its end asks nothing.
given  2026-01-05 08:00  child-registered hosted yes
and    2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area distant
and    2026-01-05 11:00  placement-notice-received placement 1, authority Westmere
when   it is 2026-01-05 12:00
then   alarm hosted-notice-received is raised, from 2026-01-05 11:00, entry 4
and    alarm hosted-notice-received goes to team-manager at 2026-01-20 00:00
given  2026-01-06 09:00  placement-notice-received placement 2, authority Westmere
when   it is 2026-01-06 12:00
then   alarm hosted-notice-received is raised, entry 4, again 1
