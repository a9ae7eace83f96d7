/* The verb `watch`: looks for what lies in no one stream, and says so where it concerns. */
#include "work/watch.h"

#include "main/command.h"

static const char *beyond_words(int beyond)
{
    switch (beyond) {
    case -2: return "below the limits of 998 in 1000";
    case -1: return "below the limits of 95 in 100";
    case 1: return "above the limits of 95 in 100";
    case 2: return "above the limits of 998 in 1000";
    default: return "within the limits";
    }
}

static void put_limits(struct json_writer *w, const char *name, struct limits l)
{
    json_open_list(w, name);
    json_put_int(w, NULL, l.low);
    json_put_int(w, NULL, l.high);
    json_close_list(w);
}

static void put_home(struct task *t, struct json_writer *w, const struct funnel_home *h)
{
    json_open_object(w, NULL);
    json_put_int(w, "home", h->home);
    json_put_int(w, "children", h->children);
    json_put_int(w, "child_days", h->days);
    json_put_int(w, "episodes", h->episodes);
    json_put_text(w, "expected", str_print(t->arena, "%.1f", h->expected));
    put_limits(w, "chance_95", h->chance_95);
    put_limits(w, "chance_998", h->chance_998);
    put_limits(w, "clustered_95", h->clustered_95);
    put_limits(w, "clustered_998", h->clustered_998);
    json_put_int(w, "children_missing", h->missing);
    json_put_text(w, "children_expected", str_print(t->arena, "%.1f", h->expected_missing));
    put_limits(w, "children_95", h->missing_95);
    put_limits(w, "children_998", h->missing_998);
    json_put_int(w, "beyond", h->beyond);
    json_close_object(w);
}

static void print_json(struct task *t, struct text *out, const struct watch_done *d,
                       const struct funnel *f)
{
    struct json_writer w = json_writer_open(out);
    json_open_object(&w, NULL);
    json_put_int(&w, "pairs_together", d->together);
    json_put_int(&w, "home_shares", d->shares);
    json_put_int(&w, "away_shares", d->away);
    json_put_int(&w, "quiet_homes", d->quiet);
    json_put_int(&w, "entries_made", d->said);
    json_put_bool(&w, "cut", d->cut);
    json_open_list(&w, "homes");
    for (size_t i = 0; i < f->homes; i++)
        put_home(t, &w, &f->home[i]);
    json_close_list(&w);
    json_close_object(&w);
    text_addz(out, "\n");
}

static void print_text(struct text *out, const struct watch_done *d, const struct funnel *f)
{
    text_addf(out,
              "Pairs of children missing together beyond chance: %u\n"
              "Homes whose share of episodes lies above the limits: %u\n"
              "Homes that record an unusual share as away: %u\nHomes gone quiet: %u\n"
              "Entries made: %u (what was said already is not said again)\n",
              d->together, d->shares, d->away, d->quiet, d->said);
    if (d->cut)
        text_addz(out, "There was more than could be compared: what is listed stands, more may be "
                       "there.\n");
    text_addf(out,
              "\nEpisodes in homes over a year, by size: %.2f for a child and month; one child's"
              " episodes come %.1f at a time\n",
              f->rate, f->dispersion);
    for (size_t i = 0; i < f->homes; i++) {
        const struct funnel_home *h = &f->home[i];
        text_addf(
            out,
            "  no. %u: %u episodes of %u children in %lld child-days; expected %.1f, by"
            " chance %u to %u, with clusters %u to %u; %u children missing, %u to %u by chance:"
            " %s\n",
            h->home, h->episodes, h->children, (long long)h->days, h->expected, h->chance_998.low,
            h->chance_998.high, h->clustered_998.low, h->clustered_998.high, h->missing,
            h->missing_998.low, h->missing_998.high, beyond_words(h->beyond));
    }
}

status run_watch(struct task *t, const struct args *a)
{
    struct watch_done done;
    struct funnel f = { 0 };
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    struct reader *r;
    TRY(reader_open(t, o.store, &r));
    status looked = watch_run(t, r, o.writer, task_now(t), &done);
    if (looked == OK)
        looked = look_funnel(t, r, task_now(t), &f);
    reader_close(r);
    TRY(looked);
    struct text *out = out_open(t);
    if (args_flag(a->json))
        print_json(t, out, &done, &f);
    else
        print_text(out, &done, &f);
    return out_done(t, out);
}
