/* Who may see which child, and why: one decision for pages, search, exports and commands.
 *
 * A child's rows of need_to_know name keys (register/need.h); who asks holds keys by what they are
 * and hold at this instant. Where they meet, there is a ground. Nothing else opens a file. */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H
#include "register/need.h"
#include "work/look.h"

/* Why somebody may see a child, strongest first. */
enum ground {
    GROUND_NONE,
    GROUND_ROLE,   /* holds a role for this child */
    GROUND_LIVES,  /* works in the home where the child lives */
    GROUND_OFFICE, /* answers for every child of the authority */
    GROUND_DUTY,   /* owes this child something now */
    GROUND_AREA,   /* of the authority in whose area the child is placed */
    GROUND_POLICE, /* police, of a child who is missing or was lately */
    GROUND_SHARE,  /* a share with power, purpose and end */
    GROUND_GLASS,  /* said why it had to be now */
    GROUNDS
};
const char *ground_words(enum ground g); /* "a role held for the child" */

enum {
    STANDING_PLACES_MAX = 1024,
    REACH_MAX = 20000
};

/* Who asks: what this person is and holds now. Read once for a request. */
struct standing_place {
    uint32_t subject; /* a home or an agency */
    bool home;
    uint8_t role;         /* held there; 0: only belongs to it */
    uint8_t kind;         /* CODES_AGENCY; 0 of a home */
    uint64_t area;        /* need_area() of an agency; 0 none */
    struct instant until; /* the end of a shift; NEVER: for good */
};
struct standing {
    struct actor actor;
    struct instant now;
    bool left;      /* this person has left: holds nothing */
    bool no_child;  /* acts in a role that sees no child: inspector, commissioner … */
    uint8_t office; /* the role that answers for all children; ROLE_NONE: none */
    struct instant office_until;
    uint8_t police; /* the role held at a police force; ROLE_NONE: none */
    struct instant police_until;
    struct standing_place *place;
    size_t places;
};

struct access {
    enum ground ground;
    struct str words;     /* after "You can see this file because": "you are …" */
    struct instant until; /* NEVER: until an entry ends it */
    uint64_t roles;       /* bit by role: in which of them this child is seen */
    bool pointer;         /* only that there is a child, where placed and whether missing */
    struct str items;     /* of a share: what it is of */
};

status access_prepare(struct task *t, struct reader *r); /* once for each reader */
status standing_open(struct task *t, struct reader *r, struct actor who, struct instant now,
                     struct standing *ret);
/* A machine's: the role it was registered to act in counts as held at its agency for as long as it
 * is registered. No row says so, and so nothing that somebody owes ever falls to it. */
status standing_of_machine(struct task *t, struct reader *r, struct actor who, struct instant now,
                           struct standing *ret);
/* E_DENIED: no ground; the reason says what to do. */
status access_to(struct task *t, struct reader *r, const struct standing *s, uint32_t child,
                 struct access *ret);
/* A home, an agency or a place: who works or answers there, or owes it something. */
status access_to_place(struct task *t, struct reader *r, const struct standing *s,
                       uint32_t subject);

/* For lists and search: whose rows may be shown. */
struct reach {
    bool all;
    bool police;        /* those who are missing, too */
    const uint32_t *at; /* sorted */
    size_t count;
    const uint32_t *part; /* sorted: of these only a part was given, by a share or by area */
    size_t parts;
    bool cut;
};
status access_children(struct task *t, struct reader *r, const struct standing *s,
                       struct reach *ret);
/* Rows of work: what is owed, rung or away. Of whom only a part was given there are none. */
bool reaches(const struct reach *h, uint32_t child, bool missing);
bool reaches_part(const struct reach *h, uint32_t child); /* the name alone, and the file's part */

bool role_answers_for_all(uint8_t role);
bool role_is_police(uint8_t role);
bool role_sees_no_child(uint8_t role);

#endif
