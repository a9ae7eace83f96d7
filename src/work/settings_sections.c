/* A settings file in two parts: the register's own lines, then sections about others. */
#include <stdlib.h>

#include "base/limits.h"
#include "work/store_files.h"
#include "work/store_open.h"

struct str settings_before_sections(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '[' && (i == 0 || text.at[i - 1] == '\n'))
            return (struct str){ text.at, i };
    }
    return text;
}

status store_settings_text(struct task *t, const struct store *s, struct str *ret)
{
    struct str over = str_from(getenv("SIGHTLINE_SETTINGS"));
    if (over.len > 0)
        return store_file_read(t, over, SETTINGS_BYTES_MAX, ret);
    if (s->postgres) {
        *ret = s->inside->settings_text;
        return OK;
    }
    return store_file_read(t, store_path(t->arena, s->where, "sightline.conf"),
                           SETTINGS_BYTES_MAX, ret);
}
