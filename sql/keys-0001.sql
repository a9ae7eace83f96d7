-- Wrapped keys of subjects, apart from what they open. An erased key keeps its row, with nothing
-- in `wrapped`: so that erased can be told from lost.
CREATE TABLE subject_key (
    log {{int}} NOT NULL,
    subject {{int}} NOT NULL,
    wrapped {{bytes}} NOT NULL,
    PRIMARY KEY (log, subject)
) {{without-rowid}}
