/* What every fuzzer offers: one input, judged without a crash; and a task to judge it with. */
#ifndef TEST_FUZZ_FUZZ_H
#define TEST_FUZZ_FUZZ_H
#include "base/task.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A task of its own for one input, closed at the end of the scope. */
struct fuzz_task {
    struct task task;
};
static inline struct fuzz_task fuzz_task_open(void)
{
    return (struct fuzz_task){ task_open(arena_open(256 << 20), clock_real()) };
}
static inline void fuzz_task_close(struct fuzz_task *f)
{
    arena_close(f->task.arena);
}
#define WITH_FUZZ_TASK(name)                                                                      \
    __attribute__((cleanup(fuzz_task_close))) struct fuzz_task name = fuzz_task_open()

#endif
