# Substantiated, and no strategy discussion is recorded: the date is unknown, not invented.
given  2026-02-16 10:00  enquiry-concluded substantiated yes
when   it is 2026-04-01 12:00
then   duty protection-conference-held is unknown, due unknown
and    duty protection-conference-held explained: "which is not recorded"
