/* A page on paper: any page that somebody signed in may look at, as a PDF with ?as=pdf. */
#ifndef WEB_PAPER_H
#define WEB_PAPER_H
#include "web/show.h"

bool paper_is_asked(const struct request *in); /* before anything else is known of the request */
/* E_BUSY: too many are being made at this moment. */
status paper_room(struct task *t, const struct request *in);
/* The page that was found becomes a PDF if it was asked for as one; all else stays as it is. */
status paper_make(struct task *t, const struct request *in, struct response *out);
void paper_give_way(void); /* on the threads that do it */
/* At the foot of a page: the way to the same as a PDF. */
void page_paper_link(struct html *h, const struct view *v);

#endif
