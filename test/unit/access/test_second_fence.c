/* The second fence: with the decision left out, the database gives no child to who has no key. */
#include "../work/given.h"
#include "access/fence.h"

struct fenced { /* a reader behind the fence, beside the test's own */
    struct reader *r;
    uint32_t child, home, ife, bo;
};

static struct fenced begin(struct given *g)
{
    struct fenced f = { .r = NULL };
    bool there;
    now_is(g, "2025-01-01T09:00:00Z");
    f.child = a_child(g, "Ada", "1");
    f.home = a_home(g, "Larkwater");
    f.ife = a_person(g, "Ife Worker");
    f.bo = a_person(g, "Bo Stander");
    is_placed(g, f.child, f.home, "2026-01-05T09:00Z");
    holds(g, f.ife, "social-worker", f.child, "2026-01-05T09:00Z");
    now_is(g, "2026-03-01T12:00:00Z");
    given_shut(g);
    WORKS(g, given_reopen(g)); /* a start, which makes the fence */
    WORKS(g, reader_open(&g->t, g->s, &f.r));
    WORKS(g, access_prepare(&g->t, f.r));
    WORKS(g, reader_fence(&g->t, f.r, &there));
    assert_int_equal(there, given_is_postgres());
    return f;
}

static struct standing standing_now(struct given *g, const struct fenced *f, uint32_t person,
                                    uint8_t role)
{
    struct standing s;
    WORKS(g,
          standing_open(&g->t, f->r, (struct actor){ .person = person, .role = role }, g->now, &s));
    return s;
}

static void acts(struct given *g, const struct fenced *f, uint32_t person, uint8_t role,
                 uint32_t child)
{
    struct standing s = standing_now(g, f, person, role);
    WORKS(g, reader_acts_for(&g->t, f->r, &s, child));
}

/* What comes out of the whole record when nobody asks the decision. */
struct came {
    size_t entries, duties, names;
};
static struct came comes(struct given *g, const struct fenced *f)
{
    struct child_file file;
    struct duty_list duties;
    struct name_list names;
    struct duty_filter all = { .at = g->now, .child = f->child };
    WORKS(g, look_child(&g->t, f->r, f->child, NEVER, g->now, &file));
    WORKS(g, look_duties(&g->t, f->r, &all, &duties));
    WORKS(g, look_children_of_home(&g->t, f->r, f->home, &names));
    return (struct came){ file.entries, duties.count, names.count };
}

static void gives(struct given *g, const struct fenced *f, bool expected)
{
    struct came c = comes(g, f);
    bool wanted = expected || !given_is_postgres(); /* SQLite has one fence */
    assert_int_equal(c.entries > 0, wanted);
    assert_int_equal(c.duties > 0, wanted);
    assert_int_equal(c.names > 0, wanted);
}

static void test_nothing_is_said_and_nothing_comes(void **state)
{
    struct given *g = *state;
    struct fenced f = begin(g);
    gives(g, &f, false);
    WORKS(g, reader_acts_for_all(&g->t, f.r));
    gives(g, &f, true);
    reader_close(f.r);
}

static void test_only_with_the_keys_of_who_asks(void **state)
{
    struct given *g = *state;
    struct fenced f = begin(g);
    uint32_t other = a_child(g, "Bea", "2"), dee = a_person(g, "Dee Night"),
             far = a_person(g, "Far Away"), ruth = a_person(g, "Ruth Manager"),
             left = a_person(g, "Lee Gone"), tamblewick = a_home(g, "Tamblewick");
    holds(g, dee, "night-worker", f.home, "2025-01-05T09:00Z");
    holds(g, far, "night-worker", tamblewick, "2025-01-05T09:00Z");
    holds(g, ruth, "team-manager", g->s->authority, "2026-01-05T09:00Z");
    holds(g, left, "reviewing-officer", f.child, "2026-01-05T09:00Z");
    struct event e = event_new(EV_PERSON_LEFT, left, at(g, "2026-02-01T09:00Z"));
    WORKS(g, say(g, &e));
    const struct {
        uint32_t person, child;
        uint8_t role;
        bool comes;
    } rows[] = {
        { f.bo, f.child, ROLE_SOCIAL_WORKER, false },
        { f.ife, f.child, ROLE_SOCIAL_WORKER, true },
        { f.ife, 0, ROLE_SOCIAL_WORKER, true },
        { f.ife, other, ROLE_SOCIAL_WORKER, false }, /* a page of another child */
        { f.ife, f.child, ROLE_INSPECTOR, false },
        { dee, f.child, ROLE_NIGHT_WORKER, true },
        { far, f.child, ROLE_NIGHT_WORKER, false },
        { ruth, f.child, ROLE_TEAM_MANAGER, true },
        { left, f.child, ROLE_REVIEWING_OFFICER, false },
        { 0, f.child, ROLE_NONE, false },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        acts(g, &f, rows[i].person, rows[i].role, rows[i].child);
        gives(g, &f, rows[i].comes);
    }
    reader_close(f.r);
}

static void test_a_key_ends_with_the_moment(void **state)
{
    struct given *g = *state;
    struct fenced f = begin(g);
    struct event e = event_new(EV_GLASS_BROKEN, f.child, g->now);
    event_set_number(&e, "look", 5);
    event_set_number(&e, "person", f.bo);
    event_set_text(&e, "reason", S("the child is at the door"));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY, .own = true };
    WORKS(g, writer_append(&g->t, g->w, &a));
    acts(g, &f, f.bo, ROLE_NIGHT_WORKER, f.child);
    gives(g, &f, true);
    now_is(g, "2026-03-01T13:00:00Z");
    acts(g, &f, f.bo, ROLE_NIGHT_WORKER, f.child);
    gives(g, &f, false);
    reader_close(f.r);
}

static void test_homes_and_people_are_not_behind_it(void **state)
{
    struct given *g = *state;
    struct fenced f = begin(g);
    struct child_file file;
    struct name_list people;
    acts(g, &f, f.bo, ROLE_NIGHT_WORKER, 0);
    WORKS(g, look_place(&g->t, f.r, f.home, g->now, &file));
    assert_true(file.entries > 0);
    WORKS(g, look_people(&g->t, f.r, &people));
    assert_true(people.count >= 2);
    reader_close(f.r);
}

static void test_what_it_costs_a_request(void **state)
{
    enum {
        TIMES = 500
    };
    struct given *g = *state;
    struct fenced f = begin(g);
    struct standing s = standing_now(g, &f, f.ife, ROLE_SOCIAL_WORKER);
    struct task t = task_open(g->arena, clock_real());
    struct child_file file;
    int64_t spent[3];
    struct arena_mark mark = arena_mark(g->arena);
    struct reader *readers[] = { g->r, f.r };
    for (size_t w = 0; w < 2; w++) {
        struct instant from = task_now(&t);
        for (int i = 0; i < TIMES; i++, arena_rewind(g->arena, mark))
            WORKS(g, look_child(&g->t, readers[w], f.child, NEVER, g->now, &file));
        spent[w] = task_now(&t).us - from.us;
        WORKS(g, reader_acts_for(&g->t, f.r, &s, f.child));
    }
    struct instant from = task_now(&t);
    for (int i = 0; i < TIMES; i++, arena_rewind(g->arena, mark)) {
        WORKS(g, reader_acts_for(&g->t, f.r, &s, f.child));
        WORKS(g, reader_acts_for_all(&g->t, f.r));
    }
    spent[2] = task_now(&t).us - from.us;
    print_message("a child's file: %lld us without, %lld us behind the fence; saying for whom and"
                  " back: %lld us\n",
                  (long long)spent[0] / TIMES, (long long)spent[1] / TIMES,
                  (long long)spent[2] / TIMES);
    reader_close(f.r);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_nothing_is_said_and_nothing_comes), CASE(test_only_with_the_keys_of_who_asks),
        CASE(test_a_key_ends_with_the_moment),        CASE(test_homes_and_people_are_not_behind_it),
        CASE(test_what_it_costs_a_request),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}
