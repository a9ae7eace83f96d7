/* Tests of working days and deadlines over clock changes, bank holidays and month ends. */
#include "given.h"

#include "base/calendar.h"

static struct str file_text(struct task *t, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/rules/calendar/%s.txt", getenv("SOURCE_ROOT"), name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *at = NEWS(t->arena, char, 64 << 10);
    size_t len = fread(at, 1, 64 << 10, f);
    fclose(f);
    return (struct str){ at, len };
}

static const struct calendar *calendar_of(struct task *t, const char *name)
{
    struct calendar *c = NULL;
    status s = calendar_load(t, file_text(t, name), &c);
    if (s != OK)
        print_error("%s: %s\n", name, t->reason);
    assert_int_equal(s, OK);
    return c;
}

static struct date on(struct task *t, const char *iso)
{
    struct date d = { 0 };
    assert_int_equal(date_parse(t, str_from(iso), &d), OK);
    return d;
}

static void deadlines_end_when_the_law_says(void **state)
{
    static const struct {
        const char *from;
        struct period length;
        const char *wanted;
    } cases[] = {
        /* hours elapse, whatever the clock on the wall does */
        { "2026-03-28T10:00Z", { UNIT_HOURS, 72 }, "2026-03-31T10:00:00Z" },
        { "2026-10-24T10:00Z", { UNIT_HOURS, 72 }, "2026-10-27T10:00:00Z" },
        /* days end at midnight in the UK: before, across and after a clock change */
        { "2026-03-27T10:00Z", { UNIT_DAYS, 1 }, "2026-03-29T00:00:00Z" },
        { "2026-03-28T10:00Z", { UNIT_DAYS, 1 }, "2026-03-29T23:00:00Z" },
        { "2026-10-23T10:00Z", { UNIT_DAYS, 1 }, "2026-10-24T23:00:00Z" },
        { "2026-10-24T10:00Z", { UNIT_DAYS, 1 }, "2026-10-26T00:00:00Z" },
        { "2026-06-01T10:00Z", { UNIT_DAYS, 0 }, "2026-06-01T23:00:00Z" },
        /* the last hour of a summer's day in UTC is already the next day here */
        { "2026-06-01T22:59Z", { UNIT_DAYS, 1 }, "2026-06-02T23:00:00Z" },
        { "2026-06-01T23:00Z", { UNIT_DAYS, 1 }, "2026-06-03T23:00:00Z" },
        { "2026-01-05T10:00Z", { UNIT_WEEKS, 6 }, "2026-02-17T00:00:00Z" },
        /* months end with the month when it is shorter */
        { "2026-01-31T10:00Z", { UNIT_MONTHS, 1 }, "2026-03-01T00:00:00Z" },
        { "2024-01-31T10:00Z", { UNIT_MONTHS, 1 }, "2024-03-01T00:00:00Z" },
        { "2023-12-31T10:00Z", { UNIT_MONTHS, 2 }, "2024-03-01T00:00:00Z" },
        { "2024-02-29T10:00Z", { UNIT_MONTHS, 12 }, "2025-03-01T00:00:00Z" },
        { "2026-05-31T10:00Z", { UNIT_MONTHS, 6 }, "2026-12-01T00:00:00Z" },
        { "2026-03-15T10:00Z", { UNIT_MONTHS, -1 }, "2026-02-16T00:00:00Z" },
        /* calendar months, quarters and years end with the one that is so many on */
        { "2026-01-31T10:00Z", { UNIT_CALENDAR_MONTHS, 1 }, "2026-03-01T00:00:00Z" },
        { "2026-01-01T10:00Z", { UNIT_CALENDAR_MONTHS, 1 }, "2026-03-01T00:00:00Z" },
        { "2024-01-15T10:00Z", { UNIT_CALENDAR_MONTHS, 1 }, "2024-03-01T00:00:00Z" },
        { "2026-02-10T10:00Z", { UNIT_CALENDAR_MONTHS, 1 }, "2026-03-31T23:00:00Z" },
        { "2026-05-31T22:59Z", { UNIT_CALENDAR_MONTHS, 0 }, "2026-05-31T23:00:00Z" },
        { "2026-05-31T23:00Z", { UNIT_CALENDAR_MONTHS, 0 }, "2026-06-30T23:00:00Z" },
        { "2026-12-31T10:00Z", { UNIT_CALENDAR_MONTHS, 1 }, "2027-02-01T00:00:00Z" },
        { "2026-01-31T10:00Z", { UNIT_CALENDAR_QUARTERS, 1 }, "2026-06-30T23:00:00Z" },
        { "2026-12-31T10:00Z", { UNIT_CALENDAR_QUARTERS, 1 }, "2027-03-31T23:00:00Z" },
        { "2026-01-01T10:00Z", { UNIT_CALENDAR_YEARS, 1 }, "2028-01-01T00:00:00Z" },
        { "2026-12-31T10:00Z", { UNIT_CALENDAR_YEARS, 1 }, "2028-01-01T00:00:00Z" },
        { "2079-06-01T10:00Z", { UNIT_CALENDAR_YEARS, 0 }, "2080-01-01T00:00:00Z" },
        { "2079-06-01T10:00Z", { UNIT_CALENDAR_YEARS, 1 }, "9999-12-31T23:59:59.999999Z" },
        { "1970-01-01T10:00Z", { UNIT_CALENDAR_MONTHS, -1 }, "1970-01-02T00:00:00Z" },
        /* working days: weekends and bank holidays do not count */
        { "2026-04-02T10:00Z", { UNIT_WORKING_DAYS, 1 }, "2026-04-07T23:00:00Z" },
        { "2026-04-03T10:00Z", { UNIT_WORKING_DAYS, 1 }, "2026-04-07T23:00:00Z" },
        { "2026-04-05T10:00Z", { UNIT_WORKING_DAYS, 1 }, "2026-04-07T23:00:00Z" },
        { "2026-12-24T10:00Z", { UNIT_WORKING_DAYS, 2 }, "2026-12-31T00:00:00Z" },
        { "2022-06-01T10:00Z", { UNIT_WORKING_DAYS, 1 }, "2022-06-06T23:00:00Z" },
        { "2022-09-16T10:00Z", { UNIT_WORKING_DAYS, 1 }, "2022-09-20T23:00:00Z" },
        { "2026-01-05T10:00Z", { UNIT_WORKING_DAYS, 20 }, "2026-02-03T00:00:00Z" },
        { "2026-01-05T10:00Z", { UNIT_WORKING_DAYS, -1 }, "2026-01-03T00:00:00Z" },
        /* years mistyped: a fold must not stop over them */
        { "1066-01-05T10:00Z", { UNIT_DAYS, 1 }, "1970-01-03T00:00:00Z" },
        { "1970-01-01T10:00Z", { UNIT_MONTHS, -1 }, "1970-01-02T00:00:00Z" },
        { "2079-12-31T10:00Z", { UNIT_DAYS, 0 }, "2080-01-01T00:00:00Z" },
        { "2079-12-31T10:00Z", { UNIT_DAYS, 1 }, "9999-12-31T23:59:59.999999Z" },
        { "2079-12-31T10:00Z", { UNIT_MONTHS, 1 }, "9999-12-31T23:59:59.999999Z" },
        { "2206-01-05T10:00Z", { UNIT_WORKING_DAYS, 1 }, "9999-12-31T23:59:59.999999Z" },
    };
    struct task *t = given_task(state);
    const struct calendar *c = calendar_of(t, "england-and-wales");
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct instant from;
        assert_int_equal(instant_parse(t, str_from(cases[i].from), &from), OK);
        SAME(instant_text(t->arena, calendar_deadline(c, from, cases[i].length)),
             cases[i].wanted);
    }
}

static void working_days_are_counted_both_ways(void **state)
{
    static const struct {
        const char *from;
        int count;
        const char *wanted;
    } cases[] = {
        { "2026-04-02", 0, "2026-04-02" },  { "2026-04-04", 0, "2026-04-04" },
        { "2026-04-02", 1, "2026-04-07" },  { "2026-04-04", -1, "2026-04-02" },
        { "2026-04-07", -1, "2026-04-02" }, { "2026-04-06", -1, "2026-04-02" },
        { "2026-04-06", -2, "2026-04-01" }, { "2026-04-07", 5, "2026-04-14" },
        { "1970-01-01", -9, "1970-01-01" }, { "2079-12-29", 99, "2079-12-31" },
    };
    struct task *t = given_task(state);
    const struct calendar *c = calendar_of(t, "england-and-wales");
    for (size_t i = 0; i < COUNT(cases); i++)
        SAME(date_text(t->arena, working_days_after(c, on(t, cases[i].from), cases[i].count)),
             cases[i].wanted);
    struct date first = on(t, "2010-01-01"), last = on(t, "2028-12-31");
    assert_true(calendar_knows(c, first) && calendar_knows(c, last));
    assert_false(calendar_knows(c, (struct date){ first.days - 1 }));
    assert_false(calendar_knows(c, (struct date){ last.days + 1 }));
    assert_true(calendar_is_working(c, on(t, "2150-01-04")) == (weekday(on(t, "2150-01-04")) < 5));
    assert_int_equal(calendar_day_end(c, on(t, "2150-07-01")).us,
                     uk_midnight(on(t, "2150-07-02")).us);
}

static void nations_keep_their_own_days(void **state)
{
    static const struct {
        const char *nation, *date;
        bool working;
    } cases[] = {
        { "england-and-wales", "2011-04-29", false }, { "england-and-wales", "2012-05-28", true },
        { "england-and-wales", "2012-06-05", false }, { "england-and-wales", "2020-05-04", true },
        { "england-and-wales", "2020-05-08", false }, { "england-and-wales", "2022-05-30", true },
        { "england-and-wales", "2022-06-03", false }, { "england-and-wales", "2022-09-19", false },
        { "england-and-wales", "2023-05-08", false }, { "england-and-wales", "2024-01-02", true },
        { "england-and-wales", "2021-12-28", false }, { "england-and-wales", "2021-12-29", true },
        { "scotland", "2024-01-02", false },          { "scotland", "2024-04-01", true },
        { "scotland", "2024-08-05", false },          { "scotland", "2024-08-26", true },
        { "scotland", "2024-12-02", false },          { "northern-ireland", "2024-03-18", false },
        { "northern-ireland", "2024-07-12", false },  { "northern-ireland", "2024-04-01", false },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct calendar *c = calendar_of(t, cases[i].nation);
        assert_int_equal(calendar_is_working(c, on(t, cases[i].date)), cases[i].working);
    }
    assert_int_equal(calendar_of(t, "scotland")->nation, SCOTLAND);
}

static void a_wrong_file_is_told_by_line(void **state)
{
#define HEAD "nation scotland\nfrom 2026\nto 2027\n"
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "", "needs the lines" },
        { "nation scotland\nfrom 2026\n", "needs the lines" },
        { "nation scotland\nfrom 2027\nto 2026\n", "needs the lines" },
        { "nation wales\n", "line 1: the nation" },
        { "from 1969\n", "line 1: the year" },
        { "nation scotland\n\nto 2080\n", "line 3: the year" },
        { HEAD "2026-02-30 Nobody's day\n", "line 4: must begin" },
        { HEAD "holiday\n", "line 4: must begin" },
        { HEAD "2025-12-25 Christmas Day\n", "line 4: the date is outside" },
        { HEAD "2028-12-25 Christmas Day\n", "line 4: the date is outside" },
        { HEAD "2026-12-26 Boxing Day\n", "line 4: the date is a weekend" },
        { HEAD "2026-12-25\n", "line 4: name the holiday" },
        { HEAD "2026-12-25 A\n2026-12-25 B\n", "line 5: dates must ascend" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct calendar *c = NULL;
        assert_int_equal(calendar_load(t, str_from(cases[i].text), &c), E_INVALID);
        assert_null(c);
        if (!strstr(t->reason, cases[i].why))
            print_error("wanted: %s\n   got: %s\n", cases[i].why, t->reason);
        assert_non_null(strstr(t->reason, cases[i].why));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deadlines_end_when_the_law_says),
        cmocka_unit_test(working_days_are_counted_both_ways),
        cmocka_unit_test(nations_keep_their_own_days),
        cmocka_unit_test(a_wrong_file_is_told_by_line),
    };
    return RUN(tests);
}
