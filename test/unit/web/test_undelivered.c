/* A notice that could not be delivered: listed as somebody's work, sent again, seen to otherwise.
 */
#include "visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "work/dispatch.h"
#include "work/notice.h"
#include "work/writer_inside.h"

static char settings[64];

static int sending_open(void **state)
{
    snprintf(settings, sizeof settings, "/tmp/sightline-sending.XXXXXX");
    int made = mkstemp(settings);
    assert_true(made >= 0);
    FILE *f = fdopen(made, "w");
    assert_non_null(f);
    fputs("send-email = smtp\nbase-address = https://sightline.example\n"
          "smtp-url = smtps://relay.example:465\nsmtp-from = sightline@northmere.example\n",
          f);
    fclose(f);
    setenv("SIGHTLINE_SETTINGS", settings, 1);
    int opened = visit_open(state);
    unsetenv("SIGHTLINE_SETTINGS");
    return opened;
}

static int sending_close(void **state)
{
    unlink(settings);
    return visit_close(state);
}

static status add(struct writer *w, void *self)
{
    return notice_add(w, self);
}

/* The first alarm of the highest level that concerns Alex is told to Ife, and no relay takes it. */
static struct str refused_by_the_relay(struct visit *v)
{
    const struct rulebook *b = v->world->store->rules;
    uint16_t rule = rulebook_find(b, S("over-24h"));
    struct notice_new n = { .subject = world_number(v->world, "alex"),
                            .rule = rule,
                            .started_n = 1,
                            .began = v->world->now,
                            .to = { .person = world_number(v->world, "ife"),
                                    .role = ROLE_SOCIAL_WORKER } };
    assert_int_equal(writer_do_inside(&v->t, v->world->writer, add, &n), OK);
    struct str found = S("");
    for (int round = 0; round < 50 && found.len == 0; round++) {
        struct dispatch_list due;
        assert_int_equal(
            dispatch_take(&v->t, v->world->writer, 64, (struct span){ 60 * SECOND_US }, &due), OK);
        for (size_t i = 0; i < due.count; i++) {
            struct dispatch *d = &due.at[i];
            bool it = d->person == n.to.person && d->created.us == v->world->now.us;
            struct dispatch_result r = { .outcome = it ? OUTCOME_GIVEN_UP : OUTCOME_SENT,
                                         .next = NEVER,
                                         .trouble = it ? S("the relay refuses it (550)") : S("") };
            assert_int_equal(dispatch_tried(&v->t, v->world->writer, d, &r), OK);
            if (it)
                found = str_copy(v->arena, d->reference);
        }
    }
    assert_true(found.len > 0);
    return found;
}

static void post(struct visit *v, const char *address, const char *key, struct str reference,
                 const char *more)
{
    struct str fields =
        str_print(v->arena, "key=%s&reference=%.*s%s", key, STR_ARG(reference), more);
    send_form(v, address, str_nul(v->arena, fields));
}

static void fails_again(struct visit *v, struct str reference)
{
    struct dispatch_list due;
    assert_int_equal(
        dispatch_take(&v->t, v->world->writer, 8, (struct span){ 60 * SECOND_US }, &due), OK);
    assert_int_equal(due.count, 1);
    assert_true(str_equal(due.at[0].reference, reference));
    struct dispatch_result r = { .outcome = OUTCOME_GIVEN_UP,
                                 .next = NEVER,
                                 .trouble = S("the relay refuses it again") };
    assert_int_equal(dispatch_tried(&v->t, v->world->writer, &due.at[0], &r), OK);
}

static void test_a_dead_letter_is_listed_sent_again_and_seen_to(void **state)
{
    struct visit *v = *state;
    struct str reference = refused_by_the_relay(v);
    sign_in_as(v, "ruth");
    look(v, "/undelivered");
    ANSWERS(v, 200);
    HAS(v, "Ife Brandreth");
    HAS(v, "Missing for more than 24 hours");
    HAS(v, "the relay refuses it (550)");
    HAS(v, "By e-mail");
    HAS(v, str_nul(v->arena, reference));
    HAS_NOT(v, "Alex Tamber"); /* who was not reached and of what, not of whom */

    post(v, "/undelivered/settled", "0c0c0c0c0c0c0c01", reference, "&how=rang");
    ANSWERS(v, 400);
    HAS(v, "Say how the person was told instead");
    HAS(v, ">rang</textarea>");
    look(v, "/undelivered");
    HAS(v, str_nul(v->arena, reference)); /* still there */

    post(v, "/undelivered/retry", "0c0c0c0c0c0c0c02", reference, "");
    ANSWERS(v, 303);
    look(v, "/undelivered");
    HAS(v, "Nothing waits here");
    post(v, "/undelivered/retry", "0c0c0c0c0c0c0c03", reference, "");
    ANSWERS(v, 400); /* it is no dead letter any more */
    HAS(v, "Not kept");

    fails_again(v, reference);
    look(v, "/undelivered");
    HAS(v, "the relay refuses it again");
    post(v, "/undelivered/settled", "0c0c0c0c0c0c0c04", reference,
         "&how=Rang+at+09%3A20+and+told+in+person");
    ANSWERS(v, 303);
    look(v, "/undelivered");
    HAS(v, "Nothing waits here");
    HAS_NOT(v, str_nul(v->arena, reference));
}

static void test_only_who_runs_things_may_settle(void **state)
{
    struct visit *v = *state;
    sign_in_as(v, "ife");
    look(v, "/undelivered");
    ANSWERS(v, 403);
    post(v, "/undelivered/settled", "0d0d0d0d0d0d0d01", S("AAAA"), "&how=Rang+and+told+at+nine");
    ANSWERS(v, 403);
    post(v, "/undelivered/retry", "0d0d0d0d0d0d0d02", S("AAAA"), "");
    ANSWERS(v, 403);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_dead_letter_is_listed_sent_again_and_seen_to),
        cmocka_unit_test(test_only_who_runs_things_may_settle),
    };
    return cmocka_run_group_tests(tests, sending_open, sending_close);
}
