-- Kept beside the journal: who was told what, unfinished forms, settings. Rows here may change.

-- One row for each person told of one duty or alarm. `notice` is dense from 1 within a child, so
-- that the notices of one child lie together. `rule` is rule_about() of the rule's name.
CREATE TABLE outbox (
    log {{int}} NOT NULL,
    child {{int}} NOT NULL,
    notice {{int}} NOT NULL,
    rule {{int}} NOT NULL,
    started_n {{int}} NOT NULL,
    step {{int}} NOT NULL,
    role {{int}} NOT NULL,
    person {{int}} NOT NULL,
    told {{int}} NOT NULL,
    delivered {{int}},
    seen {{int}},
    answered {{int}},
    PRIMARY KEY (log, child, notice)
) {{without-rowid}}
;
-- Each attempt to deliver a notice, and why one failed.
CREATE TABLE delivery (
    log {{int}} NOT NULL,
    child {{int}} NOT NULL,
    notice {{int}} NOT NULL,
    attempt {{int}} NOT NULL,
    tried {{int}} NOT NULL,
    delivered {{int}} NOT NULL,
    trouble {{text}} NOT NULL,
    PRIMARY KEY (log, child, notice, attempt)
) {{without-rowid}}
;
-- A form that a person has begun and not sent.
CREATE TABLE draft (
    log {{int}} NOT NULL,
    person {{int}} NOT NULL,
    form {{text}} NOT NULL,
    subject {{int}} NOT NULL,
    saved {{int}} NOT NULL,
    body {{bytes}} NOT NULL,
    PRIMARY KEY (log, person, form, subject)
) {{without-rowid}}
;
CREATE TABLE setting (
    log {{int}} NOT NULL,
    name {{text}} NOT NULL,
    value {{text}} NOT NULL,
    PRIMARY KEY (log, name)
) {{without-rowid}}
;
