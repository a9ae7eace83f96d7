/* Before a child is placed: what the register can look at, each thing with its source and date.
 *
 * Nothing found and could not look are different answers. Of other children only counts are
 * given, never who they are. The judging is pure; placement_look reads what it judges. */
#ifndef WORK_PLACEMENT_CHECK_H
#define WORK_PLACEMENT_CHECK_H
#include "place/place.h"
#include "register/placement_standing.h"
#include "work/look.h"

/* QUESTION(ID, "code in the journal", "words") */
#define PLACEMENT_QUESTIONS(QUESTION)                                                              \
    QUESTION(AREA, "area", "Where it is")                                                          \
    QUESTION(DISTANCE, "distance", "How far from home")                                            \
    QUESTION(HOST, "host-authority", "The authority of that area")                                 \
    QUESTION(STANDING, "standing", "The home\xe2\x80\x99s registration")                           \
    QUESTION(NOTICES, "notices", "Notices of the regulator")                                       \
    QUESTION(PURPOSE, "purpose", "What the home is for")                                           \
    QUESTION(PLACES, "places", "A free place")                                                     \
    QUESTION(EPISODES, "episodes", "Missing from there lately")                                    \
    QUESTION(HARM, "harm-nearby", "Known harm nearby")                                             \
    QUESTION(RESIDENTS, "residents", "The children who live there")                                \
    QUESTION(HISTORY, "history", "This child and that home")                                       \
    QUESTION(SCHOOL, "school", "School")                                                           \
    QUESTION(SIBLINGS, "siblings", "Brothers and sisters")                                         \
    QUESTION(WISHES, "wishes", "What the child wants")
enum placement_question {
#define QUESTION(id, code, words) ASKS_##id,
    PLACEMENT_QUESTIONS(QUESTION)
#undef QUESTION
    PLACEMENT_CHECKS
};

/* What somebody proposes. */
struct placement_asked {
    uint32_t home;       /* 0: none of the register's */
    struct str postcode; /* of another address; or empty */
    uint8_t area;        /* what the proposer knows where the register does not; 0 nothing said */
    uint8_t type, provider, school; /* codes; 0 not said */
    bool emergency;
    struct str wishes, siblings;
};

/* What was found; `…_why`: empty, or why it could not be looked at. */
struct placement_look {
    struct instant at;         /* when it was looked */
    struct placement_asked asked;
    struct str name;           /* of the home, or of the address */
    struct str area_name, area_source, area_why;
    uint8_t area, area_confidence;
    struct str area_code;
    int32_t distance;          /* tenths of a mile */
    struct str distance_source, distance_why;
    bool host_notified, host_consulted;
    const struct home_state *home; /* NULL: not one of the register's */
    struct instant home_known;     /* of the last entry about it */
    struct str purpose, home_why;
    int8_t share;                  /* of missing episodes: 1 above 95 in 100, 2 above 998 in 1000 */
    struct instant share_seen;     /* NEVER: nothing was found */
    struct str sector, harm_why;
    uint32_t concerns, concern_children; /* places of concern in the sector; children linked */
    uint32_t together;             /* residents this child was missing with before */
    uint32_t stays;                /* times this child lived there */
    uint32_t child;
    int32_t born;
    uint8_t sex;
    struct str school;
    struct str wishes;             /* the latest that is kept, or as the proposer wrote them */
    struct instant wishes_at;
};

struct placement_check {
    enum placement_question question;
    const char *code, *title;
    enum checked outcome;
    struct str words, source;
    struct instant as_of;
};
/* One row a question, in their order. */
void placement_checks(struct arena *a, const struct placement_look *l,
                      struct placement_check ret[PLACEMENT_CHECKS]);
const char *placement_question_words(struct str code); /* "" when there is none of that code */

/* Who must approve this, of CODES(RANK), and why, in words. */
uint8_t placement_rank(const struct placement_look *l, const char **ret_why);
/* In Key Stage 4 in the school year of that day; `born` INT32_MIN: false. */
bool in_key_stage_4(int32_t born, struct date day);
/* Ages that a purpose speaks of, "11 to 16" or "11-16"; false when it speaks of none. */
bool purpose_ages(struct str purpose, int *ret_from, int *ret_to);

status placement_prepare(struct task *t, struct reader *r);
/* `postcodes` may be NULL. */
status placement_look(struct task *t, struct reader *r, const struct child_file *f,
                      const struct placement_asked *asked, const struct postcodes *postcodes,
                      struct placement_look *ret);

/* Other homes with a free place, without a notice: those of the area first, then the nearer. */
struct placement_other {
    uint32_t home, free;
    struct str name, purpose;
    uint8_t area;
    int32_t distance; /* -1 not known */
    uint32_t episodes;
};
enum { PLACEMENT_OTHERS = 5 };
status placement_others(struct task *t, struct reader *r, const struct child_file *f,
                        const struct placement_look *l, const struct postcodes *postcodes,
                        struct placement_other *ret, size_t *ret_count);

/* Placements that somebody must look at, by how they stand, oldest first. */
struct standing_row {
    uint32_t child, home, against, could_not, proposer;
    uint64_t placement;
    enum placement_standing state;
    struct instant since;
    uint8_t area, needs;
    bool emergency;
    struct str child_name, local_id, home_name, proposer_name;
};
struct standing_list {
    struct standing_row *at;
    size_t count, of[STANDINGS]; /* `of`: all there are, by state */
};
/* `most` of each state that `states` has the bit of. */
status look_standings(struct task *t, struct reader *r, unsigned states, size_t most,
                      struct standing_list *ret);

#endif
