/* Derived rows in a database of either engine: only differences are written, and a digest shows
 * that two folds of one journal give the same. */
#include "given.h"
#include "register/derived.h"
#include "scratch.h"

enum { LOG = 1, CHILD = 12 };

static struct derived_rows rows_of(struct task *t, const struct said *given, uint32_t count)
{
    struct said *cut = NEWS(t->arena, struct said, count + 1);
    memcpy(cut, given, count * sizeof *cut);
    struct stream s = said_stream(t, cut, CHILD);
    struct child_words w = child_words_of(t, &s);
    struct derived_rows rows = { .arena = t->arena };
    child_rows(t, &s, folded(t, &s), &w, &rows);
    return rows;
}

static int64_t replace(struct scratch *s, int64_t log, const struct derived_rows *rows, bool fresh)
{
    int64_t written = -1;
    WITH_TX(tx);
    WORKS(s, tx_begin(&s->t, s->d, &tx));
    WORKS(s, derived_replace(&s->t, s->d, log, CHILD, rows, fresh, &written));
    WORKS(s, tx_commit(&tx));
    return written;
}

static struct str digest(struct scratch *s, int64_t log)
{
    struct str hex = S("");
    WORKS(s, derived_digest(&s->t, s->d, log, &hex));
    assert_int_equal(hex.len, 64);
    return hex;
}

static void assert_same(struct str a, struct str b, bool wanted)
{
    if (str_equal(a, b) != wanted)
        print_error("%.*s\n%.*s\n", STR_ARG(a), STR_ARG(b));
    assert_int_equal(str_equal(a, b), wanted);
}

/* A life of fifty events, then what a day adds; `rows`: how many the last event should write. */
static const struct {
    struct said said;
    int64_t rows;
} days[] = {
    { { EV_VISIT_MADE, "2026-03-01T09:00Z", "seen=1 alone=1" }, 1 },
    { { EV_PATHWAY_PLAN_MADE, "2026-03-01T10:00Z", NULL }, 0 },
    { { EV_REVIEW_HELD, "2026-03-01T11:00Z", "participation=PN1" }, 2 }, /* now reviewed twice */
    { { EV_MISSING_REPORTED, "2026-03-01T12:00Z", "class=M episode=7", .also = 40 },
      3 }, /* police may look */
    { { EV_RISK_GRADED, "2026-03-01T13:00Z", "episode=7 grade=high" }, 1 },
    { { EV_CHILD_RETURNED, "2026-03-01T14:00Z", "episode=7" }, 3 }, /* and until when */
    { { EV_RETURN_INTERVIEW_OFFERED, "2026-03-01T15:00Z", "episode=7" }, 2 },
    { { EV_INVOLVEMENT_STARTED, "2026-03-01T16:00Z", "role=social-worker person=32" }, 5 },
    { { EV_PLACEMENT_STARTED, "2026-03-02T09:00Z", "placement=2 type=K2 home=41" }, 7 },
    { { EV_ENTRY_WITHDRAWN, "2026-03-02T10:00Z", "reason=wrong_child", .corrects = 46 }, 2 },
};

static uint32_t a_life(struct said *ret)
{
    static const struct said begins[] = {
        { EV_CHILD_REGISTERED, "2025-01-01T08:00Z", "given=Ada family=Fell local-id=566910" },
        { EV_CARE_STARTED, "2025-01-01T09:00Z", "legal-status=C2 need=N1 care=5" },
        { EV_PLACEMENT_STARTED, "2025-01-01T10:00Z", "placement=1 type=U6 home=40 distance=31" },
        { EV_INVOLVEMENT_STARTED, "2025-01-01T11:00Z", "role=social-worker person=31" },
        { EV_REVIEW_HELD, "2025-01-20T09:00Z", "participation=PN3" },
    };
    static const char *const visits[] = { "2025-02-03T09:00Z", "2025-03-03T09:00Z",
                                          "2025-04-03T09:00Z", "2025-05-03T09:00Z" };
    uint32_t count = COUNT(begins);
    memcpy(ret, begins, sizeof begins);
    for (; count < 43; count++)
        ret[count] = (struct said){ EV_VISIT_MADE, visits[count % COUNT(visits)], "seen=1" };
    return count;
}

static void test_only_differences_are_written(void **state)
{
    struct scratch *s = *state;
    struct said life[64];
    uint32_t count = a_life(life);
    WORKS(s, derived_open(&s->t, s->d));
    struct derived_rows rows = rows_of(&s->t, life, count);
    assert_int_equal(replace(s, LOG, &rows, false), (int64_t)rows.count);
    assert_int_equal(replace(s, LOG, &rows, false), 0);
    for (size_t i = 0; i < COUNT(days); i++) {
        life[count++] = days[i].said;
        rows = rows_of(&s->t, life, count);
        int64_t before = db_count(s->d).rows;
        int64_t written = replace(s, LOG, &rows, false);
        if (written != days[i].rows)
            print_error("day %zu wrote %lld rows\n", i, (long long)written);
        assert_int_equal(written, days[i].rows);
        assert_in_range(db_count(s->d).rows - before, written, 2 * written);
    }
    /* Another log of the same tables, written at once, reads the same. */
    assert_int_equal(replace(s, LOG + 1, &rows, true), (int64_t)rows.count);
    assert_same(digest(s, LOG), digest(s, LOG + 1), true);
}

static void test_digest_sees_a_change_of_any_row(void **state)
{
    struct scratch *s = *state;
    struct said life[64];
    uint32_t count = a_life(life);
    WORKS(s, derived_open(&s->t, s->d));
    struct str empty = digest(s, LOG);
    struct derived_rows rows = rows_of(&s->t, life, count);
    replace(s, LOG, &rows, true);
    struct str full = digest(s, LOG);
    assert_same(empty, full, false);
    assert_same(digest(s, LOG + 1), empty, true);

    struct derived_rows fewer = { .arena = s->arena };
    for (size_t i = 0; i + 1 < rows.count; i++)
        *derived_add(&fewer, rows.at[i].table, rows.at[i].k) = rows.at[i];
    assert_int_equal(replace(s, LOG, &fewer, false), 1);
    assert_same(digest(s, LOG), full, false);
    replace(s, LOG, &rows, false);
    assert_same(digest(s, LOG), full, true);

    static const struct derived_rows none;
    assert_int_equal(replace(s, LOG, &none, false), (int64_t)rows.count);
    assert_same(digest(s, LOG), empty, true);
}

static void test_rows_in_any_order(void **state)
{
    struct scratch *s = *state;
    WORKS(s, derived_open(&s->t, s->d));
    struct derived_rows up = { .arena = s->arena }, down = { .arena = s->arena };
    for (uint64_t k = 1; k <= 100; k++) {
        derived_add(&up, DERIVED_HOME, k)->value[0] = TEXT(str_print(s->arena, "%d", (int)k));
        derived_add(&down, DERIVED_HOME, 101 - k)->value[0] =
            TEXT(str_print(s->arena, "%d", (int)(101 - k)));
    }
    assert_int_equal(replace(s, LOG, &up, true), 100);
    assert_int_equal(replace(s, LOG, &down, false), 0);
    down.at[50].value[0] = TEXT(S("changed"));
    assert_int_equal(replace(s, LOG, &down, false), 1);
}

/* An empty text is not nil, nor the number nought: each is a difference. */
static void test_kinds_of_nothing_differ(void **state)
{
    struct scratch *s = *state;
    WORKS(s, derived_open(&s->t, s->d));
    const struct value values[] = { NIL(), TEXT(S("")), TEXT(S("0")) };
    for (size_t i = 0; i < COUNT(values); i++) {
        struct derived_rows rows = { .arena = s->arena };
        derived_add(&rows, DERIVED_HOME, 1)->value[0] = values[i];
        assert_int_equal(replace(s, LOG, &rows, false), 1);
        assert_int_equal(replace(s, LOG, &rows, false), 0);
    }
}

static void test_stamps(void **state)
{
    struct scratch *s = *state;
    int64_t seq = 0;
    WORKS(s, derived_open(&s->t, s->d));
    WORKS(s, derived_folded_to(&s->t, s->d, LOG, &seq));
    assert_int_equal(seq, -1);
    WORKS(s, derived_stamp(&s->t, s->d, LOG, 7));
    WORKS(s, derived_stamp(&s->t, s->d, LOG, 9));
    WORKS(s, derived_stamp(&s->t, s->d, LOG + 1, 3));
    WORKS(s, derived_folded_to(&s->t, s->d, LOG, &seq));
    assert_int_equal(seq, 9);
    WORKS(s, derived_clear(&s->t, s->d, LOG));
    WORKS(s, derived_folded_to(&s->t, s->d, LOG, &seq));
    assert_int_equal(seq, -1);
    WORKS(s, derived_folded_to(&s->t, s->d, LOG + 1, &seq));
    assert_int_equal(seq, 3);
}

static const struct statement other_version = {
    "test.version", "UPDATE folded SET version = version - 1 WHERE log = -1", 0, 0
};

static void test_another_version_is_made_anew(void **state)
{
    struct scratch *s = *state;
    struct said life[64];
    uint32_t count = a_life(life);
    struct derived_rows rows = rows_of(&s->t, life, count);
    WORKS(s, derived_open(&s->t, s->d));
    struct str empty = digest(s, LOG);
    replace(s, LOG, &rows, true);
    WORKS(s, derived_stamp(&s->t, s->d, LOG, 9));
    struct str full = digest(s, LOG);

    db_close(s->d);
    s->d = scratch_open(s, s->place);
    WORKS(s, derived_open(&s->t, s->d));
    assert_same(digest(s, LOG), full, true);

    WORKS(s, db_prepare_all(&s->t, s->d, &other_version, 1));
    WORKS(s, db_run(&s->t, s->d, &other_version, NULL, 0));
    db_close(s->d);
    s->d = scratch_open(s, s->place);
    WORKS(s, derived_open(&s->t, s->d));
    assert_same(digest(s, LOG), empty, true);
    int64_t seq = 0;
    WORKS(s, derived_folded_to(&s->t, s->d, LOG, &seq));
    assert_int_equal(seq, -1);
}

/* Whichever call fails, the failure is told and the stored rows are those of before. */
static void test_every_failure_leaves_the_rows(void **state)
{
    struct scratch *s = *state;
    struct said life[64];
    uint32_t count = a_life(life);
    WORKS(s, derived_open(&s->t, s->d));
    struct derived_rows rows = rows_of(&s->t, life, count);
    replace(s, LOG, &rows, true);
    struct str before = digest(s, LOG);
    life[count] = days[3].said;
    rows = rows_of(&s->t, life, count + 1);
    bool done = false;
    for (int64_t nth = 1; !done && nth < 100; nth++) {
        int64_t written;
        WITH_TX(tx);
        WORKS(s, tx_begin(&s->t, s->d, &tx));
        db_fault_at(nth);
        status got = derived_replace(&s->t, s->d, LOG, CHILD, &rows, false, &written);
        db_fault_none();
        done = got == OK;
        if (!done)
            assert_int_equal(got, E_IO);
        tx_end(&tx);
        assert_same(digest(s, LOG), before, true);
    }
    assert_true(done);
    assert_int_equal(replace(s, LOG, &rows, false), 3);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_only_differences_are_written),
        CASE(test_digest_sees_a_change_of_any_row),
        CASE(test_rows_in_any_order),
        CASE(test_kinds_of_nothing_differ),
        CASE(test_stamps),
        CASE(test_another_version_is_made_anew),
        CASE(test_every_failure_leaves_the_rows),
    };
    return scratch_run(argc, argv, tests, COUNT(tests));
}
