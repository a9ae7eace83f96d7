/* Asks a signer that is a process of its own: shows it each new leaf, gets a signed head back. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "journal/signer_own.h"
#include "journal/verify.h"

enum {
    ANSWER_MS = 5000,
    TRIES_FIRST = 4, /* it may just be starting */
    REST_S = 5       /* a signer that did not answer is left alone for so long */
};

struct far {
    int fd; /* -1: not connected */
    bool pair, same;
    struct sockaddr_un at;
    uint64_t number;
    int64_t rests_until;
};

static int64_t seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

void far_close(struct far *f)
{
    if (f && f->fd >= 0)
        close(f->fd);
    free(f);
}

static status no_answer(struct task *t, struct far *f)
{
    if (!f->pair && f->fd >= 0) {
        close(f->fd);
        f->fd = -1;
    }
    f->rests_until = seconds_now() + REST_S;
    return fail(t, E_BUSY,
                "the signer does not answer: heads are not being signed until it runs"
                " again; everything else goes on");
}

static status far_connect(struct task *t, struct far *f)
{
    if (f->fd >= 0)
        return OK;
    f->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (f->fd < 0 || connect(f->fd, (struct sockaddr *)&f->at, sizeof f->at) != 0)
        return no_answer(t, f);
    return OK;
}

/* An answer to an earlier question may still come: it bears another number. */
static status answer_wait(struct task *t, struct far *f, struct str *ret)
{
    char *at = arena_take(t->arena, 1, SIGNER_MESSAGE_MAX);
    struct signer_front front;
    for (;;) {
        struct pollfd p = { .fd = f->fd, .events = POLLIN };
        if (poll(&p, 1, ANSWER_MS) <= 0)
            return no_answer(t, f);
        ssize_t n = recv(f->fd, at, SIGNER_MESSAGE_MAX, MSG_DONTWAIT);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n < (ssize_t)sizeof front)
            return no_answer(t, f);
        memcpy(&front, at, sizeof front);
        if (front.number != f->number || memcmp(front.magic, SIGNER_MAGIC, 4) != 0)
            continue;
        *ret = (struct str){ at + sizeof front, (size_t)n - sizeof front };
        if (front.verb == OK)
            return OK;
        if (front.verb > E_CORRUPT)
            return no_answer(t, f);
        return fail(t, (enum status)front.verb, "%.*s", (int)(ret->len < 400 ? ret->len : 400),
                    ret->at);
    }
}

static status ask(struct task *t, struct far *f, enum signer_verb verb, struct str said,
                  struct str *ret)
{
    struct signer_front front = { .magic = SIGNER_MAGIC, .verb = verb };
    TRY(far_connect(t, f));
    front.number = ++f->number;
    struct iovec parts[] = { { &front, sizeof front }, { (void *)(uintptr_t)said.at, said.len } };
    struct msghdr m = { .msg_iov = parts, .msg_iovlen = 2 };
    if (sendmsg(f->fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        return no_answer(t, f);
    return answer_wait(t, f, ret);
}

static status ask_last(struct task *t, struct signer *s, struct signer_head *ret, struct str *note)
{
    struct str got;
    TRY(ask(t, s->far, SIGNER_LAST, origin_of(s), &got));
    if (got.len < sizeof *ret)
        return no_answer(t, s->far);
    memcpy(ret, got.at, sizeof *ret);
    *note = (struct str){ got.at + sizeof *ret, got.len - sizeof *ret };
    return OK;
}

/* What the signer gave must be a head of this log, of this size and root, by its own key. */
static status note_check(struct task *t, struct signer *s, struct str bytes, int64_t size,
                         const struct hash256 *root)
{
    struct note n;
    struct checkpoint c;
    if (note_open(t, bytes, &s->key, 1, &n) != OK || checkpoint_read(t, n.text, &c) != OK ||
        !str_equal(c.origin, origin_of(s)) || c.size != size || !hash_equal(&c.root, root))
        return fail(t, E_CORRUPT,
                    "the signer gave something else than a head of this journal:"
                    " another signer's key? Nothing was kept of it");
    return OK;
}

static status show_leaves(struct task *t, struct signer *s, struct journal *j, int64_t from,
                          int64_t size)
{
    struct hash256 leaves[TILE_WIDTH];
    struct str got;
    for (int64_t at = from; at < size;) {
        struct arena_mark mark = arena_mark(t->arena);
        int64_t until = size - at > TILE_WIDTH ? at + TILE_WIDTH : size;
        TRY(leaves_read(t, j, at, until, leaves));
        size_t bytes = (size_t)(until - at) * sizeof leaves->b;
        char said[sizeof at + sizeof leaves];
        memcpy(said, &at, sizeof at);
        memcpy(said + sizeof at, leaves, bytes);
        TRY(ask(t, s->far, SIGNER_ADD, (struct str){ said, sizeof at + bytes }, &got));
        arena_rewind(t->arena, mark);
        at = until;
    }
    return OK;
}

/* The copies here grow along: from them the whole journal is checked, and a start without the
 * signer knows the last head. */
static status copy_keep(struct task *t, struct signer *s, struct journal *j, struct str note)
{
    struct hash256 leaves[TILE_WIDTH];
    struct tree tree = s->tree;
    int64_t size = journal_size(j);
    while (tree.size < size) {
        int64_t until = size - tree.size > TILE_WIDTH ? tree.size + TILE_WIDTH : size;
        int64_t count = until - tree.size;
        TRY(leaves_read(t, j, tree.size, until, leaves));
        for (int64_t i = 0; i < count; i++)
            tree_add(&tree, &leaves[i]);
    }
    if (s->signed_once && tree.size == s->tree.size)
        return OK;
    if (!s->far->same)
        return signer_keep(t, s, &tree, note);
    s->tree = tree;
    s->signed_once = true;
    return OK;
}

static status sign_now(struct task *t, struct signer *s, struct journal *j, struct str *ret_note)
{
    struct signer_head last;
    struct hash256 root;
    struct str note;
    char said[sizeof(int64_t) + sizeof root.b];
    TRY(journal_root(t, j, &root));
    int64_t size = journal_size(j);
    TRY(ask_last(t, s, &last, &note));
    if (memcmp(last.public_key, s->key.public_key, sizeof last.public_key) != 0)
        return fail(t, E_CORRUPT,
                    "another signer answers than the one that signed before: stop,"
                    " and look who started it");
    if (size < last.size)
        return signer_rolled_back(t, size, last.size);
    TRY(show_leaves(t, s, j, last.size, size));
    memcpy(said, &size, sizeof size);
    memcpy(said + sizeof size, root.b, sizeof root.b);
    TRY(ask(t, s->far, SIGNER_SIGN, (struct str){ said, sizeof said }, &note));
    TRY(note_check(t, s, note, size, &root));
    TRY(copy_keep(t, s, j, note));
    *ret_note = note;
    return OK;
}

status far_sign(struct task *t, struct signer *s, struct journal *j, struct str *ret_note)
{
    if (s->far->rests_until > seconds_now())
        return fail(t, E_BUSY, "the signer does not answer: heads are not being signed");
    status done = sign_now(t, s, j, ret_note);
    bool away = done == E_BUSY;
    if (away != atomic_exchange(&s->away, away))
        log_line(away ? LOG_ERROR : LOG_INFO, "signer", "away=%d size=%lld", away,
                 (long long)journal_size(j));
    if (done == OK)
        signer_tell(s, j);
    return done;
}

/* Heads that lie here already must be by the key that answers now. */
static status key_take(struct task *t, struct signer *s)
{
    struct signer_head last;
    struct str theirs, ours;
    status asked = E_BUSY;
    static const struct timespec moment = { .tv_nsec = 250000000 };
    for (int i = 0; i < TRIES_FIRST && asked == E_BUSY; i++) {
        if (i > 0)
            nanosleep(&moment, NULL);
        asked = ask_last(t, s, &last, &theirs);
    }
    TRY(asked);
    s->key = note_key_make(origin_of(s), NOTE_ED25519, last.public_key);
    if (last.size < s->tree.size)
        return fail(t, E_CORRUPT,
                    "the signer remembers %lld entries, and %lld were signed: it has"
                    " lost its memory; restore its folder",
                    (long long)last.size, (long long)s->tree.size);
    if (!s->signed_once)
        return OK;
    struct hash256 root = tree_root(&s->tree);
    TRY(signer_last_read(t, s, &ours));
    return note_check(t, s, ours, s->tree.size, &root);
}

status signer_open_far(struct task *t, struct db *own, struct str origin,
                       const struct signer_place *p, struct signer **ret)
{
    struct signer *s;
    if (p->path.len >= sizeof s->far->at.sun_path)
        return fail(t, E_INVALID, "the signer's socket has too long a path");
    TRY(signer_new(t, own, origin, &s));
    s->far = calloc(1, sizeof *s->far);
    MUST(s->far);
    s->far->fd = p->path.len ? -1 : p->fd;
    s->far->pair = p->path.len == 0;
    s->far->same = p->same;
    s->far->at.sun_family = AF_UNIX;
    if (p->path.len)
        memcpy(s->far->at.sun_path, p->path.at, p->path.len);
    status taken = key_take(t, s);
    if (taken != OK) {
        signer_close(s);
        return taken;
    }
    *ret = s;
    return OK;
}

status signer_open_away(struct task *t, struct db *own, struct str origin, struct str key,
                        struct signer **ret)
{
    struct signer *s;
    uint8_t public_key[32];
    size_t len;
    if (!base64_read(key, public_key, sizeof public_key, &len) || len != sizeof public_key)
        return fail(t, E_CORRUPT, "the setting signer-key is no key: restore the register");
    TRY(signer_new(t, own, origin, &s));
    s->key = note_key_make(origin_of(s), NOTE_ED25519, public_key);
    s->far = calloc(1, sizeof *s->far);
    MUST(s->far);
    s->far->fd = -1;
    s->far->pair = true;
    s->far->rests_until = INT64_MAX;
    *ret = s;
    return OK;
}

struct str signer_key_text(struct arena *a, const struct signer *s)
{
    return base64_print(a, s->key.public_key, sizeof s->key.public_key);
}
