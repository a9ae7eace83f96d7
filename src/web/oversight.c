/* What is late and whose, what waits for a decision, what went up to me and why. */
#include <string.h>
#include <strings.h>

#include "web/pages.gen.h"

#include "web/rule_counts.h"
#include "work/dispatch.h"
#include "work/notice.h"

struct oversight_kept { /* counted once a minute, for everyone who asks */
    struct arena *arena;
    struct oversight *of;
};
static const int64_t lasts_us = 60 * SECOND_US;
enum {
    ALARMS_READ = 300 /* of those who see some children only */
};

enum route_name landing_of(uint8_t role)
{
    switch ((enum role)role) {
    case ROLE_TEAM_MANAGER:
    case ROLE_HEAD_OF_SERVICE:
    case ROLE_DIRECTOR: return ROUTE_oversight;
    case ROLE_REVIEWING_OFFICER: return ROUTE_reviews;
    case ROLE_NOMINATED_OFFICER: return ROUTE_placements;
    case ROLE_DATA_TEAM:
    case ROLE_INSPECTOR:
    case ROLE_LEAD_MEMBER: return ROUTE_rules; /* they see no child */
    case ROLE_NONE:
    case ROLE_SOCIAL_WORKER:
    case ROLE_MISSING_COORDINATOR:
    case ROLE_EMERGENCY_DUTY:
    case ROLE_NIGHT_WORKER:
    case ROLE_REGISTERED_MANAGER:
    case ROLE_RESPONSIBLE_INDIVIDUAL:
    case ROLE_CARER:
    case ROLE_POLICE_MISSING_COORDINATOR:
    case ROLE_POLICE_SUPERVISOR:
    case ROLE_DUTY_INSPECTOR:
    case ROLE_DESIGNATED_NURSE:
    case ROLE_DESIGNATED_DOCTOR:
    case ROLE_VIRTUAL_SCHOOL_HEAD:
    case ROLE_DESIGNATED_TEACHER:
    case ROLE_HOST_COORDINATOR:
    case ROLE_RETURN_INTERVIEWER:
    case ROLE_ADVOCATE:
    case ROLE_COMMISSIONER:
    case ROLES: break;
    }
    return ROUTE_board;
}

unsigned ladder_step_of(uint8_t fired)
{
    unsigned step = 0;
    for (unsigned k = 0; k < 8; k++)
        step = fired >> k & 1 ? k + 1 : step;
    return step;
}

/* --- the count of everything late --- */

static bool holds(struct str whole, struct str part)
{
    for (size_t i = 0; i + part.len <= whole.len; i++)
        if (strncasecmp(whole.at + i, part.at, part.len) == 0)
            return true;
    return part.len == 0;
}

static struct late_of_title *title_of(struct arena *a, struct oversight_page *p, struct str title)
{
    for (size_t i = 0; i < p->titles; i++)
        if (str_equal(p->title[i].title, title))
            return &p->title[i];
    if (p->titles == TITLES_MAX)
        return &p->title[TITLES_MAX - 1];
    p->title[p->titles] = (struct late_of_title){ .title = str_copy(a, title) };
    return &p->title[p->titles++];
}

static void take_person(struct arena *a, const struct request *in, const struct late_row *l,
                        struct oversight_page *p)
{
    bool mine = l->person == 0 || l->agency == in->session.actor.agency;
    if (!mine) {
        p->elsewhere += l->late;
        return;
    }
    struct late_of_title *of =
        title_of(a, p, l->title.len ? l->title : str_from(code_meaning(CODES_ROLE, l->role)));
    of->people += l->person != 0;
    of->late += l->late;
    of->alarms += l->alarms;
    if (!holds(l->name, p->who) && !holds(l->title, p->who))
        return;
    p->late_of++;
    if (p->late_count == PEOPLE_SHOWN)
        return;
    struct late_row *to = &p->late[p->late_count++];
    *to = *l;
    to->name = str_copy(a, l->name);
    to->title = str_copy(a, l->title);
}

/* Under the lock: what is kept may be replaced by another thread a moment later. */
static bool copy_kept(struct task *t, const struct request *in, struct oversight_page *p)
{
    const struct oversight_kept *k = in->site->oversight;
    if (!k)
        return false;
    const struct oversight *o = k->of;
    *p = (struct oversight_page){
        .counted = o->counted, .late_all = o->late_all, .alarms_all = o->alarms_all, .who = p->who
    };
    p->late = NEWS(t->arena, struct late_row, PEOPLE_SHOWN);
    p->title = NEWS(t->arena, struct late_of_title, TITLES_MAX);
    for (size_t i = 0; i < o->people; i++)
        take_person(t->arena, in, &o->late[i], p);
    uint8_t role = in->session.actor.role;
    uint32_t shown = role < ROLES ? o->risen[role].shown : 0;
    p->risen_of = role < ROLES ? o->risen[role].count : 0;
    p->risen_count = shown < RISEN_SHOWN ? shown : RISEN_SHOWN;
    p->risen = NEWS(t->arena, struct risen_line, RISEN_SHOWN);
    for (size_t i = 0; i < p->risen_count; i++)
        p->risen[i].row = o->risen[role].at[i];
    return true;
}

static status count_again(struct request *in, struct oversight_kept **ret)
{
    struct arena *a = arena_open(256 << 20);
    struct task t = task_open(a, in->site->clock);
    struct oversight_kept *k = NEW(a, struct oversight_kept);
    *k = (struct oversight_kept){ .arena = a, .of = NEW(a, struct oversight) };
    status counted = oversight_count(&t, in->reader, in->now, k->of);
    if (counted != OK)
        arena_close(a);
    else
        *ret = k;
    return counted;
}

void oversight_end(struct site *site)
{
    if (site->oversight)
        arena_close(site->oversight->arena);
    site->oversight = NULL;
}

static status take_count(struct task *t, struct request *in, struct oversight_page *p)
{
    struct site *site = in->site;
    pthread_mutex_lock(&site->snapshot_lock);
    bool any = copy_kept(t, in, p);
    int64_t age = any ? in->now.us - p->counted.us : 0;
    bool mine = !site->counting_oversight && (!any || age < 0 || age >= lasts_us);
    site->counting_oversight = site->counting_oversight || mine;
    pthread_mutex_unlock(&site->snapshot_lock);
    if (!mine)
        return any ? OK : fail(t, E_BUSY, "it is being counted at this moment: look again");
    struct oversight_kept *newer = NULL;
    status counted = count_again(in, &newer);
    pthread_mutex_lock(&site->snapshot_lock);
    site->counting_oversight = false;
    if (counted == OK) {
        oversight_end(site);
        site->oversight = newer;
        copy_kept(t, in, p);
    }
    pthread_mutex_unlock(&site->snapshot_lock);
    return counted == OK ? OK : fail(t, counted, "the register could not be counted");
}

/* --- what went up, and who did not answer --- */

void fill_chain(struct task *t, struct request *in, struct risen_line *x);
void fill_chain(struct task *t, struct request *in, struct risen_line *x)
{
    struct told *told;
    uint32_t count;
    struct str rule = rulebook_rule(in->site->store->rules, x->row.rule)->name;
    x->chain_failed = notice_told_of(t, in->reader, x->row.subject, rule_about(rule),
                                     x->row.started_n, &told, &count) != OK;
    if (!x->chain_failed)
        x->chain = by_recipient(t->arena, told, count);
    if (x->row.name.len == 0 && look_name(t, in->reader, x->row.subject, &x->row.name) != OK)
        x->row.name = S("a file that could not be read");
}

/* --- alarms that wait --- */

static status waiting_alarms(struct task *t, struct request *in, const struct view *v,
                             struct oversight_page *p)
{
    struct seen_children seen;
    struct duty_list *list = NEW(t->arena, struct duty_list);
    struct duty_filter f = { .alarms = true, .at = in->now };
    TRY(children_seen(t, in, &seen));
    f.limit = seen.all ? ALARMS_WAITING_SHOWN : ALARMS_READ;
    TRY(look_duties(t, in->reader, &f, list));
    p->alarm = NEWS(t->arena, struct owed_row, ALARMS_WAITING_SHOWN);
    for (size_t i = 0; i < list->count; i++) {
        const struct duty_row *d = &list->at[i];
        bool mine = d->owner.person == in->session.actor.person;
        if (d->state != ALARM_RAISED || !(mine || seen.all || may_list(&seen, d->child, false)))
            continue;
        p->alarms_of++;
        if (p->alarms < ALARMS_WAITING_SHOWN)
            p->alarm[p->alarms++] = owed_row(v, d);
    }
    if (seen.all && list->running > p->alarms_of)
        p->alarms_of = list->running;
    return OK;
}

static void counts(struct task *t, struct request *in, struct oversight_page *p)
{
    struct rule_counts c;
    uint16_t rule = rulebook_find(in->site->store->rules, S("look-without-relation-reviewed"));
    p->looks_running = p->looks_late = -1;
    p->may_review = role_may(in->session.actor.role, MAY_REVIEW_ACCESS);
    if (rule != UINT16_MAX && rule_counts_take(t, in, &c) == OK) {
        p->looks_running = c.of[rule].running + c.of[rule].late;
        p->looks_late = c.of[rule].late;
    }
    p->undelivered = -2;
    if (!role_may(in->session.actor.role, MAY_RUN))
        return;
    struct dead_letters *dead = NEW(t->arena, struct dead_letters);
    p->undelivered = dispatch_dead(t, in->reader, in->now, dead) == OK ? (int64_t)dead->count : -1;
}

static const char *why_not(struct task *t)
{
    return str_nul(t->arena, str_from(t->reason));
}

static void leave_seen(const struct seen_children *seen, struct standing_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (may_list(seen, list->at[i].child, false))
            list->at[kept++] = list->at[i];
    list->count = kept;
}

status handle_oversight(struct task *t, struct request *in, struct response *out)
{
    enum {
        PLACEMENTS_SHOWN = 10,
        PLACEMENTS_READ = 500 /* to find one's own among all */
    };
    struct oversight_page p = { .who = str_trim(urlform_text(&in->query, "who")) };
    struct seen_children seen;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    TRY(children_seen(t, in, &seen));
    struct view v = view_of(t, in, "What is late, and whose", NAV_OVERSEE);
    v.recorded = true;
    if (take_count(t, in, &p) != OK)
        p.late_failed = p.risen_failed = why_not(t);
    for (size_t i = 0; i < p.risen_count; i++)
        fill_chain(t, in, &p.risen[i]);
    if (!seen.all) /* only those of their own children: the page of reviews has them */
        p.risen_count = 0;
    if (waiting_alarms(t, in, &v, &p) != OK)
        p.alarms_failed = why_not(t);
    size_t most = seen.all ? PLACEMENTS_SHOWN : PLACEMENTS_READ;
    if (look_standings(t, in->reader, 1U << STANDING_WAITING, most, &p.placements) != OK)
        p.placements_failed = why_not(t);
    else
        leave_seen(&seen, &p.placements);
    counts(t, in, &p);
    note_searched(in, out, "oversight");
    struct html h = page_open(t);
    page_oversight(&h, &v, &p);
    return page_send(t, &h, p.late_failed || p.alarms_failed ? 503 : 200, out);
}
