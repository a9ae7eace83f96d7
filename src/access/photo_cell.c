/* The process that decodes pictures: one small keeper, and for each picture a child of it that can
 * do nothing but read, compute and write. A fault in a decoder ends that child and nothing else. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "access/photo_remake.h"
#include "base/fence.h"

enum {
    SECONDS_MAX = 20,
    PROCESSOR_SECONDS_MAX = 10,
    MEMORY_MAX = 1 << 30,
    KEEPER_FD = 3
};

struct answer_head {
    uint32_t verdict, width, height, len;
};

static const char *const words[PHOTO_VERDICTS] = {
    [PHOTO_NOT_ONE] = "this is not a photo that can be kept: send a JPEG or a PNG, as a camera or"
                      " phone makes them. Nothing was kept",
    [PHOTO_DAMAGED] = "this photo is damaged or was cut off on its way: send it again, or take"
                      " another. Nothing was kept",
    [PHOTO_TOO_LARGE] = "this photo has more than 40 million pixels: send a smaller one. Nothing"
                        " was kept",
    [PHOTO_TOO_SMALL] = "this picture is too small to know a child by: it needs at least 32 pixels"
                        " each way. Nothing was kept",
    [PHOTO_COLOURS] = "this photo has the colours of a printing press: send it as the camera made"
                      " it. Nothing was kept",
};

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}
#define WITH_END(name) __attribute__((cleanup(close_end))) int name

void (*photo_decoder)(struct str sent, struct remade *ret) = photo_remake_here;

/* --- in the child of one picture --- */

static bool bytes_in(int fd, void *to, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = read(fd, (char *)to + done, len - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static bool bytes_out(int fd, const void *from, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = write(fd, (const char *)from + done, len - done);
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static void bound(__rlimit_resource_t what, rlim_t most)
{
    struct rlimit r = { most, most };
    (void)setrlimit(what, &r);
}

static _Noreturn void remake_one(int fd)
{
    struct arena *a = arena_open(PHOTO_BYTES_MAX + (1 << 20));
    struct task t = task_open(a, clock_real());
    uint32_t len = 0;
    struct remade made = { 0 };
    bound(RLIMIT_CPU, PROCESSOR_SECONDS_MAX);
#if !defined(__SANITIZE_ADDRESS__)
    bound(RLIMIT_AS, MEMORY_MAX);
#endif
    if (fence_calls(&t, CALLS_DECODE) != OK)
        _exit(2);
    if (!bytes_in(fd, &len, sizeof len) || len > PHOTO_BYTES_MAX)
        _exit(3);
    char *sent = arena_take(a, 1, len + 1);
    if (!bytes_in(fd, sent, len))
        _exit(3);
    photo_decoder((struct str){ sent, len }, &made);
    struct answer_head head = { made.verdict, made.width, made.height, (uint32_t)made.len };
    bool told = bytes_out(fd, &head, sizeof head) && bytes_out(fd, made.jpeg, made.len);
    _exit(told ? 0 : 4);
}

/* --- in the keeper --- */

static int end_received(void)
{
    char one, room[CMSG_SPACE(sizeof(int))] = { 0 };
    struct iovec part = { &one, 1 };
    struct msghdr m = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room
    };
    ssize_t n;
    do
        n = recvmsg(KEEPER_FD, &m, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    if (n <= 0)
        _exit(0); /* who asked is gone */
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    int fd = -1;
    if (c && c->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}

static _Noreturn void keep(int fd)
{
    struct arena *a = arena_open(1 << 20);
    struct task t = task_open(a, clock_real());
    if (fd != KEEPER_FD && dup2(fd, KEEPER_FD) < 0)
        _exit(1);
    if (syscall(SYS_close_range, KEEPER_FD + 1, ~0u, 0) != 0)
        for (int other = KEEPER_FD + 1; other < 4096; other++)
            close(other);
    signal(SIGCHLD, SIG_IGN); /* nobody is waited for */
    signal(SIGINT, SIG_IGN);  /* it ends when who asks has ended */
    signal(SIGTERM, SIG_IGN);
    if (fence_files(&t, NULL, 0, NULL) != OK || fence_calls(&t, CALLS_SERVE) != OK)
        _exit(1);
    for (;;) {
        int end = end_received();
        if (end >= 0 && fork() == 0)
            remake_one(end);
        if (end >= 0)
            close(end);
    }
}

/* --- who asks --- */

static int keeper = -1;
static pthread_mutex_t keeper_lock = PTHREAD_MUTEX_INITIALIZER;

static status keeper_start(struct task *t)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(t, E_IO, "pictures cannot be taken in now: no socket (%s)", strerror(errno));
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        keep(ends[1]);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return fail(t, E_IO, "pictures cannot be taken in now: no process (%s)", strerror(errno));
    }
    keeper = ends[0];
    return OK;
}

status photo_cell_open(struct task *t)
{
    pthread_mutex_lock(&keeper_lock);
    status open = keeper < 0 ? keeper_start(t) : OK;
    pthread_mutex_unlock(&keeper_lock);
    return open;
}

static status end_give(struct task *t, int end)
{
    char one = 1, room[CMSG_SPACE(sizeof(int))] = { 0 };
    struct iovec part = { &one, 1 };
    struct msghdr m = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room
    };
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(c), &end, sizeof end);
    if (sendmsg(keeper, &m, MSG_NOSIGNAL) != 1)
        return fail(t, E_IO,
                    "pictures cannot be taken in: the process that decodes them is gone;"
                    " start Sightline again");
    return OK;
}

static int64_t seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* All of it within the time, or false: the child at the other end ended or does not. */
static bool moved(int fd, bool out, void *bytes, size_t len, int64_t until)
{
    for (size_t done = 0; done < len;) {
        struct pollfd p = { .fd = fd, .events = out ? POLLOUT : POLLIN };
        int64_t left = until - seconds_now();
        if (left <= 0 || poll(&p, 1, (int)left * 1000) <= 0)
            return false;
        ssize_t n = out ? send(fd, (char *)bytes + done, len - done, MSG_NOSIGNAL | MSG_DONTWAIT)
                        : recv(fd, (char *)bytes + done, len - done, MSG_DONTWAIT);
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static status answer_read(struct task *t, int fd, int64_t until, struct photo *ret)
{
    struct answer_head head;
    if (!moved(fd, false, &head, sizeof head, until) || head.verdict >= PHOTO_VERDICTS)
        return fail(t, E_INVALID, "%s", words[PHOTO_DAMAGED]);
    if (head.verdict != PHOTO_GOOD)
        return fail(t, E_INVALID, "%s", words[head.verdict]);
    if (head.len > PHOTO_KEPT_MAX || head.width > PHOTO_SIDE || head.height > PHOTO_SIDE)
        return fail(t, E_INVALID, "%s", words[PHOTO_DAMAGED]);
    char *jpeg = arena_take(t->arena, 1, head.len + 1);
    if (!moved(fd, false, jpeg, head.len, until))
        return fail(t, E_INVALID, "%s", words[PHOTO_DAMAGED]);
    *ret = (struct photo){ { jpeg, head.len }, head.width, head.height };
    return OK;
}

status photo_remake(struct task *t, struct str sent, struct photo *ret)
{
    int ends[2];
    int64_t until = seconds_now() + SECONDS_MAX;
    if (sent.len == 0)
        return fail(t, E_INVALID, "choose a photo first");
    if (sent.len > PHOTO_BYTES_MAX)
        return fail(t, E_LIMIT, "a photo has at most 8 MB: send a smaller one. Nothing was kept");
    TRY(photo_cell_open(t));
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(t, E_IO, "pictures cannot be taken in now: no socket (%s)", strerror(errno));
    WITH_END(here) = ends[0];
    status given = end_give(t, ends[1]);
    close(ends[1]);
    TRY(given);
    uint32_t len = (uint32_t)sent.len;
    if (!moved(here, true, &len, sizeof len, until) ||
        !moved(here, true, (void *)(uintptr_t)sent.at, sent.len, until))
        return fail(t, E_INVALID, "%s", words[PHOTO_DAMAGED]);
    return answer_read(t, here, until, ret);
}
