/* Tests of one JSON object read as an event: what it becomes, and every way to be refused. */
#include "given.h"
#include "intake/json_event.h"

static const struct {
    const char *json, *becomes; /* happened in UTC, precision, then header and fields */
} read_as[] = {
    { "{\"kind\":\"missing-reported\",\"child\":\"566910\",\"happened\":\"2026-03-27T20:10Z\","
      "\"class\":\"M\",\"last-seen\":\"2026-03-27T19:00:00Z\",\"episode\":12}",
      "2026-03-27T20:10:00Z 0 child=566910 class=M episode=# last-seen=1774638000000000" },
    { "{\"kind\":\"review-held\",\"subject\":\"no:12\",\"happened\":\"2026-06-05\"}",
      "2026-06-04T23:00:00Z 2 subject=12" },
    { "{\"kind\":\"review-held\",\"subject\":12,\"precision\":\"about\",\"happened\":"
      "\"2026-06-05\",\"chaired\":\"no:4\",\"next\":\"2026-12-01\",\"participation\":\"PN1\"}",
      "2026-06-04T23:00:00Z 4 subject=12 chaired=4 next=2026-12-01 participation=PN1" },
    { "{\"kind\":\"visit-made\",\"subject\":12,\"happened\":\"2026-01-05T10:00:00Z\",\"agency\":2,"
      "\"author\":\"no:3\",\"role\":\"social-worker\",\"corrects\":4,\"source\":\"diary\","
      "\"key\":\"k1\",\"expected\":0,\"seen\":true,\"alone\":false,\"words\":null}",
      "2026-01-05T10:00:00Z 0 subject=12 agency=2 author=3 role=1 corrects=4 source=diary key=k1 "
      "expected=0 alone=0 seen=1" },
    { "{\"@kind\":\"agency-registered\",\"happened\":\"2026-01-05\",\"kind\":\"police\","
      "\"name\":\"Northmere Police\"}",
      "2026-01-05T00:00:00Z 2 kind=police name=Northmere Police" },
    { "{\"kind\":\"involvement-started\",\"subject\":5,\"happened\":\"2026-01-05\",\"role\":"
      "\"team-manager\",\"@role\":\"data-team\",\"person\":9}",
      "2026-01-05T00:00:00Z 2 subject=5 role=23 person=9 role=team-manager" },
    { "{\"kind\":\"placement-notified\",\"subject\":5,\"happened\":\"2026-01-05\",\"placement\":1,"
      "\"to\":\"parent school\"}",
      "2026-01-05T00:00:00Z 2 subject=5 placement=# to=parent school" },
    { "{\"kind\":\"child-registered\",\"happened\":\"2026-01-05\",\"given\":\"Zed\"}",
      "2026-01-05T00:00:00Z 2 given=Zed" },
};

static struct str as_text(struct task *t, const struct json_event *j)
{
    struct text out = text_open(t->arena, 4096);
    const struct event *e = &j->event;
    const struct kind_def *k = event_kind_def(e->kind);
    text_add(&out, instant_text(t->arena, e->happened));
    text_addf(&out, " %u", (unsigned)e->precision);
    const struct {
        const char *name;
        int64_t number;
    } numbers[] = { { "subject", e->subject }, { "agency", e->agency }, { "author", e->author },
                    { "role", e->role }, { "corrects", e->corrects } };
    for (size_t i = 0; i < COUNT(numbers); i++)
        if (numbers[i].number)
            text_addf(&out, " %s=%lld", numbers[i].name, (long long)numbers[i].number);
    if (j->child.len > 0)
        text_addf(&out, " child=%.*s", STR_ARG(j->child));
    if (e->source.len > 0)
        text_addf(&out, " source=%.*s", STR_ARG(e->source));
    if (j->key.len > 0)
        text_addf(&out, " key=%.*s", STR_ARG(j->key));
    if (j->expects)
        text_addf(&out, " expected=%u", j->expected);
    for (unsigned i = 0; i < k->fields; i++)
        if (e->value[i].given)
            put_value(&out, &k->field[i], &e->value[i]);
    return text_done(&out);
}

static status read_one(struct task *t, const char *json, struct json_event *ret)
{
    const struct json_value *object;
    assert_int_equal(json_read(t, str_from(json), 1 << 16, &object), OK);
    return json_event_read(t, object, ret);
}

static void test_reads(void **state)
{
    struct task *t = intake_task(state);
    for (size_t i = 0; i < COUNT(read_as); i++) {
        struct json_event j;
        if (read_one(t, read_as[i].json, &j) != OK) {
            print_error("%s\n%s: %s\n", read_as[i].json, j.field, t->reason);
            _fail(__FILE__, __LINE__);
        }
        SAME(as_text(t, &j), read_as[i].becomes);
    }
}

#define KIND  "{\"kind\":\"review-held\","
#define WHOLE KIND "\"subject\":1,\"happened\":\"2026-01-05\","
static const struct {
    const char *json, *field, *reason;
} refusals[] = {
    { "[]", "", "JSON must be an object here: { \"name\": value, … }" },
    { "{}", "kind", "say what kind of event it is" },
    { "{\"kind\":1}", "kind", "there is no such kind of event: see the catalogue" },
    { "{\"kind\":\"review-hold\"}", "kind", "there is no such kind of event: see the catalogue" },
    { "{\"kind\":\"agency-registered\",\"kind \":1,\"happened\":\"2026-01-05\"}", "",
      "agency-registered has no field '?'. It has: area, kind, name, out-of-hours, telephone" },
    { WHOLE "\"colour\":1}", "", "review-held has no field 'colour'. It has: chaired, decisions, "
                                 "ending, next, participation" },
    { WHOLE "\"@participation\":\"PN1\"}", "",
      "review-held has no field '@participation'. It has: chaired, decisions, ending, "
      "next, participation" },
    { WHOLE "\"@subject\":2}", "subject", "is there twice: with @ and without" },
    { WHOLE "\"child\":\"9\"}", "child", "say either the child or the subject, not both" },
    { KIND "\"happened\":\"2026-01-05\"}", "child", "say whom it is about" },
    { KIND "\"subject\":1}", "happened", "say when it happened" },
    { KIND "\"subject\":1,\"happened\":\"2026-02-30\"}", "happened", NULL },
    { KIND "\"subject\":1,\"happened\":\"yesterday at noon\"}", "happened", NULL },
    { KIND "\"subject\":1,\"happened\":20260105}", "happened",
      "must be a time, like 2026-03-27T02:10Z, or a date" },
    { KIND "\"subject\":0}", "subject", "must be a subject's number, like 12 or \"no:12\"" },
    { KIND "\"subject\":\"12\"}", "subject",
      "must be a subject's number, like 12 or \"no:12\"" },
    { KIND "\"subject\":\"no:4294967296\"}", "subject",
      "must be a subject's number, like 12 or \"no:12\"" },
    { KIND "\"child\":566910}", "child", "must be text of at most 64 bytes" },
    { KIND "\"child\":\"\"}", "child", "must be text of at most 64 bytes" },
    { WHOLE "\"role\":\"king\"}", "role", "must be of the list 'role', like 'social-worker'" },
    { WHOLE "\"precision\":2}", "precision", "must be of the list 'precision', like 'exact'" },
    { WHOLE "\"corrects\":0}", "corrects", "must be a whole number from 1" },
    { WHOLE "\"expected\":-1}", "expected", "must be a whole number from 0" },
    { WHOLE "\"key\":\"\"}", "key", "must be text of at most 200 bytes" },
    { WHOLE "\"next\":20261201}", "next",
      "must be text; leave it out when there is nothing to say" },
    { WHOLE "\"decisions\":\"\"}", "decisions",
      "must be text; leave it out when there is nothing to say" },
    { WHOLE "\"chaired\":\"Zed\"}", "chaired",
      "must be a subject's number, like 12 or \"no:12\"" },
    { "{\"kind\":\"visit-made\",\"seen\":1}", "seen", "must be true or false" },
    { "{\"kind\":\"visit-made\",\"placement\":\"1\"}", "placement", "must be a whole number" },
    { "{\"kind\":\"home-visited\",\"child\":\"1\",\"happened\":\"2026-01-05\"}", "subject",
      "home-visited is not about a child: say the subject" },
    { "{\"kind\":\"home-visited\",\"happened\":\"2026-01-05\"}", "subject",
      "say whom it is about" },
    { "{\"kind\":\"clock-stepped\",\"subject\":1,\"happened\":\"2026-01-05\"}", "subject",
      "clock-stepped is what the register says of itself" },
};

static void test_refusals_name_field_and_remedy(void **state)
{
    struct task *t = intake_task(state);
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct json_event j;
        if (read_one(t, refusals[i].json, &j) == OK) {
            print_error("taken: %s\n", refusals[i].json);
            _fail(__FILE__, __LINE__);
        }
        SAME(str_from(j.field), refusals[i].field);
        if (refusals[i].reason)
            SAME(str_from(t->reason), refusals[i].reason);
    }
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads),
        cmocka_unit_test(test_refusals_name_field_and_remedy),
    };
    return RUN(tests);
}
