/* What a page says, without how a screen shows it: a tree of blocks and words. */
#ifndef PRINT_READ_H
#define PRINT_READ_H
#include "base/str.h"
#include "base/task.h"

enum {
    PRINT_DEPTH_MAX = 60,
    PRINT_NODES_MAX = 150000
};

enum node_kind {
    NODE_WORDS,
    NODE_INLINE,
    NODE_BREAK,
    NODE_BLOCK,
    NODE_HEADING,
    NODE_PARAGRAPH,
    NODE_LIST,
    NODE_ITEM,
    NODE_PAIRS,
    NODE_TERM,
    NODE_MEANING,
    NODE_TABLE,
    NODE_ROWS,
    NODE_ROW,
    NODE_CELL,
    NODE_CAPTION,
    NODE_FIGURE,
    NODE_PICTURE,
    NODE_QUOTE,
    NODE_RULE
};

struct node {
    enum node_kind kind;
    uint8_t level;           /* of a heading, 1 to 4 */
    bool head;               /* rows and cells that name the others; a numbered list */
    bool bold, alone, apart; /* alone: its direction is its own; apart: never joined to a word */
    struct str class, address;
    struct str words; /* as it stands; of a picture its whole source */
    struct node *child, *last, *next;
};

struct print_page {
    struct str title, language;
    struct node *body;
    const struct node *known; /* "Shown as known at …"; NULL: the page does not say */
};

/* True when `word` is one of the classes, which stand apart by spaces. */
bool node_is(const struct node *n, const char *word);
/* Whatever is not for paper is left out: forms, buttons, the way around, the phone's drawing. */
status print_read(struct task *t, struct str html, struct print_page *ret);

#endif
