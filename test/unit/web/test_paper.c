/* Any page as a PDF: by who may see it, after its note; a refusal stays a page of words. */
#include "visit.h"

#include <string.h>

#include "web/paper.h"

static void go(struct visit *v, const char *format, const char *name)
{
    look(v, str_nul(v->arena, address_of(v, format, name)));
}

static bool is_pdf(const struct visit *v)
{
    return v->out.type && strcmp(v->out.type, "application/pdf") == 0 &&
           str_starts(v->out.body, S("%PDF-"));
}

static bool is_page(const struct visit *v)
{
    return v->out.type && strncmp(v->out.type, "text/html", 9) == 0 && !page_has(v, "%PDF");
}

static void test_a_childs_page_by_who_may(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    for (int i = 0; i < 2; i++) { /* made, and from what was kept a moment ago */
        go(v, "/child/%u?as=pdf", "noor");
        ANSWERS(v, 200);
        assert_true(is_pdf(v));
        assert_true(v->out.note_first);
        assert_int_equal(event_number(&v->out.note, "child"), world_number(v->world, "noor"));
        assert_string_equal(v->out.header[0].name, "Content-Disposition");
        assert_true(str_is(v->out.header[0].value, "inline; filename=\"page.pdf\""));
        assert_true(page_has(v, "/Lang (en)"));
    }
    go(v, "/child/%u?years=all&as=pdf", "noor");
    assert_true(is_pdf(v));
    go(v, "/child/%u?has=pdf", "noor");
    assert_true(is_page(v));
}

static void test_a_refusal_stays_a_page(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "bystander");
    go(v, "/child/%u?as=pdf", "noor");
    ANSWERS(v, 403);
    assert_true(is_page(v));
    assert_true(v->out.note_first);
    assert_int_equal(v->out.note.kind, EV_ACCESS_REFUSED);
    HAS_NOT(v, "Noor");
    HAS_NOT(v, "Aldane");
    look(v, "/nonesuch?as=pdf");
    ANSWERS(v, 404);
    assert_true(is_page(v));
    v->cookie = v->token = S("");
    go(v, "/child/%u?as=pdf", "noor");
    ANSWERS(v, 303); /* sign in first */
    assert_false(is_pdf(v));
    look(v, "/sign-in?as=pdf");
    ANSWERS(v, 200);
    assert_true(is_page(v));
    HAS_NOT(v, "as=pdf\"");
}

static void test_what_is_no_page_stays_as_it_is(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "colm");
    look(v, "/api/v1/missing?as=pdf");
    assert_false(is_pdf(v));
    send_form(v, "/find?as=pdf", "words=Noor");
    assert_false(is_pdf(v));
}

static const char *const pages[] = { "/",       "/duties",    "/alarms",  "/children",
                                     "/my-day", "/oversight", "/reviews", "/rules" };

static void test_other_pages_and_the_way_there(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    for (size_t i = 0; i < COUNT(pages); i++) {
        look(v, pages[i]);
        if (v->out.status != 200)
            continue;
        HAS(v, "?as=pdf\">This page as a PDF</a>");
        look(v, str_nul(v->arena, str_print(v->arena, "%s?as=pdf", pages[i])));
        ANSWERS(v, 200);
        assert_true(is_pdf(v));
    }
    look(v, "/duties?x=%22%3E&y=1");
    HAS(v, "href=\"/duties?x=%22%3E&amp;y=1&amp;as=pdf\"");
}

static void test_too_many_at_once(void **state)
{
    struct visit *v = *state;
    struct request in = { .crowded = true, .raw_query = S("at=1&as=pdf") };
    assert_int_equal(paper_room(&v->t, &in), E_BUSY);
    in.method = METHOD_POST; /* crowded with something else */
    assert_int_equal(paper_room(&v->t, &in), OK);
    in = (struct request){ .raw_query = S("as=pdf") };
    assert_int_equal(paper_room(&v->t, &in), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_childs_page_by_who_may),
        cmocka_unit_test(test_a_refusal_stays_a_page),
        cmocka_unit_test(test_what_is_no_page_stays_as_it_is),
        cmocka_unit_test(test_other_pages_and_the_way_there),
        cmocka_unit_test(test_too_many_at_once),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}
