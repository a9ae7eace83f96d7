/* Proposing a placement: what stands in the way is shown before anything is written. */
#include <string.h>
#include <strings.h>

#include "web/pages.gen.h"
#include "web/placement_page.h"
#include "web/record.h"

static const struct choice types[] = {
    { "K2", "A children\xe2\x80\x99s home", NULL },
    { "U6", "A foster carer", NULL },
    { "U3", "A foster carer who is a relative or friend", NULL },
    { "U4", "A foster carer, for the long term", NULL },
    { "K3", "Supported accommodation", "Not for a child under 16" },
    { "K1", "A secure children\xe2\x80\x99s home", NULL },
    { "S1", "A residential school", NULL },
    { "P1", "Parents, or a person with parental responsibility", NULL },
    { "T4", "Somewhere for 7 days or less", NULL },
};
static const struct choice providers[] = {
    { "PR1", "Our own", NULL },
    { "PR2", "Another authority", NULL },
    { "PR4", "A private provider", NULL },
    { "PR5", "A voluntary organisation", NULL },
    { "PR0", "Parents", NULL },
};
static const struct choice areas[] = {
    { "in", "In our own area", NULL },
    { "adjoining", "In an adjoining authority", NULL },
    { "distant", "Further away", NULL },
};
static const struct choice schools[] = {
    { "stays", "Stays at the same school", NULL },
    { "changes", "Changes school", NULL },
    { "none", "Has no school now", NULL },
};
static const struct choice emergencies[] = {
    { "0", "No", NULL },
    { "1", "Yes: there is no time for approval first",
      "The reason is written down, and the"
      " approval is owed afterwards" },
};
#define CHOICES(name_, legend_, hint_, list)                                                       \
    (struct choices)                                                                               \
    {                                                                                              \
        .name = (name_), .legend = (legend_), .hint = (hint_), .at = (list), .count = COUNT(list)  \
    }

static void set_choices(struct place_page *p)
{
    p->type = CHOICES("type", "What kind of placement?", NULL, types);
    p->provider = CHOICES("provider", "Whose is it?", NULL, providers);
    p->area = CHOICES("area", "Where is it?", "Only if this register cannot tell", areas);
    p->school = CHOICES("school", "What becomes of school?", NULL, schools);
    p->emergency = CHOICES("emergency", "Is it an emergency?", NULL, emergencies);
}

/* --- what is asked --- */

static bool holds(struct str whole, struct str part)
{
    for (size_t i = 0; i + part.len <= whole.len; i++)
        if (strncasecmp(whole.at + i, part.at, part.len) == 0)
            return true;
    return false;
}

/* By its whole name, else by a part that only one has. */
static uint32_t home_named(struct task *t, const struct name_list *homes, struct str typed,
                           struct form *f)
{
    const struct name_row *found = NULL;
    struct text several = text_open(t->arena, 1024);
    size_t fits = 0;
    for (size_t i = 0; i < homes->count; i++) {
        const struct name_row *h = &homes->at[i];
        if (h->name.len == typed.len && strncasecmp(h->name.at, typed.at, typed.len) == 0)
            return h->number;
        if (!holds(h->name, typed))
            continue;
        found = h;
        if (++fits <= 5)
            text_addf(&several, "%s%.*s", fits > 1 ? ", " : "", STR_ARG(h->name));
    }
    if (fits == 1)
        return found->number;
    struct str words =
        fits == 0 ? S("No home of this register has that name: check it, or give its postcode")
                  : str_print(t->arena, "More than one home has that in its name: %.*s%s",
                              STR_ARG(text_done(&several)), fits > 5 ? " \xe2\x80\xa6" : "");
    form_wrong(f, "home-name", str_nul(t->arena, words));
    return 0;
}

static bool is_postcode(struct task *t, struct str s)
{
    return postcode_sector(t->arena, s).len > 0;
}

static uint8_t code_of(struct form *f, enum code_list list, const char *field, const char *words)
{
    uint8_t code = code_number(list, str_trim(form_typed(f, field)));
    if (code == 0 && words)
        form_wrong(f, field, words);
    return code;
}

static struct placement_asked read_asked(struct task *t, const struct name_list *homes,
                                         struct form *f)
{
    struct placement_asked a = { 0 };
    struct str home = str_trim(form_typed(f, "home-name"));
    a.postcode = str_trim(form_typed(f, "postcode"));
    if (home.len == 0 && a.postcode.len == 0)
        form_wrong(f, "home-name", "Say which home, or the postcode of another address");
    else if (home.len > 0)
        a.home = home_named(t, homes, home, f);
    else if (!is_postcode(t, a.postcode))
        form_wrong(f, "postcode", "Enter a whole postcode, like ZZ1 1AA");
    a.type = code_of(f, CODES_PLACEMENT_TYPE, "type", "Say what kind of placement it is");
    a.provider = code_of(f, CODES_PROVIDER, "provider", NULL);
    a.area = code_of(f, CODES_AREA, "area", NULL);
    a.school = code_of(f, CODES_SCHOOL_CHANGE, "school", NULL);
    a.emergency = form_chosen(f, "emergency", "1");
    a.wishes = str_trim(form_typed(f, "wishes"));
    a.siblings = str_trim(form_typed(f, "siblings"));
    return a;
}

/* --- the page --- */

static status show_place(struct task *t, struct request *in, struct response *out,
                         const struct child_file *f, struct form *form, struct place_page *p)
{
    p->child = f->child;
    p->last_n = f->stream.length;
    p->name = f->name;
    p->first = first_name(f->name);
    set_choices(p);
    struct view v = view_of(t, in, "Propose a placement", NAV_CHILDREN);
    v.recorded = true;
    struct html h = page_open(t);
    page_place(&h, &v, form, p);
    unsigned code = form->not_kept ? 409 : form->problems ? 400 : 200;
    return page_send(t, &h, code, out);
}

static status begin(struct task *t, struct request *in, struct response *out, struct child_file *f,
                    struct place_page *p)
{
    struct relation relation;
    TRY(child_open(t, in, out, child_number(in), NEVER, "place", f, &relation));
    if (!(f->evaluation->child.is & CHILD_IS(LOOKED_AFTER)))
        return fail(t, E_INVALID,
                    "this child is not looked after here: record first that care began");
    return look_homes(t, in->reader, &p->homes);
}

status handle_place(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct place_page p = { 0 };
    struct form form = form_of(t, in);
    TRY(begin(t, in, out, &f, &p));
    return show_place(t, in, out, &f, &form, &p);
}

struct checked_rows rows_of_checks(struct arena *a, const struct placement_check *c);
struct checked_rows rows_of_checks(struct arena *a, const struct placement_check *c)
{
    struct checked_rows r = { .at = NEWS(a, struct checked_row, PLACEMENT_CHECKS) };
    for (size_t i = 0; i < PLACEMENT_CHECKS; i++) {
        r.at[r.count++] = (struct checked_row){ .title = c[i].title,
                                                .outcome = (uint8_t)c[i].outcome,
                                                .words = c[i].words,
                                                .source = c[i].source,
                                                .as_of = c[i].as_of };
        r.against += c[i].outcome == CHECKED_AGAINST;
        r.could_not += c[i].outcome == CHECKED_COULD_NOT_LOOK;
        r.clear += c[i].outcome == CHECKED_CLEAR;
    }
    return r;
}

/* Looked at in this minute, for the page and again for what is recorded. */
struct weighed {
    struct placement_look look;
    struct placement_check check[PLACEMENT_CHECKS];
    uint8_t needs;
};

static status weigh(struct task *t, struct request *in, const struct child_file *f,
                    const struct placement_asked *a, struct place_page *p, struct weighed *w)
{
    TRY(placement_look(t, in->reader, f, a, in->site->postcodes, &w->look));
    placement_checks(t->arena, &w->look, w->check);
    w->needs = placement_rank(&w->look, &p->rank_why);
    p->rank = code_meaning(CODES_RANK, w->needs);
    p->checks = rows_of_checks(t->arena, w->check);
    p->at = w->look.name;
    p->looked = true;
    p->ask_area = w->look.area == PLACED_UNKNOWN;
    if (placement_others(t, in->reader, f, &w->look, in->site->postcodes, p->other, &p->others) !=
        OK) {
        p->others = 0;
        p->others_failed = str_nul(t->arena, str_from(t->reason));
    }
    return OK;
}

/* --- recording it --- */

static void set_code(struct event *e, const char *field, enum code_list list, uint8_t code)
{
    if (code != 0)
        event_set_code(e, field, code_text(list, code));
}

static void set_text(struct event *e, const char *field, struct str text)
{
    if (text.len > 0)
        event_set_text(e, field, text);
}

static struct event proposal(const struct request *in, uint32_t child, uint64_t placement,
                             const struct weighed *w)
{
    const struct placement_asked *a = &w->look.asked;
    struct event e = event_new(EV_PLACEMENT_PROPOSED, child, in->now);
    event_set_number(&e, "placement", (int64_t)placement);
    if (a->home != 0)
        event_set_number(&e, "home", a->home);
    set_text(&e, "postcode", a->home ? S("") : a->postcode);
    set_code(&e, "type", CODES_PLACEMENT_TYPE, a->type);
    set_code(&e, "provider", CODES_PROVIDER, a->provider);
    set_code(&e, "area", CODES_AREA, w->look.area);
    set_code(&e, "area-confidence", CODES_CONFIDENCE, w->look.area_confidence);
    set_text(&e, "area-code", w->look.area_code);
    set_text(&e, "area-source", w->look.area_source);
    set_code(&e, "needs", CODES_RANK, w->needs);
    set_code(&e, "school", CODES_SCHOOL_CHANGE, a->school);
    if (a->emergency)
        event_set_number(&e, "emergency", 1);
    if (w->look.distance >= 0)
        event_set_number(&e, "distance", w->look.distance);
    set_text(&e, "wishes", a->wishes);
    set_text(&e, "siblings", a->siblings);
    return e;
}

static struct event check_event(const struct request *in, uint32_t child, uint64_t placement,
                                const struct placement_check *c)
{
    struct event e = event_new(EV_PLACEMENT_CHECKED, child, in->now);
    event_set_number(&e, "placement", (int64_t)placement);
    event_set_text(&e, "check", str_from(c->code));
    event_set_text(&e, "result", c->words);
    set_text(&e, "source", c->source);
    event_set_code(&e, "outcome", code_text(CODES_CHECK_OUTCOME, c->outcome));
    return e;
}

/* 52 bits of the form's key: a second press speaks of the same placement. */
static uint64_t placement_of_key(struct str key)
{
    uint64_t n = rule_about(key);
    return n ? n : 1;
}

static status keep(struct task *t, struct request *in, const struct child_file *f,
                   struct form *form, const struct weighed *w, uint64_t placement)
{
    struct event all[PLACEMENT_CHECKS + 1];
    int64_t seq;
    all[0] = proposal(in, f->child, placement, w);
    event_set_text(&all[0], "why", str_trim(form_typed(form, "why")));
    set_text(&all[0], "alternatives", str_trim(form_typed(form, "alternatives")));
    for (size_t i = 0; i < PLACEMENT_CHECKS; i++)
        all[i + 1] = check_event(in, f->child, placement, &w->check[i]);
    struct said_together s = { .event = all,
                               .count = COUNT(all),
                               .of = { { f->child, seen_n(in) } },
                               .children = 1,
                               .key = form->key };
    return record_together(t, in, &s, &seq);
}

status handle_place_done(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct place_page p = { 0 };
    struct form form = form_of(t, in);
    TRY(begin(t, in, out, &f, &p));
    uint64_t placement = placement_of_key(form.key);
    struct link_part to[] = { { .number = f.child }, { .number = placement } };
    int64_t seq;
    if (recorded_before(t, in, f.child, form.key, &seq))
        return redirect(t, out, ROUTE_approve, to);
    struct placement_asked asked = read_asked(t, &p.homes, &form);
    if (form.problems > 0)
        return show_place(t, in, out, &f, &form, &p);
    struct weighed *w = NEW(t->arena, struct weighed);
    TRY(weigh(t, in, &f, &asked, &p, w));
    if (!form_chosen(&form, "step", "propose"))
        return show_place(t, in, out, &f, &form, &p);
    if (str_trim(form_typed(&form, "why")).len < REASON_MIN)
        form_wrong(&form, "why", "Say why this is the right place, in a sentence");
    if (form.problems > 0)
        return show_place(t, in, out, &f, &form, &p);
    status done = keep(t, in, &f, &form, w, placement);
    if (done == OK) {
        out->note_first = false;
        return redirect(t, out, ROUTE_approve, to);
    }
    form.not_kept = not_kept(t, done);
    return show_place(t, in, out, &f, &form, &p);
}
