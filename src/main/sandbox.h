/* Gives up, once and for good, what a serving process never needs. */
#ifndef MAIN_SANDBOX_H
#define MAIN_SANDBOX_H
#include "base/task.h"

/* After start, before the first request: no program is started from here on, no other process is
 * looked into, nothing is mounted or loaded. E_IO where the kernel will not take it. */
status sandbox_enter(struct task *t);

#endif
