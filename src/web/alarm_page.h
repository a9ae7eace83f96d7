/* What the pages of alarms show: of many, and of one with its picture. */
#ifndef WEB_ALARM_PAGE_H
#define WEB_ALARM_PAGE_H
#include "web/child_page.h"

enum {
    HEARD_MAX = 40,
    EVIDENCE_MAX = 40,
    EVIDENCE_OPEN = 6,
    EARLIER_MAX = 12
};

/* One who was told, or who is to hear: a row of the table and a lane of the picture. */
struct heard {
    struct str who, came; /* came: what became of the notice, in words */
    struct instant told, seen, answered;
    struct instant hears; /* NEVER, or when this one hears unless somebody decides before */
    const char *why;      /* "when it rang", "the first step of the ladder" */
    bool missed;          /* ought to have heard already, and no notice says so */
};
struct ladder_picture {
    struct heard *row;
    size_t count;
    struct instant rang, due, decided, now, until; /* due, decided NEVER: none */
    struct str caption;
};
/* The drawing, as one svg element; each row carries data-n="1". */
void page_ladder_picture(struct html *h, const struct view *v, const struct ladder_picture *p);

struct evidence {
    const struct child_entry *e;
    bool cause; /* the entry that made it ring */
    bool day_only;
};
struct earlier_decision {
    struct instant at;
    struct str decision, reason, by;
    uint32_t n;
};
struct alarm_page {
    uint32_t child, seen_n, again;
    struct str name, first;
    const struct rule_words *rule;
    struct owed_row d;
    const char *level;
    struct str seen_by;
    struct instant seen_at;
    struct evidence *evidence;
    size_t evidences, evidence_open, evidence_more;
    struct ladder_picture ladder;
    const char *told_failed;
    struct earlier_decision *earlier;
    size_t earliers;
    struct choice *decision; /* those that this person may record now */
    size_t decisions;
    bool place; /* of a home, an agency or a place, not of a child */
    bool open, may_decide, needs_discussion, discussed, only_above;
    struct str above;             /* who may decide otherwise */
    const struct duty_row *other; /* what else rings for this child */
    size_t others;
};

struct alarm_card { /* all that waits for one child */
    const struct duty_row *of;
    struct owed_row *row;
    size_t count;
};
struct alarms_page {
    struct owed_row *row;
    struct alarm_card *card;
    size_t cards, count, hidden, waiting;
    bool cut, whole;
    const char *failed;
};

struct chosen { /* the alarm or duty that a form or an address names */
    uint16_t rule;
    uint32_t started;
    struct str name;
};
status chosen_of_form(struct task *t, const struct request *in, struct chosen *ret);
status chosen_of_address(struct task *t, const struct request *in, struct chosen *ret);
const struct instance *instance_of(const struct child_file *f, const struct chosen *c);

struct answering answering_of(const struct request *in, const struct child_file *f);
/* One duty or alarm of the file that is open, with who answers for it now. */
struct duty_row *subject_row(struct task *t, struct request *in, const struct child_file *f,
                             const struct instance *x);

/* The hash of what a page of the alarm showed when the file was `seen_n` entries long. */
struct str alarm_shown(struct task *t, const struct request *in, const struct child_file *f,
                       const struct chosen *c, uint32_t seen_n);
status show_alarm(struct task *t, struct request *in, struct response *out, struct child_file *f,
                  const struct chosen *c, struct form *form);

#endif
