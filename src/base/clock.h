/* The only source of "now". Tests, replays and simulations give their own. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H
#include "base/time.h"

struct clock {
    struct instant (*now)(void *self);
    void *self;
};

struct clock clock_real(void);
struct clock clock_stopped(struct instant *at); /* reads *at each time: the test moves it */
struct instant clock_now(struct clock c);

#endif
