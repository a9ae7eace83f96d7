/* What came of handing a message to a carrier: the same words for every carrier. */
#ifndef SEND_CARRIED_H
#define SEND_CARRIED_H
#include "base/task.h"

enum carried_how {
    CARRIED_ACCEPTED,  /* handed over, and nobody will ever know more */
    CARRIED_PENDING,   /* handed over: its fate can be asked */
    CARRIED_DELIVERED,
    CARRIED_LATER,     /* temporary trouble, perhaps after it was handed over */
    CARRIED_RETURNED,  /* was handed over and did not arrive; may be sent again */
    CARRIED_REFUSED,   /* for good */
    CARRIED_UNKNOWN,   /* a look-up: they know no such message */
};
struct carried {
    enum carried_how how;
    bool out_of_reach;         /* LATER: what comes next would fail the same way */
    bool not_tried;            /* LATER: it never left us and does not count */
    struct instant not_before; /* LATER: {0} is whenever we like */
    struct str remote;         /* their number for it */
    struct str why;            /* our words for people; never what they wrote, never an address */
};

/* One message to one person: a reference and a link, nothing about a child. */
struct message {
    struct str to;        /* address or number, as registered */
    struct str reference;
    struct str link;
    struct str title;     /* of the rule; empty unless the settings say so */
};

#endif
