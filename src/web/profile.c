/* What police need at once about one child: one page, one sheet of paper, and what it still lacks.
 */
#include <string.h>

#include "access/photo.h"
#include "web/pages.gen.h"
#include "web/who.h"

static const struct profile_part parts[PROFILE_PARTS] = {
    { "description",
      "What the child looks like",
      "Height, build, hair, eyes, skin, scars, glasses, how the child walks or speaks",
      { NULL, 0 },
      false },
    { "phone",
      "Telephone",
      "Number, make, network, when it was last answered",
      { NULL, 0 },
      false },
    { "accounts",
      "Accounts",
      "Names used online, games, bank card, travel card",
      { NULL, 0 },
      false },
    { "places",
      "Places",
      "Where the child has been found or likes to be, and how to get there",
      { NULL, 0 },
      false },
    { "people",
      "People",
      "Family, friends, and adults who worry us, with numbers and vehicles",
      { NULL, 0 },
      false },
    { "health", "Health", "Conditions, allergies, disability, pregnancy", { NULL, 0 }, false },
    { "medication",
      "Medicine",
      "What is taken, how much, when the next dose is due, and what happens without it",
      { NULL, 0 },
      false },
    { "risks",
      "Risks",
      "What could happen to the child, from whom; self-harm; substances",
      { NULL, 0 },
      false },
    { "how-to-talk",
      "How to talk with the child",
      "Whom the child trusts, what calms, what frightens, language, interpreter",
      { NULL, 0 },
      false },
};

static void take_part(struct str text, struct profile_part *part)
{
    part->kept = str_is(text, KEPT_FOR_OTHERS);
    part->text = part->kept ? S("") : text;
}

/* Each part is as old as the last entry that spoke of it; the page, as the newest of them. */
static void take_profile(struct task *t, struct request *in, const struct child_file *f,
                         struct profile_page *p)
{
    const struct event *newest = NULL;
    for (size_t i = 0; i < f->entries; i++) {
        const struct event *e = &f->entry[i].event;
        if (e->kind != EV_PROFILE_UPDATED || f->entry[i].corrected)
            continue;
        newest = e;
        for (size_t k = 0; k < PROFILE_PARTS; k++)
            if (event_given(e, p->part[k].name))
                take_part(event_text(e, p->part[k].name), &p->part[k]);
    }
    for (size_t k = 0; k < PROFILE_PARTS; k++)
        p->unwritten += p->part[k].text.len == 0 && !p->part[k].kept;
    p->not_given = !newest && p->relation.kept_back.entries > 0;
    if (!newest)
        return;
    p->updated = newest->happened;
    p->asked_child = event_given(newest, "with-child");
    p->with_child = event_number(newest, "with-child") != 0;
    if (newest->author == 0 || look_name(t, in->reader, newest->author, &p->updated_by) != OK)
        p->updated_by = S("");
}

static void set_text(struct str *to, const struct event *e, const char *field)
{
    struct str s = event_text(e, field);
    if (s.len > 0)
        *to = s;
}

static void take_report(const struct event *e, struct profile_page *p)
{
    if (event_given(e, "last-seen"))
        p->last_seen.us = event_number(e, "last-seen");
    set_text(&p->last_seen_where, e, "last-seen-where");
    set_text(&p->last_seen_with, e, "last-seen-with");
    set_text(&p->wearing, e, "wearing");
    if (e->kind != EV_MISSING_REPORTED)
        return;
    set_text(&p->worry, e, "worry");
    set_text(&p->circumstances, e, "circumstances");
}

static void take_episode_now(const struct child_file *f, struct profile_page *p)
{
    const struct child_state *c = &f->evaluation->child;
    p->since = p->last_seen = NEVER;
    p->missing = c->episode_now != 0;
    for (uint32_t i = 0; i < c->episodes && i < CHILD_EPISODES_MAX; i++)
        if (c->episode[i].id == c->episode_now && p->missing)
            p->since.us = c->episode[i].from;
    for (size_t i = 0; i < f->entries && p->missing; i++) {
        const struct event *e = &f->entry[i].event;
        bool report = e->kind == EV_MISSING_REPORTED || e->kind == EV_ABSENCE_NOTICED;
        if (report && !f->entry[i].corrected &&
            (uint64_t)event_number(e, "episode") == c->episode_now)
            take_report(e, p);
    }
}

static const struct event *event_at(const struct child_file *f, uint32_t n)
{
    for (size_t i = 0; n != 0 && i < f->entries; i++)
        if (f->entry[i].event.n == n)
            return &f->entry[i].event;
    return NULL;
}

static struct past_episode past_of(const struct child_file *f, const struct missing_episode *m)
{
    struct past_episode past = { .from = { m->from },
                                 .until = { m->until },
                                 .class = code_meaning(CODES_CLASSIFICATION, m->class),
                                 .n = m->noticed_n };
    const struct event *found = event_at(f, m->found_n), *back = event_at(f, m->returned_n);
    const struct event *by = found && event_given(found, "by") ? found : back;
    if (by && event_given(by, "by"))
        past.found_by = str_from(code_meaning(CODES_FOUND_BY, (unsigned)event_number(by, "by")));
    if (found) {
        past.where = event_text(found, "where");
        past.with = event_text(found, "with");
    }
    return past;
}

static void take_past(struct task *t, const struct child_file *f, struct profile_page *p)
{
    const struct child_state *c = &f->evaluation->child;
    uint32_t count = c->episodes < CHILD_EPISODES_MAX ? c->episodes : CHILD_EPISODES_MAX;
    p->past = NEWS(t->arena, struct past_episode, PAST_SHOWN);
    for (uint32_t i = count; i-- > 0;) {
        if (c->episode[i].id == c->episode_now)
            continue;
        p->episodes++;
        if (p->pasts < PAST_SHOWN)
            p->past[p->pasts++] = past_of(f, &c->episode[i]);
    }
}

static void take_people(struct task *t, struct request *in, const struct child_file *f,
                        struct profile_page *p)
{
    static const enum role around[] = { ROLE_REGISTERED_MANAGER, ROLE_CARER, ROLE_SOCIAL_WORKER,
                                        ROLE_EMERGENCY_DUTY, ROLE_MISSING_COORDINATOR };
    struct answering a = { .child = f->child, .home = home_of(f), .at = in->now };
    p->person = NEWS(t->arena, struct call, COUNT(around) + 1);
    struct call home = { .role = S("where the child lives"), .name = p->lives };
    home.telephone = home_telephone(t, in->reader, a.home);
    if (a.home != 0)
        p->person[p->people++] = home;
    for (size_t i = 0; i < COUNT(around); i++) {
        struct call c = call_for(t, in, &a, around[i]);
        if (c.name.len > 0 || c.could_not)
            p->person[p->people++] = c;
    }
}

static void take_school(const struct child_file *f, struct profile_page *p)
{
    for (size_t i = 0; i < f->entries; i++)
        if (f->entry[i].event.kind == EV_SCHOOL_CHANGED && !f->entry[i].corrected)
            p->school = event_text(&f->entry[i].event, "school");
}

status profile_open(struct task *t, struct request *in, struct response *out, const char *page,
                    struct profile_page *p)
{
    struct child_file *f = NEW(t->arena, struct child_file);
    *p = (struct profile_page){ .updated = NEVER, .since = NEVER, .last_seen = NEVER };
    memcpy(p->part, parts, sizeof parts);
    TRY(child_open(t, in, out, child_number(in), NEVER, page, f, &p->relation));
    p->file = f;
    p->child = f->child;
    p->last_n = f->stream.length;
    p->name = f->name;
    p->first = first_name(f->name);
    take_profile(t, in, f, p);
    return OK;
}

status handle_profile(struct task *t, struct request *in, struct response *out)
{
    struct profile_page *p = NEW(t->arena, struct profile_page);
    TRY(profile_open(t, in, out, "profile", p));
    struct view v = view_of(t, in, "Profile for the police", NAV_CHILDREN);
    v.recorded = true;
    uint32_t home = home_of(p->file);
    if (home == 0 || look_name(t, in->reader, home, &p->lives) != OK)
        p->lives = S("");
    if (photo_there(t, in->reader, p->child, &p->photo) != OK)
        p->photo = false;
    take_episode_now(p->file, p);
    take_past(t, p->file, p);
    take_people(t, in, p->file, p);
    take_school(p->file, p);
    struct html h = page_open(t);
    page_profile(&h, &v, p);
    return page_send(t, &h, 200, out);
}
