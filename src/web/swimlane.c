/* Draws the marks of a childhood in care as lanes over one scale of time, for a desk or a phone. */
#include <string.h>

#include "web/sheet.h"

enum {
    LABEL_GAP_PX = 26,
    ROOM_AFTER_DAYS = 26
};

struct lane_look {
    const char *name, *key, *none;
    int desk, phone; /* height below the label's line */
};
static const struct lane_look looks[LANES] = {
    [LANE_LIVED] = { "Where", "darker is further from home", "no placement recorded", 38, 30 },
    [LANE_WORKER] = { "Social worker", "dotted: nobody", "none recorded", 38, 26 },
    [LANE_MISSING] = { "Missing", "height is hours away", "none recorded", 92, 92 },
    [LANE_INTERVIEW] = { "Return interview",
                         "\xe2\x96\xa0 in time \xe2\x96\xa1 late \xe2\x97\x8b declined "
                         "\xe2\x9c\x95 none",
                         "no return yet", 46, 34 },
    [LANE_VISIT] = { "Visits", "\xe2\x96\xb2 alone \xe2\x96\xb3 not alone \xe2\x9c\x95 not seen",
                     "none recorded", 54, 44 },
    [LANE_REVIEW] = { "Reviews", "\xe2\x97\x86 held", "none recorded", 50, 44 },
    [LANE_ALARM] = { "Alarms", "\xe2\x97\x8b told \xe2\x97\x8f seen \xe2\x97\x86 decided", "none",
                     0, 0 },
    [LANE_SCHOOL] = { "School", "dashed: none", "could not look: no school has been recorded", 38,
                      30 },
    [LANE_HEALTH] = { "Health", "", "none recorded", 36, 30 },
};
enum {
    ALARM_ROW = 17,
    ALARM_ROWS_MAX = 6
};

#define OUT(s, text) html_literal((s)->h, text, sizeof(text) - 1)

static void draw_bar(struct sheet *s, const struct mark *m)
{
    static const char *const class[] = {
        [SHAPE_NEAR] = "bar-near",
        [SHAPE_ADJOINING] = "bar-mid",
        [SHAPE_FAR] = "bar-far",
        [SHAPE_AREA_UNKNOWN] = "o-dash",
    };
    double x = x_at(s, m->from.us), w = x_at(s, end_of(s, m)) - x;
    svg_rect(s->h, x, s->base, w, 23, class[m->shape]);
    const char *ink = m->shape == SHAPE_FAR ? "w b" : "b";
    struct str name = m->label, miles;
    (void)str_cut(m->label, ',', &name, &miles);
    if (fits(m->label, w))
        svg_text(s->h, x + 5, s->base + 16, m->label, ink, START);
    else if (fits(name, w))
        svg_text(s->h, x + 5, s->base + 16, name, ink, START);
}

static void draw_worker(struct sheet *s, const struct mark *m)
{
    double x = x_at(s, m->from.us), end = x_at(s, end_of(s, m));
    svg_line(s->h, x + 1, s->base + 16, end - 1, s->base + 16,
             m->shape == SHAPE_NOBODY ? "l-dot" : "l-ink");
    if (fits(m->label, end - x))
        svg_text(s->h, x + 2, s->base + 11, m->label, m->late ? "late s" : "s", START);
}

static void draw_visit(struct sheet *s, const struct mark *m)
{
    double x = x_at(s, m->from.us), y = s->base + 6;
    switch ((int)m->shape) {
    case SHAPE_SEEN_ALONE: svg_path_at(s->h, x, y, "l6.5 13h-13z", "f-ink"); break;
    case SHAPE_SEEN: svg_path_at(s->h, x, y, "l6.5 13h-13z", "o-ink"); break;
    case SHAPE_NOT_SEEN: svg_path_at(s->h, x - 5, y + 2, "l10 10m0 -10l-10 10", "l-late"); break;
    default: break;
    }
}

static void draw_review(struct sheet *s, const struct mark *m)
{
    if (m->shape == SHAPE_REVIEW)
        svg_path_at(s->h, x_at(s, m->from.us), s->base + 5, "l7 7l-7 7l-7 -7z", "f-ink");
}

/* From the deadline to the day it was done, or to now. */
static void draw_lateness(struct sheet *s, const struct mark *m)
{
    int64_t since = m->shape == SHAPE_OWED ? m->from.us : m->late_from.us;
    int64_t until = m->shape == SHAPE_OWED ? s->p->until.us : m->from.us;
    if (since == INT64_MAX || until < s->from)
        return;
    double x = x_at(s, since), end = x_at(s, until);
    svg_rect(s->h, x, s->base + 22, end - x, 6, "f-late");
    if (end - x > 24 || m->shape == SHAPE_OWED)
        label_at(s, (x + end) / 2, s->base + 40, m->label, "late s");
}

static void draw_whisker(struct sheet *s, const struct mark *m)
{
    if (m->recorded.us == INT64_MAX || m->recorded.us > s->p->until.us)
        return;
    double x = x_at(s, m->from.us), end = x_at(s, m->recorded.us), y = s->base + 24;
    if (end - x < 3)
        return;
    svg_line(s->h, x, y, end, y, "l-dot");
    svg_line(s->h, end, y - 4, end, y + 4, "l-grey");
}

/* Marks of one moment: those closer than the eye can part are drawn once, with a count. */
static void lane_moments(struct sheet *s, enum lane lane,
                         void (*draw)(struct sheet *s, const struct mark *m), bool lateness)
{
    double labelled = s->right + LABEL_GAP_PX; /* from right to left: newest come first */
    for (size_t i = 0; i < s->p->count; i++) {
        const struct mark *m = &s->p->mark[i];
        if (m->lane != lane || !in_sheet(s, m))
            continue;
        size_t last, rows = rows_together(s, i, &last);
        svg_group(s->h, rows);
        if (lateness)
            draw_lateness(s, m);
        draw(s, m);
        if (lateness)
            draw_whisker(s, m);
        if (rows > 1 && labelled - x_at(s, m->from.us) >= LABEL_GAP_PX) {
            labelled = x_at(s, m->from.us);
            label_at(s, labelled + 3, s->base + 10, str_print(s->v->arena, "%zu", rows), "s b");
        }
        svg_group_end(s->h);
        i = last;
    }
}

static void lane_bars(struct sheet *s, enum lane lane,
                      void (*draw)(struct sheet *s, const struct mark *m))
{
    for (size_t i = 0; i < s->p->count; i++) {
        const struct mark *m = &s->p->mark[i];
        if (m->lane != lane || !in_sheet(s, m))
            continue;
        svg_group(s->h, 1);
        draw(s, m);
        svg_group_end(s->h);
    }
}

static void draw_alarm(struct sheet *s, const struct mark *m, double y)
{
    double x = x_at(s, m->from.us), end = x_at(s, end_of(s, m));
    bool open = m->until.us == INT64_MAX;
    struct str label = s->desk ? m->label : m->which;
    double width = (double)letters(label) * CHAR_PX;
    bool left = x - 8 - width > (s->desk ? s->left : 0), right = x + 10 + width < s->right;
    double from = !left && right ? x + 10 + width : x;
    if (end > from)
        svg_line(s->h, from, y, end, y, open ? "l-late" : "l-ink");
    svg_circle(s->h, x, y, 4.5, "o-ink");
    if (m->seen.us != INT64_MAX)
        svg_circle(s->h, x_at(s, m->seen.us) + 4, y, 4, "f-ink");
    if (!open)
        svg_path_at(s->h, end, y - 6, "l6 6l-6 6l-6 -6z", "f-ink");
    const char *class = open ? "late s" : "s";
    if (left)
        svg_text(s->h, x - 8, y + 4, label, class, END);
    else if (right)
        svg_text(s->h, x + 10, y + 4, label, class, START);
}

static size_t alarms_in(const struct sheet *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->p->count; i++)
        n += s->p->mark[i].lane == LANE_ALARM && in_sheet(s, &s->p->mark[i]);
    return n;
}

static void draw_older_alarms(struct sheet *s, const struct mark *m, size_t rows)
{
    svg_group(s->h, rows);
    svg_circle(s->h, x_at(s, m->from.us), s->base + 10.0 + ALARM_ROWS_MAX * ALARM_ROW, 4.5,
               m->late ? "o-late" : "o-ink");
    svg_group_end(s->h);
}

/* The newest have a row each; older ones share the last row and are named by the table. */
static void lane_alarms(struct sheet *s)
{
    size_t row = 0, rows = 0;
    const struct mark *first = NULL;
    for (size_t i = 0; i < s->p->count; i++) {
        const struct mark *m = &s->p->mark[i];
        if (m->lane != LANE_ALARM || !in_sheet(s, m))
            continue;
        if (row < ALARM_ROWS_MAX) {
            svg_group(s->h, 1);
            draw_alarm(s, m, s->base + 10.0 + (double)row++ * ALARM_ROW);
            svg_group_end(s->h);
            continue;
        }
        if (first && x_at(s, first->from.us) - x_at(s, m->from.us) >= MERGE_PX) {
            draw_older_alarms(s, first, rows);
            first = NULL;
        }
        if (!first) {
            first = m;
            rows = 0;
        }
        rows++;
    }
    if (first)
        draw_older_alarms(s, first, rows);
}

static void draw_school(struct sheet *s, const struct mark *m)
{
    double x = x_at(s, m->from.us), w = x_at(s, end_of(s, m)) - x;
    bool none = m->shape == SHAPE_NO_SCHOOL;
    svg_rect(s->h, x, s->base + 2, w, 20, none ? "o-dash" : "bar-near");
    struct str label = m->label;
    if (none)
        label = str_print(s->v->arena, "no school, %.*s",
                          STR_ARG(words_length(s->v->arena, end_of(s, m) - m->from.us)));
    if (fits(label, w))
        svg_text(s->h, x + 5, s->base + 16, label, none ? "late" : "s", START);
}

static void draw_check(struct sheet *s, const struct mark *m)
{
    svg_rect(s->h, x_at(s, m->from.us), s->base + 6, 4, 14, "f-ink");
}

static int lane_height(const struct sheet *s, enum lane lane)
{
    int height = s->desk ? looks[lane].desk : looks[lane].phone;
    if (lane == LANE_ALARM) {
        size_t rows = alarms_in(s);
        rows = rows > ALARM_ROWS_MAX ? ALARM_ROWS_MAX + 1 : rows < 1 ? 1 : rows;
        height = (int)rows * ALARM_ROW + 8;
        if (s->desk && height < 40)
            height = 40;
    }
    return s->desk ? height : height + 34;
}

static void draw_lane(struct sheet *s, enum lane lane)
{
    const struct lane_look *look = &looks[lane];
    svg_line(s->h, 0, s->y, s->desk ? 1180 : 300, s->y, "ax2");
    struct str name = lane != LANE_LIVED ? str_from(look->name)
                      : letters(s->p->first) > 12
                          ? S("Where the child lived")
                          : str_print(s->v->arena, "Where %.*s lived", STR_ARG(s->p->first));
    svg_text(s->h, 0, s->y + 16, name, "b", START);
    svg_text(s->h, 0, s->y + 30, str_from(look->key), s->desk ? "q xs" : "q s", START);
    s->base = s->desk ? s->y + 6 : s->y + 36;
    size_t any = 0;
    for (size_t i = 0; i < s->p->count; i++)
        any += s->p->mark[i].lane == lane && in_sheet(s, &s->p->mark[i]);
    if (any == 0) {
        svg_text(s->h, s->left + (s->desk ? 5 : 0), s->base + 14, str_from(look->none), "q s",
                 START);
        return;
    }
    switch (lane) {
    case LANE_LIVED: lane_bars(s, lane, draw_bar); break;
    case LANE_WORKER: lane_bars(s, lane, draw_worker); break;
    case LANE_MISSING: lane_missing(s); break;
    case LANE_INTERVIEW: lane_interviews(s); break;
    case LANE_VISIT: lane_moments(s, lane, draw_visit, true); break;
    case LANE_REVIEW: lane_moments(s, lane, draw_review, true); break;
    case LANE_ALARM: lane_alarms(s); break;
    case LANE_SCHOOL: lane_bars(s, lane, draw_school); break;
    case LANE_HEALTH: lane_moments(s, lane, draw_check, false); break;
    case LANES: break;
    }
}

static void draw_months(struct sheet *s, int bottom)
{
    static const char *const short_names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct civil c = civil_of(date_in_uk((struct instant){ s->from }));
    c.day = 1;
    struct date d = date_of(c);
    double month_px = x_at(s, uk_midnight(date_add_months(d, 1)).us) - s->left;
    int every = month_px > 26 ? 1 : month_px > 9 ? 3 : 12;
    bool first = true;
    for (; uk_midnight(d).us < s->to; d = date_add_months(d, 1)) {
        c = civil_of(d);
        double x = x_at(s, uk_midnight(d).us);
        svg_line(s->h, x, 40, x, bottom, c.month == 1 ? "ax" : "ax2");
        bool room = x + 28 < s->right + 14;
        if ((c.month - 1) % every == 0 && room)
            svg_text(s->h, x + 3, 36, str_from(short_names[c.month - 1]), "q s", START);
        if ((c.month == 1 || first) && room)
            svg_text(s->h, x + 3, 20, str_print(s->v->arena, "%d", c.year), "b s", START);
        first = false;
    }
}

void page_swimlane(struct html *h, const struct view *v, const struct picture *p, bool desk)
{
    struct sheet s = { .h = h,
                       .v = v,
                       .p = p,
                       .desk = desk,
                       .left = desk ? 176 : 0,
                       .right = desk ? 1166 : 294,
                       .from = desk ? p->desk_from.us : p->phone_from.us };
    s.to = p->until.us + ROOM_AFTER_DAYS * 24 * HOUR_US;
    int bottom = 44;
    for (int lane = 0; lane < LANES; lane++)
        bottom += lane_height(&s, (enum lane)lane);
    const char *id = desk ? "desk" : "phone";
    OUT(&s, "<svg class=\"sl-halo\" viewBox=\"0 0 ");
    html_int(h, desk ? 1180 : 300);
    OUT(&s, " ");
    html_int(h, bottom + 18);
    OUT(&s, "\" role=\"img\" aria-labelledby=\"pic-");
    html_attrz(h, id);
    OUT(&s, "-t\" aria-describedby=\"pic-");
    html_attrz(h, id);
    OUT(&s, "-d\"><title id=\"pic-");
    html_attrz(h, id);
    OUT(&s, "-t\">");
    html_text(h, p->title);
    OUT(&s, "</title><desc id=\"pic-");
    html_attrz(h, id);
    OUT(&s, "-d\">Nine lanes over one time scale: where the child lived, social worker, missing"
            " episodes, return interviews, visits, reviews, alarms, school and health. The table"
            " below gives every mark with its date.</desc>\n");
    draw_months(&s, bottom);
    s.y = 44;
    for (int lane = 0; lane < LANES; lane++) {
        draw_lane(&s, (enum lane)lane);
        s.y += lane_height(&s, (enum lane)lane);
    }
    double now = x_at(&s, p->until.us);
    svg_line(h, now, 44, now, bottom, "ink");
    label_at(&s, now, bottom + 13, p->past ? S("as known then") : S("now"), "b");
    OUT(&s, "</svg>");
}
