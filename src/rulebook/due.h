/* A `due` line as compiled: from when, how long, and when it holds. Private to this room. */
#ifndef RULEBOOK_DUE_H
#define RULEBOOK_DUE_H
#include "rulebook/condition.h"

enum from {
    FROM_HAPPENED,
    FROM_RECORDED,
    FROM_PREVIOUS,
    FROM_EVENT,
    FROM_BIRTHDAY,
    FROM_NIGHT,    /* an alarm rings when the night begins */
    FROM_USUAL,    /* … when the episode has lasted longer than is usual for the child */
    FROM_ELIGIBLE, /* when the child is, or will be, eligible for support on leaving care */
    FROM_SAID,     /* the date that the event itself says: until when, by when */
    BEFORE_HAPPENED
};
struct due_cold { /* as it was written, and where */
    struct str words, when_words, parameter, file;
    int line;
};
struct due {
    struct condition when;
    struct period period;
    uint8_t from; /* enum from */
    uint8_t age;
    bool first_day; /* the starting day counts as day one */
    bool tightening;
    uint16_t kind; /* FROM_EVENT */
    const struct due_cold *cold;
};

#endif
