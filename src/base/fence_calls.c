/* Lists of system calls, by what they are for: what is on no list of its process does not exist. */
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "base/fence.h"

#define CALL(name) SCMP_SYS(name)

static const int decode_calls[] = {
    CALL(read),          CALL(write),          CALL(close),  CALL(exit),       CALL(exit_group),
    CALL(brk),           CALL(munmap),         CALL(mremap), CALL(madvise),    CALL(futex),
    CALL(rt_sigreturn),  CALL(rt_sigprocmask), CALL(gettid), CALL(getpid),     CALL(tgkill),
    CALL(clock_gettime), CALL(getrandom),      CALL(fstat),  CALL(newfstatat), CALL(sched_yield),
    CALL(sigaltstack),   CALL(rt_sigaction),
};

/* Files that are open or in reach, memory, time: what SQLite and the C library need. */
static const int sign_calls[] = {
    CALL(readv),
    CALL(writev),
    CALL(pread64),
    CALL(pwrite64),
    CALL(lseek),
    CALL(open),
    CALL(openat),
    CALL(stat),
    CALL(lstat),
    CALL(statx),
    CALL(access),
    CALL(faccessat),
    CALL(faccessat2),
    CALL(unlink),
    CALL(unlinkat),
    CALL(rename),
    CALL(renameat),
    CALL(renameat2),
    CALL(fsync),
    CALL(fdatasync),
    CALL(ftruncate),
    CALL(fallocate),
    CALL(fcntl),
    CALL(flock),
    CALL(getcwd),
    CALL(readlink),
    CALL(readlinkat),
    CALL(getdents64),
    CALL(fchmod),
    CALL(fchown),
    CALL(umask),
    CALL(fadvise64),
    CALL(statfs),
    CALL(fstatfs),
    CALL(sync_file_range),
    CALL(utimensat),
    CALL(dup),
    CALL(dup2),
    CALL(dup3),
    CALL(mkdir),
    CALL(mkdirat),
    CALL(rmdir),
    CALL(accept),
    CALL(accept4),
    CALL(recvfrom),
    CALL(recvmsg),
    CALL(sendto),
    CALL(sendmsg),
    CALL(shutdown),
    CALL(getsockopt),
    CALL(setsockopt),
    CALL(getsockname),
    CALL(getpeername),
    CALL(poll),
    CALL(ppoll),
    CALL(select),
    CALL(pselect6),
    CALL(nanosleep),
    CALL(clock_nanosleep),
    CALL(clock_getres),
    CALL(gettimeofday),
    CALL(time),
    CALL(getuid),
    CALL(geteuid),
    CALL(getgid),
    CALL(getegid),
    CALL(getppid),
    CALL(uname),
    CALL(sysinfo),
    CALL(getrusage),
    CALL(times),
    CALL(restart_syscall),
    CALL(rt_sigtimedwait),
    CALL(rt_sigpending),
    CALL(rt_sigsuspend),
    CALL(set_robust_list),
    CALL(get_robust_list),
    CALL(rseq),
    CALL(set_tid_address),
    CALL(sched_getaffinity),
    CALL(mlock),
    CALL(munlock),
    CALL(mincore),
    CALL(getrlimit),
    CALL(msync),
    CALL(membarrier),
    CALL(getcpu),
    CALL(alarm),
    CALL(pause),
    CALL(arch_prctl),
};

/* Connections, threads, what waits on many files, and children that are ended and waited for. */
static const int serve_calls[] = {
    CALL(connect),
    CALL(bind),
    CALL(listen),
    CALL(socketpair),
    CALL(sendmmsg),
    CALL(recvmmsg),
    CALL(sendfile),
    CALL(epoll_create),
    CALL(epoll_create1),
    CALL(epoll_ctl),
    CALL(epoll_wait),
    CALL(epoll_pwait),
    CALL(epoll_pwait2),
    CALL(eventfd),
    CALL(eventfd2),
    CALL(pipe),
    CALL(pipe2),
    CALL(timerfd_create),
    CALL(timerfd_settime),
    CALL(inotify_init1),
    CALL(inotify_add_watch),
    CALL(fork),
    CALL(vfork),
    CALL(wait4),
    CALL(waitid),
    CALL(kill),
    CALL(tkill),
    CALL(sched_getparam),
    CALL(sched_getscheduler),
    CALL(sched_setscheduler),
    CALL(setpriority),
    CALL(getpriority),
    CALL(mlock2),
    CALL(ugetrlimit),
    CALL(setrlimit),
    CALL(seccomp),
    CALL(getgroups),
    CALL(getresuid),
    CALL(getresgid),
    CALL(getpgrp),
    CALL(getpgid),
    CALL(getsid),
    CALL(symlink),
    CALL(link),
    CALL(memfd_create),
    CALL(copy_file_range),
    CALL(setitimer),
    CALL(timer_create),
    CALL(timer_settime),
    CALL(timer_delete),
    CALL(close_range),
};

/* To ask for these is an attack, not a library that could do without. */
static const int deadly[] = {
    CALL(execve),        CALL(execveat),        CALL(process_vm_readv), CALL(process_vm_writev),
    CALL(mount),         CALL(umount2),         CALL(pivot_root),       CALL(chroot),
    CALL(setns),         CALL(unshare),         CALL(init_module),      CALL(finit_module),
    CALL(delete_module), CALL(kexec_load),      CALL(kexec_file_load),  CALL(reboot),
    CALL(bpf),           CALL(perf_event_open), CALL(userfaultfd),      CALL(open_by_handle_at),
    CALL(pidfd_getfd),   CALL(io_uring_setup),  CALL(settimeofday),     CALL(clock_settime),
    CALL(setuid),        CALL(setgid),          CALL(setresuid),        CALL(setresgid),
#if !defined(__SANITIZE_ADDRESS__) /* its search for leaks looks at the process from outside */
    CALL(ptrace),
#endif
};

static const struct {
    const int *calls;
    size_t count;
} lists[] = {
    [CALLS_DECODE] = { decode_calls, COUNT(decode_calls) },
    [CALLS_SIGN] = { sign_calls, COUNT(sign_calls) },
    [CALLS_SERVE] = { serve_calls, COUNT(serve_calls) },
};

const int *fence_calls_of(enum fence_calls which, size_t *ret_count)
{
    *ret_count = lists[which].count;
    return lists[which].calls;
}

/* --- calls that are on the list only with some of their arguments --- */

struct with {
    int call;
    struct scmp_arg_cmp args[2];
    unsigned count;
};
#define NONE_OF(argument, bits)                                                                    \
    {                                                                                              \
        argument, SCMP_CMP_MASKED_EQ, bits, 0                                                      \
    }
#define IS(argument, value)                                                                        \
    {                                                                                              \
        argument, SCMP_CMP_EQ, value, 0                                                            \
    }
#define NEW_NAMESPACES                                                                             \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID |  \
     CLONE_NEWNET)

/* Memory is either written or run. */
static const struct with memory[] = {
    { CALL(mmap), { NONE_OF(2, PROT_EXEC) }, 1 },
    { CALL(mprotect), { NONE_OF(2, PROT_EXEC) }, 1 },
};
static const struct with sign_with[] = {
    { CALL(ioctl), { IS(1, FIONREAD) }, 1 },
    { CALL(ioctl), { IS(1, FIONBIO) }, 1 },
    { CALL(ioctl), { IS(1, TCGETS) }, 1 },
    { CALL(prlimit64), { IS(2, 0) }, 1 }, /* to ask, not to set */
    { CALL(prctl), { IS(0, PR_SET_NAME) }, 1 },
    { CALL(prctl), { IS(0, PR_GET_DUMPABLE) }, 1 },
};
/* A library for looking up names is loaded when it is needed, so files may be run; what was written
 * may not. */
static const struct with serve_with[] = {
    { CALL(mmap), { { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC | PROT_WRITE, PROT_EXEC } }, 1 },
    { CALL(clone), { NONE_OF(0, NEW_NAMESPACES) }, 1 },
    { CALL(socket), { IS(0, AF_UNIX) }, 1 },
    { CALL(socket), { IS(0, AF_INET), { 1, SCMP_CMP_MASKED_EQ, 0xf, SOCK_STREAM } }, 2 },
    { CALL(socket), { IS(0, AF_INET6), { 1, SCMP_CMP_MASKED_EQ, 0xf, SOCK_STREAM } }, 2 },
    { CALL(socket), { IS(0, AF_INET), { 1, SCMP_CMP_MASKED_EQ, 0xf, SOCK_DGRAM } }, 2 },
    { CALL(socket), { IS(0, AF_INET6), { 1, SCMP_CMP_MASKED_EQ, 0xf, SOCK_DGRAM } }, 2 },
    { CALL(socket), { IS(0, AF_NETLINK), IS(2, 0) }, 2 }, /* which addresses this machine has */
    { CALL(prctl), { IS(0, PR_SET_NO_NEW_PRIVS) }, 1 },
    { CALL(prctl), { IS(0, PR_SET_SECCOMP) }, 1 },
    { CALL(prctl), { IS(0, PR_SET_PDEATHSIG) }, 1 },
    { CALL(prctl), { IS(0, PR_GET_SECCOMP) }, 1 },
    { CALL(prlimit64), { { 0, SCMP_CMP_EQ, 0, 0 } }, 1 }, /* its own */
};

static void filter_release(scmp_filter_ctx *filter)
{
    if (*filter)
        seccomp_release(*filter);
}

/* A call that this machine's processor does not have needs no rule. */
static status added(struct task *t, int how)
{
    return how == 0 || how == -EDOM || how == -EEXIST
               ? OK
               : fail(t, E_IO, "the list of system calls could not be made");
}

static status list_add(struct task *t, scmp_filter_ctx filter, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(added(t, seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0)));
    return OK;
}

static status with_add(struct task *t, scmp_filter_ctx filter, const struct with *w, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(added(
            t, seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, w[i].call, w[i].count, w[i].args)));
    return OK;
}

static status filter_fill(struct task *t, scmp_filter_ctx filter, enum fence_calls which)
{
    TRY(list_add(t, filter, decode_calls, COUNT(decode_calls)));
    TRY(with_add(t, filter, memory, COUNT(memory)));
    if (which == CALLS_DECODE)
        return OK;
    TRY(list_add(t, filter, sign_calls, COUNT(sign_calls)));
    TRY(with_add(t, filter, sign_with, COUNT(sign_with)));
    if (which == CALLS_SERVE) {
        TRY(list_add(t, filter, serve_calls, COUNT(serve_calls)));
        TRY(with_add(t, filter, serve_with, COUNT(serve_with)));
    }
#if defined(__SANITIZE_ADDRESS__)
    static const int looks_for_leaks[] = { CALL(ptrace), CALL(clone), CALL(wait4), CALL(prctl) };
    TRY(list_add(t, filter, looks_for_leaks, COUNT(looks_for_leaks)));
#endif
    for (size_t i = 0; i < COUNT(deadly); i++)
        TRY(added(t, seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, deadly[i], 0)));
    return OK;
}

status fence_calls(struct task *t, enum fence_calls which)
{
    uint32_t otherwise = which == CALLS_DECODE ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(ENOSYS);
    __attribute__((cleanup(filter_release))) scmp_filter_ctx filter = seccomp_init(otherwise);
    TRY(fence_powers(t));
    if (!filter)
        return fail(t, E_IO, "this kernel does not let the server give up its powers");
    /* Threads that run already would keep their powers without this. */
    if (seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) != 0)
        return fail(t, E_IO, "this kernel cannot filter the calls of all threads at once");
    (void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* looked up, not read through */
    TRY(filter_fill(t, filter, which));
    if (seccomp_load(filter) != 0)
        return fail(t, E_IO,
                    "this kernel does not let the server give up its powers: start it "
                    "where seccomp is allowed");
    return OK;
}
