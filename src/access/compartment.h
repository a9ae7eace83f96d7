/* What of a file a reader may not read: taken out before anybody shows it, and counted. */
#ifndef ACCESS_COMPARTMENT_H
#define ACCESS_COMPARTMENT_H
#include "access/access.h"

enum compartment {
#define COMPARTMENT(id, name, words) COMPARTMENT_##id,
#define READS(id, role)
#define KEPT(id, kind, field)
#include "access/compartment.def"
#undef COMPARTMENT
#undef READS
#undef KEPT
    COMPARTMENTS
};

struct kept_back {
    size_t count[COMPARTMENTS]; /* entries of which something was taken out */
    size_t entries;             /* left out whole: not of what this reader was given */
    size_t children;            /* mentions of a child this reader may not see */
    struct str words; /* "2 things are kept for others: the child's own words"; or empty */
};

/* Stands in a field of type SUBJECT for a child whom the reader may not see; look_name() knows it.
 */
#define KEPT_FOR_OTHERS "kept for others"

/* Takes out of the file what this access does not read. */
status compartments_apply(struct task *t, struct reader *r, const struct standing *s,
                          const struct access *a, struct child_file *f, struct kept_back *ret);
/* Of a home, an agency or a place: no practice concern is shown to the agency complained of. */
status compartments_of_place(struct task *t, struct reader *r, const struct standing *s,
                             struct child_file *f, struct kept_back *ret);
const char *compartment_name(enum compartment c);
const char *compartment_words(enum compartment c);
bool compartment_reads(enum compartment c, uint8_t role);

/* In words made elsewhere: "child no. 12", whom the reader may not see, becomes "another child". */
status other_children_hidden(struct task *t, struct reader *r, const struct standing *s,
                             uint32_t own, struct str words, struct str *ret);

#endif
