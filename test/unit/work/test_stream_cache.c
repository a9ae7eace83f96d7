/* A stream from memory is the stream that the journal holds, whatever was appended to it. */
#include <string.h>

#include "given.h"
#include "journal/journal.h"
#include "work/stream_cache.h"

static void same_stream(struct given *g, uint32_t subject, const struct stream *a)
{
    struct stream b;
    WORKS(g, stream_read(&g->t, g->s->journal, subject, NEVER, false, &b));
    assert_int_equal(a->length, b.length);
    assert_int_equal(a->count, b.count);
    assert_int_equal(a->last_seq, b.last_seq);
    for (uint32_t i = 0; i < b.length; i++) {
        assert_memory_equal(&a->fact[i], &b.fact[i], sizeof b.fact[i]);
        SAME(a->payload[i], b.payload[i]);
        assert_int_equal(a->seq[i], b.seq[i]);
    }
}

/* One of each kind that a child can have, so that a kind with a reading of its own is noticed. */
static void test_every_kind_reads_alike_from_memory(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1"), said = 0;
    is_placed(g, child, 0, "2026-01-01T10:00:00Z");
    struct event gone = missing(g, child, "2026-02-01T10:00:00Z");
    WORKS(g, say(g, &gone));
    struct stream_cache *c = stream_cache_open(1 << 20);
    struct cached *e;
    for (unsigned kind = EV_NONE + 1; kind < EVENT_KINDS; kind++) {
        const struct kind_def *k = event_kind_def((enum event_kind)kind);
        if (k->subject != SUBJECT_CHILD)
            continue;
        struct event x = event_new((enum event_kind)kind, child, g->now);
        for (unsigned i = 0; i < k->fields; i++) {
            if (k->field[i].type == FIELD_TEXT)
                event_set_text(&x, k->field[i].name, S("7654321"));
            else if (k->field[i].type == FIELD_CODE)
                event_set_code(&x, k->field[i].name,
                               code_text((enum code_list)k->field[i].list, 1));
        }
        said += say(g, &x) == OK;
        WORKS(g, stream_cache_take(&g->t, c, g->s->journal, child, &e));
        same_stream(g, child, &e->stream);
    }
    assert_true(said > 30);
    stream_cache_close(c);
}

static void test_the_least_used_leave_first(void **state)
{
    struct given *g = *state;
    enum { CHILDREN = 40 };
    uint32_t child[CHILDREN];
    struct cached *e;
    struct stream_cache *c = stream_cache_open(20 << 10);
    for (int i = 0; i < CHILDREN; i++)
        child[i] = a_child(g, "Alex", "1");
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < CHILDREN; i++) {
            WORKS(g, stream_cache_take(&g->t, c, g->s->journal, child[i], &e));
            assert_true(stream_cache_bytes(c) <= 20 << 10);
            same_stream(g, child[i], &e->stream);
        }
    }
    stream_cache_drop(c, child[CHILDREN - 1]);
    stream_cache_drop(c, 4711);
    stream_cache_drop_all(c);
    assert_int_equal(stream_cache_bytes(c), 0);
    GIVES(g, E_MISSING, stream_cache_take(&g->t, c, g->s->journal, 4711, &e));
    stream_cache_close(c);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_every_kind_reads_alike_from_memory),
        CASE(test_the_least_used_leave_first),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}
