/* Who heard of an alarm and when, and who hears next: one lane a person on one time scale. */
#include <string.h>

#include "web/pages.h"
#include "web/sheet.h"

#define OUT(h, text) html_literal(h, text, sizeof(text) - 1)

enum {
    LANE_TALL = 46,
    LANE_LINE = 34,
    TOP = 34,
    BELOW = 22,
    NAME_LETTERS = 44
};

struct plot {
    struct html *h;
    const struct ladder_picture *p;
    double left, right;
};

static double x_of(const struct plot *s, int64_t at)
{
    int64_t from = s->p->rang.us, to = s->p->until.us;
    double along = to > from ? (double)(at - from) / (double)(to - from) : 0;
    along = along < 0 ? 0 : along > 1 ? 1 : along;
    return s->left + along * (s->right - s->left);
}

static void draw_line(const struct plot *s, int bottom, struct instant at, struct str words,
                      const char *class)
{
    if (at.us == INT64_MAX)
        return;
    double x = x_of(s, at.us);
    svg_line(s->h, x, TOP - 10, x, bottom, class);
    enum anchor side = x > (s->left + s->right) / 2 ? END : START;
    svg_text(s->h, x + (side == END ? -4 : 4), TOP - 16, words, "xs", side);
}

/* Told a ring, seen half, answered filled; what is still to come is dashed. */
static void draw_heard(const struct plot *s, int y, const struct heard *r)
{
    double line = y + LANE_LINE;
    struct str who = r->who, first, rest;
    if (letters(who) > NAME_LETTERS && str_cut(who, ',', &first, &rest))
        who = first; /* the role stands in the table */
    svg_text(s->h, s->left - 6, y + 18, who, r->missed ? "late" : "b", START);
    svg_line(s->h, s->left, line, s->right, line, "ax");
    if (r->told.us == INT64_MAX) {
        svg_circle(s->h, x_of(s, r->hears.us), line, 6, r->missed ? "o-late" : "o-dash");
        return;
    }
    double told = x_of(s, r->told.us);
    int64_t end = r->answered.us != INT64_MAX ? r->answered.us
                  : r->seen.us != INT64_MAX   ? r->seen.us
                                              : s->p->now.us;
    bool nothing = r->seen.us == INT64_MAX && r->answered.us == INT64_MAX;
    svg_line(s->h, told, line, x_of(s, end), line, nothing ? "l-late" : "l-dot");
    svg_circle(s->h, told, line, 6, "o-ink");
    if (r->seen.us != INT64_MAX)
        svg_circle(s->h, x_of(s, r->seen.us), line, 5, "f-blue");
    if (r->answered.us != INT64_MAX)
        svg_circle(s->h, x_of(s, r->answered.us), line, 6, "f-ink");
}

void page_ladder_picture(struct html *h, const struct view *v, const struct ladder_picture *p)
{
    struct plot s = { h, p, 10, 350 };
    int bottom = TOP + (int)p->count * LANE_TALL;
    OUT(h, "<svg class=\"sl-halo\" viewBox=\"0 0 360 ");
    html_int(h, bottom + BELOW);
    OUT(h, "\" role=\"img\" aria-labelledby=\"ladder-t\" aria-describedby=\"ladder-d\">"
           "<title id=\"ladder-t\">");
    html_text(h, p->caption);
    OUT(h, "</title><desc id=\"ladder-d\">One lane for each who was told or is to hear. The table"
           " below has every time.</desc>\n");
    /* Before the names, whose white edge keeps them readable. */
    draw_line(&s, bottom, p->due, S("decide by"), "l-dash");
    draw_line(&s, bottom, p->decided, S("decided"), "ink2");
    if (p->decided.us == INT64_MAX)
        svg_line(h, x_of(&s, p->now.us), TOP - 10, x_of(&s, p->now.us), bottom, "ink");
    for (size_t i = 0; i < p->count; i++) {
        svg_group(h, 1);
        draw_heard(&s, TOP + (int)i * LANE_TALL, &p->row[i]);
        svg_group_end(h);
    }
    svg_text(h, s.left, bottom + 16,
             str_print(v->arena, "rang %.*s", STR_ARG(words_moment(v, p->rang))), "xs", START);
    double now = x_of(&s, p->now.us);
    if (p->decided.us == INT64_MAX)
        svg_text(h, now, now < s.left + 200 ? TOP - 16 : bottom + 16, S("now"), "b",
                 now > s.right - 30 ? END : START);
    OUT(h, "</svg>");
}
