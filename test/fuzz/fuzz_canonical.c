/* Any bytes as a canonical payload: what is taken is written back to the very same bytes. */
#include "fuzz.h"

#include "format/canonical.h"

static void put_again(struct canon_writer *w, struct arena *a, struct str key,
                      const struct canon_value *v)
{
    switch (v->kind) {
    case CANON_TEXT: canon_put_text(w, key, canon_text(a, v)); return;
    case CANON_INT: canon_put_int(w, key, v->number); return;
    case CANON_FLAG: canon_put_flag(w, key, v->number); return;
    }
}

static void check_times(struct str s)
{
    char printed[32];
    struct instant i;
    struct date d;
    if (canon_instant(s, &i))
        MUST(str_equal(s, (struct str){ printed, instant_print(i, printed) }));
    if (canon_date(s, &d))
        MUST(str_equal(s, (struct str){ printed, date_print(d, printed) }));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WITH_FUZZ_TASK(f);
    struct arena *a = f.task.arena;
    struct str bytes = { (const char *)data, size };
    check_times(bytes);
    struct canon c;
    struct str key;
    struct canon_value v;
    for (canon_open(&c, bytes); canon_next(&c, &key, &v);)
        check_times(v.text);
    if (!canon_done(&c))
        return 0;

    struct text out = text_open(a, size * 2 + 16);
    struct canon_writer w = canon_write_open(&out);
    for (canon_open(&c, bytes); canon_next(&c, &key, &v);)
        put_again(&w, a, key, &v);
    canon_write_close(&w);
    MUST(str_equal(text_done(&out), bytes));
    return 0;
}
