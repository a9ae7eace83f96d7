# Arrested on a Friday: the defence is considered by Monday. Without any concern nothing is owed.
given  2026-02-02 10:00  child-arrested what theft
and    2026-03-02 10:00  nrm-referred responder police
and    2026-03-06 10:00  child-arrested what supply of drugs
when   it is 2026-03-09 12:00
then   1 duties trafficking-defence-considered
and    duty trafficking-defence-considered is running, due end of 2026-03-09, entry 3
given  2026-03-09 15:00  defence-considered reasons told to the solicitor
when   it is 2026-03-10 12:00
then   duty trafficking-defence-considered is met
