# What kind of home it is was said only later: from then on it owes what such a home owes.
over   home
given  2026-01-10 09:00  home-registered name Elm House
and    2026-03-02 09:00  home-changed type childrens-home
when   it is 2026-03-03 09:00
then   duty home-independent-visit is running, entry 2, due end of 2026-04-30
and    1 duties home-independent-visit
