/* The source of truth: one log of events, append-only, sealed, under a Merkle tree.
 *
 * Bytes are those of the journal's specification (docs/JOURNAL.md). One writer per log; readers
 * have their own connection. Nothing here folds: see register/ and work/writer.h. */
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H
#include "db/db.h"
#include "journal/event.h"

struct journal;

struct journal_place {
    struct db *kept;       /* journal, sealed_part, tile, subject … */
    struct db *keys;       /* wrapped keys of subjects: their own file */
    int64_t log;           /* which log of this database */
    struct str origin;     /* the checkpoint's name: "northmere.example/sightline" */
    uint8_t wrapping[32];  /* key that wraps the subjects' keys */
};
/* Creates nothing: see journal_init. Fails when the tree does not add up to the last tile. */
status journal_open(struct task *t, const struct journal_place *p, struct journal **ret);
void journal_close(struct journal *j); /* wipes keys */
/* Also when the tree does not add up: for journal_verify and for reading, never for appending. */
status journal_open_to_verify(struct task *t, const struct journal_place *p, struct journal **ret);
status journal_init(struct task *t, const struct journal_place *p); /* a new, empty log */

struct seen_length { /* of one more stream, as the caller saw it */
    uint32_t subject, n;
};
/* One request to append: all of its events or none. */
struct append {
    struct event *events; /* same subject or several; seq, n, id, recorded are filled in */
    size_t count;
    uint32_t expected_n;  /* last n the caller saw of events[0]'s subject; APPEND_ANY: whatever */
    struct seen_length *also_seen; /* of other subjects of these events: none may have grown */
    size_t also_count;
    struct str key;       /* idempotency: the same key again changes nothing; empty: none */
    bool own;             /* the program itself says it: see work/own_entries.h */
    /* out */
    bool repeated;        /* the key was known: seq of events[0] is that of the first time */
    int64_t first_seq;
};
#define APPEND_ANY UINT32_MAX

/* Inside a transaction on `kept` that the caller began. E_CONFLICT, E_INVALID write nothing. */
status journal_append(struct task *t, struct journal *j, struct append *a);
/* The in-memory tree and counters follow the transaction: call one of these after it ended. */
void journal_committed(struct journal *j);
void journal_rolled_back(struct journal *j);

/* A new subject; its number is dense in the log. Inside the same transaction. */
status journal_subject_new(struct task *t, struct journal *j, enum subject_kind kind,
                           uint32_t *ret_number);
status journal_subject_kind(struct task *t, struct journal *j, uint32_t number,
                            enum subject_kind *ret_kind);
/* For what is kept beside a subject's stream: derived from its key, so that erasing the key erases
 * that too. E_MISSING: erased. Wipe it after use. */
status journal_subject_secret(struct task *t, struct journal *j, uint32_t number, struct str label,
                              uint8_t ret[32]);
uint32_t journal_subject_count(const struct journal *j);
uint32_t journal_stream_length(struct task *t, struct journal *j, uint32_t subject);

/* Reading one stream in n order, opened and checked by its AEAD. Payloads lie in the task's
 * arena. An erased part is given with `payload.len == 0` and `erased`. */
struct part {
    int64_t seq;
    uint32_t n;
    bool erased;
    struct str payload;
};
struct stream_reader {
    struct journal *journal;
    struct cursor rows;
    uint32_t subject, n; /* n: of the part just read */
    const uint8_t *key;
    bool key_known;
    status failed;
};
status stream_open(struct task *t, struct journal *j, uint32_t subject, uint32_t after_n,
                   struct stream_reader *ret);
bool stream_next(struct stream_reader *r, struct part *ret);
status stream_done(struct stream_reader *r);

/* Which subjects have parts after a log position: what a register behind must fold again. */
status journal_changed_since(struct task *t, struct journal *j, int64_t seq,
                             uint32_t **ret_subjects, size_t *ret_count);
int64_t journal_size(const struct journal *j); /* entries committed */
struct hash256;
status journal_root(struct task *t, struct journal *j, struct hash256 *ret_root);

/* Recomputes everything: dense sequence, leaves, tiles, root, signed heads, commitments by
 * opening every part. E_CORRUPT with the first wrong position in ret->first_wrong. */
struct verify_report {
    int64_t entries, parts, erased, heads, first_wrong; /* -1: none wrong */
    int64_t signed_to; /* size of the last signed head: what came after it nobody has signed */
    struct str what; /* in words: "entry 48 231: the sealed part does not match its commitment" */
};
status journal_verify(struct task *t, struct journal *j, struct verify_report *ret,
                      void (*progress)(void *self, int64_t done, int64_t of), void *self);

#endif
