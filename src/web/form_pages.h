/* What forms and receipts show: filled in by their handlers, read by forms.html. */
#ifndef WEB_FORM_PAGES_H
#define WEB_FORM_PAGES_H
#include "web/child_page.h"

struct report_page {
    struct name_list children, homes;
    uint32_t home;
    const char *failed;
};
struct report_child_page {
    uint32_t child, last_n;
    struct str name, first, home;
    bool already;
    struct instant since;
    struct choices where, worry, police;
};
struct back_page {
    uint32_t child, last_n;
    struct str name, first;
    bool missing;
    struct choices when, how, hurt, disclosed, told;
    struct instant interview_by;
};
struct receipt_page {
    uint32_t child;
    struct str name, first, words;
    const char *what;
    int32_t born;
    struct instant recorded, interview_by;
    int64_t seq;
    bool police_told, hurt, guide; /* guide: a step of it was done, for a concern on this file */
    size_t unknown; /* of what police ask about the last time the child was seen */
    struct call call[6];
    size_t calls;
    struct owed_row *owed, *closed;
    size_t owed_count, closed_count;
    const char *owed_failed;
    struct told_rows told;
    bool told_failed;
    const struct child_entry *entry;
};
struct str words_exact(const struct view *v, struct instant i); /* "02:10:41 today" */

struct question {
    const char *name, *label, *hint;
    bool long_text;
    struct choices choices;
};
struct entry_kind {
    const char *name, *title, *button;
    enum event_kind kind;
};
struct entry_page {
    uint32_t child, last_n;
    struct str name, first;
    const struct entry_kind *kind, *kinds;
    size_t kind_count;
    struct question *question;
    size_t questions;
    bool moved_on, any_order; /* any_order: all of that kind are kept, whichever came first */
    const struct child_entry *newer;
    size_t newer_count;
};
const struct entry_kind *entry_kind_named(struct str name);
const struct entry_kind *entry_kind_of(enum event_kind kind); /* NULL: no form of that kind */

#endif
