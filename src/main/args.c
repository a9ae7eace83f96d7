/* Reads a verb's options by the table of all options. */
#include "main/command.h"

static const struct option_row {
    const char *name, *value;
    size_t at;
} rows[] = {
#define OPTION(id, member, name, value, help) { name, value, offsetof(struct args, member) },
#include "main/options.def"
#undef OPTION
};

static struct str *option_place(struct args *a, const struct option_row *row)
{
    return (struct str *)(void *)((char *)a + row->at);
}

static status option_read(struct task *t, const struct command *c, int count, char **values,
                          int *at, struct args *ret)
{
    struct str given = str_from(values[*at] + 2), name = given, value = { 0 };
    bool joined = str_cut(given, '=', &name, &value);
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (!str_is(name, rows[i].name) || !(c->takes >> i & 1))
            continue;
        struct str *place = option_place(ret, &rows[i]);
        if (place->at)
            return fail(t, E_INVALID, "--%s is given twice", rows[i].name);
        if (!rows[i].value) {
            if (joined)
                return fail(t, E_INVALID, "--%s takes no value", rows[i].name);
            *place = S("yes");
            return OK;
        }
        if (!joined && *at + 1 >= count)
            return fail(t, E_INVALID, "--%s needs %s after it", rows[i].name, rows[i].value);
        *place = joined ? value : str_from(values[++*at]);
        return OK;
    }
    return fail(t, E_INVALID, "`%s` takes no option %s: see `sightline help %s`", c->verb,
                values[*at], c->verb);
}

status args_read(struct task *t, const struct command *c, int count, char **values,
                 struct args *ret)
{
    struct args a = { 0 };
    bool only_words = false;
    for (int i = 0; i < count; i++) {
        struct str one = str_from(values[i]);
        if (!only_words && str_is(one, "--")) {
            only_words = true;
        } else if (!only_words && one.len > 2 && str_starts(one, S("--"))) {
            TRY(option_read(t, c, count, values, &i, &a));
        } else {
            if (a.words == c->words_max || a.words == COUNT(a.word))
                return fail(t, E_INVALID,
                            "`%s` does not take so many words: see `sightline help %s`", c->verb,
                            c->verb);
            a.word[a.words++] = one;
        }
    }
    if (a.words < c->words_min)
        return fail(t, E_INVALID, "`%s` needs %s: see `sightline help %s`", c->verb, c->words,
                    c->verb);
    *ret = a;
    return OK;
}

bool args_flag(struct str option)
{
    return option.at != NULL;
}

status args_number(struct task *t, struct str option, const char *name, int64_t min, int64_t max,
                   int64_t *ret)
{
    if (!option.at)
        return OK;
    if (str_to_i64(t, option, min, max, ret) != OK)
        return fail(t, E_INVALID, "--%s must be a whole number from %lld to %lld", name,
                    (long long)min, (long long)max);
    return OK;
}

/* "2026-11-12 02:15" on the wall clock in the UK; a date alone is its last second. */
static status local_instant(struct task *t, struct str text, struct instant *ret)
{
    struct date d;
    struct str day, hour, minute, clock;
    if (!str_cut(text, ' ', &day, &clock)) {
        TRY(date_parse(t, text, &d));
        *ret = (struct instant){ uk_midnight((struct date){ d.days + 1 }).us - SECOND_US };
        return OK;
    }
    TRY(date_parse(t, day, &d));
    int64_t h, m;
    if (!str_cut(clock, ':', &hour, &minute) || str_to_i64(t, hour, 0, 23, &h) != OK ||
        str_to_i64(t, minute, 0, 59, &m) != OK)
        return fail(t, E_INVALID, "give the time as hours and minutes, like 02:15");
    *ret = uk_instant(d, (int)h, (int)m, 0);
    return OK;
}

status args_instant(struct task *t, struct str option, struct instant *ret)
{
    if (!option.at)
        return OK;
    if (str_is(option, "now")) {
        *ret = task_now(t);
        return OK;
    }
    if (instant_parse(t, option, ret) == OK || local_instant(t, option, ret) == OK)
        return OK;
    return fail(t, E_INVALID,
                "give the instant like 2026-11-12T02:15Z, or \"2026-11-12 02:15\" "
                "in UK time, or a date, or now");
}
