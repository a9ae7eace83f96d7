/* Phrases that blame a child, found in what somebody writes: a suggestion, never a refusal.
 *
 * Time is linear in the text. Nothing is kept, and nothing is counted against who wrote. */
#ifndef WEB_BLAME_H
#define WEB_BLAME_H
#include "base/task.h"

enum {
    BLAME_TEXT_MAX = 64 << 10, /* what comes after is not read */
    BLAME_HINTS_MAX = 12
};

enum blame_context {
    BLAME_NARRATIVE,
    BLAME_QUOTE, /* a child's own words: nothing is ever pointed out */
    BLAME_LEGAL, /* words of the law stay */
};

struct blame_row {
    struct str why, write, from;
    bool law; /* a word of the law */
};
struct blame_hint {
    struct str found; /* as written: a view of the text */
    const struct blame_row *row;
};
struct blame_hints {
    struct blame_hint at[BLAME_HINTS_MAX]; /* in the order written, each row once */
    size_t count;
};

struct blame;
/* Of rows as in rules/shared/language.txt. E_INVALID: names the line and what is wrong with it. */
status blame_open(struct task *t, struct str rows, struct blame **ret);
size_t blame_rows(const struct blame *b);
/* Text between quotation marks is passed over in every context. */
void blame_find(struct arena *a, const struct blame *b, struct str text, enum blame_context context,
                struct blame_hints *ret);

/* The rows inside the program; read once, for all threads. */
const struct blame *blame_own(void);

#endif
