/* Homes by size: a year of missing episodes against limits, as a picture and a table; no ranking.
 */
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/svg.h"
#include "work/watch.h"

#define OUT(h, text) html_literal(h, text, sizeof(text) - 1)

enum {
    LEFT = 12,
    RIGHT = 408,
    TOP = 26,
    FOOT = 258,
    CURVE_STEPS = 60
};

/* Across: child-months. Up: children who went missing, in a hundred child-months. */
struct scale {
    double months, most;
};
static double x_of(const struct scale *s, double days)
{
    return LEFT + (RIGHT - LEFT) * days / CHILD_MONTH_DAYS / s->months;
}
static double y_of(const struct scale *s, double count, double days)
{
    double share = count / (days / CHILD_MONTH_DAYS);
    share = share > s->most ? s->most : share;
    return FOOT - (FOOT - TOP) * share / s->most;
}

static struct scale scale_of(const struct shares_page *p)
{
    struct scale s = { 1, 2.5 * p->funnel.missing };
    for (size_t i = 0; i < p->funnel.homes; i++) {
        const struct funnel_home *h = &p->funnel.home[i];
        double months = (double)h->days / CHILD_MONTH_DAYS, share = h->missing / months;
        s.months = months > s.months ? months : s.months;
        s.most = share > s.most && months > 6 ? share : s.most;
    }
    s.months *= 1.04;
    s.most = s.most > 0 ? s.most * 1.06 : 1;
    return s;
}

static void curve(struct html *h, const struct shares_page *p, const struct scale *s, double share,
                  const char *class)
{
    double last_x = 0, last_y = 0;
    for (int i = 1; i <= CURVE_STEPS; i++) {
        double months = s->months * i / CURVE_STEPS, days = months * CHILD_MONTH_DAYS;
        double count = poisson_quantile(months * p->funnel.missing, share);
        double x = x_of(s, days), y = y_of(s, count > 0 ? count : 0, days);
        if (i > 1)
            svg_line(h, last_x, last_y, x, y, class);
        last_x = x;
        last_y = y;
    }
}

void page_shares_picture(struct html *h, const struct view *v, const struct shares_page *p)
{
    struct scale s = scale_of(p);
    OUT(h,
        "<svg class=\"sl-halo\" viewBox=\"0 0 420 284\" role=\"img\" aria-labelledby=\"shares-t\""
        " aria-describedby=\"shares-d\"><title id=\"shares-t\">");
    html_text(h, p->caption);
    OUT(h,
        "</title><desc id=\"shares-d\">One point a home: to the right the more children lived there"
        " and the longer, upwards the more of them went missing. The line is all homes together;"
        " between the curves lies what chance gives. The table below has the numbers.</desc>\n");
    svg_line(h, LEFT, FOOT, RIGHT, FOOT, "ax");
    svg_line(h, LEFT, TOP, LEFT, FOOT, "ax");
    curve(h, p, &s, 0.025, "ax");
    curve(h, p, &s, 0.975, "ax");
    curve(h, p, &s, 0.001, "ink");
    curve(h, p, &s, 0.999, "ink");
    double level = y_of(&s, p->funnel.missing, CHILD_MONTH_DAYS);
    svg_line(h, LEFT, level, RIGHT, level, "ink2");
    svg_text(h, RIGHT, level + 13, S("all homes together"), "s", END);
    for (size_t i = 0; i < p->funnel.homes; i++) {
        const struct funnel_home *one = &p->funnel.home[i];
        double x = x_of(&s, (double)one->days), y = y_of(&s, one->missing, (double)one->days);
        svg_group(h, 1);
        svg_circle(h, x, y, 5, one->beyond > 0 ? "f-late" : "f-blue");
        if (one->beyond > 0)
            svg_text(h, x < RIGHT - 160 ? x + 8 : x - 8, y + 4, p->name[i], "late",
                     x < RIGHT - 160 ? START : END);
        svg_group_end(h);
    }
    svg_text(h, RIGHT, FOOT + 18, S("child-months in the home"), "s", END);
    svg_text(h, LEFT, TOP - 10, S("children missing, for a child-month"), "s", START);
    (void)v;
    OUT(h, "</svg>");
}

const char *share_words(const struct funnel_home *h)
{
    switch (h->beyond) {
    case -2: return "far fewer than chance gives";
    case -1: return "fewer than chance gives";
    case 1: return "more than chance gives";
    case 2: return "far more than chance gives";
    default: return "within what chance gives";
    }
}

struct str expected_words(const struct view *v, double expected)
{
    return str_print(v->arena, "%.1f", expected);
}

status handle_shares(struct task *t, struct request *in, struct response *out)
{
    struct shares_page p = { 0 };
    struct view v = view_of(t, in, "Homes by size", NAV_ALARMS);
    v.recorded = true;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    TRY(look_funnel(t, in->reader, in->now, &p.funnel));
    p.name = NEWS(t->arena, struct str, p.funnel.homes + 1);
    for (size_t i = 0; i < p.funnel.homes; i++) {
        TRY(look_name(t, in->reader, p.funnel.home[i].home, &p.name[i]));
        p.outside += p.funnel.home[i].beyond > 0;
    }
    p.caption = p.outside == 0
                    ? S("No home lies above the limits for its size")
                    : str_print(t->arena, "%.*s above the limits for %s size",
                                STR_ARG(many(t->arena, p.outside, "home lies", "homes lie")),
                                p.outside == 1 ? "its" : "their");
    note_searched(in, out, "shares");
    struct html h = page_open(t);
    page_shares_page(&h, &v, &p);
    return page_send(t, &h, 200, out);
}
