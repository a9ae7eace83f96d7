/* Now: from the machine, or from whoever stopped the clock. */
#include "base/clock.h"

#include <time.h>

static struct instant real_now(void *self)
{
    (void)self;
    struct timespec now;
    MUST(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (struct instant){ now.tv_sec * SECOND_US + now.tv_nsec / 1000 };
}

static struct instant stopped_now(void *self)
{
    return *(struct instant *)self;
}

struct clock clock_real(void)
{
    return (struct clock){ real_now, NULL };
}

struct clock clock_stopped(struct instant *at)
{
    return (struct clock){ stopped_now, at };
}

struct instant clock_now(struct clock c)
{
    MUST(c.now);
    return c.now(c.self);
}
