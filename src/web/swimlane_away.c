/* Two lanes of the picture: how often and how long away, and whether anyone talked afterwards. */
#include <math.h>
#include <string.h>

#include "web/sheet.h"

enum {
    CROWD_PX = 22 /* a talk needs this much to be labelled */
};

static double away_height(double hours)
{
    return 10 + 44 * log2(1 + hours / 4) / log2(13);
}

static double away_hours(const struct sheet *s, const struct mark *m)
{
    return (double)(end_of(s, m) - m->from.us) / (double)HOUR_US;
}

/* Bars nearer than the eye can part are one bar of the tallest, with a count by month below. */
static void draw_away(struct sheet *s, const struct mark *m, double hours, size_t rows,
                      double *clear)
{
    double x = x_at(s, m->from.us), height = away_height(hours > 168 ? 168 : hours);
    double foot = s->base + 70;
    bool open = m->until.us == INT64_MAX || m->until.us > s->p->until.us;
    svg_group(s->h, rows);
    const char *class = open ? (m->shape == SHAPE_AWAY_KNOWN ? "o-dash" : "o-late")
                        : m->shape == SHAPE_AWAY_KNOWN ? "o-dash"
                        : hours > 24                   ? "f-late"
                                                       : "f-ink";
    svg_rect(s->h, x, foot - height, 5, height, class);
    if (open)
        label_if_clear(s, x + 18, foot - height - 4, S("open"), "late", clear);
    else if (hours > 24 && rows == 1)
        label_if_clear(s, x + 2, foot - height - 4, m->label, "late", clear);
    svg_group_end(s->h);
}

static void count_months(struct sheet *s)
{
    struct date d = date_in_uk((struct instant){ s->from });
    struct civil c = civil_of(d);
    c.day = 1;
    for (d = date_of(c); uk_midnight(d).us < s->p->until.us; d = date_add_months(d, 1)) {
        int64_t from = uk_midnight(d).us, to = uk_midnight(date_add_months(d, 1)).us;
        size_t n = 0;
        for (size_t i = 0; i < s->p->count; i++) {
            const struct mark *m = &s->p->mark[i];
            n += m->lane == LANE_MISSING && m->from.us >= from && m->from.us < to;
        }
        double x = (x_at(s, from) + x_at(s, to)) / 2;
        if (n > 0)
            svg_text(s->h, x, s->base + 83, str_print(s->v->arena, "%zu", n), "s q", MIDDLE);
    }
}

void lane_missing(struct sheet *s)
{
    double foot = s->base + 70;
    for (int hours = 6; hours <= 24; hours += 18) {
        double y = foot - away_height(hours);
        svg_line(s->h, s->left, y, s->right, y, "l-dot");
        svg_text(s->h, s->desk ? s->left - 6 : 2, s->desk ? y + 4 : y - 2,
                 hours == 6 ? S("6 h") : S("24 h"), "q s", s->desk ? END : START);
    }
    svg_line(s->h, s->left, foot, s->right, foot, "ax");
    size_t rows = 0, merged = 0;
    double tallest = 0, clear = s->right + 100;
    const struct mark *first = NULL;
    for (size_t i = 0; i < s->p->count; i++) {
        const struct mark *m = &s->p->mark[i];
        if (m->lane != LANE_MISSING || !in_sheet(s, m))
            continue;
        if (first && x_at(s, first->from.us) - x_at(s, m->from.us) >= MERGE_PX) {
            draw_away(s, first, tallest, rows, &clear);
            first = NULL;
        }
        if (!first) {
            first = m;
            rows = 0;
            tallest = 0;
        }
        if (away_hours(s, m) > tallest)
            tallest = away_hours(s, m);
        merged += ++rows > 1;
    }
    if (first)
        draw_away(s, first, tallest, rows, &clear);
    if (merged > 0)
        count_months(s);
}

/* Where few came back there is room for how late each talk was. Where many did, each outcome has a
 * line of its own, in the order of the key, and the table has the days. */
static bool is_crowded(const struct sheet *s)
{
    size_t marks = 0;
    for (size_t i = 0; i < s->p->count; i++)
        marks += s->p->mark[i].lane == LANE_INTERVIEW && in_sheet(s, &s->p->mark[i]);
    return (s->right - s->left) / CROWD_PX < (double)marks;
}

static void draw_interview(struct sheet *s, const struct mark *m, double y, double half)
{
    double x = x_at(s, m->from.us), size = 2 * half;
    switch ((int)m->shape) {
    case SHAPE_IN_TIME: svg_rect(s->h, x - half, y - half, size, size, "f-ink"); break;
    case SHAPE_LATE: svg_rect(s->h, x - half, y - half, size, size, "o-late"); break;
    case SHAPE_DECLINED: svg_circle(s->h, x, y, half, "o-ink"); break;
    case SHAPE_NO_OFFER:
        svg_line(s->h, x - half, y - half, x + half, y + half, "l-late");
        svg_line(s->h, x - half, y + half, x + half, y - half, "l-late");
        break;
    default: svg_rect(s->h, x - half, y - half, size, size, "o-dash"); break;
    }
}

static void draw_talk_late(struct sheet *s, const struct mark *m, double y, double *clear)
{
    double x = x_at(s, m->from.us), end = x_at(s, end_of(s, m));
    svg_line(s->h, x, y, end, y, "l-late");
    svg_rect(s->h, end - 1.5, y - 6, 3, 12, "f-late");
    label_if_clear(s, (x + end) / 2, y - 9, m->label, "late s", clear);
}

static double line_of(const struct sheet *s, const struct mark *m)
{
    static const double down[] = {
        [SHAPE_IN_TIME] = 0,   [SHAPE_LATE] = 10,    [SHAPE_DECLINED] = 20,
        [SHAPE_NO_OFFER] = 30, [SHAPE_WAITING] = 30,
    };
    return s->base + 4 + down[m->shape] * (s->desk ? 1 : 0.8);
}

void lane_interviews(struct sheet *s)
{
    bool crowded = is_crowded(s);
    double clear = s->right + 100;
    for (size_t i = 0; i < s->p->count; i++) {
        const struct mark *m = &s->p->mark[i];
        if (m->lane != LANE_INTERVIEW || !in_sheet(s, m))
            continue;
        size_t last = i, rows = crowded ? 1 : rows_together(s, i, &last);
        double y = crowded ? line_of(s, m) : s->base + 20;
        svg_group(s->h, rows);
        if (!crowded && m->shape == SHAPE_LATE && rows == 1)
            draw_talk_late(s, m, y, &clear);
        draw_interview(s, m, y, crowded ? 3 : 5);
        if (rows > 1)
            label_if_clear(s, x_at(s, m->from.us) + 3, y - 9, str_print(s->v->arena, "%zu", rows),
                           "s b", &clear);
        svg_group_end(s->h);
        i = last;
    }
}
