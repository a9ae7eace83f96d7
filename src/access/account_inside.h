/* What the files about accounts share: sealing, and saying in the register's log what was done. */
#ifndef ACCESS_ACCOUNT_INSIDE_H
#define ACCESS_ACCOUNT_INSIDE_H
#include "access/account.h"
#include "work/writer_inside.h"

/* `what` and `by` name the row: a box that is moved to another row does not open. */
struct str kept_place(struct arena *a, const char *what, uint32_t person, struct str by);
struct str kept_seal(struct arena *a, const struct store *s, struct str place, struct str content);
status kept_unseal(struct task *t, const struct store *s, struct str place, struct str box,
                   struct str *ret);

/* In the writer's transaction, before the first row is changed. `with` 0: not said. */
status note_of_person(struct writer *w, enum event_kind kind, uint32_t person, unsigned with,
                      struct str reason);

static inline struct instant instant_or_never(struct cursor *rows)
{
    bool nil = cursor_is_nil(rows);
    int64_t us = cursor_i64(rows);
    return nil ? NEVER : (struct instant){ us };
}
static inline struct str copied(struct arena *a, struct str s)
{
    return s.len ? str_copy(a, s) : S("");
}

/* Of one account, on the connection of reader or writer: NULL task results stay in `t`. */
status account_read(struct task *t, struct db *kept, int64_t log, uint32_t person,
                    struct account *ret);
status account_prepare_db(struct task *t, struct db *kept);
status credential_prepare_db(struct task *t, struct db *kept);
status one_time_prepare_db(struct task *t, struct db *kept);

#endif
