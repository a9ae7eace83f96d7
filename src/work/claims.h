/* What each agency itself says of one episode, side by side, and where two of them differ.
 *
 * Pure: nothing is looked up, nothing overwritten. A difference is work for people: it ends when
 * they have talked it through and recorded what came of it, or when one of them corrects itself. */
#ifndef WORK_CLAIMS_H
#define WORK_CLAIMS_H
#include "journal/event.h"

enum claim_about {
    CLAIM_SINCE,     /* missing since when */
    CLAIM_CLASS,     /* missing, or away without authorisation */
    CLAIM_LAST_SEEN, /* when */
    CLAIM_LAST_SEEN_WHERE,
    CLAIM_POLICE_TOLD, /* when police were told */
    CLAIM_GRADE,
    CLAIM_FOUND, /* when */
    CLAIM_FOUND_WHERE,
    CLAIM_FOUND_BY,
    CLAIM_FOUND_WITH,
    CLAIM_RETURNED, /* when */
    CLAIM_HURT,
    CLAIMS
};
enum claim_kind {
    CLAIM_TIME,
    CLAIM_CODE,
    CLAIM_FLAG,
    CLAIM_TEXT
};
struct claim_words {
    const char *name, *words; /* "found-where", "Found where" */
    enum claim_kind kind;
    enum code_list list; /* of CLAIM_CODE */
};
const struct claim_words *claim_words(enum claim_about c);
enum claim_about claim_named(struct str name); /* CLAIMS: there is none */

/* Two clocks on two walls: times so near to each other are the same. */
#define CLAIM_SAME_US (5 * 60 * SECOND_US)

struct claim {
    uint32_t n; /* the entry that says so; 0: this agency says nothing of it */
    int64_t number;
    struct str text;
};
struct agency_account { /* one agency's */
    uint32_t agency;
    struct claim claim[CLAIMS];
};
enum difference {
    ALIKE,   /* or only one of them speaks of it */
    DIFFERS, /* and nobody has talked it through */
    SETTLED  /* talked through after both had said it */
};
enum {
    ACCOUNTS_MAX = 16
};
struct accounts {
    struct agency_account at[ACCOUNTS_MAX]; /* in the order in which they first spoke */
    size_t count;
    bool cut; /* more agencies than that spoke */
    enum difference difference[CLAIMS];
    uint32_t settled_n[CLAIMS]; /* the entry that says what came of it; 0 none */
    struct str outcome[CLAIMS];
    size_t open; /* how many differ */
};

/* `e`: entries of one child in the order they were recorded. Left out: those of other episodes and
 * those that a later one corrects. The last word of an agency on a thing is its claim; of when the
 * child went missing, the earliest. */
void accounts_of(const struct event *e, size_t count, uint64_t episode, struct accounts *ret);
bool claims_same(enum claim_about about, const struct claim *a, const struct claim *b);

#endif
