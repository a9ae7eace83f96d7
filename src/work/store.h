/* One register opened at a place: its databases, journal, signer, rulebook and settings. */
#ifndef WORK_STORE_H
#define WORK_STORE_H
#include "journal/signer.h"
#include "register/derived.h"
#include "rulebook/rulebook.h"

struct store {
    struct str where; /* a folder, or "postgresql://…"; with "#north" at its end the schemas are
                       * north_kept, north_derived …: several registers in one database */
    bool postgres, made_up; /* made_up: nobody in it is real, and every page says so */
    int64_t log;
    uint32_t authority;     /* subject number of the responsible authority */
    struct str authority_name, authority_code, origin, nation;
    struct db *kept, *derived, *keys, *signing; /* derived == kept's server on PostgreSQL */
    struct journal *journal;
    struct signer *signer;  /* NULL when opened to read */
    struct rulebook *rules;
    const struct calendar *calendar;
    struct store_inside *inside; /* this room's own */
    int64_t acts_from;      /* when its clock first ran; INT64_MIN: never yet. work/clockwork.h */
    const char *warning;    /* NULL, or what a person must know: "files are not encrypted" */
};

struct store_new {
    struct str where;
    struct str authority_name, authority_code; /* "Northmere", its ONS code */
    struct str nation;  /* the folder of its rules; empty: the default */
    struct str key_file; /* where the key lies or is made; empty: WHERE/key, mode 0600 */
    bool made_up;
};
/* Makes folder, key, databases, empty log, and registers the authority as its first subject. */
status store_init(struct task *t, const struct store_new *n);

/* STORE_VERIFY: the journal, its keys and its signed heads alone, also when they do not add up. */
enum store_mode { STORE_READ, STORE_WRITE, STORE_VERIFY };
/* Checks the signed head, catches the register up (or folds it anew when it is ahead or of another
 * version). E_MISSING: no register there, and how to make one. E_BUSY: another writer. */
status store_open(struct task *t, struct str where, enum store_mode mode, struct store **ret);
void store_close(struct store *s);
/* From now on a process of its own signs; the key is forgotten here. Before other threads run. */
status store_signer_far(struct task *t, struct store *s, const struct signer_place *place);
/* The signer's part alone, for that process: its database and its key. */
status store_signing_open(struct task *t, struct str where, struct store **ret);

/* Folds everything again into fresh derived tables; readers opened before must open anew. `check`:
 * into a second set, compared with the first; E_CORRUPT names the first table that differs.
 * Progress may be NULL. */
typedef void store_progress(void *self, int64_t done, int64_t of);
status store_rebuild(struct task *t, struct store *s, bool check, store_progress *p, void *self);

/* Folds one subject from the journal and replaces its rows. */
status store_refold(struct task *t, struct store *s, uint32_t subject, int64_t *ret_rows);

#endif
