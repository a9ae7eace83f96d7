/* What each page of many children shows: filled in by its handler, read by its template. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H
#include <string.h>

#include "web/access.h"
#include "web/access_page.h"
#include "web/interface.h"
#include "web/paper.h"
#include "web/photo_page.h"
#include "web/picture.h"
#include "web/show.h"

struct trouble {
    const char *heading;
    struct str reason;
    bool could_not_look;
    uint32_t glass_child; /* 0: no way in is offered */
    const char *to_do;
    bool sent, drafted; /* it was a form; what was typed is kept as its draft */
    const struct urlform_field *typed;
    size_t typed_count;
};
void show_trouble(struct task *t, struct request *in, status why, unsigned code,
                  struct response *out);

void assets_name(struct arena *a, struct str ret[2]); /* addresses of the style sheets */
struct str *assets_named(struct arena *a);             /* of every file, by its place */
struct str asset_named(const struct site *s, const char *name); /* the served name of "draft.js" */

struct act { /* the one button that meets a duty; label NULL: there is no form for it */
    const char *label, *kind;
};
struct owed_row {
    const struct duty_row *row;
    struct clock_words clock;
    struct act act;
};
struct act act_for(const struct rule_words *r);
struct owed_row owed_row(const struct view *v, const struct duty_row *d);

/* One row a recipient: the first time told, and whether everything has been seen and answered. */
struct told_row {
    struct told told;
    uint32_t messages, unseen;
};
struct told_rows {
    struct told_row *at;
    size_t count;
};
struct told_rows by_recipient(struct arena *a, const struct told *told, size_t count);

struct board_row {
    const struct missing_row *m;
    struct told_rows told;
    size_t owed_more, owed_late;
    struct owed_row *owed;
    size_t owed_count;
    const char *owed_failed;
};
struct board_page {
    struct board_row *row; /* missing ones, then those away without authorisation */
    size_t missing, away, hidden, unseen, undelivered, late;
    bool all, cut;
    struct instant looked;
    uint64_t version; /* of what is shown, for live news */
    int64_t counted;
    const char *failed;
};

enum whose {
    WHOSE_MINE,
    WHOSE_TEAM,
    WHOSE_ALL
};
enum {
    DUTY_PART_LATE,
    DUTY_PART_TODAY,
    DUTY_PART_WEEK,
    DUTY_PART_LATER,
    DUTY_PART_UNKNOWN,
    DUTY_PARTS
};
struct duties_page {
    const char *heading, *whose_word, *failed;
    struct str only_rule; /* of this alone; empty: of all */
    enum whose whose;
    bool only_overdue, may_see_all, cut;
    size_t overdue, today, running, shown;
    struct duty_part {
        struct str heading;
        struct owed_row *row;
        size_t count, shown;
        const char *name;
    } part[DUTY_PARTS];
};
struct why_page {
    uint32_t subject;
    bool place; /* a home, an agency or a place, not a child */
    struct str name, words;
    const struct rule_words *rule;
};

enum {
    RULE_PARTS = 8
};
struct rule_row {
    const struct rule_words *words;
    bool known;
    int64_t running, late, met;
};
struct rules_page {
    struct rule_part {
        const char *heading;
        struct rule_row *row;
        size_t count;
    } part[RULE_PARTS];
    struct str hash, nation;
    struct instant counted;
    const char *failed;
};
struct rule_page {
    struct rule_row row;
    struct instant counted;
    const char *failed;
};

struct children_page {
    struct name_list children;
    bool all;
    const char *failed;
};

#include "web/alarm_page.h"
#include "web/child_page.h"
#include "web/duty_page.h"
#include "web/form_pages.h"
#include "web/handover_page.h"
#include "web/oversight_page.h"
#include "web/placement_page.h"
#include "web/steps_page.h"
#include "web/keys_page.h"
#include "web/live.h"
#include "web/missing_page.h"
#include "web/sign_in_page.h"
#include "web/work_pages.h"
#include "web/conflict.h"
#include "web/correct_page.h"
#include "web/draft.h"
#include "web/find_page.h"
#include "web/language.h"

#endif
