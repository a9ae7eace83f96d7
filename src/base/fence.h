/* Fences that a process puts round itself and cannot take down: which calls, files and ports.
 *
 * Nothing here knows what a register is: main/sandbox.h says who gets which fence. */
#ifndef BASE_FENCE_H
#define BASE_FENCE_H
#include "base/str.h"
#include "base/task.h"

enum fence_calls {
    CALLS_SERVE,  /* files, network, threads, children of its own making; no other program */
    CALLS_SIGN,   /* the files of its own folder and a socket that is there; no new socket */
    CALLS_DECODE, /* bytes in and bytes out of what is open; all else ends the process */
};
/* For all threads of this process, for good. What is not on the list is refused as if the kernel
 * did not have it; another program, another process's memory, a module or a mount end the process.
 * E_IO where the kernel will not take it. */
status fence_calls(struct task *t, enum fence_calls which);
const int *fence_calls_of(enum fence_calls which, size_t *ret_count); /* for tests */

/* Files and ports by Landlock; of this thread and those it starts, so before any is started. */
struct fence_path {
    struct str path; /* one that is not there is left out */
    bool write;      /* also made, renamed and removed below it */
};
struct fence_ports {
    const uint16_t *connect, *bind; /* 0 in `bind`: any free one */
    size_t connects, binds;
};
int fence_landlock(void); /* version of the kernel's Landlock; 0: none */
/* OK, and nothing is fenced, where there is no Landlock. `ports` NULL: no TCP at all. */
status fence_files(struct task *t, const struct fence_path *paths, size_t count,
                   const struct fence_ports *ports);
/* No new powers by programs that have more, no core file that holds keys. */
status fence_powers(struct task *t);

#endif
