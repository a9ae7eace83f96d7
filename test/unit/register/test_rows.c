/* The rows that a subject's events come to, table by table, without a database. */
#include "given.h"
#include "register/derived.h"

static void add_value(struct text *x, const struct value *v)
{
    if (v->kind == VALUE_I64)
        text_addf(x, "%lld", (long long)v->i);
    else if (v->kind == VALUE_TEXT)
        text_add(x, v->s);
    else
        text_addc(x, '-');
}

/* One line a row of that table: "k: value | value …", nil as "-", trailing nils left out. */
static struct str rows_text(struct task *t, const struct derived_rows *rows, uint16_t table)
{
    struct text x = text_open(t->arena, 65536);
    for (size_t i = 0; i < rows->count; i++) {
        const struct derived_row *row = &rows->at[i];
        if (row->table != table)
            continue;
        size_t columns = strlen(derived_tables[table].kinds);
        while (columns > 0 && row->value[columns - 1].kind == VALUE_NIL)
            columns--;
        text_addf(&x, "%s%llu:", x.len > 0 ? "\n" : "", (unsigned long long)row->k);
        for (size_t c = 0; c < columns; c++) {
            text_addz(&x, c > 0 ? " | " : " ");
            add_value(&x, &row->value[c]);
        }
    }
    return text_done(&x);
}

static struct derived_rows rows_of_child(struct task *t, const struct said *given)
{
    struct stream s = said_stream(t, given, 12);
    struct child_words w = child_words_of(t, &s);
    struct derived_rows rows = { .arena = t->arena };
    child_rows(t, &s, folded(t, &s), &w, &rows);
    return rows;
}

#define REGISTERED                                                                                 \
    { EV_CHILD_REGISTERED, "2026-01-01T08:00Z",                                                    \
      "given=Ada family=Fell known-as=Addie sex=F ethnicity=WBRI local-id=566910"                  \
      " born=2011-05-04 upn=A000000000001" }
#define CARE { EV_CARE_STARTED, "2026-01-01T09:00Z", "legal-status=C1 need=N1 care=5" }

static const struct {
    const char *name;
    uint16_t table;
    const char *wanted;
    struct said given[10];
} cases[] = {
    { "nothing said", DERIVED_SSD_PERSON,
      "1: 12 | - | - | - | - | - | - | - | - | - | - | - | - | N | - | - | - |"
      " Child no. 12 | - | 0",
      { { 0 } } },
    { "a later detail wins, whenever it was written down", DERIVED_SSD_PERSON,
      "1: 12 | Ada | Moor | F | - | WBRI | 2011-05-04 | - | - | - | - | - | - | N | - |"
      " A000000000001 | - | Addie Moor | 566910 | 0",
      { { EV_CHILD_DETAIL_CHANGED, "2026-03-01T08:00Z", "family=Moor" }, REGISTERED } },
    { "numbers", DERIVED_SSD_LINKED_IDENTIFIERS,
      "10: 12-10 | 12 | Unique Pupil Number | A000000000001 | 2026-01-01 | - | 2\n"
      "9: 12-9 | 12 | Case Number | 566910 | 2026-01-01 | - | 1\n"
      "20: 12-20 | 12 | NHS Number | 9990000018 | 2026-01-02 | - | 4",
      { REGISTERED, { EV_CHILD_IDENTIFIED, "2026-01-02T08:00Z", "scheme=nhs value=9990000018" } } },
    { "legal statuses follow each other", DERIVED_SSD_LEGAL_STATUS,
      "1: 12-1 | 12 | C1 | 2026-01-01 | 2026-02-01\n2: 12-2 | 12 | C2 | 2026-02-01 | 2026-03-01",
      { CARE, { EV_LEGAL_STATUS_CHANGED, "2026-02-01T09:00Z", "legal-status=C2" },
        { EV_CARE_ENDED, "2026-03-01T09:00Z", "reason=E4A" } } },
    { "episodes of care: S, then P, then B, then the end", DERIVED_SSD_CLA_EPISODES,
      "1: 12-1 | 12 | 2026-01-01 | S | N1 | 2026-02-01 | X1 | 12-5 | - | 12-1 |"
      " 2026-01-01 | - | C1\n"
      "3: 12-3 | 12 | 2026-02-01 | P | N1 | 2026-02-10 | X1 | 12-5 | - | 12-2 |"
      " 2026-01-01 | - | C1\n"
      "4: 12-4 | 12 | 2026-02-10 | B | N1 | 2026-03-01 | E4A | 12-5 | - | 12-3 |"
      " 2026-01-01 | - | C2",
      { CARE, { EV_PLACEMENT_STARTED, "2026-01-01T10:00Z", "placement=1 type=U6" },
        { EV_PLACEMENT_STARTED, "2026-02-01T10:00Z", "placement=2 type=K2" },
        { EV_LEGAL_STATUS_CHANGED, "2026-02-10T09:00Z", "legal-status=C2" },
        { EV_PLACEMENT_STARTED, "2026-02-10T15:00Z", "placement=3 type=K2" },
        { EV_CARE_ENDED, "2026-03-01T09:00Z", "reason=E4A" } } },
    { "a placement", DERIVED_SSD_CLA_PLACEMENT,
      "9: 12-9 | 2026-01-01 | K2 | SC999999 | 12.3 | 12-5 | PR4 | ZZ1 1AA | - | - | 12 |"
      " 1767261600000000 | - | 40 | distant | 16",
      { CARE, { EV_PLACEMENT_STARTED, "2026-01-01T10:00Z",
                "placement=9 type=K2 provider=PR4 area=distant home=40 distance=123"
                " postcode=ZZ1_1AA urn=SC999999" } } },
    { "only spoken of: no row", DERIVED_SSD_CLA_PLACEMENT, "",
      { { EV_PLACEMENT_APPROVED, "2026-01-01T10:00Z", "placement=9 rank=director" } } },
    { "missing: found ends it for the dataset, not for us", DERIVED_SSD_MISSING,
      "7: 12-7 | 12 | 2026-03-01T12:00:00Z | M | 2026-03-01T15:00:00Z | - | - |"
      " 1772366400000000 | - | 1 | 4 | 40 | 1 | 2 | 1772377200000000 | - | 0",
      { { EV_MISSING_REPORTED, "2026-03-01T12:00Z", "class=M episode=7", .also = 40 },
        { EV_RISK_GRADED, "2026-03-01T13:00Z", "episode=7 grade=high" },
        { EV_CHILD_FOUND, "2026-03-01T15:00Z", "episode=7" } } },
    { "away: the return ends it; declined", DERIVED_SSD_MISSING,
      "7: 12-7 | 12 | 2026-03-01T12:00:00Z | A | 2026-03-01T16:00:00Z | Y | N |"
      " 1772366400000000 | 1772380800000000 | 2 | - | - | - | - | 1772377200000000 | 1 | 0",
      { { EV_ABSENCE_NOTICED, "2026-03-01T12:00Z", "class=A episode=7" },
        { EV_CHILD_FOUND, "2026-03-01T15:00Z", "episode=7" },
        { EV_CHILD_RETURNED, "2026-03-01T16:00Z", "episode=7" },
        { EV_RETURN_INTERVIEW_DECLINED, "2026-03-02T16:00Z", "episode=7" } } },
    { "recorded in error: no row", DERIVED_SSD_MISSING, "",
      { { EV_MISSING_REPORTED, "2026-03-01T12:00Z", "class=M episode=7" },
        { EV_EPISODE_CLOSED, "2026-03-01T13:00Z", "episode=7 reason=recorded-in-error" } } },
    { "a review", DERIVED_SSD_CLA_REVIEWS, "2: 12-2 | 12-5 | - | 2026-01-20 | N | PN3 | 12",
      { CARE, { EV_REVIEW_HELD, "2026-01-20T09:00Z", "participation=PN3" } } },
    { "a visit", DERIVED_SSD_CLA_VISITS, "1: 12-1 | - | 12 | 2026-01-20 | Y | N",
      { { EV_VISIT_MADE, "2026-01-20T09:00Z", "seen=1" } } },
    { "health", DERIVED_SSD_CLA_HEALTH,
      "1: 12-1 | 12 | Health Assessment | 2026-01-20 | Refused\n"
      "2: 12-2 | 12 | Dental Check | 2026-01-21 | Completed",
      { { EV_HEALTH_ASSESSED, "2026-01-20T09:00Z", "check=initial refused=1" },
        { EV_DENTAL_CHECKED, "2026-01-21T09:00Z", NULL } } },
    { "a new social worker takes over", DERIVED_SSD_INVOLVEMENTS,
      "1: 12-1 | 31 | CW | North | 2026-01-01 | 2026-02-01 | FCONTA | 12\n"
      "2: 12-2 | 32 | CW | - | 2026-02-01 | - | - | 12",
      { { EV_INVOLVEMENT_STARTED, "2026-01-01T09:00Z",
          "role=social-worker person=31 team=North reason=FCONTA" },
        { EV_INVOLVEMENT_STARTED, "2026-02-01T09:00Z", "role=social-worker person=32" } } },
    { "who holds a role", DERIVED_ROLE_HOLDER, "1: 1 | 31 | 1767258000000000 | 1769936400000000",
      { { EV_INVOLVEMENT_STARTED, "2026-01-01T09:00Z", "role=social-worker person=31" },
        { EV_INVOLVEMENT_ENDED, "2026-02-01T09:00Z", "role=social-worker person=31" } } },
    { "unaccompanied", DERIVED_SSD_IMMIGRATION_STATUS, "1: 12 | 12-1 | U | 2026-01-01",
      { { EV_CHILD_REGISTERED, "2026-01-01T08:00Z", "uasc=1" } } },
    { "outcomes", DERIVED_SSD_SDQ_SCORES, "1: 12-1 | 12 | 2026-03-31 | - | 14 | 2026",
      { { EV_OUTCOMES_STATED, "2026-03-31T08:00Z", "year=2026 sdq=14 convicted=1" } } },
    { "a conviction", DERIVED_SSD_CLA_CONVICTIONS, "1: 12-1 | 12 | 2026-03-31 | - | 2026",
      { { EV_OUTCOMES_STATED, "2026-03-31T08:00Z", "year=2026 sdq=14 convicted=1" } } },
    { "earlier permanence", DERIVED_SSD_CLA_PREVIOUS_PERMANENCE,
      "1: 12-1 | 12 | zz/07/2014 | P1 | Northmere",
      { { EV_PERMANENCE_STATED, "2026-03-31T08:00Z",
          "permanence=P1 authority=Northmere when=zz/07/2014" } } },
    { "a care leaver", DERIVED_SSD_CARE_LEAVERS,
      "1: 12-1 | 12 | - | YES | 2026-03-31 | B | 1 | F1 | - | - | - | - | 2026",
      { { EV_LEAVING_CARE_STATED, "2026-03-31T08:00Z",
          "year=2026 in-touch=YES activity=F1 accommodation=B1" } } },
};

static void test_child_rows(void **state)
{
    struct task *t = given_task(state);
    int wrong = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct derived_rows rows = rows_of_child(t, cases[i].given);
        struct str got = rows_text(t, &rows, cases[i].table);
        if (!str_is(got, cases[i].wanted)) {
            print_error("%s\nwanted: %s\n   got: %.*s\n", cases[i].name, cases[i].wanted,
                        STR_ARG(got));
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_home_rows(void **state)
{
    static const struct said given[] = {
        { EV_HOME_REGISTERED, "2025-01-01T09:00Z", "name=Fell_House places=4 urn=SC999999" },
        { EV_INVOLVEMENT_STARTED, "2025-01-02T09:00Z", "role=night-worker person=31" },
        { EV_INVOLVEMENT_STARTED, "2025-01-03T09:00Z", "role=night-worker person=32" },
        { EV_HOME_CHANGED, "2025-06-01T09:00Z", "places=5 telephone=01632_960000" },
        { 0 },
    };
    struct task *t = given_task(state);
    struct stream s = said_stream(t, given, 40);
    struct derived_rows rows = { .arena = t->arena };
    home_rows(t, &s, &rows);
    SAME(rows_text(t, &rows, DERIVED_HOME),
         "1: Fell House | SC999999 | - | 5 | - | - | - | 01632 960000 | 1735722000000000");
    SAME(rows_text(t, &rows, DERIVED_ROLE_HOLDER),
         "2: 8 | 31 | 1735808400000000\n3: 8 | 32 | 1735894800000000");
    SAME(rows_text(t, &rows, DERIVED_SSD_INVOLVEMENTS), "");
}

static void test_agency_and_person_rows(void **state)
{
    static const struct said agency[] = {
        { EV_AGENCY_REGISTERED, "2025-01-01T09:00Z", "name=Northmere kind=authority" },
        { 0 },
    };
    static const struct said person[] = {
        { EV_PERSON_REGISTERED, "2025-01-01T09:00Z",
          "name=Bo_Lund agency=3 title=Social_worker reference=SW0 email=bo@northmere.example" },
        { 0 },
    };
    struct task *t = given_task(state);
    struct stream s = said_stream(t, agency, 3);
    struct derived_rows rows = { .arena = t->arena };
    agency_rows(t, &s, &rows);
    SAME(rows_text(t, &rows, DERIVED_AGENCY), "1: Northmere | authority");
    s = said_stream(t, person, 31);
    rows = (struct derived_rows){ .arena = t->arena };
    person_rows(t, &s, &rows);
    SAME(rows_text(t, &rows, DERIVED_SSD_PROFESSIONALS),
         "1: 31 | - | Bo Lund | SW0 | Social worker | - | - | - | - | 3 | - |"
         " bo@northmere.example");
}

static void test_names(void **state)
{
    const struct {
        struct child_words w;
        const char *wanted;
    } names[] = {
        { { .sex = 0 }, "Child no. 12" },
        { { .local_id = S("566910") }, "Child 566910" },
        { { .given = S("Ada") }, "Ada" },
        { { .family = S("Fell"), .local_id = S("566910") }, "Fell" },
        { { .given = S("Ada"), .family = S("Fell") }, "Ada Fell" },
        { { .given = S("Ada"), .known_as = S("Addie"), .family = S("Fell") }, "Addie Fell" },
    };
    struct task *t = given_task(state);
    for (size_t i = 0; i < COUNT(names); i++)
        SAME(child_name(t->arena, &names[i].w, 12), names[i].wanted);
}

static void test_words_follow_corrections(void **state)
{
    static const struct said given[] = {
        REGISTERED,
        { EV_CHILD_REGISTERED, "2026-01-01T08:00Z", "given=Eda family=Fell local-id=566911",
          .corrects = 1 },
        { EV_CHILD_IDENTIFIED, "2026-01-02T08:00Z", "scheme=nhs value=9990000018" },
        { 0 },
    };
    struct task *t = given_task(state);
    struct stream s = said_stream(t, given, 12);
    struct child_words w = child_words_of(t, &s);
    SAME(child_name(t->arena, &w, 12), "Eda Fell");
    SAME(w.local_id, "566911");
    SAME(w.upn, "");
    SAME(w.nhs, "9990000018");
    assert_int_equal(w.born, INT32_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_child_rows),
        cmocka_unit_test(test_home_rows),
        cmocka_unit_test(test_agency_and_person_rows),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_words_follow_corrections),
    };
    return RUN(tests);
}
