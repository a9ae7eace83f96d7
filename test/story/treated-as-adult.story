# Care ended as an adult, and nobody had assessed the age.
given  2026-01-05 08:00  child-registered uasc yes
and    2026-01-05 09:00  care-started legal-status V2
and    2026-02-02 09:00  care-ended reason E15, approved-by nominated-officer
when   it is 2026-02-02 10:00
then   alarm treated-as-adult is raised
given  2026-01-20 09:00  age-assessed age 19
when   it is 2026-02-02 10:00
then   no alarm treated-as-adult
