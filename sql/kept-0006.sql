-- Which notes of the access log are of a child, so that "who opened my record" is one look and not
-- a reading of every day. Written in the same transaction as the note itself.
CREATE TABLE access_look (
    log {{int}} NOT NULL,
    child {{int}} NOT NULL,
    day {{int}} NOT NULL,
    n {{int}} NOT NULL,
    PRIMARY KEY (log, child, day, n)
) {{without-rowid}}
