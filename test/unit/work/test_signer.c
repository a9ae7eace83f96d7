/* The signer as a process of its own: what it signs, what it refuses whoever asks, and its end. */
#include "given.h"

#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "journal/signer_own.h"

struct elsewhere { /* the signer's side, on a thread of its own */
    struct arena *arena;
    struct task t;
    struct db *own;
    struct signer *signer;
    pthread_t thread;
    int fd, asked_at;
    const char *folder;
    uint8_t seed;
};

static void *answers(void *self)
{
    struct elsewhere *e = self;
    char at[SIGNER_MESSAGE_MAX];
    ssize_t n;
    while ((n = recv(e->fd, at, sizeof at, 0)) > 0) {
        struct str said = signer_answer(&e->t, e->signer, (struct str){ at, (size_t)n });
        if (send(e->fd, said.at, said.len, MSG_NOSIGNAL) < 0)
            break;
    }
    return NULL;
}

static void open_own(struct elsewhere *e, struct given *g)
{
    uint8_t seed[32] = { 7, e->seed };
    e->arena = arena_open(64 << 20);
    e->t = task_open(e->arena, g->t.clock);
    struct db_place place = { .path = str_print(e->arena, "%s/%s.db", g->folder, e->folder),
                              .create = true,
                              .full_sync = true };
    assert_int_equal(db_open(&e->t, &place, &e->own), OK);
    assert_int_equal(signer_open(&e->t, e->own, g->s->origin, seed, &e->signer), OK);
}

static void elsewhere_start(struct elsewhere *e, struct given *g)
{
    int ends[2];
    open_own(e, g);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    e->asked_at = ends[0];
    e->fd = ends[1];
    assert_int_equal(pthread_create(&e->thread, NULL, answers, e), 0);
}

static void elsewhere_end(struct elsewhere *e)
{
    shutdown(e->fd, SHUT_RDWR);
    pthread_join(e->thread, NULL);
    close(e->fd);
    signer_close(e->signer);
    db_close(e->own);
    arena_close(e->arena);
}

static struct db *copies_open(struct given *g, const char *name)
{
    struct db *own;
    struct db_place place = { .path = str_print(g->arena, "%s/%s.db", g->folder, name),
                              .create = true };
    WORKS(g, db_open(&g->t, &place, &own));
    return own;
}

/* One message and its answer's status. */
static enum status asks(struct given *g, struct elsewhere *e, enum signer_verb verb,
                        const void *said, size_t len)
{
    struct signer_front f = { .magic = SIGNER_MAGIC, .verb = verb, .number = 5 }, back;
    char at[SIGNER_MESSAGE_MAX];
    memcpy(at, &f, sizeof f);
    memcpy(at + sizeof f, said, len);
    (void)g;
    struct str got = signer_answer(&e->t, e->signer, (struct str){ at, sizeof f + len });
    memcpy(&back, got.at, sizeof back);
    assert_int_equal(back.number, 5);
    return (enum status)back.verb;
}

static void test_heads_are_signed_elsewhere(void **state)
{
    struct given *g = *state;
    struct elsewhere e = { .folder = "one" };
    struct signer *far;
    struct str note = S(""), again;
    int64_t size;
    elsewhere_start(&e, g);
    struct db *own = copies_open(g, "copies");
    struct signer_place at = { .fd = e.asked_at };
    WORKS(g, signer_open_far(&g->t, own, g->s->origin, &at, &far));
    for (int i = 0; i < 3; i++) {
        a_child(g, "Ash", i == 0 ? "580001" : i == 1 ? "580002" : "580003");
        WORKS(g, signer_sign(&g->t, far, g->s->journal, &note));
        WORKS(g, signer_last(&g->t, far, &again, &size));
        SAME(note, again);
        assert_int_equal(size, journal_size(g->s->journal));
    }
    WORKS(g, signer_sign(&g->t, far, g->s->journal, &again)); /* nothing is new */
    SAME(note, again);
    assert_false(signer_is_away(far));
    signer_close(far);
    elsewhere_end(&e);
    db_close(own);
}

static void test_a_dead_signer_is_asked_again_later(void **state)
{
    struct given *g = *state;
    struct elsewhere e = { .folder = "two" };
    struct signer *far;
    struct str note;
    elsewhere_start(&e, g);
    struct db *own = copies_open(g, "copies2");
    struct signer_place at = { .fd = e.asked_at };
    WORKS(g, signer_open_far(&g->t, own, g->s->origin, &at, &far));
    elsewhere_end(&e);
    a_child(g, "Ash", "580004");
    GIVES(g, E_BUSY, signer_sign(&g->t, far, g->s->journal, &note));
    assert_true(signer_is_away(far));
    GIVES(g, E_BUSY, signer_sign(&g->t, far, g->s->journal, &note)); /* at once: it rests */
    signer_close(far);
    db_close(own);
}

static void test_another_signer_is_not_believed(void **state)
{
    struct given *g = *state;
    struct elsewhere e = { .folder = "three" }, other = { .folder = "four", .seed = 9 };
    struct signer *far;
    struct str note;
    elsewhere_start(&e, g);
    struct db *own = copies_open(g, "copies3");
    struct signer_place at = { .fd = e.asked_at };
    WORKS(g, signer_open_far(&g->t, own, g->s->origin, &at, &far));
    WORKS(g, signer_sign(&g->t, far, g->s->journal, &note));
    signer_close(far);
    elsewhere_end(&e);
    elsewhere_start(&other, g); /* another key, and it has signed nothing */
    at.fd = other.asked_at;
    GIVES(g, E_CORRUPT, signer_open_far(&g->t, own, g->s->origin, &at, &far));
    close(other.asked_at);
    elsewhere_end(&other);
    db_close(own);
}

/* Who has taken over the process that serves can send what it likes; these are the ways to have a
 * past signed that was not. */
static void test_what_it_does_not_sign(void **state)
{
    struct given *g = *state;
    struct elsewhere e = { .folder = "five" };
    struct hash256 leaf = { { 1 } }, root, none = { { 0 } };
    struct tree tree = { 0 };
    char said[8 + 32];
    int64_t from = 0, size = 3;
    open_own(&e, g);
    assert_int_equal(asks(g, &e, SIGNER_LAST, "elsewhere/sightline", 19), E_DENIED);
    assert_int_equal(asks(g, &e, SIGNER_LAST, g->s->origin.at, g->s->origin.len), OK);
    for (; from < size; from++) {
        leaf.b[0]++;
        tree_add(&tree, &leaf);
        memcpy(said, &from, 8);
        memcpy(said + 8, leaf.b, 32);
        assert_int_equal(asks(g, &e, SIGNER_ADD, said, sizeof said), OK);
    }
    root = tree_root(&tree);
    memcpy(said, &size, 8);
    memcpy(said + 8, root.b, 32);
    assert_int_equal(asks(g, &e, SIGNER_SIGN, said, sizeof said), OK);
    /* An older log. */
    size = 2;
    memcpy(said, &size, 8);
    assert_int_equal(asks(g, &e, SIGNER_SIGN, said, sizeof said), E_CORRUPT);
    /* The same length with another past. */
    size = 3;
    memcpy(said, &size, 8);
    memcpy(said + 8, none.b, 32);
    assert_int_equal(asks(g, &e, SIGNER_SIGN, said, sizeof said), E_CORRUPT);
    /* A past shown anew from its beginning. */
    from = 0;
    assert_int_equal(asks(g, &e, SIGNER_LAST, g->s->origin.at, g->s->origin.len), OK);
    memcpy(said, &from, 8);
    assert_int_equal(asks(g, &e, SIGNER_ADD, said, sizeof said), E_CORRUPT);
    /* A longer log whose first three were others. */
    struct tree false_one = { 0 };
    for (int i = 0; i < 4; i++)
        tree_add(&false_one, &none);
    root = tree_root(&false_one);
    from = 3;
    memcpy(said, &from, 8);
    memcpy(said + 8, none.b, 32);
    assert_int_equal(asks(g, &e, SIGNER_ADD, said, sizeof said), OK);
    size = 4;
    memcpy(said, &size, 8);
    memcpy(said + 8, root.b, 32);
    assert_int_equal(asks(g, &e, SIGNER_SIGN, said, sizeof said), E_CORRUPT);
    /* Other words than its own. */
    assert_int_equal(asks(g, &e, (enum signer_verb)9, said, sizeof said), E_INVALID);
    assert_int_equal(asks(g, &e, SIGNER_SIGN, said, 7), E_INVALID);
    assert_int_equal(asks(g, &e, SIGNER_ADD, said, 39), E_INVALID);
    signer_close(e.signer);
    db_close(e.own);
    arena_close(e.arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_heads_are_signed_elsewhere),
        CASE(test_a_dead_signer_is_asked_again_later),
        CASE(test_another_signer_is_not_believed),
        CASE(test_what_it_does_not_sign),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}
