/* Compartments: who reads the child's own words, health, practice concerns and intelligence; and a
 * child whom the reader may not see is another child. */
#include <string.h>

#include "../work/given.h"
#include "access/compartment.h"

struct file {
    struct child_file f;
    struct kept_back back;
    enum ground ground;
};

static struct file open_as(struct given *g, uint32_t person, uint8_t role, uint32_t child)
{
    struct file x = { 0 };
    struct standing s;
    struct access a;
    struct actor who = { .person = person, .role = role };
    WORKS(g, standing_open(&g->t, g->r, who, g->now, &s));
    WORKS(g, access_to(&g->t, g->r, &s, child, &a));
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &x.f));
    WORKS(g, compartments_apply(&g->t, g->r, &s, &a, &x.f, &x.back));
    x.ground = a.ground;
    return x;
}

/* Nowhere in what a handler could show: not in fields, words, nor the bytes of the stream. */
static bool anywhere(const struct child_file *f, const char *secret)
{
    struct str what = str_from(secret);
    for (size_t i = 0; i < f->entries; i++) {
        const struct child_entry *e = &f->entry[i];
        if (memmem(e->payload.at, e->payload.len, what.at, what.len) ||
            memmem(e->words.at, e->words.len, what.at, what.len))
            return true;
        for (size_t k = 0; k < EVENT_VALUES_MAX; k++)
            if (e->event.value[k].text.len > 0 &&
                memmem(e->event.value[k].text.at, e->event.value[k].text.len, what.at, what.len))
                return true;
    }
    for (uint32_t n = 0; n < f->stream.count; n++)
        if (f->stream.payload[n].len > 0 &&
            memmem(f->stream.payload[n].at, f->stream.payload[n].len, what.at, what.len))
            return true;
    return false;
}

struct people {
    uint32_t child, home, ife, dee, pc, kim;
};

static struct people begin(struct given *g)
{
    struct people p;
    WORKS(g, access_prepare(&g->t, g->r));
    now_is(g, "2025-01-01T09:00:00Z");
    uint32_t police = an_agency(g, "Police", "police");
    p = (struct people){ a_child(g, "Ada", "1"),    a_home(g, "Larkwater"),
                         a_person(g, "Ife Worker"), a_person(g, "Dee Night"),
                         a_person(g, "Pc Lowrie"),  a_person(g, "Kim Reader") };
    is_placed(g, p.child, p.home, "2026-01-05T09:00Z");
    holds(g, p.ife, "social-worker", p.child, "2026-01-05T09:00Z");
    holds(g, p.dee, "night-worker", p.home, "2025-02-05T09:00Z");
    holds(g, p.pc, "police-supervisor", police, "2025-02-05T09:00Z");
    now_is(g, "2026-03-01T12:00:00Z");
    return p;
}

static void said_to(struct given *g, uint32_t child, uint32_t author, const char *words,
                    const char *readers)
{
    struct event e = event_new(EV_CHILD_SAID, child, g->now);
    e.author = author;
    event_set_text(&e, "words", str_from(words));
    if (readers)
        event_set_text(&e, "readers", str_from(readers));
    WORKS(g, say(g, &e));
}

static void test_the_child_s_own_words(void **state)
{
    struct given *g = *state;
    struct people p = begin(g);
    said_to(g, p.child, p.ife, "I am afraid of the manager", NULL);
    struct file ife = open_as(g, p.ife, ROLE_SOCIAL_WORKER, p.child);
    assert_true(anywhere(&ife.f, "afraid"));
    assert_int_equal(ife.back.words.len, 0);
    struct file dee = open_as(g, p.dee, ROLE_NIGHT_WORKER, p.child);
    assert_false(anywhere(&dee.f, "afraid"));
    assert_int_equal(dee.back.count[COMPARTMENT_OWN_WORDS], 1);
    SAME(dee.back.words, S("1 thing is kept for others: the child\xe2\x80\x99s own words"));
    said_to(g, p.child, p.dee, "only you may know", "advocate");
    ife = open_as(g, p.ife, ROLE_SOCIAL_WORKER, p.child);
    assert_false(anywhere(&ife.f, "only you may know")); /* the child's choice narrows */
    dee = open_as(g, p.dee, ROLE_NIGHT_WORKER, p.child);
    assert_true(anywhere(&dee.f, "only you may know")); /* who wrote it */
}

static void test_health_and_intelligence(void **state)
{
    struct given *g = *state;
    struct people p = begin(g);
    struct event e = missing(g, p.child, "2026-03-01T10:00Z");
    WORKS(g, say(g, &e));
    e = event_new(EV_SEXUAL_HEALTH_SEEN, p.child, g->now);
    event_set_text(&e, "by", S("Clinic Seven"));
    WORKS(g, say(g, &e));
    e = event_new(EV_POWER_CONSIDERED, p.child, g->now);
    event_set_text(&e, "power", S("warning-notice-X"));
    WORKS(g, say(g, &e));
    static const struct {
        int who;
        uint8_t role;
        bool health, intelligence;
    } rows[] = { { 0, ROLE_SOCIAL_WORKER, true, true },
                 { 1, ROLE_NIGHT_WORKER, true, false },
                 { 2, ROLE_POLICE_SUPERVISOR, false, true } };
    const uint32_t who[] = { p.ife, p.dee, p.pc };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct file x = open_as(g, who[rows[i].who], rows[i].role, p.child);
        assert_int_equal(anywhere(&x.f, "Clinic Seven"), rows[i].health);
        assert_int_equal(anywhere(&x.f, "warning-notice-X"), rows[i].intelligence);
    }
}

static void test_another_child_is_not_named(void **state)
{
    struct given *g = *state;
    struct people p = begin(g);
    now_is(g, "2025-01-02T09:00:00Z");
    uint32_t other = a_child(g, "Noor", "2");
    now_is(g, "2026-03-01T12:00:00Z");
    struct event e = event_new(EV_CO_MISSING_SEEN, p.child, g->now);
    event_set_number(&e, "with", other);
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY, .own = true };
    WORKS(g, writer_append(&g->t, g->w, &a));
    struct file dee = open_as(g, p.dee, ROLE_NIGHT_WORKER, p.child);
    const struct child_entry *last = &dee.f.entry[dee.f.entries - 1];
    assert_int_equal(last->event.kind, EV_CO_MISSING_SEEN);
    assert_int_equal(event_number(&last->event, "with"), ANOTHER_CHILD);
    assert_int_equal(dee.back.children, 1);
    struct str name, words;
    WORKS(g, look_name(&g->t, g->r, ANOTHER_CHILD, &name));
    SAME(name, S("another child"));
    struct standing s;
    WORKS(g, standing_open(&g->t, g->r, (struct actor){ .person = p.dee }, g->now, &s));
    struct str said =
        str_print(g->t.arena, "(entry 3, child no. %u) and child no. %u", other, p.child);
    WORKS(g, other_children_hidden(&g->t, g->r, &s, p.home, said, &words));
    SAME(words, str_print(g->t.arena, "(entry 3, another child) and child no. %u", p.child));
}

static void test_a_share_gives_what_it_names(void **state)
{
    struct given *g = *state;
    struct people p = begin(g);
    struct event e = event_new(EV_SCHOOL_CHANGED, p.child, at(g, "2026-02-01T09:00Z"));
    event_set_text(&e, "school", S("Marlpit School"));
    WORKS(g, say(g, &e));
    e = event_new(EV_CONCERN_RAISED, p.child, at(g, "2026-02-02T09:00Z"));
    event_set_text(&e, "indicators", S("second phone"));
    WORKS(g, say(g, &e));
    e = event_new(EV_SHARE_MADE, p.child, at(g, "2026-02-03T09:00Z"));
    event_set_text(&e, "power", S("consent"));
    event_set_text(&e, "purpose", S("to plan school"));
    event_set_text(&e, "items", S("schooling"));
    event_set_text(&e, "recipient", S("Kim Reader"));
    event_set_number(&e, "reader", p.kim);
    event_set_number(&e, "until", date_in_uk(g->now).days + 3);
    WORKS(g, say(g, &e));
    struct file kim = open_as(g, p.kim, ROLE_DESIGNATED_TEACHER, p.child);
    assert_int_equal(kim.ground, GROUND_SHARE);
    assert_true(anywhere(&kim.f, "Marlpit"));
    assert_false(anywhere(&kim.f, "second phone"));
    assert_int_equal(kim.f.evaluation->count, 0);
    assert_true(kim.back.entries > 0);
}

static void test_a_concern_is_not_for_whom_it_is_about(void **state)
{
    struct given *g = *state;
    struct people p = begin(g);
    uint32_t maren = a_person(g, "Maren Director"),
             provider = an_agency(g, "Homes Ltd", "provider"), boss = a_person(g, "Bo Boss");
    holds(g, maren, "director", g->s->authority, "2026-03-01T12:00Z");
    holds(g, boss, "director", provider, "2026-03-01T12:00Z");
    struct event e = event_new(EV_PRACTICE_CONCERN_RECEIVED, provider, g->now);
    event_set_text(&e, "text", S("records are made up"));
    WORKS(g, say(g, &e));
    const struct {
        uint32_t person;
        bool reads;
    } rows[] = { { maren, true }, { boss, false }, { p.dee, false } };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct standing s;
        struct child_file f;
        struct kept_back back;
        struct actor who = { .person = rows[i].person, .role = ROLE_DIRECTOR };
        WORKS(g, standing_open(&g->t, g->r, who, g->now, &s));
        WORKS(g, look_place(&g->t, g->r, provider, g->now, &f));
        WORKS(g, compartments_of_place(&g->t, g->r, &s, &f, &back));
        assert_int_equal(anywhere(&f, "made up"), rows[i].reads);
    }
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        CASE(test_the_child_s_own_words),
        CASE(test_health_and_intelligence),
        CASE(test_another_child_is_not_named),
        CASE(test_a_share_gives_what_it_names),
        CASE(test_a_concern_is_not_for_whom_it_is_about),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}
