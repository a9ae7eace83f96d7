/* Tests of a return's way in: reading, mapping, importing again and corrected, two years. */
#include "given.h"

#define EPISODES "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE," \
                 "HOME_POST,PL_POST,URN\n"
#define MISSING  "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
#define HEADER   "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"

static struct str read_whole(struct task *t, const char *file)
{
    FILE *in = fopen(file, "rb");
    char *bytes = NEWS(t->arena, char, 1 << 20);
    assert_non_null(in);
    struct str read = { bytes, fread(bytes, 1, 1 << 20, in) };
    fclose(in);
    return read;
}

static struct postcodes *synthetic_postcodes(struct task *t)
{
    struct postcodes_built built;
    struct postcodes *p;
    struct str file = str_print(t->arena, "return-postcodes-%d", (int)getpid());
    assert_int_equal(postcodes_build(t, S(TEST_DATA "/postcodes.csv"), file, &built), OK);
    assert_int_equal(postcodes_open(t, file, &p), OK);
    unlink(str_nul(t->arena, file));
    return p;
}

static struct receipt take_small(struct task *t, struct kept_register *r,
                                 const struct return_terms *terms)
{
    struct receipt receipt = { 0 };
    struct return_rows rows = { .year = terms->year };
    if (return_read_folder(t, &rows, S(TEST_DATA "/return-small"), &receipt) != OK) {
        print_error("%s\n", t->reason);
        _fail(__FILE__, __LINE__);
    }
    take(t, r, &rows, terms, &receipt);
    return receipt;
}

/* Everything that eight children's rows say, line by line, against the kept golden file. */
static void test_small_return_reads_as_before(void **state)
{
    struct task *t = intake_task(state);
    struct postcodes *p = synthetic_postcodes(t);
    struct return_terms terms = { 2026, "E09000007", p };
    struct kept_register *r = NEW(t->arena, struct kept_register);
    struct receipt receipt = take_small(t, r, &terms);
    struct text out = text_open(t->arena, 1 << 20);
    text_add(&out, receipt_text(t, &receipt));
    for (size_t i = 0; i < r->count; i++) {
        text_addf(&out, "\nchild %.*s\n", STR_ARG(r->child[i].id));
        text_add(&out, events_text(t, &r->child[i], 0));
    }
    struct str got = text_done(&out), want = read_whole(t, TEST_DATA "/return-small/golden.txt");
    if (!str_equal(got, want)) {
        FILE *f = fopen("return-small.got", "wb");
        fwrite(got.at, 1, got.len, f);
        fclose(f);
        print_error("differs from golden.txt: see return-small.got\n");
        _fail(__FILE__, __LINE__);
    }
    postcodes_close(p);
}

static void test_again_changes_nothing(void **state)
{
    struct task *t = intake_task(state);
    struct postcodes *p = synthetic_postcodes(t);
    struct return_terms terms = { 2026, "E09000007", p };
    struct kept_register *r = NEW(t->arena, struct kept_register);
    struct receipt first = take_small(t, r, &terms);
    for (int i = 0; i < 2; i++) {
        struct receipt again = take_small(t, r, &terms);
        assert_int_equal(again.events, 0);
        assert_int_equal(again.unchanged, first.rows);
        assert_int_equal(again.taken + again.corrected + again.withdrawn + again.refused, 0);
        terms.postcodes = NULL; /* could not look: must not unsay where placements are */
    }
    postcodes_close(p);
}

/* The other way round: what could not be looked up becomes known. */
static void test_postcodes_come_later(void **state)
{
    struct task *t = intake_task(state);
    struct return_terms terms = { 2026, "E09000007", NULL };
    struct kept_register *r = NEW(t->arena, struct kept_register);
    take_small(t, r, &terms);
    struct kept *k = kept_child(r, S("9008"));
    for (size_t i = 0; i < k->count; i++)
        if (k->said[i].kind == EV_PLACEMENT_STARTED) {
            SAME(event_text(&k->said[i], "area"), "unknown");
            SAME(event_text(&k->said[i], "area-confidence"), "none");
            SAME(event_text(&k->said[i], "area-source"), "could not look: no postcode index");
            assert_false(event_given(&k->said[i], "distance"));
        }
    struct postcodes *p = synthetic_postcodes(t);
    terms.postcodes = p;
    size_t before = k->count;
    struct receipt again = take_small(t, r, &terms);
    assert_int_equal(again.withdrawn, 0);
    assert_int_equal(again.taken, 0);
    assert_int_equal(again.corrected, again.events);
    assert_int_equal(k->said[before].corrects > 0, 1);
    SAME(event_text(&k->said[before], "area"), "in");
    postcodes_close(p);
}

/* --- one child, told by rows; what is appended, by the whole text of the events --- */

struct telling {
    int year;
    struct table_text table[4];
    const char *events, *receipt; /* of this telling only */
};
struct story {
    const char *name;
    struct telling telling[4];
};

static const struct story stories[] = {
    { "an episode's end is told the next year, and the care and placement are those of before",
      { { 2025,
          { { "h.csv", HEADER "1,F,01/02/2012,WBRI,UN1,,\n" },
            { "e.csv", EPISODES "1,05/05/2024,S,V2,N1,U6,PR1,,,,,,\n" } },
          "2024-05-05 child-registered born=2012-02-01 ethnicity=WBRI local-id=1 sex=F upn=UN1 "
          "[2025 h.csv row 2]\n"
          "2024-05-05 child-identified scheme=local value=1 [2025 h.csv row 2]\n"
          "2024-05-05 care-started care=# legal-status=V2 need=N1 [2025 e.csv row 2]\n"
          "2024-05-05 placement-started area=unknown area-confidence=none area-source=could not "
          "look: the row has no postcode new-carer=1 new-episode=S placement=# provider=PR1 "
          "type=U6 [2025 e.csv row 2]\n",
          "children 1 rows 2 taken 2 unchanged 0 corrected 0 withdrawn 0 warned 0 refused 0 "
          "events 4\n" },
        { 2026,
          { { "h.csv", HEADER "1,F,01/02/2012,WBRI,A123456789012,,\n" },
            { "e.csv", EPISODES "1,05/05/2024,S,V2,N1,U6,PR1,02/09/2025,X1,,,,\n"
                                "1,02/09/2025,L,C1,N1,U6,PR1,03/03/2026,E4A,,,,\n" } },
          "2025-04-01 child-detail-changed upn=A123456789012 [2026 h.csv row 2]\n"
          "2024-05-05 child-identified scheme=upn value=A123456789012 [2026 h.csv row 2]\n"
          "2025-09-02 legal-status-changed legal-status=C1 need=N1 [2026 e.csv row 3]\n"
          "2026-03-03 placement-ended placement=# reason=E4A [2026 e.csv row 3]\n"
          "2026-03-03 care-ended care=# reason=E4A [2026 e.csv row 3]\n",
          NULL },
        { 2026,
          { { "h.csv", HEADER "1,F,01/02/2012,WBRI,A123456789012,,\n" },
            { "e.csv", EPISODES "1,02/09/2025,L,C1,N1,U6,PR1,03/03/2026,E4A,,,,\n" } },
          "",
          "children 1 rows 2 taken 0 unchanged 2 corrected 0 withdrawn 0 warned 0 refused 0 "
          "events 0\n" } } },
    { "an older return that comes late adds what it alone says and unsays nothing",
      { { 2026, { { "h.csv", HEADER "1,F,01/02/2012,WBRI,A123456789012,,\n" },
                  { "m.csv", MISSING "1,,M,05/03/2025,06/04/2025\n" },
                  { "r.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n1,,01/06/2025,PN1\n" } },
          NULL, NULL },
        { 2025, { { "h.csv", HEADER "1,F,01/02/2012,WBRI,A123456789012,,\n" },
                  { "m.csv", MISSING "1,,A,05/03/2025,\n" },
                  { "r.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n1,,01/06/2024,PN1\n" } },
          "2024-06-01 review-held participation=PN1 [2025 r.csv row 2]\n",
          "children 1 rows 3 taken 1 unchanged 2 corrected 0 withdrawn 0 warned 0 refused 0 "
          "events 1\n" } } },
    { "a corrected return corrects, withdraws and adds, and says the rest no more",
      { { 2026,
          { { "r.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n2,,01/06/2025,PN1\n2,,02/06/2025,PN1\n"
                       "2,,03/06/2025,PN1\n" } },
          NULL, NULL },
        { 2026,
          { { "reviews.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n2,,01/06/2025,PN1\n"
                             "2,,02/06/2025,PN4\n2,,04/06/2025,PN1\n" } },
          "2026-05-01 entry-withdrawn corrects 5 reason=it is no longer in the return "
          "[2026 return]\n"
          "2025-06-02 review-held corrects 4 participation=PN4 [2026 reviews.csv row 3]\n"
          "2025-06-04 review-held participation=PN1 [2026 reviews.csv row 4]\n",
          "children 1 rows 3 taken 1 unchanged 1 corrected 1 withdrawn 1 warned 0 refused 0 "
          "events 3\n" },
        { 2026, { { "d.csv", "CHILD,DOB,DOLO_START,DOLO_END\n3,,05/05/2025,\n" } },
          NULL,
          "children 1 rows 1 taken 1 unchanged 0 corrected 0 withdrawn 3 warned 0 refused 0 "
          "events 6\n" } } },
    { "what was withdrawn can be said again",
      { { 2026, { { "m.csv", MISSING "4,,M,05/05/2025,06/05/2025\n" },
                  { "r.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n4,,01/06/2025,PN1\n" } },
          NULL, NULL },
        { 2026, { { "r.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n4,,01/06/2025,PN1\n" } },
          "2026-05-01 entry-withdrawn corrects 3 reason=it is no longer in the return "
          "[2026 return]\n"
          "2026-05-01 entry-withdrawn corrects 4 reason=it is no longer in the return "
          "[2026 return]\n",
          NULL },
        { 2026, { { "m.csv", MISSING "4,,M,05/05/2025,06/05/2025\n" },
                  { "r.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n4,,01/06/2025,PN1\n" } },
          "2025-05-05 missing-reported class=M episode=# [2026 m.csv row 2]\n"
          "2025-05-06 child-returned episode=# [2026 m.csv row 2]\n",
          NULL } } },
    { "a missing period's class and end are corrected in place",
      { { 2026, { { "m.csv", MISSING "5,,A,05/05/2025,06/05/2025\n"
                             "5,,M,07/05/2025,\n" } },
          NULL, NULL },
        { 2026, { { "m.csv", MISSING "5,,M,05/05/2025,06/05/2025\n"
                             "5,,M,07/05/2025,09/05/2025\n" } },
          "2025-05-05 missing-reported corrects 3 class=M episode=# [2026 m.csv row 2]\n"
          "2025-05-09 child-returned episode=# [2026 m.csv row 3]\n",
          NULL } } },
    { "one placement ends before the next starts on that day, and care ends last",
      { { 2026,
          { { "e.csv", EPISODES "6,05/05/2025,S,V2,N1,U6,PR1,06/05/2025,X1,CARPL,,,\n"
                                "6,06/05/2025,P,V2,N1,K2,PR4,07/05/2025,E4A,,,,SC1\n" },
            { "r.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n6,,07/05/2025,PN1\n" } },
          "2025-05-05 child-registered local-id=6 [2026 e.csv row 2]\n"
          "2025-05-05 child-identified scheme=local value=6 [2026 e.csv row 2]\n"
          "2025-05-05 care-started care=# legal-status=V2 need=N1 [2026 e.csv row 2]\n"
          "2025-05-05 placement-started area=unknown area-confidence=none area-source=could not "
          "look: the row has no postcode new-carer=1 new-episode=S placement=# provider=PR1 "
          "type=U6 [2026 e.csv row 2]\n"
          "2025-05-06 placement-ended change=CARPL placement=# reason=X1 [2026 e.csv row 2]\n"
          "2025-05-06 placement-started area=unknown area-confidence=none area-source=could not "
          "look: the row has no postcode change=CARPL new-carer=1 new-episode=P placement=# "
          "provider=PR4 type=K2 urn=SC1 [2026 e.csv row 3]\n"
          "2025-05-07 review-held participation=PN1 [2026 r.csv row 2]\n"
          "2025-05-07 placement-ended placement=# reason=E4A [2026 e.csv row 3]\n"
          "2025-05-07 care-ended care=# reason=E4A [2026 e.csv row 3]\n",
          NULL } } },
    { "codes in small letters are taken, unknown ones kept as they stand with a warning",
      { { 2026,
          { { "h.csv", HEADER "7,2,31/02/2012,wbri,UN1,x,\n" } },
          "2025-04-01 child-registered ethnicity=WBRI local-id=7 sex=2 upn=UN1 "
          "[2026 h.csv row 2]\n"
          "2025-04-01 child-identified scheme=local value=7 [2026 h.csv row 2]\n",
          "children 1 rows 1 taken 1 unchanged 0 corrected 0 withdrawn 0 warned 1 refused 0 "
          "events 2\n"
          "h.csv line 2 warned: SEX is not a code of the return: it is kept as it stands\n"
          "h.csv line 2 warned: DOB is not a real date, day first, like 27/03/2026: it is left "
          "out\n"
          "h.csv line 2 warned: MOTHER must be 1 or 0: it is left out\n" } } },
};

static void tell(struct task *t, struct kept_register *r, const char *name,
                 const struct telling *telling)
{
    struct return_terms terms = { telling->year, "E09000007", NULL };
    size_t before = r->count > 0 ? r->child[0].count : 0;
    struct receipt receipt = take_tables(t, r, &terms, telling->table, COUNT(telling->table));
    struct str events = events_text(t, &r->child[0], before), told = receipt_text(t, &receipt);
    if (telling->events && !str_is(events, telling->events)) {
        print_error("%s\nwanted:\n%sgot:\n%.*s", name, telling->events, STR_ARG(events));
        _fail(__FILE__, __LINE__);
    }
    if (telling->receipt && !str_is(told, telling->receipt)) {
        print_error("%s\nwanted:\n%sgot:\n%.*s", name, telling->receipt, STR_ARG(told));
        _fail(__FILE__, __LINE__);
    }
}

static void test_stories(void **state)
{
    struct task *t = intake_task(state);
    for (size_t i = 0; i < COUNT(stories); i++) {
        struct kept_register *r = NEW(t->arena, struct kept_register);
        for (size_t k = 0; k < COUNT(stories[i].telling) && stories[i].telling[k].year; k++)
            tell(t, r, stories[i].name, &stories[i].telling[k]);
    }
}

/* A person's correction stands when the same return comes again; a changed return replaces it. */
static void test_what_a_person_corrected_stands(void **state)
{
    struct task *t = intake_task(state);
    struct kept_register *r = NEW(t->arena, struct kept_register);
    struct return_terms terms = { 2026, NULL, NULL };
    const struct table_text said[] = {
        { "r.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n1,,01/06/2025,PN1\n1,,05/06/2025,PN1\n" } };
    const struct table_text changed[] = {
        { "r.csv", "CHILD,DOB,REVIEW,REVIEW_CODE\n1,,01/06/2025,PN7\n1,,05/06/2025,PN1\n" } };
    take_tables(t, r, &terms, said, 1);
    struct kept *k = &r->child[0];
    struct event person = k->said[2];
    person.channel = code_number(CODES_CHANNEL, S("form"));
    person.corrects = 3;
    event_set_code(&person, "participation", "PN2");
    keep(t, k, &person);
    struct event gone = event_new(EV_ENTRY_WITHDRAWN, 7, task_now(t));
    gone.happened.us = 1;
    gone.channel = person.channel;
    gone.corrects = 4;
    event_set_text(&gone, "reason", S("held on another day"));
    keep(t, k, &gone);
    assert_int_equal(take_tables(t, r, &terms, said, 1).events, 0);
    struct receipt receipt = take_tables(t, r, &terms, changed, 1);
    assert_int_equal(receipt.events, 1);
    assert_int_equal(receipt.corrected, 1);
    assert_int_equal(k->said[k->count - 1].corrects, 5);
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_return_reads_as_before),
        cmocka_unit_test(test_again_changes_nothing),
        cmocka_unit_test(test_postcodes_come_later),
        cmocka_unit_test(test_stories),
        cmocka_unit_test(test_what_a_person_corrected_stands),
    };
    return RUN(tests);
}
