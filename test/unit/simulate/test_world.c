/* The synthetic world: the same seed gives the same bytes, and it looks like the published one. */
#include "base/given.h"
#include "base/hash.h"
#include "simulate/simulate.h"

struct seen {
    struct hash256 running;
    int64_t children, missing, episodes, longest, placements, out, far, late, corrected, events;
    int64_t known_places, out_of_order, after_the_end;
    struct instant until;
};

static status take(void *self, struct task *t, enum subject_kind kind, uint32_t subject, bool fresh,
                   struct event *events, size_t count)
{
    struct seen *s = self;
    (void)fresh;
    struct arena_mark mark = arena_mark(t->arena);
    for (size_t i = 0; i < count; i++) {
        const struct event *e = &events[i];
        struct str line;
        assert_int_equal(event_check(t, e, false), OK);
        assert_int_equal(event_encode(t, e, &line), OK);
        s->running = sha256((struct str[]){ { (const char *)s->running.b, 32 }, line }, 2);
        assert_int_equal(e->subject, subject);
        s->out_of_order += i > 0 && e->recorded.us < events[i - 1].recorded.us;
        s->after_the_end += e->recorded.us > s->until.us;
        s->corrected += e->corrects != 0;
        s->events++;
        if (kind != SUBJECT_CHILD || e->kind != EV_PLACEMENT_STARTED)
            continue;
        s->known_places++;
        s->out += !str_is(event_text(e, "area"), "in");
        s->far += event_number(e, "distance") > 200;
    }
    s->children += kind == SUBJECT_CHILD;
    arena_rewind(t->arena, mark);
    return OK;
}

static status tell(void *self, struct task *t, const struct truth *truth)
{
    struct seen *s = self;
    (void)t;
    int64_t this_year = 0;
    for (uint32_t i = 0; i < truth->episodes; i++) {
        s->late += truth->episode[i].late;
        this_year += truth->episode[i].from.us > s->until.us - 365 * 24 * HOUR_US;
    }
    s->missing += this_year > 0;
    s->episodes += this_year;
    s->longest = truth->episodes > s->longest ? truth->episodes : s->longest;
    s->placements += truth->placements;
    return OK;
}

static struct seen world(uint64_t seed, uint32_t children, uint32_t years)
{
    struct arena *a = arena_open(1 << 30);
    struct task t = task_open(a, clock_real());
    struct seen s = { .until = uk_midnight(date_of((struct civil){ 2026, 4, 1 })) };
    struct world_plan plan = { .seed = seed,
                               .children = children,
                               .years = years,
                               .until = s.until,
                               .authority = 1,
                               .first_subject = 2 };
    assert_int_equal(world_make(&t, &plan, &(struct world_sink){ &s, take, tell }), OK);
    arena_close(a);
    return s;
}

static void test_same_seed_same_bytes(void **state)
{
    (void)state;
    struct seen one = world(11, 60, 2), again = world(11, 60, 2), other = world(12, 60, 2);
    assert_memory_equal(one.running.b, again.running.b, 32);
    assert_memory_not_equal(one.running.b, other.running.b, 32);
    assert_int_equal(one.events, again.events);
}

static void test_order_and_end(void **state)
{
    (void)state;
    struct seen s = world(5, 200, 3);
    assert_int_equal(s.children, 200);
    assert_int_equal(s.out_of_order, 0);
    assert_int_equal(s.after_the_end, 0);
    assert_true(s.late > 0);
    assert_true(s.corrected > 0);
}

/* Wide bands: chance moves the figures of 3,000 children, but a broken sampler leaves them. */
static void test_like_the_published_figures(void **state)
{
    (void)state;
    struct seen s = world(7, 3000, 1);
    int64_t out = 1000 * s.out / s.known_places, far = 1000 * s.far / s.known_places;
    int64_t share = 1000 * s.missing / s.children, mean = 10 * s.episodes / s.missing;
    print_message(
        "out of area %ld, over 20 miles %ld, missing %ld per mille; mean episodes %ld/10\n",
        (long)out, (long)far, (long)share, (long)mean);
    assert_in_range(out, 400, 480);
    assert_in_range(far, 180, 260);
    assert_in_range(share, 90, 135);
    assert_in_range(mean, 58, 80);
    assert_true(s.longest >= 100);
}

static void test_refusals(void **state)
{
    (void)state;
    struct arena *a = arena_open(1 << 24);
    struct task t = task_open(a, clock_real());
    struct seen s = { 0 };
    struct world_sink sink = { &s, take, NULL };
    struct world_plan none = { .years = 1 }, long_ago = { .children = 1, .years = 19 };
    assert_int_equal(world_make(&t, &none, &sink), E_INVALID);
    assert_int_equal(world_make(&t, &long_ago, &sink), E_INVALID);
    arena_close(a);
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_seed_same_bytes),
        cmocka_unit_test(test_order_and_end),
        cmocka_unit_test(test_like_the_published_figures),
        cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
