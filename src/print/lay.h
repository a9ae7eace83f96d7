/* A page laid out on sheets: what is drawn, in the order it is read, with the tag it stands in. */
#ifndef PRINT_LAY_H
#define PRINT_LAY_H
#include <librsvg/rsvg.h>
#include <pango/pangocairo.h>

#include "base/embedded.h"
#include "print/print.h"
#include "print/read.h"

/* A4 in points. */
static const double sheet_short = 595.28, sheet_long = 841.89;
static const double margin_side = 48, margin_top = 44, margin_foot = 62;

enum ink {
    INK,
    INK_QUIET,
    INK_LATE,
    INK_LINK,
    INK_LINE
};
/* A stretch of one paragraph's letters that looks or leads elsewhere. */
struct stretch {
    size_t from, to;
    enum ink ink;
    bool bold;
    struct str address;
};
struct words { /* of one paragraph, its spaces run together */
    struct str text;
    struct stretch *stretch;
    size_t stretches;
    bool too_long;
};

enum act {
    ACT_TAG,
    ACT_TAG_END,
    ACT_LINE,
    ACT_BOX,
    ACT_PICTURE
};
struct step {
    enum act act;
    unsigned sheet;
    double x, y, wide, high;
    const char *tag;
    struct str alt;        /* of a figure */
    PangoLayoutLine *line; /* y: its baseline */
    const struct words *words;
    RsvgHandle *picture;
    enum ink ink;
};

struct style {
    double size, before, after;
    bool bold;
};

struct flow { /* where the next thing is put */
    struct task *t;
    const struct print_head *head;
    const struct print_page *page;
    PangoContext *letters;
    GPtrArray *kept; /* what lines and pictures belong to, until all is drawn */
    struct step *step;
    size_t steps, room;
    bool *lies; /* by sheet: it lies on its long side */
    unsigned sheet, whole, depth, tries, grids;
    double x, y, wide;
    size_t heading_from, heading_to; /* steps of the newest heading, which goes with what follows */
    double heading_y;
};

/* words.c */
struct words *words_of(struct task *t, const struct node *first, const struct node *end, bool bold);
PangoLayout *words_set(struct flow *f, const struct words *w, const struct style *s, double wide);

/* lay.c */
status print_lay(struct flow *f);
status lay_children(struct flow *f, const struct node *of);
status lay_words(struct flow *f, const struct words *w, const struct style *s, const char *tag);
status lay_as_heading(struct flow *f, const struct words *w, const struct style *s,
                      const char *tag);
status step_add(struct flow *f, struct step s);
status tag_begin(struct flow *f, const char *tag);
status tag_end(struct flow *f);
status sheet_turn(struct flow *f, bool lies); /* to the top of the next */
double sheet_foot(const struct flow *f);      /* as far down as anything may stand */
bool flow_is_fresh(const struct flow *f);     /* nothing stands on this sheet yet */
extern const struct style style_body;

void flow_back(struct flow *f, const struct flow *to); /* as if what came since was never laid */

/* picture.c */
status lay_figure(struct flow *f, const struct node *n);
status lay_picture(struct flow *f, const struct node *n, struct str alt);

/* table.c */
status lay_table(struct flow *f, const struct node *table);
status lay_pairs(struct flow *f, const struct node *pairs);
status lay_dated(struct flow *f, const struct node *list); /* each item: when, and what */

/* draw.c */
status print_draw(struct flow *f, struct str *ret_pdf);
/* finish.c: adds the language and what figures show, which the library cannot write. */
status print_finish(struct task *t, struct str pdf, const struct flow *f, struct str *ret);

#endif
