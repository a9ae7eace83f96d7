/* What the files of this room share of an open register: its parts, its secrets, its settings. */
#ifndef WORK_STORE_OPEN_H
#define WORK_STORE_OPEN_H
#include "journal/journal.h"
#include "work/store_files.h"

struct store_inside {
    struct str settings_text; /* of a server: read once, since the connection is the writer's */
    struct store_secrets secrets;
    struct send_settings send;
};

enum { OPEN_CREATE = 1, OPEN_WRITE = 2, OPEN_READ_ONLY = 4 };
status store_part_open(struct task *t, const struct store *s, enum store_part part, unsigned how,
                 struct db **ret);
/* Holds a key: wipe ret.wrapping when the journal is open. */
struct journal_place store_journal_place(const struct store *s, struct db *kept, struct db *keys);

enum { SETTING_STATEMENTS = 2 };
extern const struct statement setting_statements[SETTING_STATEMENTS];
status store_signer_open(struct task *t, struct store *s, unsigned how);
status setting_get(struct task *t, struct db *kept, int64_t log, struct str name, struct str *ret);
status setting_put(struct task *t, struct db *kept, int64_t log, struct str name,
                   struct str value);

#endif
