/* The notice of a placement to the register of its area: filled in by area_notice.c, read by
 * notice.html. */
#ifndef WEB_NOTICE_PAGE_H
#define WEB_NOTICE_PAGE_H
#include "web/show.h"

struct area_sent {                       /* one message, and what became of it */
    struct instant made, received, next; /* received NEVER: not delivered yet */
    struct str by, trouble;              /* trouble: why the last attempt was in vain */
    int64_t attempts;
};
struct area_notice {
    uint32_t child;
    uint64_t placement;
    bool shown;                    /* the authority of its area is a partner of this register */
    struct str partner;            /* what people here call it */
    const struct rule_words *rule; /* that is met by it; NULL: none of this nation */
    struct area_sent *sent;        /* latest first */
    size_t sents;
    bool may_send; /* this person's role may */
    bool waits;    /* the latest is not delivered yet */
};
struct area_notice_page {
    struct area_notice notice;
    struct str name, first;
    bool current; /* the placement has not ended: another may be sent */
};

/* What of it there is for one placement of a file; `shown` false where there is nothing. */
status area_notice_of(struct task *t, struct request *in, const struct child_file *f,
                      uint64_t placement, struct area_notice *ret);
/* Is this a duty that such a notice meets? */
bool met_by_area_notice(struct str rule);

#endif
