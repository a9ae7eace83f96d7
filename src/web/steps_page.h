/* What task lists show (the return interview, the guide): filled in by interview.c and guide.c. */
#ifndef WEB_STEPS_PAGE_H
#define WEB_STEPS_PAGE_H
#include "web/social_page.h"

/* What was added to a file while a form was being filled in. */
struct moved_on {
    bool is;
    uint32_t child;
    struct str name;
    const struct child_entry *newer;
    size_t count;
};
/* What the form before this page wrote: "?kept=" and the entry's place in the log. */
struct kept_line {
    const struct child_entry *entry; /* NULL: none */
    struct owed_row *met;
    size_t met_count;
};
/* The length that the form carries: as it was when the form was opened, also through an error and a
 * draft; once what is new was shown, as it is now. */
uint32_t carried_n(const struct form *f, const char *field, uint32_t now, bool shown);
struct moved_on moved_on_since(struct task *t, const struct child_file *f, uint32_t seen);
struct kept_line kept_line_of(struct task *t, struct request *in, const struct view *v,
                              const struct child_file *f);
/* Duties of a file as rows: of rules named in `names` (separated by spaces), begun at `from` or
 * later, about `about` (0: whatever). */
struct wanted_duties {
    const char *names;
    int64_t from;
    uint64_t about;
};
struct owed_row *duties_of_file(struct task *t, struct request *in, const struct view *v,
                                const struct child_file *f, const struct wanted_duties *w,
                                size_t *ret_count);
struct str author_name(struct task *t, struct request *in, const struct event *e);

/* --- the return interview --- */

enum task_state {
    TASK_NOT_STARTED,
    TASK_DONE,
    TASK_LATE,
    TASK_NOT_NEEDED
};
struct interview_entry {
    const struct child_entry *e;
    struct str by;
};
struct interview_task {
    const char *title, *why_not_needed;
    const char *word, *button; /* the question page; NULL: nothing to do */
    const char *second, *second_button;
    enum task_state state;
    struct owed_row *clock; /* its duties */
    size_t clocks;
    struct interview_entry *done; /* what was said, newest first */
    size_t done_count;
    const char *note;
};
enum {
    INTERVIEW_TASKS = 6,
    ITEMS_MAX = 6
};
struct interview_page {
    uint32_t child, last_n;
    uint64_t episode;
    struct str name, first;
    struct instant from, until, by;
    struct interview_task task[INTERVIEW_TASKS];
    struct missing_episode *uncovered; /* earlier ones without an interview of their own */
    size_t uncovered_count;
    bool held, declined;
    struct date next_offer; /* days 0: none agreed */
    struct kept_line kept;
};
struct item_question {             /* one thing that police need: passed on, or not and why */
    const char *name, *why, *text; /* fields */
    struct choices choices;
    struct str label;
};
struct interview_form_page {
    uint32_t child, last_n;
    uint64_t episode;
    const char *word, *title, *button;
    struct str name, first;
    struct choices independent, disclosed, covers, police, readers, to;
    struct item_question item[ITEMS_MAX];
    size_t items;
    bool may_cover;
    struct moved_on moved;
};

uint64_t interview_episode(const struct child_file *f); /* 0: never away */

/* --- the guide --- */

struct guide_step {
    const char *code, *question, *action, *told, *time, *kind, *duties, *source, *fill, *fill_with;
    enum confidence confidence;
    uint8_t number;
};
size_t guide_steps(const struct guide_step **ret);
bool guide_opens(enum event_kind kind); /* one of its steps is done with such an entry */

enum step_state {
    STEP_NOT_STARTED,
    STEP_DONE,
    STEP_LATE,
    STEP_NOT_DONE_BECAUSE,
    STEP_NOT_NEEDED
};
const char *step_words(enum step_state s);
const char *step_class(enum step_state s);
const char *task_words(enum task_state s);
const char *task_class(enum task_state s);
struct guide_row {
    const struct guide_step *step;
    const struct entry_kind *opens; /* NULL: done with an entry of its own */
    enum step_state state;
    struct interview_entry *done;
    size_t done_count;
    struct owed_row *clock;
    size_t clocks;
};
struct guide_page {
    uint32_t child;
    struct str name, first;
    struct guide_row *row;
    size_t rows, done;
    const struct child_entry *concern; /* NULL: none was raised yet */
    bool may_record;
    struct kept_line kept;
};
struct guide_step_page {
    uint32_t child, last_n;
    struct str name, first;
    const struct guide_step *step;
    struct moved_on moved;
};

#endif
