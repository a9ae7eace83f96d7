# What the home sees at the door: each rings on its own, and says who must look.
given  2026-01-05 09:00  care-started legal-status C2
and    2026-01-05 10:00  placement-started placement 1, type K2, area in, area-confidence high, urn yes
and    2026-03-02 20:00  missing-reported episode 1, class M
and    2026-03-03 03:00  child-returned episode 1, hurt yes, unknown-adult yes, unexplained-gifts yes
when   it is 2026-03-03 04:00
then   alarm returned-hurt is raised
and    alarm unknown-adult is raised
and    alarm unexplained-gifts is raised
and    no alarm found-in-licensed-place
and    no alarm found-in-other-force
