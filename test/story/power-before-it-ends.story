# A notice until 1 June: looked at by 18 May. With no date said nobody knows.
given  2026-03-02 10:00  power-granted power warning notice, until 2026-06-01
when   it is 2026-05-12 12:00
then   duty power-looked-at-before-it-ends is warned, due end of 2026-05-18
when   it is 2026-05-19 00:01
then   duty power-looked-at-before-it-ends is overdue
given  2026-05-18 12:00  power-considered power warning notice
when   it is 2026-05-19 00:01
then   duty power-looked-at-before-it-ends is met
given  2026-05-20 12:00  power-granted power warning notice
when   it is 2026-05-21 00:01
then   duty power-looked-at-before-it-ends is unknown, entry 3
