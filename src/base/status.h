/* What can go wrong, and how a function says so. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PRINTF(format_at, values_at) __attribute__((format(printf, format_at, values_at)))
#define COUNT(array)                 (sizeof(array) / sizeof((array)[0]))

/* OK is zero; every other value is an operating error, never a bug. */
enum [[nodiscard]] status {
    OK,
    E_INVALID,  /* the caller's input breaks a stated rule */
    E_MISSING,  /* no such record, or none this person may see */
    E_CONFLICT, /* the record moved on since the caller read it */
    E_DENIED,   /* the actor lacks the permission */
    E_LIMIT,    /* a documented bound was reached */
    E_BUSY,     /* try again: lock or serialization failure */
    E_IO,       /* disk, network or database failure: could not look */
    E_CORRUPT,  /* stored data fails its own check: stop and tell a person */
};
typedef enum status status;

struct task;

/* Records why in the task and returns the code: `return fail(t, E_CONFLICT, "…");`
 * The text tells a person what to do. It is logged: never personal data. */
status fail(struct task *t, enum status code, const char *format, ...) PRINTF(3, 4);

const char *status_name(enum status code); /* "invalid", "missing", … for logs and JSON */

/* Leaves this function when a callee failed; its message stands. */
#define TRY(call)                                                                                 \
    do {                                                                                          \
        status tried_ = (call);                                                                   \
        if (tried_ != OK)                                                                         \
            return tried_;                                                                        \
    } while (0)

/* A broken promise inside this program: says where and aborts. Never compiled out. */
#define MUST(condition) ((condition) ? (void)0 : must_failed(__FILE__, __LINE__, #condition))
_Noreturn void must_failed(const char *file, int line, const char *what);

#endif
