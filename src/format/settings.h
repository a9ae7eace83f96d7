/* The settings file: `key = value` lines, read by a table. An unknown key stops the program.
 *
 * A secret is never a value here: it is the path of a file that holds it. */
#ifndef FORMAT_SETTINGS_H
#define FORMAT_SETTINGS_H
#include "base/task.h"

enum setting_kind {
    SETTING_TEXT,
    SETTING_INT,  /* from min to max */
    SETTING_FLAG, /* yes or no */
    SETTING_PATH,
    SETTING_SECRET_FILE, /* the path of a file with the secret; listed as a path only */
};
struct setting {
    const char *key;
    enum setting_kind kind;
    const char *standard; /* the value when nobody sets one; NULL: must be set */
    const char *help;     /* one line for people */
    int64_t min, max;
};
struct setting_value {
    struct str text;
    int64_t number;    /* SETTING_INT; SETTING_FLAG: 0 or 1 */
    struct str origin; /* "standard", "sightline.conf line 3", "command line" */
};
struct settings {
    const struct setting *table;
    size_t count;
    struct setting_value *value; /* by the table's order */
};

/* All at their standard values; those without one are still missing. */
status settings_open(struct task *t, const struct setting *table, size_t count,
                     struct settings *ret);
/* Reads a file's text over them; `name` is told in refusals. A key twice in one file is refused. */
status settings_read(struct task *t, struct settings *s, struct str name, struct str text);
status settings_set(struct task *t, struct settings *s, struct str key, struct str value,
                    struct str origin);
status settings_check(struct task *t, const struct settings *s); /* is all set that must be? */
/* The three at once. */
status settings_whole(struct task *t, const struct setting *table, size_t count, struct str name,
                      struct str text, struct settings *ret);

/* By key; MUST() fails on a key the table has not, or of another kind. */
struct str settings_text(const struct settings *s, const char *key); /* text, path, secret file */
int64_t settings_int(const struct settings *s, const char *key);
bool settings_flag(const struct settings *s, const char *key);

/* Every key with its value, where it came from, and its help. */
void settings_list(const struct settings *s, struct text *out);

#endif
