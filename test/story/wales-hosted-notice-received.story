# In Wales too: another authority's notice asks somebody to look.
nation wales
given  2026-01-05 08:00  child-registered hosted yes
and    2026-01-05 11:00  placement-notice-received placement 1, authority Westmere
when   it is 2026-01-05 12:00
then   alarm hosted-notice-received is raised, from 2026-01-05 11:00, entry 2
