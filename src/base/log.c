/* Writes one logfmt line to stderr, in one piece so that threads do not mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

enum { LINE_BYTES = 1024 };

static const char *const level_names[] = {
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

static void write_line(enum log_level level, const char *event, const char *fields)
{
    char when[32];
    instant_print(clock_now(clock_real()), when);
    fprintf(stderr, "at=%s level=%s event=%s%s%s\n", when, level_names[level], event,
            fields[0] ? " " : "", fields);
}

void log_line(enum log_level level, const char *event, const char *fields, ...)
{
    char line[LINE_BYTES];
    va_list values;
    va_start(values, fields);
    vsnprintf(line, sizeof line, fields, values);
    va_end(values);
    write_line(level, event, line);
}

/* A quote or a line end inside a reason would let one line pass for two. */
static void quote(const char *reason, char *ret, size_t room)
{
    size_t len = 0;
    for (; *reason && len + 2 < room; reason++) {
        if (*reason == '"' || *reason == '\\')
            ret[len++] = '\\';
        ret[len++] = (unsigned char)*reason < ' ' ? ' ' : *reason;
    }
    ret[len] = '\0';
}

void log_failure(const char *event, const struct task *t)
{
    char reason[2 * sizeof t->reason], line[LINE_BYTES + 64];
    quote(t->reason, reason, sizeof reason);
    snprintf(line, sizeof line, "status=%s reason=\"%s\"", status_name(t->failed), reason);
    bool ours = t->failed == E_IO || t->failed == E_CORRUPT;
    write_line(ours ? LOG_ERROR : LOG_WARN, event, line);
}
