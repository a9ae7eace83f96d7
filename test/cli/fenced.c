/* What a process behind the fences tries, and what becomes of it: each attempt in a child of its
 * own. Prints "skipped: no Landlock" where the kernel has none. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fence.h"

enum {
    WENT = 0,
    REFUSED = 3
};

static const char *folder;
static uint16_t open_port, other_port;

static int said(bool went)
{
    return went ? WENT : REFUSED;
}

static int opens(const char *path, int how)
{
    return said(open(path, how, 0600) >= 0);
}

static int in_folder(const char *name, int how)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return opens(path, how);
}

static int own_file_made(void)
{
    return in_folder("made", O_RDWR | O_CREAT);
}
static int own_file_read(void)
{
    return in_folder("kept", O_RDONLY);
}
static int foreign_read(void)
{
    return opens("/etc/passwd", O_RDONLY);
}
static int foreign_made(void)
{
    return opens("/tmp/sightline-fenced-made", O_RDWR | O_CREAT);
}
static int foreign_memory(void)
{
    return opens("/proc/self/mem", O_RDWR);
}
static int certificates_read(void)
{
    return opens("/etc/ssl", O_RDONLY | O_DIRECTORY);
}
static int certificates_made(void)
{
    return opens("/etc/ssl/sightline-fenced", O_RDWR | O_CREAT);
}

static int by_a_link(void)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/link", folder);
    if (symlink("/etc/passwd", path) != 0)
        return REFUSED;
    return opens(path, O_RDONLY);
}

static int other_program(void)
{
    char *const words[] = { (char[]){ "/bin/true" }, NULL };
    (void)execv(words[0], words);
    return REFUSED;
}

static int other_process(void)
{
    return said(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0);
}

[[maybe_unused]] static int own_namespace(void)
{
    return said(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL) >= 0);
}

static int written_and_run(void)
{
    void *at =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return said(at != MAP_FAILED);
}

static int written_then_run(void)
{
    void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return said(at != MAP_FAILED && mprotect(at, 4096, PROT_READ | PROT_EXEC) == 0);
}

static int raw_packets(void)
{
    return said(socket(AF_PACKET, SOCK_RAW, 0) >= 0);
}
static int new_key(void)
{
    return said(syscall(SYS_keyctl, 0, 0, 0) >= 0);
}
static int mounts(void)
{
    return said(syscall(SYS_mount, "none", folder, "tmpfs", 0, NULL) == 0);
}

static int calls_port(uint16_t port)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons(port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        return REFUSED;
    return said(connect(fd, (struct sockaddr *)&at, sizeof at) == 0 || errno == ECONNREFUSED);
}

static int calls_partner(void)
{
    return calls_port(open_port);
}
static int calls_another(void)
{
    return calls_port(other_port);
}

static const struct {
    const char *what;
    int (*tries)(void);
    bool may, landlock; /* landlock: without it nobody refuses */
} attempts[] = {
    { "a file of its own folder is made", own_file_made, true, false },
    { "a file of its own folder is read", own_file_read, true, false },
    { "certificates are looked up", certificates_read, true, false },
    { "a partner's port is called", calls_partner, true, false },
    { "a file elsewhere is read", foreign_read, false, true },
    { "a file elsewhere is made", foreign_made, false, true },
    { "a certificate is added", certificates_made, false, true },
    { "its memory is opened as a file", foreign_memory, false, true },
    { "a file elsewhere is read by a link", by_a_link, false, true },
    { "another port is called", calls_another, false, true },
    { "another program is run", other_program, false, false },
    { "another process is looked into", other_process, false, false },
#if !defined(__SANITIZE_ADDRESS__) /* its search for leaks begins a process: see fence_calls.c */
    { "a namespace of its own is made", own_namespace, false, false },
#endif
    { "memory is written and run", written_and_run, false, false },
    { "memory is written, then run", written_then_run, false, false },
    { "raw packets are sent", raw_packets, false, false },
    { "a key of the kernel is asked for", new_key, false, false },
    { "something is mounted", mounts, false, false },
};

static _Noreturn void try_one(size_t i)
{
    struct arena *a = arena_open(4 << 20);
    struct task t = task_open(a, clock_real());
    struct fence_path paths[] = { { str_from(folder), true },
                                  { S("/etc/ssl"), false },
                                  { S("/lib"), false },
                                  { S("/usr/lib"), false } };
    struct fence_ports ports = { .connect = &open_port, .connects = 1 };
    if (fence_files(&t, paths, COUNT(paths), &ports) != OK || fence_calls(&t, CALLS_SERVE) != OK) {
        fprintf(stderr, "%s\n", t.reason);
        _exit(9);
    }
    _exit(attempts[i].tries());
}

int main(int count, char **words)
{
    int wrong = 0, landlock = fence_landlock();
    if (count != 2)
        return 2;
    folder = words[1];
    open_port = 4431;
    other_port = 4432;
    if (!landlock)
        puts("skipped: no Landlock");
    for (size_t i = 0; i < COUNT(attempts); i++) {
        int how = 0;
        if (attempts[i].landlock && !landlock)
            continue;
        pid_t child = fork();
        if (child == 0)
            try_one(i);
        if (child < 0 || waitpid(child, &how, 0) != child)
            return 2;
        bool went = WIFEXITED(how) && WEXITSTATUS(how) == WENT;
        bool broke = WIFEXITED(how) && WEXITSTATUS(how) == 9;
        bool good = !broke && went == attempts[i].may;
        printf("%s: %s%s\n", attempts[i].what,
               went               ? "goes"
               : WIFSIGNALED(how) ? "refused, and the process ended"
                                  : "refused",
               good ? "" : "  <- WRONG");
        wrong += !good;
    }
    return wrong ? 1 : 0;
}
