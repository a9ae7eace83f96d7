/* Visits: one child or several on one form, all or none, and what they meet; the child's own words.
 */
#include "visit.h"

#include <string.h>

static void go(struct visit *v, const char *format, const char *name)
{
    struct str address = address_of(v, format, name);
    look(v, str_nul(v->arena, address));
}

static void post(struct visit *v, const char *format, const char *name, struct str fields)
{
    struct str address = address_of(v, format, name);
    send_form(v, str_nul(v->arena, address), str_nul(v->arena, fields));
}

static void follow(struct visit *v)
{
    ANSWERS(v, 303);
    struct str to = v->out.location;
    look(v, str_nul(v->arena, to));
}

static uint32_t length_of(struct visit *v, const char *name)
{
    return journal_stream_length(&v->t, v->world->reader->journal, world_number(v->world, name));
}

/* What a whole form about one child says; %u stands for the child's number throughout. */
static struct str answers(struct visit *v, const char *name, uint32_t seen_n, const char *more)
{
    uint32_t n = world_number(v->world, name);
    struct text x = text_open(v->arena, 64 << 10);
    text_addf(&x, "&seen-n-%u=%u&seen-%u=true&alone-%u=true&safe-%u=true", n, seen_n, n, n, n);
    for (const char *at = more; *at; at++)
        if (at[0] == '%' && at[1] == 'u') {
            text_addf(&x, "%u", n);
            at++;
        } else {
            text_addc(&x, *at);
        }
    return text_done(&x);
}

static struct str form(struct visit *v, const char *key, const char *shared, struct str of)
{
    return str_print(v->arena, "key=%s&where=home&%s%.*s", key, shared, STR_ARG(of));
}

static void test_the_form_asks_in_the_order_of_a_visit(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    go(v, "/child/%u/visit", "alex");
    ANSWERS(v, 200);
    static const char *const order[] = { "On which day?",
                                         "Where did you meet?",
                                         "Did you see Alex?",
                                         "alone?",
                                         "why not?",
                                         "own words?",
                                         "Who may read these words?",
                                         "safe and looked after",
                                         "What worries you?",
                                         "Next visit:" };
    const char *at = v->out.body.at, *end = at + v->out.body.len;
    for (size_t i = 0; i < COUNT(order); i++) {
        const char *next = memmem(at, (size_t)(end - at), order[i], strlen(order[i]));
        if (!next)
            print_error("not there, or out of order: %s\n", order[i]);
        assert_non_null(next);
        at = next;
    }
    HAS(v, "if this one is recorded as of today, by the end of Thursday 24 December 2026");
    HAS(v, "Who else?");
    HAS(v, "<bdi>Noor Aldane</bdi>");
    HAS_NOT(v, "Kit Farrowby"); /* no child of hers */
}

static void test_a_visit_meets_its_duty_and_says_when_the_next_is_due(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t before = length_of(v, "noor");
    struct str fields = form(v, "visitaaaaaaaaaaa", "at-time=02:00",
                             answers(v, "noor", before,
                                     "&words-%u=I+am+not+%22fine%22+%3Cb%3E&readers-%u=advocate"
                                     "&readers-%u=social-worker&concerns-%u=A+new+phone"));
    post(v, "/child/%u/visit", "noor", fields);
    struct str first = str_copy(v->arena, v->out.location);
    follow(v);
    ANSWERS(v, 200);
    HAS(v, "The visit is kept.");
    HAS(v, "It met:");
    HAS(v, "Statutory visit to the child");
    HAS(v, "by the end of Thursday 24 December 2026");
    HAS(v, "Could it be exploitation?");
    assert_int_equal(length_of(v, "noor"), before + 1);
    /* Pressed twice: the same receipt, one entry. */
    post(v, "/child/%u/visit", "noor", fields);
    ANSWERS(v, 303);
    assert_true(str_equal(first, v->out.location));
    assert_int_equal(length_of(v, "noor"), before + 1);
    go(v, "/child/%u", "noor");
    HAS(v, "“I am not &quot;fine&quot; &lt;b&gt;”");
    HAS(v, "Noor lets these read it: social worker and advocate.");
}

static struct str both(struct visit *v, const char *key, uint32_t alex_n, uint32_t noor_n,
                       const char *noor_more)
{
    struct str with = str_print(v->arena, "at-time=01:30&with=%u", world_number(v->world, "noor"));
    struct str a = answers(v, "alex", alex_n, ""), n = answers(v, "noor", noor_n, noor_more);
    return form(v, key, str_nul(v->arena, with),
                str_print(v->arena, "%.*s%.*s", STR_ARG(a), STR_ARG(n)));
}

static void test_two_children_are_recorded_together_each_in_its_own_file(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t alex = length_of(v, "alex"), noor = length_of(v, "noor");
    go(v,
       str_nul(v->arena,
               str_print(v->arena, "/child/%%u/visit?with=%u", world_number(v->world, "noor"))),
       "alex");
    ANSWERS(v, 200);
    HAS(v, "Record a visit to <bdi>Alex</bdi> and <bdi>Noor</bdi>");
    /* One of them is not answered for: none is recorded. */
    uint32_t n = world_number(v->world, "noor");
    struct str half =
        form(v, "bothaaaaaaaaaaaa", str_nul(v->arena, str_print(v->arena, "with=%u", n)),
             answers(v, "alex", alex, ""));
    post(v, "/child/%u/visit", "alex", half);
    ANSWERS(v, 400);
    HAS(v, "Say whether you saw Noor");
    assert_int_equal(length_of(v, "alex"), alex);
    struct str fields = both(v, "bothaaaaaaaaaaaa", alex, noor, "");
    post(v, "/child/%u/visit", "alex", fields);
    follow(v);
    ANSWERS(v, 200);
    HAS(v, "for 2 children, each in its own file");
    HAS(v, "<bdi>Alex Tamber</bdi>");
    HAS(v, "<bdi>Noor Aldane</bdi>");
    assert_int_equal(count_of(v->out.body, "<strong>Next visit:</strong>"), 2);
    assert_int_equal(length_of(v, "alex"), alex + 1);
    assert_int_equal(length_of(v, "noor"), noor + 1);
    post(v, "/child/%u/visit", "alex", fields);
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "noor"), noor + 1);
}

static void test_one_file_moved_on_and_nothing_is_kept_of_either(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t alex = length_of(v, "alex"), noor = length_of(v, "noor");
    post(v, "/child/%u/said", "noor", S("key=movedonaaaaaaaaa&words=Leave+me+be"));
    ANSWERS(v, 303);
    post(v, "/child/%u/visit", "alex", both(v, "bothbbbbbbbbbbbb", alex, noor, ""));
    ANSWERS(v, 409);
    HAS(v, "Someone added to one of these files");
    HAS(v, "Leave me be");
    HAS(v, "Nothing of yours is kept yet, for none of them");
    assert_int_equal(length_of(v, "alex"), alex);
    assert_int_equal(length_of(v, "noor"), noor + 1);
    /* Both versions were shown: sent again, with the lengths that the page now carries. */
    post(v, "/child/%u/visit", "alex", both(v, "bothbbbbbbbbbbbb", alex, noor + 1, ""));
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "noor"), noor + 2);
}

static const struct {
    const char *fields; /* after a whole form; %u is the child */
    const char *says;
} refused[] = {
    { "&seen-%u=", NULL }, /* the first answer counts: nothing is wrong */
    { "&on-day=2026-11-31", "The day must be a real date" },
    { "&on-day=2027-01-01", "That has not come yet" },
    { "&at-time=25:00", "The time must be like 14:30" },
    { "&words-%u=a%01b", "characters here that cannot be seen" },
    { "&words-%u=%E2%80%AEabc", "characters here that cannot be seen" },
    { "&where-said=two%0Alines", "Write this in one line" },
    { "&why-not-%u=because", "Choose one of these" },
};

static void test_each_wrong_answer_is_said_beside_its_question(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t before = length_of(v, "alex");
    for (size_t i = 0; i < COUNT(refused); i++) {
        if (!refused[i].says)
            continue;
        post(v, "/child/%u/visit", "alex",
             form(v, "refusedaaaaaaaaa", "x=1", answers(v, "alex", before, refused[i].fields)));
        if (v->out.status != 400)
            print_error("%s\n", refused[i].fields);
        ANSWERS(v, 400);
        HAS(v, refused[i].says);
        HAS(v, "There is a problem");
    }
    post(v, "/child/%u/visit", "alex", S("key=refusedaaaaaaaaa"));
    ANSWERS(v, 400);
    HAS(v, "Say whether you saw Alex");
    HAS(v, "Say where you met");
    assert_int_equal(length_of(v, "alex"), before);
}

static void test_too_long_is_refused_and_nothing_typed_is_lost(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t before = length_of(v, "alex");
    struct text x = text_open(v->arena, 64 << 10);
    text_addz(&x, "&words-%u=");
    for (int i = 0; i < 10001; i++)
        text_addc(&x, 'w');
    post(v, "/child/%u/visit", "alex",
         form(v, "toolongaaaaaaaaa", "x=1",
              answers(v, "alex", before, str_nul(v->arena, text_done(&x)))));
    ANSWERS(v, 400);
    HAS(v, "longer than 10,000 characters");
    HAS(v, "wwwwwwww");
    assert_int_equal(length_of(v, "alex"), before);
}

static void test_not_alone_wants_a_reason(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t n = world_number(v->world, "alex"), before = length_of(v, "alex");
    struct str said = str_print(
        v->arena, "key=notaloneaaaaaaaa&where=home&seen-n-%u=%u&seen-%u=true&alone-%u=false", n,
        before, n, n);
    post(v, "/child/%u/visit", "alex", said);
    ANSWERS(v, 400);
    HAS(v, "Say why Alex was not seen alone");
    post(v, "/child/%u/visit", "alex",
         str_print(v->arena, "%.*s&why-not-%u=child-refused", STR_ARG(said), n));
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "alex"), before + 1);
}

static void test_no_visit_without_a_relation(void **state)
{
    struct visit *v = *state;
    uint32_t before = length_of(v, "alex");
    sign_in_as(v, "bystander");
    go(v, "/child/%u/visit", "alex");
    ANSWERS(v, 403);
    HAS_NOT(v, "Tamber");
    sign_in_as(v, "ife");
    /* A child of somebody else's cannot be slipped in beside one's own. */
    uint32_t kit = world_number(v->world, "kit"), kit_before = length_of(v, "kit");
    struct str with = str_print(v->arena, "with=%u", kit);
    struct str a = answers(v, "alex", before, ""), k = answers(v, "kit", kit_before, "");
    post(v, "/child/%u/visit", "alex",
         form(v, "slippedaaaaaaaaa", str_nul(v->arena, with),
              str_print(v->arena, "%.*s%.*s", STR_ARG(a), STR_ARG(k))));
    ANSWERS(v, 403);
    HAS_NOT(v, "Farrowby");
    assert_int_equal(length_of(v, "alex"), before);
    assert_int_equal(length_of(v, "kit"), kit_before);
    look(v, "/visited/1/0");
    ANSWERS(v, 404);
    look(v, str_nul(v->arena, str_print(v->arena, "/visited/1/%u", kit)));
    ANSWERS(v, 403);
}

static void test_words_are_kept_verbatim_and_never_edited(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    uint32_t before = length_of(v, "alex");
    post(v, "/child/%u/said", "alex", S("key=saidaaaaaaaaaaaa&words="));
    ANSWERS(v, 400);
    HAS(v, "Write what the child said");
    static const char words[] =
        "key=saidaaaaaaaaaaaa&words=%27%3B+DROP+TABLE+child%3B+--+%D8%A3%D8%B1%D9%8A%D8%AF+Dan"
        "&to=Dee+Ashgrove&readers=social-worker&on-day=2026-11-10";
    post(v, "/child/%u/said", "alex", str_from(words));
    follow(v);
    ANSWERS(v, 200);
    assert_int_equal(length_of(v, "alex"), before + 1);
    post(v, "/child/%u/said", "alex", str_from(words));
    ANSWERS(v, 303);
    assert_int_equal(length_of(v, "alex"), before + 1);
    go(v, "/child/%u/said", "alex");
    HAS(v, "\xe2\x81\xa8&#39;; DROP TABLE child; -- أريد Dan\xe2\x81\xa9”"); /* isolated */
    HAS(v, "to Dee Ashgrove. Alex lets these read it: social worker.");
    HAS(v, "<p dir=\"auto\">");
    /* Two tabs: the second was opened before the first was sent. */
    post(v, "/child/%u/said", "alex",
         str_print(v->arena, "key=saidbbbbbbbbbbbb&seen-n=%u&words=No", before));
    ANSWERS(v, 409);
    HAS(v, "Someone added to this file");
    assert_int_equal(length_of(v, "alex"), before + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_form_asks_in_the_order_of_a_visit),
        cmocka_unit_test(test_a_visit_meets_its_duty_and_says_when_the_next_is_due),
        cmocka_unit_test(test_two_children_are_recorded_together_each_in_its_own_file),
        cmocka_unit_test(test_one_file_moved_on_and_nothing_is_kept_of_either),
        cmocka_unit_test(test_each_wrong_answer_is_said_beside_its_question),
        cmocka_unit_test(test_too_long_is_refused_and_nothing_typed_is_lost),
        cmocka_unit_test(test_not_alone_wants_a_reason),
        cmocka_unit_test(test_no_visit_without_a_relation),
        cmocka_unit_test(test_words_are_kept_verbatim_and_never_edited),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}
