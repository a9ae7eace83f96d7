/* Any bytes as a settings file: taken or refused with words, never half understood. */
#include "fuzz.h"

#include "format/settings.h"

static const struct setting table[] = {
    { "port", SETTING_INT, "8080", "where to listen", 1, 65535 },
    { "name", SETTING_TEXT, NULL, "what people see", 0, 0 },
    { "open", SETTING_FLAG, "no", "whether strangers may look", 0, 0 },
    { "key", SETTING_SECRET_FILE, NULL, "a file with the key", 0, 0 },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct task *t = &f.task;
    struct settings s;
    MUST(settings_open(t, table, COUNT(table), &s) == OK);
    if (settings_read(t, &s, S("fuzz.conf"), (struct str){ (const char *)data, size }) != OK) {
        MUST(str_starts(str_from(t->reason), S("fuzz.conf")));
        return 0;
    }
    MUST(settings_int(&s, "port") >= 1 && settings_int(&s, "port") <= 65535);
    struct text out = text_open(t->arena, 1 << 20);
    settings_list(&s, &out);
    MUST(!out.full && str_is_utf8(text_done(&out)));
    return 0;
}
