# The report reaches the regulator on the 28th day; sent to somebody else it is not sent.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-06-01 10:00  home-reviewed
and    2026-06-10 10:00  home-report-sent of quality, to placing-authority
and    2026-06-29 23:00  home-report-sent of quality, to regulator
when   it is 2026-06-29 22:00
then   duty home-quality-report is warned, due end of 2026-06-29
when   it is 2026-06-30 10:00
then   duty home-quality-report is met
and    no alarm reg45-report-late
