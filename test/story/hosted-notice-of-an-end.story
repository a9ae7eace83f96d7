# A notice that the placement ended is kept, and nobody is asked to look at a child who is gone.
given  2026-01-05 08:00  child-registered hosted yes
and    2026-01-05 11:00  placement-notice-received placement 1, authority Westmere, end yes
when   it is 2026-01-05 12:00
then   no alarm hosted-notice-received
