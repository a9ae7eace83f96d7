/* Which children the register knows by the authority's own numbers: read once for a whole file. */
#ifndef INTAKE_KNOWN_CHILDREN_H
#define INTAKE_KNOWN_CHILDREN_H
#include "work/look.h"

struct known_child {
    struct str local_id;
    uint32_t child;
};
struct known_children {
    struct known_child *at; /* by local id, then child */
    size_t count;
};
status known_children_read(struct task *t, struct reader *r, struct known_children *ret);
/* 0: nobody has this number. `ret_several`: more than one child has it. */
uint32_t known_child(const struct known_children *k, struct str local_id, bool *ret_several);

#endif
