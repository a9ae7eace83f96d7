/* One person's week: what falls due on each day as bars and as a table, and the calendar feed. */
#include "send/calendar_feed.h"
#include "web/pages.gen.h"
#include "web/pages.h"
#include "web/record.h"
#include "web/sheet.h"

#define OUT(h, text) html_literal(h, text, sizeof(text) - 1)

enum {
    ROW_TALL = 30,
    LABEL = 156,
    WIDE = 360
};

static size_t most_of(const struct week_page *p)
{
    size_t most = 1; /* what is late is counted, not drawn: it would dwarf the days */
    for (size_t i = 1; i < WEEK_BARS; i++)
        most = p->bar[i].count > most ? p->bar[i].count : most;
    return most;
}

void page_week_picture(struct html *h, const struct view *v, const struct week_page *p)
{
    double per = (double)(WIDE - LABEL - 40) / (double)most_of(p);
    OUT(h, "<svg class=\"sl-halo\" viewBox=\"0 0 360 ");
    html_int(h, WEEK_BARS * ROW_TALL + 6);
    OUT(h, "\" role=\"img\" aria-labelledby=\"week-t\" aria-describedby=\"week-d\"><title"
           " id=\"week-t\">");
    html_text(h, p->caption);
    OUT(h, "</title><desc id=\"week-d\">One bar a day, as long as there are duties due on it. The"
           " table below has the numbers.</desc>\n");
    svg_line(h, LABEL, 0, LABEL, WEEK_BARS * ROW_TALL, "ax");
    for (size_t i = 0; i < WEEK_BARS; i++) {
        const struct week_bar *b = &p->bar[i];
        double y = (double)i * ROW_TALL;
        svg_group(h, b->count);
        svg_text(h, 0, y + 19, b->label, b->late ? "late" : "s", START);
        double length = b->late ? 0 : per * (double)b->count;
        if (length > 0)
            svg_rect(h, LABEL, y + 6, length, 18, "f-blue");
        svg_text(h, LABEL + length + 6, y + 19, words_count(v->arena, (int64_t)b->count), "b",
                 START);
        svg_group_end(h);
    }
    OUT(h, "</svg>");
}

/* Late first, then today and the six days after it; what is due later is counted apart. */
static void sort_in(const struct view *v, const struct duty_list *list, struct week_page *p)
{
    struct date today = date_in_uk(v->now);
    for (size_t i = 0; i < list->count; i++) {
        const struct duty_row *d = &list->at[i];
        if (d->state == DUTY_OVERDUE) {
            p->bar[0].count++;
            continue;
        }
        if (d->instance.due == INT64_MAX) {
            p->undated++;
            continue;
        }
        /* Due at midnight is due by the end of the day before. */
        int32_t day = date_in_uk((struct instant){ d->instance.due - 1 }).days - today.days;
        if (day < 0)
            day = 0;
        if (day >= WEEK_BARS - 1)
            p->later++;
        else
            p->bar[day + 1].count++;
    }
}

static void label_bars(const struct view *v, struct week_page *p)
{
    p->bar[0] = (struct week_bar){ .label = S("Late"), .late = true };
    struct date today = date_in_uk(v->now);
    for (int32_t i = 1; i < WEEK_BARS; i++) {
        struct instant noon = uk_instant((struct date){ today.days + i - 1 }, 12, 0, 0);
        p->bar[i].label = i == 1 ? S("Today") : words_day(v, noon);
    }
}

static void say_caption(const struct view *v, struct week_page *p)
{
    size_t best = 1;
    for (size_t i = 2; i < WEEK_BARS; i++)
        if (p->bar[i].count > p->bar[best].count)
            best = i;
    struct str late = many(v->arena, p->bar[0].count, "late", "late");
    if (p->bar[best].count == 0)
        p->caption =
            str_print(v->arena, "%.*s; nothing falls due in the next seven days", STR_ARG(late));
    else
        p->caption = str_print(
            v->arena, "%.*s; most fall due %s%.*s (%zu)", STR_ARG(late), best == 1 ? "" : "on ",
            STR_ARG(best == 1 ? S("today") : p->bar[best].label), p->bar[best].count);
}

static status show_week(struct task *t, struct request *in, struct response *out, struct form *form)
{
    struct week_page *p = NEW(t->arena, struct week_page);
    struct duty_list *list = NEW(t->arena, struct duty_list);
    struct duty_filter f = { .person = in->session.actor.person, .at = in->now };
    struct view v = view_of(t, in, "My week", NAV_DUTIES);
    v.recorded = true;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    TRY(look_duties(t, in->reader, &f, list));
    label_bars(&v, p);
    sort_in(&v, list, p);
    say_caption(&v, p);
    p->cut = list->cut;
    status feed = feed_word(t, in->reader, in->session.actor.person, &p->feed);
    if (feed != OK && feed != E_MISSING)
        return feed;
    p->has_feed = feed == OK;
    note_searched(in, out, "week");
    struct html h = page_open(t);
    page_week_page(&h, &v, form, p);
    return page_send(t, &h, form->not_kept ? 400 : 200, out);
}

status handle_week(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    return show_week(t, in, out, &form);
}

status handle_week_calendar(struct task *t, struct request *in, struct response *out)
{
    struct form form = form_of(t, in);
    struct str word;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    status done = feed_renew(t, in->site->store, in->site->writer, in->reader,
                             in->session.actor.person, &word);
    if (done == OK)
        return redirect(t, out, ROUTE_week, NULL);
    form.not_kept = not_kept(t, done);
    return show_week(t, in, out, &form);
}
