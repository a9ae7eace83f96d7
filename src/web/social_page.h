/* What a social worker's pages show: filled in by my_day.c, visit.c and own_words.c. */
#ifndef WEB_SOCIAL_PAGE_H
#define WEB_SOCIAL_PAGE_H
#include "web/child_page.h"

/* --- my day --- */

struct day_child { /* from derived rows alone: no file is folded for a list */
    uint32_t child, home;
    struct str name, first, detail, lives, away_word;
    int32_t born;
    struct instant away_since;    /* NEVER: at home */
    struct date seen_alone, seen; /* days 0: never recorded */
    struct owed_row next;         /* row NULL: nothing is owed that a rule knows of */
};
struct day_children {
    struct day_child *at;
    size_t count, away;
    bool cut;
};
/* Children of who is signed in; those of one home, then of one family, stand together. */
status day_children(struct task *t, struct request *in, const struct view *v,
                    struct day_children *ret);
bool same_family(struct str name, struct str other); /* by the last word of their names */
status my_day_prepare(struct task *t, struct reader *r);

struct day_group { /* one rule owed to one child or several, met by one form */
    const struct rule_words *rule;
    struct owed_row *row;
    size_t count;
    bool visit; /* one visit may be recorded for all of them */
};
struct day_part {
    struct str heading;
    struct day_group *group;
    size_t groups, duties, open, shown; /* open: the first; up to shown in a disclosure */
};
enum {
    DAY_LATE,
    DAY_TODAY,
    DAY_WEEK,
    DAY_PARTS
};
struct day_news {
    uint32_t child;
    struct str name;
    const struct rule_words *rule;
    struct instant at;
    uint32_t started_n;
    bool decided;
};
struct day_draft {
    struct str form, name; /* name empty: of no child on this page */
    const char *title;
    uint32_t about;
    struct instant saved;
};
struct my_day_page {
    struct day_draft *draft;
    size_t drafts;
    struct day_children children;
    struct day_part part[DAY_PARTS];
    struct owed_row *alarm;
    size_t alarms, alarms_shown, later;
    struct day_news *news;
    size_t news_count;
    struct instant since;
    const char *failed;
};

/* --- a visit --- */

struct next_visit {
    struct instant by; /* NEVER: no rule says when */
    bool unknown;
    const struct rule_words *rule;
};
struct visit_child {
    uint32_t child, last_n;
    const struct child_file *file;
    struct str name, first, about; /* "15, lives at Larkwater" */
    struct choices seen, alone, why_not, safe, readers;
    const char *why_said, *words, *concerns, *seen_n; /* names of fields */
    struct next_visit next;                           /* if today's visit is recorded */
    struct owed_row *owed;                            /* visits owed now */
    size_t owed_count;
    bool moved_on;
    const struct child_entry *newer;
    size_t newer_count;
    /* on the receipt */
    const struct child_entry *entry;
    struct owed_row *met;
    size_t met_count;
};
struct visit_page {
    uint32_t child; /* whose page the form was opened from */
    struct visit_child of[6];
    size_t count;
    struct day_child *other; /* who could be added */
    size_t others;
    bool together, moved_on;
    struct choices where;
    int64_t seq;
    struct instant recorded;
};

/* --- the child's own words --- */

struct own_word {
    struct str words, to, readers;
    const char *when_said; /* "on a visit" */
    struct instant at;
    bool day_only, corrected;
    uint32_t n;
};
struct own_words {
    uint32_t child;
    struct str first;
    struct own_word *at;
    size_t count, shown;
    bool past;
};
struct own_words own_words_of(struct task *t, struct request *in, const struct child_file *f,
                              size_t most);
struct said_page {
    uint32_t child, last_n;
    struct str name, first;
    struct choices readers;
    struct own_words earlier;
    uint32_t instead; /* entry that these words stand beside; 0 none */
};

#endif
