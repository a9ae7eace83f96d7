/* Placing a child through the pages: what is shown before anything is written, who may approve,
 * double clicks, two tabs, and no other child's name anywhere. */
#include "visit.h"

#include <stdlib.h>
#include <string.h>

#include "work/placement_check.h"

static const char *const others[] = { "Noor", "Aldane",   "Samir", "Qadeel",
                                      "Kit",  "Farrowby", "Rowan", "Ebbsfleet" };
#define NO_OTHER_CHILD(v)                                                                          \
    do {                                                                                           \
        for (size_t k = 0; k < COUNT(others); k++)                                                 \
            HAS_NOT(v, others[k]);                                                                 \
    } while (0)

static struct str hidden(struct visit *v, const char *name)
{
    struct str mark = str_print(v->arena, "name=\"%s\" value=\"", name);
    const char *at = memmem(v->out.body.at, v->out.body.len, mark.at, mark.len);
    assert_non_null(at);
    at += mark.len;
    return (struct str){ at, (size_t)((const char *)memchr(at, '"', 200) - at) };
}

static const char *place_address(struct visit *v)
{
    return str_nul(v->arena, address_of(v, "/child/%u/place", "alex"));
}

#define ASKED                                                                                      \
    "home-name=tamblewick&type=K2&provider=PR4&emergency=0&school=changes&siblings=none"           \
    "&wishes=Not+so+far+away"

static struct str with_form(struct visit *v, const char *more)
{
    look(v, place_address(v));
    ANSWERS(v, 200);
    struct str key = str_copy(v->arena, hidden(v, "key"));
    struct str n = str_copy(v->arena, hidden(v, "seen-n"));
    return str_print(v->arena, "key=%.*s&seen-n=%.*s&%s", STR_ARG(key), STR_ARG(n), more);
}

static size_t waiting(struct visit *v)
{
    struct standing_list l;
    assert_int_equal(look_standings(&v->t, v->world->reader, 0, 1, &l), OK);
    return l.of[STANDING_WAITING] + l.of[STANDING_QUERIED];
}

static void test_nothing_is_written_by_looking(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    size_t before = waiting(v);
    struct str form = with_form(v, ASKED "&step=look");
    send_form(v, place_address(v), str_nul(v->arena, form));
    ANSWERS(v, 200);
    HAS(v, "Before placing Alex at Tamblewick House");
    HAS(v, "Nothing is written yet");
    HAS(v, "Could not look");
    HAS(v, "No answer is not “clear”");
    HAS(v, "Went missing from there 2 times before");
    HAS(v, "Key Stage 4 would be disrupted");
    NO_OTHER_CHILD(v);
    assert_int_equal(count_of(v->out.body, "class=\"sl-result"), PLACEMENT_CHECKS);
    assert_int_equal(waiting(v), before);
}

static const struct {
    const char *fields, *says;
} wrong[] = {
    { "type=K2&step=look", "Say which home, or the postcode" },
    { "home-name=nowhere&type=K2&step=look", "No home of this register has that name" },
    { "home-name=a&type=K2&step=look", "More than one home" },
    { "home-name=Larkwater&step=look", "Say what kind of placement" },
    { "postcode=nonsense&type=K2&step=look", "Enter a whole postcode" },
    { ASKED "&step=propose", "Say why this is the right place" },
    { ASKED "&step=propose&why=no", "Say why this is the right place" },
};

static void test_refusals_keep_what_was_typed(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct str form = with_form(v, wrong[i].fields);
        send_form(v, place_address(v), str_nul(v->arena, form));
        ANSWERS(v, 400);
        HAS(v, wrong[i].says);
    }
    HAS(v, "Not so far away");
    sign_in_as(v, "dee");
    look(v, place_address(v));
    ANSWERS(v, 403);
    sign_in_as(v, "bystander"); /* a social worker, but not this child's */
    look(v, place_address(v));
    ANSWERS(v, 403);
    NO_OTHER_CHILD(v);
}

/* Proposed once, however often the button is pressed; a second tab is told that the file moved. */
static const char *propose(struct visit *v, const char *more)
{
    struct str form = with_form(v, more), other = with_form(v, more);
    size_t before = waiting(v);
    send_form(v, place_address(v), str_nul(v->arena, form));
    ANSWERS(v, 303);
    const char *address = str_nul(v->arena, v->out.location);
    send_form(v, place_address(v), str_nul(v->arena, form));
    ANSWERS(v, 303);
    assert_string_equal(address, str_nul(v->arena, v->out.location));
    send_form(v, place_address(v), str_nul(v->arena, other));
    ANSWERS(v, 409);
    HAS(v, "Not kept");
    assert_int_equal(waiting(v), before + 1);
    return address;
}

static struct str deciding(struct visit *v, const char *address, const char *more)
{
    look(v, address);
    ANSWERS(v, 200);
    return str_print(v->arena, "key=%.*s&seen-n=%.*s&%s",
                     STR_ARG(str_copy(v->arena, hidden(v, "key"))),
                     STR_ARG(str_copy(v->arena, hidden(v, "seen-n"))), more);
}

#define WHY "&step=propose&why=Known+staff+and+a+school+nearby&alternatives=None+was+free"

static void test_approved_by_the_right_rank(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    const char *address = propose(v, ASKED WHY);
    look(v, address);
    ANSWERS(v, 200);
    HAS(v, "Waits for approval");
    HAS(v, "does not decide on it");
    HAS(v, "Not so far away");
    HAS_NOT(v, "Record what I decide");
    NO_OTHER_CHILD(v);
    send_form(v, address, "decision=approve");
    ANSWERS(v, 403); /* a social worker has no such power */

    sign_in_as(v, "ruth"); /* the team manager: below the rank */
    struct str form = deciding(v, address, "decision=approve&despite=it+is+right+all+the+same");
    send_form(v, address, str_nul(v->arena, form));
    ANSWERS(v, 409);
    HAS(v, "needs the approval of the");
    HAS(v, "it is right all the same");
    form = deciding(v, address, "decision=ask&reason=What+did+the+home+say");
    send_form(v, address, str_nul(v->arena, form));
    ANSWERS(v, 303);
    look(v, "/placements");
    ANSWERS(v, 200);
    HAS(v, "More was asked");

    sign_in_as(v, "maren"); /* the director */
    form = deciding(v, address, "decision=approve");
    send_form(v, address, str_nul(v->arena, form));
    ANSWERS(v, 400);
    HAS(v, "say why it is right all the same");
    form = deciding(v, address, "decision=nonsense");
    send_form(v, address, str_nul(v->arena, form));
    ANSWERS(v, 400);
    struct str late = deciding(v, address, "decision=refuse&reason=I+saw+the+old+page");
    form = deciding(v, address,
                    "decision=approve&conditions=wishes&conditions=most-suitable"
                    "&despite=seen+the+home+this+morning");
    send_form(v, address, str_nul(v->arena, form));
    ANSWERS(v, 303);
    send_form(v, address, str_nul(v->arena, form)); /* pressed twice */
    ANSWERS(v, 303);
    look(v, address);
    HAS(v, "Approved. It has not begun");
    send_form(v, address, str_nul(v->arena, late)); /* the other tab */
    ANSWERS(v, 409);
    NO_OTHER_CHILD(v);

    sign_in_as(v, "ife");
    look(v, address);
    HAS(v, "Record that Alex has moved in");
    const char *placed = strstr(address, "/approve/") + strlen("/approve/");
    const char *notify = str_nul(v->arena, str_print(v->arena, "/child/%u/place-notified/%s",
                                                     world_number(v->world, "alex"), placed));
    send_form(v, notify, "key=a&written=1");
    ANSWERS(v, 400); /* nobody was ticked */
    send_form(v, notify, "key=b&notified=child&notified=parent&written=1");
    ANSWERS(v, 303);
    struct str start = str_print(v->arena, "%.*s", STR_ARG(str_from(address)));
    char *at = strstr(str_nul(v->arena, start), "/approve/");
    assert_non_null(at);
    const char *begin =
        str_nul(v->arena, str_print(v->arena, "/child/%u/place-start/%s",
                                    world_number(v->world, "alex"), at + strlen("/approve/")));
    form = deciding(v, address, "at-time=0230");
    send_form(v, begin, str_nul(v->arena, form));
    ANSWERS(v, 303);
    send_form(v, begin, str_nul(v->arena, form));
    ANSWERS(v, 303);
    look(v, address);
    HAS(v, "Notices and what else is owed of it");
    HAS(v, "Approved, and begun");
    HAS(v, "The child told of the placement in writing");
    HAS(v, "sl-clock--met");
    NO_OTHER_CHILD(v);
}

static void test_begun_without_approval(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    const char *address = propose(v, "postcode=ZZ9+9ZZ&type=U6&provider=PR4&emergency=1"
                                     "&area=distant" WHY);
    const char *placement = strstr(address, "/approve/") + strlen("/approve/");
    const char *begin = str_nul(v->arena, str_print(v->arena, "/child/%u/place-start/%s",
                                                    world_number(v->world, "alex"), placement));
    struct str form = deciding(v, address, "at-time=0240");
    send_form(v, begin, str_nul(v->arena, form));
    ANSWERS(v, 400);
    HAS(v, "say why the child is placed all the same");
    form = deciding(v, address, "at-time=0240&anyway=The+carers+gave+notice+tonight");
    send_form(v, begin, str_nul(v->arena, form));
    ANSWERS(v, 303);
    sign_in_as(v, "maren");
    look(v, "/placements");
    ANSWERS(v, 200);
    HAS(v, "Begun without the approval the law asks for");
    look(v, address);
    HAS(v, "Begun without approval");
    HAS(v, "The carers gave notice tonight");
    look(v, "/placements?state=99");
    ANSWERS(v, 200);
}

static void test_no_such_placement(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "maren");
    look(v, str_nul(v->arena, address_of(v, "/child/%u/approve/123456", "alex")));
    ANSWERS(v, 404);
    send_form(v, str_nul(v->arena, address_of(v, "/child/%u/approve/123456", "alex")),
              "decision=approve");
    ANSWERS(v, 404);
    sign_in_as(v, "dee");
    look(v, "/placements");
    ANSWERS(v, 403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_written_by_looking),
        cmocka_unit_test(test_refusals_keep_what_was_typed),
        cmocka_unit_test(test_approved_by_the_right_rank),
        cmocka_unit_test(test_begun_without_approval),
        cmocka_unit_test(test_no_such_placement),
    };
    return cmocka_run_group_tests(tests, visit_open, visit_close);
}
