/* A filter of system calls: what is listed is refused, whoever asks, until the process ends. */
#include "main/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/prctl.h>

static const int refused[] = {
#if !defined(__SANITIZE_ADDRESS__) /* its search for leaks looks at the process from outside */
    SCMP_SYS(ptrace),
#endif
    SCMP_SYS(execve),          SCMP_SYS(execveat),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp),
    SCMP_SYS(mount),           SCMP_SYS(umount2),          SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),          SCMP_SYS(setns),            SCMP_SYS(unshare),
    SCMP_SYS(init_module),     SCMP_SYS(finit_module),     SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),      SCMP_SYS(kexec_file_load),  SCMP_SYS(reboot),
    SCMP_SYS(swapon),          SCMP_SYS(swapoff),          SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open), SCMP_SYS(keyctl),           SCMP_SYS(add_key),
    SCMP_SYS(request_key),     SCMP_SYS(userfaultfd),      SCMP_SYS(personality),
    SCMP_SYS(settimeofday),    SCMP_SYS(clock_settime),    SCMP_SYS(acct),
    SCMP_SYS(clock_adjtime),   SCMP_SYS(adjtimex),         SCMP_SYS(open_by_handle_at),
    SCMP_SYS(fsopen),          SCMP_SYS(fsmount),          SCMP_SYS(move_mount),
    SCMP_SYS(open_tree),       SCMP_SYS(pidfd_getfd),      SCMP_SYS(io_uring_setup),
};

static void filter_release(scmp_filter_ctx *filter)
{
    if (*filter)
        seccomp_release(*filter);
}

status sandbox_enter(struct task *t)
{
    __attribute__((cleanup(filter_release))) scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fail(t, E_IO, "this kernel does not let the server give up its powers");
    /* The writer's thread runs already: without this it would keep its powers. */
    if (seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) != 0)
        return fail(t, E_IO, "this kernel cannot filter the calls of all threads at once");
    for (size_t i = 0; i < COUNT(refused); i++) {
        int added = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
        if (added != 0 && added != -EDOM)
            return fail(t, E_IO, "the list of refused system calls could not be made");
    }
    if (seccomp_load(filter) != 0)
        return fail(t, E_IO, "this kernel does not let the server give up its powers: start it "
                             "where seccomp is allowed");
    return OK;
}
