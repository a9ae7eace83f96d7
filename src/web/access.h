/* Who may see which child, and the note of it that is durable before the record is sent. */
#ifndef WEB_ACCESS_H
#define WEB_ACCESS_H
#include "access/compartment.h"
#include "web/site.h"

struct relation {
    bool broken_glass;
    struct str because; /* "you are Alex's social worker": after "You can see this file because" */
    struct access access; /* ground, until when, in which roles */
    struct kept_back kept_back; /* what was taken out of the file before the handler has it */
};

/* Reads a child's file and checks that this person has a relation to the child. E_DENIED when not;
 * the refusal is noted too. On OK the response waits for the note to be durable. `reader` may
 * carry a whole file only for as long as the task lives. */
status child_open(struct task *t, struct request *in, struct response *out, uint32_t child,
                  struct instant known_at, const char *page, struct child_file *ret_file,
                  struct relation *ret_relation);
/* The file of a home, an agency or a place: for who answers for all children, holds a role there
 * now, or owes it something. */
status place_open(struct task *t, struct request *in, struct response *out, uint32_t subject,
                  struct child_file *ret_file);
/* Whichever the address speaks of: a child (child_open) or a place. */
status subject_open(struct task *t, struct request *in, struct response *out, const char *page,
                    struct child_file *ret_file);
/* In words that name children by number: whom this person may not see is "another child". */
status children_hidden(struct task *t, struct request *in, uint32_t own, struct str *words);
bool is_of_place(const struct request *in); /* the address is that of a home, agency or place */

/* For a listing: children whose rows this person may see. */
struct seen_children {
    bool all, police; /* police: those who are missing */
    struct reach reach;
};
status children_seen(struct task *t, struct request *in, struct seen_children *ret);
bool may_list(const struct seen_children *s, uint32_t child, bool missing);

/* `page` and `reason` are literals: a kept page is noted again with them. */
void note_opened(struct request *in, struct response *out, uint32_t child, const char *page,
                 const char *reason);
void note_searched(struct request *in, struct response *out, const char *page);

#endif
