/* How what was said before stands: still so, corrected or withdrawn, and by whom. */
#ifndef INTAKE_RETURN_STANDING_H
#define INTAKE_RETURN_STANDING_H
#include "intake/return_reconcile.h"

enum standing {
    VOID,    /* not from a return, or a later return replaced it */
    STANDS,  /* from a return, nobody changed it */
    SETTLED, /* from a return, and a person corrected or withdrew it */
};
struct earlier {
    enum standing standing;
    bool superseded, matched;
    int year;      /* of the return that said it; 0 none */
    uint32_t head; /* n of what stands for it now; 0: withdrawn */
};
struct earlier *standing_of(struct task *t, const struct said *said);

bool same_value(const struct event_value *a, const struct event_value *b);
/* Are both about the same thing: this episode, this day's review, this year's outcomes? */
bool same_key(const struct event *a, const struct event *b);
bool same_content(const struct event *a, const struct event *b);

/* This year's own registration of the child; NULL when it was registered in another way. */
struct earlier *registered_by(const struct said *said, struct earlier *s, int year);
/* Born, sex, ethnicity and number as known without this year's return, as a registration. */
bool known_of_child(const struct said *said, const struct earlier *s, int year,
                    struct event *ret);
/* The care, or placement of the same type, that was open when this one is said to start. */
const struct event *open_at(const struct said *said, const struct earlier *s, int year,
                            const struct event *start);

#endif
