/* The bank holidays of every loaded year against rules worked out here, and a table of one-offs. */
#include "given.h"

#include "base/calendar.h"

/* Days that a proclamation moved or added: what is not there, what is there instead. */
static const struct one_off {
    const char *date, *nations; /* e England and Wales, s Scotland, n Northern Ireland */
    bool added;                 /* or taken away: the day it was moved from */
} one_offs[] = {
    { "2011-04-29", "esn", true },  /* royal wedding */
    { "2012-05-28", "esn", false }, /* the spring day moved to June … */
    { "2012-06-04", "esn", true },  { "2012-06-05", "esn", true }, /* … for the Diamond Jubilee */
    { "2020-05-04", "esn", false }, { "2020-05-08", "esn", true }, /* 75 years since VE Day */
    { "2022-05-30", "esn", false }, { "2022-06-02", "esn", true },
    { "2022-06-03", "esn", true }, /* Platinum Jubilee */
    { "2022-09-19", "esn", true }, /* state funeral */
    { "2023-05-08", "esn", true }, /* coronation */
    { "2026-06-15", "s", true },   /* World Cup */
};

enum {
    YEARS_DAYS = 400,
    HOLIDAYS_MAX = 32
};
struct year { /* the days off of one nation in one year */
    int year;
    char nation;
    struct date day[HOLIDAYS_MAX];
    size_t count;
};

static struct date on(int year, int month, int day)
{
    return date_of((struct civil){ year, (uint8_t)month, (uint8_t)day });
}

static bool is_off(const struct year *y, struct date d)
{
    for (size_t i = 0; i < y->count; i++) {
        if (y->day[i].days == d.days)
            return true;
    }
    return false;
}

static void add(struct year *y, struct date d)
{
    assert_true(y->count < HOLIDAYS_MAX);
    y->day[y->count++] = d;
}

/* A day that falls on a weekend, or on one that is off already, is kept on the next that is not. */
static void add_or_substitute(struct year *y, int month, int day)
{
    struct date d = on(y->year, month, day);
    while (weekday(d) > 4 || is_off(y, d))
        d.days++;
    add(y, d);
}

/* Christmas on a Saturday is kept on the Monday, Boxing Day on the Tuesday; on a Sunday Boxing Day
 * stays on its Monday and Christmas goes to the Tuesday. The same with the first two of January
 * where both are off. */
static void add_pair(struct year *y, int month, int first)
{
    struct date one = on(y->year, month, first), two = { one.days + 1 };
    if (weekday(one) == 6) {
        add(y, two);
        add(y, (struct date){ two.days + 1 });
        return;
    }
    add_or_substitute(y, month, first);
    add_or_substitute(y, month, first + 1);
}

static void add_monday(struct year *y, int month, bool last)
{
    struct date d = last ? (struct date){ on(y->year, month, 31).days - 6 } : on(y->year, month, 1);
    while (weekday(d) != 0)
        d.days++;
    add(y, d);
}

/* Easter Sunday by the method of the Book of Common Prayer's tables, as arithmetic. */
static struct date easter(int year)
{
    int golden = year % 19, century = year / 100;
    int moon =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    int day = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - moon - year % 100 % 4) % 7;
    int late = (golden + 11 * moon + 22 * day) / 451;
    int of = moon + day - 7 * late + 114;
    return on(year, of / 31, of % 31 + 1);
}

static void work_out(struct year *y)
{
    struct date sunday = easter(y->year);
    bool scotland = y->nation == 's';
    if (scotland)
        add_pair(y, 1, 1);
    else
        add_or_substitute(y, 1, 1);
    add(y, (struct date){ sunday.days - 2 });
    if (!scotland)
        add(y, (struct date){ sunday.days + 1 });
    add_monday(y, 5, false);
    add_monday(y, 5, true);
    add_monday(y, 8, !scotland);
    if (scotland)
        add_or_substitute(y, 11, 30);
    if (y->nation == 'n') {
        add_or_substitute(y, 3, 17);
        add_or_substitute(y, 7, 12);
    }
    add_pair(y, 12, 25);
}

static void change(struct task *t, struct year *y, const struct one_off *o)
{
    struct date d;
    assert_int_equal(date_parse(t, str_from(o->date), &d), OK);
    if (civil_of(d).year != y->year || !strchr(o->nations, y->nation))
        return;
    if (o->added) {
        add(y, d);
        return;
    }
    for (size_t i = 0; i < y->count; i++) {
        if (y->day[i].days == d.days)
            y->day[i] = y->day[--y->count];
    }
}

static const struct calendar *calendar_named(struct task *t, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/rules/calendar/%s.txt", getenv("SOURCE_ROOT"), name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *at = NEWS(t->arena, char, 64 << 10);
    size_t len = fread(at, 1, 64 << 10, f);
    fclose(f);
    struct calendar *c = NULL;
    assert_int_equal(calendar_load(t, (struct str){ at, len }, &c), OK);
    return c;
}

static const struct {
    const char *file;
    char nation;
} nations[] = { { "england-and-wales", 'e' }, { "scotland", 's' }, { "northern-ireland", 'n' } };

static void every_year_is_as_its_rules_say(void **state)
{
    struct task *t = given_task(state);
    for (size_t n = 0; n < COUNT(nations); n++) {
        const struct calendar *c = calendar_named(t, nations[n].file);
        int last = civil_of(c->holidays_to).year;
        for (int year = civil_of(c->holidays_from).year; year <= last; year++) {
            struct year y = { .year = year, .nation = nations[n].nation };
            work_out(&y);
            for (size_t i = 0; i < COUNT(one_offs); i++)
                change(t, &y, &one_offs[i]);
            for (struct date d = on(year, 1, 1); d.days <= on(year, 12, 31).days; d.days++) {
                bool works = weekday(d) < 5 && !is_off(&y, d);
                if (calendar_is_working(c, d) != works)
                    print_error("%s %.*s: worked out as %s\n", nations[n].file,
                                STR_ARG(date_text(t->arena, d)), works ? "working" : "off");
                assert_int_equal(calendar_is_working(c, d), works);
            }
        }
    }
}

static void the_files_are_of_one_length_and_not_out_of_date(void **state)
{
    struct task *t = given_task(state);
    for (size_t n = 0; n < COUNT(nations); n++) {
        const struct calendar *c = calendar_named(t, nations[n].file);
        SAME(date_text(t->arena, c->holidays_from), "2010-01-01");
        SAME(date_text(t->arena, c->holidays_to), "2028-12-31");
    }
}

/* Known Easters, so that the arithmetic above is itself held to something. */
static void easter_is_easter(void **state)
{
    static const char *const sundays[] = { "2010-04-04", "2011-04-24", "2016-03-27",
                                           "2019-04-21", "2024-03-31", "2025-04-20",
                                           "2026-04-05", "2028-04-16", "2038-04-25" };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(sundays); i++)
        SAME(date_text(t->arena, easter((int)strtol(sundays[i], NULL, 10))), sundays[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(easter_is_easter),
        cmocka_unit_test(every_year_is_as_its_rules_say),
        cmocka_unit_test(the_files_are_of_one_length_and_not_out_of_date),
    };
    return RUN(tests);
}
