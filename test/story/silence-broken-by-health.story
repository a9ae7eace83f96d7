# Any agency's entry is a contact.
given  2026-01-05 08:00  child-registered born 2010-01-01
and    2026-01-05 09:00  care-started legal-status C2
and    2026-02-02 10:00  concern-raised indicators new phone
and    2026-02-27 10:00  health-assessed check review
when   it is 2026-03-10 12:00
then   1 duties silence
and    alarm silence is cleared, entry 3
