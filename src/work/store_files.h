/* Where the parts of a register lie: its files or schemas, its settings, its keys.
 *
 * Everything secret is derived from one key file of 32 random bytes, each under its own label. */
#ifndef WORK_STORE_FILES_H
#define WORK_STORE_FILES_H
#include "db/db.h"
#include "format/settings.h"
#include "work/send_settings.h"
#include "work/store.h"

enum store_part { PART_KEPT, PART_DERIVED, PART_KEYS, PART_SIGNING, PART_DERIVED_AGAIN };

enum {
    SECRET_FILE_PAGES,
    SECRET_WRAPPING,
    SECRET_SIGNER,
    SECRET_EXCHANGE, /* seed of the key that signs what other registers are told */
    SECRET_MESSAGES, /* key of what waits to be sent, and of numbers that partners know */
    SECRET_FEED,     /* makes the addresses of calendar feeds */
    SECRET_DRAFTS,   /* from which each person's key for drafts is made */
    SECRET_SIGN_IN,  /* key of ways to sign in, and of what a device is known by */
    SECRETS
};
struct store_secrets { /* each derived from the key file, which is not kept in memory */
    uint8_t of[SECRETS][32];
};
void secret_forget(struct store_secrets *s, int which);
void secret_derive(const struct store_secrets *s, int which, uint8_t ret[32]);

bool where_is_url(struct str where);
/* The path of one file of the register's folder. */
struct str store_path(struct arena *a, struct str where, const char *name);
/* `name`: which file or schema; see store_part. */
struct db_place store_db_place(struct task *t, struct str where, enum store_part part,
                               const struct store_secrets *secrets);
/* Removes the file of a part, if there is one: only for derived parts. */
status store_part_remove(struct task *t, struct str where, enum store_part part);
/* Puts the second derived file in place of the first; nothing to do on a server. */
status store_part_swap(struct task *t, struct str where);

/* Makes the key file, mode 0600; one that is there already is used. */
status secrets_make(struct task *t, struct str path);
status secrets_read(struct task *t, struct str path, struct store_secrets *ret);
/* SIGHTLINE_KEY_FILE, else what the settings name, else WHERE/key. */
status key_path(struct task *t, struct str where, struct str named, struct str *ret);

/* A small file with a secret for somebody else's service: refused when others may read it. */
status secret_file_read(struct task *t, struct str path, size_t most, struct str *ret);

status store_file_read(struct task *t, struct str path, size_t most, struct str *ret);
status store_file_make(struct task *t, struct str path, struct str bytes, int mode);

struct store_settings {
    struct str authority_name, authority_code, origin, nation, key_file;
    bool made_up;
    struct send_settings send;
};
/* A register's settings as they were written: its own, then sections that begin with a line
 * `[partner "name"]`. Read before threads share the store's connections. */
status store_settings_text(struct task *t, const struct store *s, struct str *ret);
/* What stands before the first section. */
struct str settings_before_sections(struct str text);
struct str settings_text_of(struct arena *a, const struct store_settings *s);
status settings_parse(struct task *t, struct str name, struct str text,
                      struct store_settings *ret);
/* SIGHTLINE_SETTINGS may name a file that is read over these: for a register on a server. */
status settings_file_read(struct task *t, struct str path, struct store_settings *ret);
status settings_file_write(struct task *t, struct str path, const struct store_settings *s);

#endif
