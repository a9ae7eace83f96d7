/* One person in every role there is, some of them at an agency or a home, some for one child alone,
 * and what each of them has a ground to see, said again here and not asked of the program. */
#ifndef TEST_WEB_CAST_H
#define TEST_WEB_CAST_H
#include "visit.h"

enum {
    CAST_MAX = 64,
    KIDS = 8
};
struct player {
    uint32_t person, at; /* at: where or for whom the role is held */
    uint8_t role;
    bool of_child, at_home, at_authority;
};
struct kid {
    const char *words[3]; /* what stands in the file of no other child */
    uint32_t child, home;
    bool missing;
};
struct cast {
    struct player player[CAST_MAX];
    size_t players;
    struct kid kid[KIDS];
    size_t kids;
    uint32_t own, quiet; /* children of this cast: one without a home, one at Tamblewick House */
    uint32_t leaver;     /* a team manager who leaves */
};

void cast_open(struct visit *v, struct cast *ret);
/* Does this person have a ground to see this child? Slow, and by nothing that decides it. */
bool cast_sees(struct visit *v, const struct cast *c, const struct player *p, uint32_t child);
/* The first words of a child whom this person has no ground to see; NULL: there are none. */
const char *cast_leak(struct visit *v, const struct cast *c, const struct player *p,
                      struct str page);
void signs_in_number(struct visit *v, uint32_t person);
/* Says one thing as it happened now: "class=M|home=12". */
status says(struct visit *v, uint32_t subject, enum event_kind kind, const char *fields);

#endif
