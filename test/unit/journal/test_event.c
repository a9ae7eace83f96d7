/* Tests of events: the catalogue, the check at the door, canonical bytes, facts. */
#include "given.h"

#include "format/canonical.h"
#include "journal/scan.h"

static void catalogue_reads_as_written(void **state)
{
    (void)state;
    assert_int_equal(event_kind_named(S("missing-reported")), EV_MISSING_REPORTED);
    assert_int_equal(event_kind_named(S("missing-reporte")), EV_NONE);
    assert_int_equal(event_kind_named(S("")), EV_NONE);
    for (unsigned kind = 1; kind < EVENT_KINDS; kind++) {
        const struct kind_def *k = event_kind_def((enum event_kind)kind);
        assert_int_equal(event_kind_named(str_from(k->name)), kind);
        for (unsigned i = 0, at; i < k->fields; i++) {
            assert_true(i == 0 || strcmp(k->field[i - 1].name, k->field[i].name) < 0);
            assert_ptr_equal(
                event_field_def((enum event_kind)kind, str_from(k->field[i].name), &at),
                &k->field[i]);
            assert_int_equal(at, i);
        }
    }
}

static void codes_have_numbers(void **state)
{
    (void)state;
    for (unsigned list = 0; list < CODE_LISTS; list++) {
        for (unsigned n = 1; n <= code_count((enum code_list)list); n++)
            assert_int_equal(
                code_number((enum code_list)list, str_from(code_text((enum code_list)list, n))), n);
        assert_string_equal(code_text((enum code_list)list, 0), "");
        assert_string_equal(code_text((enum code_list)list, 255), "");
    }
    assert_int_equal(code_number(CODES_GRADE, S("M")), 0);
    assert_int_equal(code_number(CODES_CLASSIFICATION, S("")), 0);
    assert_string_equal(code_list_name(CODES_PLACEMENT_TYPE), "placement-type");
}

/* enum role and the list of roles are written in two places: they must not drift apart. */
static void roles_are_alike(void **state)
{
    (void)state;
    static const struct {
        enum role role;
        const char *code;
    } rows[] = {
        { ROLE_SOCIAL_WORKER, "social-worker" },
        { ROLE_TEAM_MANAGER, "team-manager" },
        { ROLE_HEAD_OF_SERVICE, "head-of-service" },
        { ROLE_DIRECTOR, "director" },
        { ROLE_REVIEWING_OFFICER, "independent-reviewing-officer" },
        { ROLE_MISSING_COORDINATOR, "missing-coordinator" },
        { ROLE_EMERGENCY_DUTY, "emergency-duty" },
        { ROLE_NIGHT_WORKER, "night-worker" },
        { ROLE_REGISTERED_MANAGER, "registered-manager" },
        { ROLE_RESPONSIBLE_INDIVIDUAL, "responsible-individual" },
        { ROLE_CARER, "carer" },
        { ROLE_POLICE_MISSING_COORDINATOR, "police-missing-coordinator" },
        { ROLE_POLICE_SUPERVISOR, "police-supervisor" },
        { ROLE_DUTY_INSPECTOR, "duty-inspector" },
        { ROLE_DESIGNATED_NURSE, "designated-nurse" },
        { ROLE_DESIGNATED_DOCTOR, "designated-doctor" },
        { ROLE_VIRTUAL_SCHOOL_HEAD, "virtual-school-head" },
        { ROLE_DESIGNATED_TEACHER, "designated-teacher" },
        { ROLE_NOMINATED_OFFICER, "nominated-officer" },
        { ROLE_HOST_COORDINATOR, "host-coordinator" },
        { ROLE_RETURN_INTERVIEWER, "return-interviewer" },
        { ROLE_ADVOCATE, "advocate" },
        { ROLE_DATA_TEAM, "data-team" },
        { ROLE_COMMISSIONER, "commissioner" },
        { ROLE_INSPECTOR, "inspector" },
        { ROLE_LEAD_MEMBER, "lead-member" },
    };
    assert_int_equal(COUNT(rows), ROLES - 1);
    assert_int_equal(code_count(CODES_ROLE), ROLES - 1);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(code_text(CODES_ROLE, rows[i].role), rows[i].code);
}

static struct event missing_report(void)
{
    struct event e = event_new(EV_MISSING_REPORTED, 7, (struct instant){ 1774577400 * SECOND_US });
    event_set_number(&e, "episode", 3);
    event_set_code(&e, "class", "M");
    return e;
}

static void bytes_are_canonical(void **state)
{
    struct given *g = *state;
    struct event e = missing_report();
    struct str bytes;
    e.recorded.us = e.happened.us + 90 * SECOND_US + 250000;
    e.agency = 2;
    e.also = 9;
    e.role = ROLE_NIGHT_WORKER;
    e.channel = code_number(CODES_CHANNEL, S("form"));
    e.precision = code_number(CODES_PRECISION, S("about"));
    e.id = (struct entry_id){ { 1, 2, 0xab } };
    event_set_text(&e, "wearing", S("a \"red\" coat"));
    event_set_text(&e, "by", S(""));
    event_set_text(&e, "last-seen", S("2026-03-27T01:00:00Z"));
    assert_int_equal(event_encode(&g->task, &e, &bytes), OK);
    SAME(bytes,
         "{\"@agency\":2,\"@also\":9,\"@channel\":\"form\",\"@happened\":\"2026-03-27T02:10:00Z\","
         "\"@id\":\"0102ab00000000000000000000000000\",\"@kind\":\"missing-reported\","
         "\"@precision\":\"about\",\"@recorded\":\"2026-03-27T02:11:30.25Z\","
         "\"@role\":\"night-worker\",\"@subject\":7,\"@v\":1,\"class\":\"M\",\"episode\":3,"
         "\"last-seen\":\"2026-03-27T01:00:00Z\",\"wearing\":\"a \\\"red\\\" coat\"}");
    e.pointer = true;
    memset(e.value, 0, sizeof e.value);
    event_set_number(&e, "episode", 3);
    event_set_code(&e, "class", "M");
    assert_int_equal(event_encode(&g->task, &e, &bytes), OK);
    struct fact f;
    assert_true(fact_read(bytes, &f));
    assert_int_equal(f.number, 9);
    assert_int_equal(f.about, 3);
    assert_int_equal(f.code, 1);
}

static void same_fact(const struct fact *a, const struct fact *b)
{
    assert_int_equal(a->happened, b->happened);
    assert_int_equal(a->recorded, b->recorded);
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->precision, b->precision);
    assert_int_equal(a->code, b->code);
    assert_int_equal(a->about, b->about);
    assert_int_equal(a->corrects, b->corrects);
    assert_int_equal(a->flags, b->flags);
    assert_int_equal(a->number, b->number);
}

/* What a fact keeps of a subject is its whole number; of a text, only that it was given. */
static void a_fact_keeps_bits(void **state)
{
    static const struct {
        enum event_kind kind;
        const char *field, *text;
        int64_t number;
        uint32_t flags;
    } cases[] = {
        { EV_DUTY_REASSIGNED, "to", NULL, 1, 1 },
        { EV_DUTY_REASSIGNED, "to", NULL, UINT32_MAX, UINT32_MAX },
        { EV_DUTY_REASSIGNED, "reason", "on leave", 0, 0 }, /* it has no bits */
        { EV_PLACEMENT_STARTED, "urn", "", 0, 0 },
        { EV_PLACEMENT_STARTED, "urn", "XXXXXXX", 0, 0 },
        { EV_PLACEMENT_STARTED, "urn", "XXXXXX1", 0, 1U << 21 },
        { EV_PLACEMENT_STARTED, "urn", "\"", 0, 1U << 21 },
        { EV_PLACEMENT_STARTED, "area-source", "SC999999", 0, 0 },
    };
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct event e = any_event(g, cases[i].kind);
        struct str bytes;
        struct fact read, of;
        memset(e.value, 0, sizeof e.value);
        if (e.kind == EV_DUTY_REASSIGNED) {
            event_set_text(&e, "rule", S("review-first"));
            event_set_number(&e, "started", 1);
            event_set_text(&e, "reason", S("on leave"));
        } else {
            event_set_number(&e, "placement", 1);
            event_set_code(&e, "type", "K2");
        }
        if (cases[i].text)
            event_set_text(&e, cases[i].field, str_from(cases[i].text));
        else
            event_set_number(&e, cases[i].field, cases[i].number);
        assert_int_equal(event_encode(&g->task, &e, &bytes), OK);
        assert_true(fact_read(bytes, &read));
        of = fact_of(&e);
        same_fact(&read, &of);
        assert_int_equal(read.flags, cases[i].flags);
    }
}

static bool is_canonical(struct str bytes)
{
    struct canon c;
    struct str key;
    struct canon_value v;
    canon_open(&c, bytes);
    while (canon_next(&c, &key, &v)) {
    }
    return canon_done(&c);
}

static void there_and_back(struct given *g, enum event_kind kind)
{
    struct event e = any_event(g, kind), back;
    struct str bytes, again;
    struct fact read, of;
    if (e.also && any_of(g, 2))
        e.pointer = true;
    if (event_encode(&g->task, &e, &bytes) != OK) {
        print_error("%s\n", g->task.reason);
        _fail(__FILE__, __LINE__);
    }
    assert_true(is_canonical(bytes));
    assert_int_equal(event_decode(&g->task, bytes, &back), OK);
    assert_int_equal(event_encode(&g->task, &back, &again), OK);
    assert_true(str_equal(bytes, again));
    assert_true(fact_read(bytes, &read));
    of = fact_of(&e);
    same_fact(&read, &of);
    of = fact_of(&back);
    same_fact(&read, &of);
}

static void any_event_comes_back(void **state)
{
    struct given *g = *state;
    for (unsigned kind = 1; kind < EVENT_KINDS; kind++) {
        struct arena_mark m = arena_mark(g->task.arena);
        for (int i = 0; i < 40; i++)
            there_and_back(g, (enum event_kind)kind);
        arena_rewind(g->task.arena, m);
    }
}

static size_t break_one(struct given *g, char *copy, size_t len)
{
    size_t at = any_of(g, len);
    switch (any_of(g, 4)) {
    case 0: copy[at] = (char)any_of(g, 256); return len;
    case 1: memmove(copy + at, copy + at + 1, len - at - 1); return len - 1;
    case 2:
        memmove(copy + at + 1, copy + at, len - at);
        copy[at] = "\"{},:0\\ "[any_of(g, 8)];
        return len + 1;
    default: return at;
    }
}

/* One byte changed, put in or taken out: never a crash, never two opinions, and what is taken
 * encodes to the very same bytes. */
static void broken_bytes_are_refused(void **state)
{
    struct given *g = *state;
    for (int round = 0; round < 6000; round++) {
        struct arena_mark m = arena_mark(g->task.arena);
        struct event e = any_event(g, (enum event_kind)(1 + any_of(g, EVENT_KINDS - 1))), back;
        struct str bytes, again;
        struct fact f;
        assert_int_equal(event_encode(&g->task, &e, &bytes), OK);
        char *copy = malloc(bytes.len + 1);
        assert_non_null(copy);
        memcpy(copy, bytes.at, bytes.len);
        size_t len = break_one(g, copy, bytes.len);
        char *exact = malloc(len ? len : 1); /* so that reading past the end is seen */
        assert_non_null(exact);
        memcpy(exact, copy, len);
        struct str broken = { exact, len };
        bool taken = fact_read(broken, &f);
        assert_int_equal(event_decode(&g->task, broken, &back) == OK, taken);
        if (taken) {
            assert_true(is_canonical(broken));
            if (event_encode(&g->task, &back, &again) == OK)
                assert_true(str_equal(broken, again));
        }
        free(exact);
        free(copy);
        arena_rewind(g->task.arena, m);
    }
}

/* Every refusal says what is wrong with which field, and never repeats its value. */
static void check_refuses(void **state)
{
    struct given *g = *state;
    static const struct {
        const char *what, *reason;
        bool lenient;
        enum status want;
    } rows[] = {
        { "good", "", false, OK },
        { "no episode", "missing-reported: 'episode' is needed", true, E_INVALID },
        { "episode 0", "missing-reported: 'episode' must be a number from 1 to 2^52", true,
          E_INVALID },
        { "episode big", "missing-reported: 'episode' must be a number from 1 to 2^52", true,
          E_INVALID },
        { "bad code", "missing-reported: 'class' must be of the list 'classification', like 'M'",
          false, E_INVALID },
        { "bad code", "", true, OK },
        { "bad utf-8", "missing-reported: 'wearing' must be text in UTF-8", true, E_INVALID },
        { "nul", "missing-reported: 'wearing' must be text in UTF-8", true, E_INVALID },
        { "long", "missing-reported: 'wearing' is longer than 16384 bytes; shorten it", true,
          E_LIMIT },
        { "bad instant",
          "missing-reported: 'last-seen' must be a date and time, like 2026-03-27T02:10:00Z", true,
          E_INVALID },
        { "no subject", "missing-reported: say whom it is about", true, E_INVALID },
        { "not happened", "missing-reported: say when it happened", true, E_INVALID },
        { "never", "missing-reported: say when it happened", true, E_INVALID },
        { "also itself", "missing-reported: has no second subject", true, E_INVALID },
        { "role", "missing-reported: precision, role and channel must be of their lists", true,
          E_INVALID },
        { "version", "missing-reported: this program writes version 1 of events", true, E_INVALID },
    };
    static char long_text[16385];
    memset(long_text, 'x', sizeof long_text);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct event e = missing_report();
        const char *what = rows[i].what;
        unsigned at;
        event_field_def(e.kind, S("episode"), &at);
        if (strcmp(what, "no episode") == 0)
            e.value[at].given = false;
        if (strcmp(what, "episode 0") == 0)
            e.value[at].number = 0;
        if (strcmp(what, "episode big") == 0)
            e.value[at].number = (INT64_C(1) << 52) + 1;
        if (strcmp(what, "bad code") == 0)
            event_set_code(&e, "class", "Q");
        if (strcmp(what, "bad utf-8") == 0)
            event_set_text(&e, "wearing", S("\xff"));
        if (strcmp(what, "nul") == 0)
            event_set_text(&e, "wearing", S("a\0b"));
        if (strcmp(what, "long") == 0)
            event_set_text(&e, "wearing", (struct str){ long_text, sizeof long_text });
        if (strcmp(what, "bad instant") == 0)
            event_set_text(&e, "last-seen", S("2026-03-27 02:10"));
        if (strcmp(what, "no subject") == 0)
            e.subject = 0;
        if (strcmp(what, "not happened") == 0)
            e.happened.us = 0;
        if (strcmp(what, "never") == 0)
            e.happened = NEVER;
        if (strcmp(what, "also itself") == 0)
            e.also = e.subject;
        if (strcmp(what, "role") == 0)
            e.role = ROLES;
        if (strcmp(what, "version") == 0)
            e.version = 2;
        enum status got = event_check(&g->task, &e, rows[i].lenient);
        if (got != rows[i].want)
            print_error("row '%s': %s\n", what, g->task.reason);
        assert_int_equal(got, rows[i].want);
        if (got != OK)
            assert_string_equal(g->task.reason, rows[i].reason);
    }
}

static struct fact fact_at(uint32_t n, int64_t happened, uint16_t kind, uint32_t corrects)
{
    return (struct fact){ .n = n, .happened = happened, .kind = kind, .corrects = corrects };
}

static void corrections_strike_out(void **state)
{
    (void)state;
    enum {
        M = EV_MISSING_REPORTED,
        W = EV_ENTRY_WITHDRAWN
    };
    static const struct {
        const char *what;
        struct {
            int64_t happened;
            uint16_t kind;
            uint32_t corrects;
        } in[4];
        uint32_t count, left[4], want;
    } rows[] = {
        { "nothing", { { 0 } }, 0, { 0 }, 0 },
        { "by happened, then n",
          { { 5, M, 0 }, { 3, M, 0 }, { 5, M, 0 }, { 1, M, 0 } },
          4,
          { 4, 2, 1, 3 },
          4 },
        { "a correction replaces", { { 5, M, 0 }, { 6, M, 1 } }, 2, { 2 }, 1 },
        { "a withdrawal says nothing", { { 5, M, 0 }, { 6, W, 1 } }, 2, { 0 }, 0 },
        { "a withdrawn correction strikes nothing",
          { { 5, M, 0 }, { 6, M, 1 }, { 7, W, 2 } },
          3,
          { 1 },
          1 },
        { "a chain", { { 5, M, 0 }, { 6, M, 1 }, { 4, M, 2 } }, 3, { 3 }, 1 },
        { "itself or later strikes nothing", { { 5, M, 1 }, { 6, M, 4 } }, 2, { 1, 2 }, 2 },
        { "an erased part is left out",
          { { 5, M, 0 }, { 0, EV_NONE, 0 }, { 4, M, 0 } },
          3,
          { 3, 1 },
          2 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fact f[4];
        for (uint32_t k = 0; k < rows[i].count; k++)
            f[k] =
                fact_at(k + 1, rows[i].in[k].happened, rows[i].in[k].kind, rows[i].in[k].corrects);
        uint32_t left = facts_in_order(f, rows[i].count);
        if (left != rows[i].want)
            print_error("row '%s'\n", rows[i].what);
        assert_int_equal(left, rows[i].want);
        for (uint32_t k = 0; k < left; k++)
            assert_int_equal(f[k].n, rows[i].left[k]);
    }
}

static void moments_agree_with_base(void **state)
{
    struct given *g = *state;
    for (int i = 0; i < 20000; i++) {
        char text[40];
        int64_t us = (int64_t)any_of(g, UINT64_C(315537897600000000)) + INSTANT_MIN, back = 0;
        if (any_of(g, 2))
            us -= us % SECOND_US;
        size_t len = instant_print((struct instant){ us }, text);
        assert_true(scan_instant_text((struct str){ text, len }, &back));
        assert_int_equal(back, us);
    }
    static const char *const bad[] = {
        "2026-02-29T00:00:00Z",   "2026-03-27T24:00:00Z",         "2026-03-27T02:10Z",
        "2026-03-27T02:10:00.0Z", "2026-03-27T02:10:00.1234567Z", "2026-03-27T02:10:00.Z",
        "0000-01-01T00:00:00Z",   "2026-03-27 02:10:00Z",         "2026-13-01T00:00:00Z",
        "2026-03-27T02:10:60Z"
    };
    int64_t us;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(scan_instant_text(str_from(bad[i]), &us));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_reads_as_written),
        cmocka_unit_test(codes_have_numbers),
        cmocka_unit_test(roles_are_alike),
        cmocka_unit_test(bytes_are_canonical),
        cmocka_unit_test(a_fact_keeps_bits),
        cmocka_unit_test(any_event_comes_back),
        cmocka_unit_test(broken_bytes_are_refused),
        cmocka_unit_test(check_refuses),
        cmocka_unit_test(corrections_strike_out),
        cmocka_unit_test(moments_agree_with_base),
    };
    return RUN(tests);
}
