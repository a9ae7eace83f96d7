# Not substantiated: no conference is owed.
given  2026-02-02 10:00  strategy-discussion-held present police health
and    2026-02-16 10:00  enquiry-concluded outcome no further action
when   it is 2026-04-01 12:00
then   no duty protection-conference-held
