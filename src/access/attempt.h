/* How often signing in may be tried: slow for who guesses, never closed to the owner.
 *
 * A device on which somebody signed in before is held up by its own failures alone. From devices
 * not known, failures count for the place they come from, for name and place together, and for the
 * name as a whole, whose slowing down is bounded: nobody is locked out, and nobody has more than
 * ATTEMPTS_A_DAY guesses at one name. Names nobody has are slowed as those that somebody has. All
 * of it is in memory; an attempt costs no write. */
#ifndef ACCESS_ATTEMPT_H
#define ACCESS_ATTEMPT_H
#include "base/task.h"

enum {
    ATTEMPTS_AT_ONCE = 10,    /* for one name, then one a second … */
    ATTEMPTS_QUICK = 1000,    /* … until so many, then one in SLOW_SECONDS */
    ATTEMPTS_SLOW_SECONDS = 30,
    ATTEMPTS_A_DAY = ATTEMPTS_QUICK + 86400 / ATTEMPTS_SLOW_SECONDS,
    CODES_AT_ONCE = 10,       /* of the second step, for one person, then one in CODE_SECONDS */
    CODE_SECONDS = 900,
    CODES_A_DAY = CODES_AT_ONCE + 86400 / CODE_SECONDS,
    DEVICE_AT_ONCE = 10,      /* on a known device, then one in DEVICE_SECONDS */
    DEVICE_SECONDS = 30,
};

struct attempts;
struct attempts *attempts_open(void);
void attempts_close(struct attempts *a);

struct attempt {
    struct str name;   /* as it was typed */
    uint32_t person;   /* who has this name; 0: nobody */
    struct str source; /* the address it comes from; empty: not known */
    struct str device; /* what a known device is known by; empty: none */
    bool code;         /* the second step */
};
/* OK: try it; it counts as a failure until attempt_worked says otherwise, so that many at once
 * gain nothing. E_BUSY: in how many seconds it may be tried, and what else helps. */
status attempt_may(struct task *t, struct attempts *a, const struct attempt *x);
void attempt_worked(struct task *t, struct attempts *a, const struct attempt *x);

#endif
