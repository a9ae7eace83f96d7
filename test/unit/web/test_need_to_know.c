/* Ways round the decision: entries that would give oneself a file, parts of a file where only a
 * part was given, and words that have readers of their own, wherever a child can appear. */
#include "cast.h"

#include <string.h>

static struct cast cast;

static const char *at(struct visit *v, const char *before, uint64_t number, const char *after)
{
    return str_nul(v->arena,
                   str_print(v->arena, "%s%llu%s", before, (unsigned long long)number, after));
}

static uint32_t dee(struct visit *v)
{
    return world_number(v->world, "dee");
}

/* ---- giving oneself a file ---- */

static const struct {
    const char *who, *body;
    unsigned code;
} forged[] = {
    { "dee", "{\"kind\":\"involvement-started\",\"role\":\"social-worker\",\"person\":%u,", 403 },
    { "dee", "{\"kind\":\"involvement-ended\",\"role\":\"social-worker\",\"person\":%u,", 403 },
    { "dee",
      "{\"kind\":\"share-made\",\"power\":\"x\",\"purpose\":\"y\",\"items\":\"missing\","
      "\"recipient\":\"z\",\"reader\":%u,",
      403 },
    { "dee", "{\"kind\":\"share-withdrawn\",\"recipient\":\"z\",", 403 },
    { "dee", "{\"kind\":\"placement-started\",\"type\":\"K2\",", 403 },
    { "dee", "{\"kind\":\"placement-ended\",", 403 },
    { "dee", "{\"kind\":\"glass-reviewed\",\"look\":1,\"verdict\":\"right\",\"reason\":\"ok\",",
      400 },
    { "ruth", "{\"kind\":\"glass-reviewed\",\"look\":1,\"verdict\":\"right\",\"reason\":\"ok\",",
      400 },
    { "dee", "{\"kind\":\"glass-broken\",\"look\":1,\"person\":%u,\"reason\":\"because I may\",",
      400 },
    { "dee", "{\"kind\":\"photo-added\",\"sha256\":\"00\",", 400 },
    { "dee", "{\"kind\":\"pattern-meeting-called\",", 403 },
    { "lowrie", "{\"kind\":\"involvement-started\",\"role\":\"social-worker\",\"person\":%u,",
      403 },
    { "ife", "{\"kind\":\"involvement-started\",\"role\":\"team-manager\",\"person\":%u,", 403 },
};

static void test_nobody_writes_themselves_into_a_file(void **state)
{
    struct visit *v = *state;
    uint32_t alex = world_number(v->world, "alex");
    struct journal *j = v->world->reader->journal;
    for (size_t i = 0; i < COUNT(forged); i++) {
        sign_in_as(v, forged[i].who);
        uint32_t before = journal_stream_length(&v->t, j, alex);
        struct str body = str_from(forged[i].body), head, rest;
        if (str_cut(body, '%', &head, &rest))
            body = str_print(v->arena, "%.*s%u,", STR_ARG(head), dee(v));
        body = str_print(v->arena, "%.*s\"happened\":\"2026-11-12T02:40:00Z\",\"key\":\"f%zu\"}",
                         STR_ARG(body), i);
        send_json(v, at(v, "/api/v1/child/", alex, "/entries"), str_nul(v->arena, body));
        if (v->out.status != forged[i].code)
            print_error("%.*s\n%.*s\n", STR_ARG(body), STR_ARG(v->out.body));
        ANSWERS(v, forged[i].code);
        assert_int_equal(journal_stream_length(&v->t, j, alex), before);
    }
}

/* ---- entries about who sees the child, corrected ---- */

static uint32_t entry_of(struct visit *v, uint32_t child, enum event_kind kind)
{
    struct child_file f;
    uint32_t n = 0;
    assert_int_equal(look_child(&v->t, v->world->reader, child, NEVER, v->world->now, &f), OK);
    for (size_t i = 0; i < f.entries; i++)
        n = f.entry[i].event.kind == kind ? f.entry[i].event.n : n;
    assert_int_not_equal(n, 0);
    return n;
}

static void test_a_share_is_not_made_longer_by_correcting_it(void **state)
{
    struct visit *v = *state;
    uint32_t alex = world_number(v->world, "alex"), osei = world_number(v->world, "osei");
    sign_in_as(v, "ife");
    struct str fields = str_print(
        v->arena, "reader=%u&items=missing&power=consent&purpose=to+plan&until=2026-11-20", osei);
    send_form(v, at(v, "/child/", alex, "/shared"), str_nul(v->arena, fields));
    ANSWERS(v, 303);
    v->world->now.us += SECOND_US;
    uint32_t n = entry_of(v, alex, EV_SHARE_MADE);
    const char *address =
        at(v, "/child/", alex, str_nul(v->arena, str_print(v->arena, "/correct/%u", n)));
    const char *longer = "key=l1&power=consent&purpose=to+plan&items=missing+health+plans&"
                         "recipient=x&until=2036-11-20";
    sign_in_as(v, "dee");
    send_form(v, address, longer);
    ANSWERS(v, 403);
    sign_in_as(v, "osei"); /* the reader themselves */
    send_form(v, address, longer);
    ANSWERS(v, 403);
}

/* ---- a part of a file ---- */

static void test_a_part_brings_no_rows_of_work_and_no_other_pages(void **state)
{
    static const char *const lists[] = { "/",         "/duties?whose=team", "/alarms",
                                         "/my-day",   "/handover",          "/differences",
                                         "/patterns", "/api/v1/missing",    "/api/v1/alarms" };
    static const char *const pages[] = { "/looked", "/shared", "/photo.jpg", "/profile", "/guide",
                                         "/entry",  "/visit",  "/back",      "/grade" };
    struct visit *v = *state;
    uint32_t alex = world_number(v->world, "alex");
    sign_in_as(v, "osei"); /* to whom "missing" was shared before */
    look(v, at(v, "/child/", alex, ""));
    ANSWERS(v, 200);
    HAS(v, "this file was shared with you");
    HAS_NOT(v, "Marlpit School");
    for (size_t i = 0; i < COUNT(lists); i++) {
        look(v, lists[i]);
        if (page_has(v, "Tamber") || v->out.status >= 500)
            print_error("%s: %u\n", lists[i], v->out.status);
        HAS_NOT(v, "Tamber");
        assert_true(v->out.status < 500);
    }
    for (size_t i = 0; i < COUNT(pages); i++) {
        look(v, at(v, "/child/", alex, pages[i]));
        if (v->out.status != 403)
            print_error("%s\n", pages[i]);
        ANSWERS(v, 403);
    }
    look(v, at(v, "/api/v1/child/", alex, ""));
    ANSWERS(v, 200);
    HAS_NOT(v, "\"C2\"");
    HAS_NOT(v, "tenths_of_a_mile\":4");
    look(v, at(v, "/api/v1/child/", alex, "/entries"));
    ANSWERS(v, 200);
    HAS_NOT(v, "Marlpit");
    send_form(v, at(v, "/child/", alex, "/entry"), "kind=sighting-recorded&where=here&key=s1");
    ANSWERS(v, 403);
}

/* ---- words with readers of their own ---- */

static const struct {
    enum event_kind kind;
    const char *fields, *secret;
} kept[] = {
    { EV_CHILD_SAID, "words=Marmalade on the roof|readers=advocate", "Marmalade" },
    { EV_VISIT_MADE, "seen=1|alone=1|words=Periwinkle was there", "Periwinkle" },
    { EV_SEXUAL_HEALTH_SEEN, "by=Clinic Nasturtium", "Nasturtium" },
    { EV_ALLEGATION_MADE, "text=Hollyhock did it", "Hollyhock" },
    { EV_ASSOCIATION_RECORDED, "how=Foxglove lends a car", "Foxglove" },
};
static const char *const reading[] = {
    "/child/%",
    "/child/%/entries",
    "/api/v1/child/%",
    "/child/%/profile",
    "/child/%/handover",
    "/api/v1/child/%/entries",
    "/child/%/place",
    "/child/%/guide",
    "/child/%/entry",
    "/child/%/visit",
    "/child/%/shared",
    "/api/v1/child/%/entries?after=0",
    "/child/%/said",
    "/child/%/entries?q=M",
    "/child/%?as-known-at=2026-11-12T02:59:00Z",
    "/child/%/looked",
    "/report/%",
    "/api/v1/child/%?as-known-at=2026-11-12T02:59:00Z",
    "/child/%/grade",
    "/child/%/entries?n=1",
    "/api/v1/child/%/entries?as-known-at=2026-11-12T02:59:00Z",
};

/* Who may read which of them: the tester's own copy of what was agreed. */
static bool reads(const char *who, const char *secret)
{
    static const char *const rows[][2] = {
        { "ife", "Periwinkle" },   { "ife", "Nasturtium" },   { "ife", "Foxglove" },
        { "ruth", "Periwinkle" },  { "ruth", "Nasturtium" },  { "ruth", "Foxglove" },
        { "ruth", "Hollyhock" },   { "colm", "Periwinkle" },  { "colm", "Foxglove" },
        { "dee", "Nasturtium" },   { "owen", "Nasturtium" },  { "lowrie", "Foxglove" },
        { "priya", "Periwinkle" }, { "priya", "Nasturtium" }, { "priya", "Hollyhock" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (strcmp(rows[i][0], who) == 0 && strcmp(rows[i][1], secret) == 0)
            return true;
    return false;
}

static void test_words_with_readers_of_their_own_reach_nobody_else(void **state)
{
    static const char *const who[] = { "dee", "owen", "lowrie", "colm", "ife", "ruth", "priya" };
    struct visit *v = *state;
    uint32_t alex = world_number(v->world, "alex"), noor = world_number(v->world, "noor");
    size_t wrong = 0, seen = 0;
    for (size_t i = 0; i < COUNT(kept); i++) {
        const char *fields = kept[i].fields;
        if (kept[i].kind == EV_ASSOCIATION_RECORDED)
            fields = at(v, "with=", noor, "|how=Foxglove lends a car");
        assert_int_equal(says(v, alex, kept[i].kind, fields), OK);
        v->world->now.us += SECOND_US;
    }
    uint32_t said = entry_of(v, alex, EV_CHILD_SAID), visit = entry_of(v, alex, EV_VISIT_MADE);
    for (size_t w = 0; w < COUNT(who); w++) {
        sign_in_as(v, who[w]);
        for (size_t p = 0; p < COUNT(reading) + 2; p++) {
            struct str head, rest;
            const char *page = at(v, "/child/", alex, "/correct/");
            if (p < COUNT(reading)) {
                assert_true(str_cut(str_from(reading[p]), '%', &head, &rest));
                page = at(v, str_nul(v->arena, head), alex, str_nul(v->arena, rest));
            } else
                page = at(v, page, p == COUNT(reading) ? said : visit, "");
            look(v, page);
            for (size_t k = 0; k < COUNT(kept); k++) {
                bool has = page_has(v, kept[k].secret);
                seen += has;
                if (!has || reads(who[w], kept[k].secret))
                    continue;
                print_error("%s sees \"%s\" on %s\n", who[w], kept[k].secret, page);
                wrong++;
            }
        }
    }
    assert_int_equal(wrong, 0);
    assert_true(seen > 10); /* and those who may do read them */
}

static void test_what_was_kept_back_is_not_written_over(void **state)
{
    struct visit *v = *state;
    uint32_t alex = world_number(v->world, "alex");
    uint32_t n = entry_of(v, alex, EV_VISIT_MADE);
    sign_in_as(v, "dee");
    const char *address =
        at(v, "/child/", alex, str_nul(v->arena, str_print(v->arena, "/correct/%u", n)));
    send_form(v, address, "key=w1&seen=true&alone=true&words=kept+for+others");
    ANSWERS(v, 403);
    HAS_NOT(v, "Periwinkle");
}

/* ---- another home's child, in what is said of both ---- */

static void test_a_home_learns_nothing_of_another_home_s_child(void **state)
{
    struct visit *v = *state;
    uint32_t alex = world_number(v->world, "alex"), noor = world_number(v->world, "noor");
    assert_int_equal(says(v, alex, EV_CO_MISSING_SEEN, at(v, "with=", noor, "|times=3")), OK);
    v->world->now.us += SECOND_US;
    static const char *const pages[] = { "",         "/entries",        "/handover",
                                         "/profile", "/why/co-missing", "/looked" };
    sign_in_as(v, "dee");
    for (size_t i = 0; i < COUNT(pages); i++) {
        look(v, at(v, "/child/", alex, pages[i]));
        const char *told[] = { "Aldane", at(v, "/child/", noor, "\""), at(v, "no. ", noor, " ") };
        for (size_t k = 0; k < COUNT(told); k++)
            HAS_NOT(v, told[k]);
    }
    look(v, at(v, "/api/v1/child/", alex, "/entries"));
    ANSWERS(v, 200);
    HAS_NOT(v, at(v, "\"with\":", noor, ""));
    HAS_NOT(v, at(v, "no. ", noor, ""));
    send_form(v, "/find", "words=Aldane");
    HAS_NOT(v, ">Noor");
    sign_in_as(v, "ife");
    look(v, at(v, "/api/v1/child/", alex, "/entries"));
    HAS(v, at(v, "\"with\":", noor, ""));
}

/* A receipt names the entry by its place in the whole log: with another child's it shows nothing.
 */
static void test_a_receipt_is_of_this_child_s_entry(void **state)
{
    static const char *const receipts[] = { "/kept/", "/reported/", "/returned/" };
    struct visit *v = *state;
    struct child_file f;
    uint32_t alex = world_number(v->world, "alex"), noor = world_number(v->world, "noor");
    assert_int_equal(look_child(&v->t, v->world->reader, noor, NEVER, v->world->now, &f), OK);
    sign_in_as(v, "dee");
    for (size_t i = 0; i < COUNT(receipts); i++)
        for (size_t e = 0; e < f.entries; e++) {
            const char *tail =
                str_nul(v->arena, str_print(v->arena, "/%lld", (long long)f.entry[e].event.seq));
            look(v, at(v, receipts[i], alex, tail));
            ANSWERS(v, 404);
            look(v, at(v, receipts[i], noor, tail));
            ANSWERS(v, 403);
            HAS_NOT(v, "Aldane");
        }
}

/* Who works at no home and no agency reads nobody's handovers. */
static void test_who_works_nowhere_reads_no_handover(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    struct str to =
        str_print(v->arena, "key=h1&to=%u&note=Snapdragon+is+back", world_number(v->world, "colm"));
    send_form(v, "/handover", str_nul(v->arena, to));
    ANSWERS(v, 303);
    uint32_t advocate;
    assert_int_equal(writer_subject_new(&v->t, v->world->writer, SUBJECT_PERSON, &advocate), OK);
    assert_int_equal(says(v, advocate, EV_PERSON_REGISTERED, "name=Ada Voice"), OK);
    assert_int_equal(
        says(v, cast.own, EV_INVOLVEMENT_STARTED, at(v, "role=advocate|person=", advocate, "")),
        OK);
    signs_in_number(v, advocate);
    look(v, "/handover");
    ANSWERS(v, 200);
    HAS_NOT(v, "Snapdragon");
}

static int open_with_cast(void **state)
{
    int opened = visit_open(state);
    if (opened == 0)
        cast_open(*state, &cast);
    return opened;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_writes_themselves_into_a_file),
        cmocka_unit_test(test_a_share_is_not_made_longer_by_correcting_it),
        cmocka_unit_test(test_a_part_brings_no_rows_of_work_and_no_other_pages),
        cmocka_unit_test(test_words_with_readers_of_their_own_reach_nobody_else),
        cmocka_unit_test(test_what_was_kept_back_is_not_written_over),
        cmocka_unit_test(test_a_home_learns_nothing_of_another_home_s_child),
        cmocka_unit_test(test_a_receipt_is_of_this_child_s_entry),
        cmocka_unit_test(test_who_works_nowhere_reads_no_handover),
    };
    return cmocka_run_group_tests(tests, open_with_cast, visit_close);
}
