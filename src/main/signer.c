/* The verb `signer`: holds the key that signs heads, and does nothing else. */
#include "main/signer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fence.h"
#include "base/hash.h"
#include "base/log.h"
#include "work/store_files.h"

enum {
    GIVEN_FD = 3, /* of a signer that `serve` started */
    SEED_BYTES = 32,
    WAITING_MAX = 4
};

/* What signs: of a register that this process may read, or of a folder of its own. */
struct held {
    struct store *store;
    struct db *own;
    struct signer *signer;
};

/* --- a folder of its own --- */

static status seed_read(struct task *t, struct str folder, uint8_t ret[SEED_BYTES])
{
    struct str path = store_path(t->arena, folder, "signer.key"), bytes;
    if (access(str_nul(t->arena, path), F_OK) != 0) {
        random_bytes(ret, SEED_BYTES);
        TRY(store_file_make(t, path, (struct str){ (char *)ret, SEED_BYTES }, 0600));
    }
    TRY(secret_file_read(t, path, SEED_BYTES, &bytes));
    if (bytes.len != SEED_BYTES)
        return fail(t, E_INVALID, "signer.key has %zu bytes and needs %d: is it the right file?",
                    bytes.len, SEED_BYTES);
    memcpy(ret, bytes.at, SEED_BYTES);
    return OK;
}

static status folder_open(struct task *t, const struct args *a, struct held *ret)
{
    uint8_t seed[SEED_BYTES];
    struct str label = S("sightline/signer-pages/v1");
    if (a->origin.len == 0)
        return fail(t, E_INVALID,
                    "say which register's heads: --origin NAME, as `origin` stands"
                    " in its settings");
    if (mkdir(str_nul(t->arena, a->folder), 0700) != 0 && errno != EEXIST)
        return fail(t, E_IO, "the signer's folder cannot be made (%s)", strerror(errno));
    TRY(seed_read(t, a->folder, seed));
    struct db_place place = { .path = store_path(t->arena, a->folder, "signer.db"),
                              .encrypted = db_can_encrypt(),
                              .full_sync = true,
                              .create = true };
    struct hash256 pages = hmac_sha256(seed, &label, 1);
    memcpy(place.key, pages.b, sizeof place.key);
    status opened = db_open(t, &place, &ret->own);
    wipe(place.key, sizeof place.key);
    wipe(&pages, sizeof pages);
    if (opened == OK)
        opened = signer_open(t, ret->own, a->origin, seed, &ret->signer);
    wipe(seed, sizeof seed);
    return opened;
}

static status held_open(struct task *t, const struct args *a, struct held *ret)
{
    struct fence_path own = { a->folder.len ? a->folder : a->register_at, true };
    if (a->folder.len) {
        TRY(folder_open(t, a, ret));
    } else {
        TRY(store_signing_open(t, a->register_at, &ret->store));
        ret->signer = ret->store->signer;
        if (ret->store->postgres)
            return OK; /* its connection is open; files it needs none */
    }
    return fence_files(t, &own, 1, NULL);
}

/* --- answering --- */

static void answer_all(struct signer *s, int fd, struct clock clock)
{
    struct arena *a = arena_open(16 << 20);
    char *asked = arena_take(a, 1, SIGNER_MESSAGE_MAX + 1);
    struct arena_mark mark = arena_mark(a);
    for (;;) {
        ssize_t n = recv(fd, asked, SIGNER_MESSAGE_MAX + 1, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        struct task t = task_open(a, clock);
        struct str said = signer_answer(&t, s, (struct str){ asked, (size_t)n });
        if (t.failed == E_CORRUPT)
            log_failure("signer", &t);
        if (send(fd, said.at, said.len, MSG_NOSIGNAL) < 0)
            break;
        arena_rewind(a, mark);
    }
    arena_close(a);
}

static status uid_of(struct task *t, struct str named, uid_t *ret)
{
    int64_t number;
    *ret = geteuid();
    if (named.len == 0)
        return OK;
    struct passwd *p = getpwnam(str_nul(t->arena, named));
    if (p)
        *ret = p->pw_uid;
    else if (str_to_i64(t, named, 0, UINT32_MAX - 1, &number) == OK)
        *ret = (uid_t)number;
    else
        return fail(t, E_INVALID, "there is no user of that name: --allow USER, who serves pages");
    return OK;
}

static bool may_ask(int fd, uid_t allowed)
{
    struct ucred who;
    socklen_t len = sizeof who;
    bool may = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == 0 && who.uid == allowed;
    if (!may)
        log_line(LOG_WARN, "signer", "refused_uid=%u", len == sizeof who ? who.uid : 0);
    return may;
}

/* From whoever starts services (its number is 3 then), or made here. */
static status socket_open(struct task *t, struct str path, int *ret)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    if (str_is(str_from(getenv("LISTEN_FDS")), "1")) {
        *ret = GIVEN_FD;
        return OK;
    }
    if (path.len >= sizeof at.sun_path)
        return fail(t, E_INVALID, "the socket's path is too long");
    memcpy(at.sun_path, path.at, path.len);
    (void)unlink(at.sun_path);
    *ret = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    mode_t before = umask(0117); /* who serves is in its group, or is it */
    bool bound = *ret >= 0 && bind(*ret, (struct sockaddr *)&at, sizeof at) == 0;
    umask(before);
    if (!bound || listen(*ret, WAITING_MAX) != 0)
        return fail(t, E_IO, "the socket %s cannot be made (%s)", at.sun_path, strerror(errno));
    return OK;
}

static status serve_socket(struct task *t, const struct args *a, struct signer *s, int listening)
{
    uid_t allowed;
    TRY(uid_of(t, a->allow, &allowed));
    TRY(fence_calls(t, CALLS_SIGN));
    printf("signs as %.*s\n", STR_ARG(signer_key_text(t->arena, s)));
    fflush(stdout);
    for (;;) {
        int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (fd < 0)
            return fail(t, E_IO, "the signer's socket failed (%s)", strerror(errno));
        if (may_ask(fd, allowed))
            answer_all(s, fd, t->clock); /* one at a time: only one may sign */
        close(fd);
    }
}

/* --- started by `serve` --- */

static _Noreturn void keep_one(struct task *t, const struct args *a)
{
    for (;;) {
        int how = 0;
        pid_t child = fork();
        if (child == 0) {
            struct held h = { 0 };
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            bool good = held_open(t, a, &h) == OK && fence_calls(t, CALLS_SIGN) == OK;
            if (!good) {
                log_failure("signer", t);
                _exit(1);
            }
            answer_all(h.signer, GIVEN_FD, t->clock);
            _exit(0);
        }
        while (child > 0 && waitpid(child, &how, 0) < 0 && errno == EINTR)
            continue;
        if (child > 0 && WIFEXITED(how) && WEXITSTATUS(how) == 0)
            _exit(0); /* who served has ended */
        sleep(1);
        struct pollfd p = { .fd = GIVEN_FD };
        if (poll(&p, 1, 0) > 0 && (p.revents & POLLHUP))
            _exit(0);
    }
}

static _Noreturn void become_signer(struct task *t, struct str where, int fd)
{
    char *words[] = { (char[]){ "sightline" },  (char[]){ "signer" },  (char[]){ "--register" },
                      str_nul(t->arena, where), (char[]){ "--given" }, NULL };
    if (fd == GIVEN_FD ? fcntl(fd, F_SETFD, 0) != 0 : dup2(fd, GIVEN_FD) < 0)
        _exit(127);
    execv("/proc/self/exe", words);
    _exit(127);
}

status signer_start(struct task *t, struct str where, int *ret_fd)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(t, E_IO, "the signer cannot be started (%s)", strerror(errno));
    pid_t child = fork();
    if (child == 0)
        become_signer(t, where, ends[1]);
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return fail(t, E_IO, "the signer cannot be started (%s)", strerror(errno));
    }
    *ret_fd = ends[0];
    return OK;
}

status run_signer(struct task *t, const struct args *a)
{
    struct held h = { 0 };
    int listening = -1;
    signal(SIGPIPE, SIG_IGN);
    if ((a->register_at.len > 0) == (a->folder.len > 0))
        return fail(t, E_INVALID,
                    "say --folder FOLDER --origin NAME, the signer's own folder, or"
                    " --register WHERE");
    if (args_flag(a->given)) {
        signal(SIGINT, SIG_IGN); /* it ends when who serves has ended */
        signal(SIGTERM, SIG_IGN);
        keep_one(t, a);
    }
    if (a->socket.len == 0)
        return fail(t, E_INVALID, "say where to be asked: --socket PATH");
    TRY(socket_open(t, a->socket, &listening));
    TRY(held_open(t, a, &h));
    return serve_socket(t, a, h.signer, listening);
}
