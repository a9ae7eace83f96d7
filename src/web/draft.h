/* Drafts of forms: which forms have them, what is filled in again, and when one is done with. */
#ifndef WEB_DRAFT_H
#define WEB_DRAFT_H
#include "web/show.h"
#include "work/draft.h"

/* A form's draft as its address: the page it is on, and whom and what it is about. */
struct draft_place {
    enum route_name route;
    uint32_t about; /* the address's first number; 0: none */
    uint64_t second;
    struct str kind; /* what ?kind= says, or the address's word; empty: nothing */
};
/* "entry:visit-made", "correct/12". False: no such form keeps drafts. */
bool draft_place_named(struct str name, uint32_t about, struct draft_place *ret);
struct str draft_place_name(struct arena *a, const struct draft_place *p);
void draft_address(const struct draft_place *p, struct text *ret);
const char *draft_title(const struct draft_place *p);

/* GET: what was kept of this form is typed again. POST: the form keeps its draft's name. */
void draft_fill(struct task *t, const struct request *in, struct form *f);
/* The form was recorded: its draft has done its work. What cannot be removed now is old later. */
void draft_sent(struct task *t, const struct request *in);
/* The form could not be recorded yet: it is kept as its draft, if it has one. */
bool draft_keep(struct task *t, struct request *in);

struct drafts_page {
    struct draft_row {
        struct draft_place place;
        struct str address, name, title, form; /* name: whom it is about; empty: nobody */
        struct instant saved;
        bool out_of_sight; /* of a child whom this person may no longer see */
    } * row;
    size_t count;
    const char *failed;
};

#endif
