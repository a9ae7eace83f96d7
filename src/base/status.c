/* Failing with a reason, the task that carries it, and stopping at a broken promise. */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/task.h"

status fail(struct task *t, enum status code, const char *format, ...)
{
    MUST(t && code != OK);
    /* Through a buffer of its own: a caller may pass the earlier reason as an argument. */
    char reason[sizeof t->reason];
    va_list values;
    va_start(values, format);
    int len = vsnprintf(reason, sizeof reason, format, values);
    va_end(values);
    MUST(len >= 0);
    t->failed = code;
    snprintf(t->reason, sizeof t->reason, "%s", reason);
    return code;
}

const char *status_name(enum status code)
{
    switch (code) {
    case OK: return "ok";
    case E_INVALID: return "invalid";
    case E_MISSING: return "missing";
    case E_CONFLICT: return "conflict";
    case E_DENIED: return "denied";
    case E_LIMIT: return "limit";
    case E_BUSY: return "busy";
    case E_IO: return "io";
    case E_CORRUPT: return "corrupt";
    }
    return "unknown";
}

_Noreturn void must_failed(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, what);
    abort();
}

struct task task_open(struct arena *a, struct clock c)
{
    return (struct task){ .arena = a, .clock = c };
}

struct instant task_now(const struct task *t)
{
    return clock_now(t->clock);
}
