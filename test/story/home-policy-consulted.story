# Views are taken before the policy is put into effect, and not so long before that nobody remembers them.
over   home
given  2026-01-10 09:00  home-registered name Elm House, type childrens-home
and    2026-01-20 09:00  home-policy-consulted
and    2026-02-01 09:00  missing-policy-agreed
when   it is 2026-02-02 09:00
then   duty home-policy-consulted is met, entry 3
