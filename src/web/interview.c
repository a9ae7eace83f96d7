/* The return interview of one episode as a task list, each task with its state and its clock. */
#include "web/interview.h"

#include <string.h>

#include "web/answers.h"
#include "web/pages.gen.h"

enum {
    UNCOVERED_MAX = 20
};

bool interview_open(struct task *t, struct request *in, const struct child_file *f,
                    struct missing_episode *ret)
{
    (void)t;
    const struct child_state *c = &f->evaluation->child;
    for (uint32_t i = 0; i < c->episodes && i < CHILD_EPISODES_MAX; i++)
        if (c->episode[i].id == in->number[1]) {
            *ret = c->episode[i];
            return true;
        }
    return false;
}

static bool is_of(const struct event *e, uint64_t episode)
{
    return (uint64_t)event_number(e, "episode") == episode;
}

static bool to_police(const struct event *e)
{
    struct str rest = event_text(e, "to"), one;
    while (rest.len > 0) {
        if (!str_cut(rest, ' ', &one, &rest)) {
            one = rest;
            rest = S("");
        }
        if (str_is(one, "police"))
            return true;
    }
    return false;
}

/* Which task an entry belongs to; INTERVIEW_TASKS: none. */
static unsigned task_of(const struct event *e, uint64_t episode, int64_t held)
{
    switch ((int)e->kind) {
    case EV_RETURN_INTERVIEW_OFFERED: return is_of(e, episode) ? TASK_OFFER : INTERVIEW_TASKS;
    case EV_RETURN_INTERVIEW_ACCEPTED:
    case EV_RETURN_INTERVIEW_DECLINED: return is_of(e, episode) ? TASK_ARRANGE : INTERVIEW_TASKS;
    case EV_RETURN_INTERVIEW_HELD: return is_of(e, episode) ? TASK_HOLD : INTERVIEW_TASKS;
    case EV_RETURN_INTERVIEW_PASSED:
        return !is_of(e, episode) ? INTERVIEW_TASKS : to_police(e) ? TASK_POLICE : TASK_INFORM;
    case EV_SAFETY_PLAN_CHANGED:
        return held != 0 && e->happened.us >= held ? TASK_ACT : INTERVIEW_TASKS;
    default: return INTERVIEW_TASKS;
    }
}

static void sort_entries(struct task *t, struct request *in, const struct child_file *f,
                         int64_t held, struct interview_page *p)
{
    for (unsigned i = 0; i < INTERVIEW_TASKS; i++)
        p->task[i].done = NEWS(t->arena, struct interview_entry, f->entries + 1);
    for (size_t i = f->entries; i-- > 0;) {
        const struct child_entry *e = &f->entry[i];
        unsigned at = e->corrected ? INTERVIEW_TASKS : task_of(&e->event, p->episode, held);
        if (at < INTERVIEW_TASKS)
            p->task[at].done[p->task[at].done_count++] =
                (struct interview_entry){ e, author_name(t, in, &e->event) };
    }
}

static void find_clocks(struct task *t, struct request *in, const struct view *v,
                        const struct child_file *f, const struct missing_episode *e,
                        struct interview_page *p)
{
    static const struct {
        unsigned task;
        const char *rule;
        bool about;
    } owed[] = { { TASK_OFFER, "return-interview-offered", true },
                 { TASK_HOLD, "return-interview-held", true },
                 { TASK_ACT, "return-interview-acted-on", false } };
    for (size_t i = 0; i < COUNT(owed); i++) {
        struct interview_task *task = &p->task[owed[i].task];
        struct wanted_duties w = { .names = owed[i].rule, .from = INT64_MIN };
        if (owed[i].about)
            w.about = e->id;
        else if (e->interviewed_n != 0)
            w.from = e->interviewed;
        else
            continue;
        task->clock = duties_of_file(t, in, v, f, &w, &task->clocks);
    }
}

static bool is_late(const struct interview_task *x)
{
    for (size_t i = 0; i < x->clocks; i++)
        if (x->clock[i].row->state == DUTY_OVERDUE)
            return true;
    return false;
}

/* What an offer was answered with last, since the last offer. */
static const struct event *last_answer(const struct interview_page *p)
{
    const struct interview_task *a = &p->task[TASK_ARRANGE], *o = &p->task[TASK_OFFER];
    if (a->done_count == 0)
        return NULL;
    const struct event *answer = &a->done[0].e->event;
    bool offered_again = o->done_count > 0 && o->done[0].e->event.happened.us > answer->happened.us;
    return offered_again ? NULL : answer;
}

static const char *words_for_offer(const struct interview_page *p)
{
    switch (p->task[TASK_OFFER].done_count) {
    case 0: return "Record the offer";
    case 1: return "Record a second offer";
    case 2: return "Record a third offer";
    default: return "Record another offer";
    }
}

static void settle(struct interview_page *p)
{
    const struct event *answer = last_answer(p);
    bool back = p->until.us != INT64_MAX;
    p->declined = answer && answer->kind == EV_RETURN_INTERVIEW_DECLINED;
    if (p->declined)
        p->next_offer.days = (int32_t)event_number(answer, "next-offer");
    for (unsigned i = 0; i < INTERVIEW_TASKS; i++) {
        struct interview_task *x = &p->task[i];
        x->state = x->done_count > 0 ? TASK_DONE : is_late(x) ? TASK_LATE : TASK_NOT_STARTED;
    }
    struct interview_task *offer = &p->task[TASK_OFFER], *arrange = &p->task[TASK_ARRANGE];
    offer->button = words_for_offer(p);
    if (p->held && offer->done_count == 0) {
        offer->state = TASK_NOT_NEEDED;
        offer->why_not_needed = "it has been held";
    }
    if (p->held && arrange->done_count == 0) {
        arrange->state = TASK_NOT_NEEDED;
        arrange->why_not_needed = "it has been held";
    }
    if (p->declined && !p->held)
        arrange->note = "A child may decline, and may change its mind: offer again.";
    static const unsigned later[] = { TASK_POLICE, TASK_INFORM, TASK_ACT };
    for (size_t i = 0; i < COUNT(later); i++)
        if (!p->held && p->task[later[i]].done_count == 0) {
            p->task[later[i]].state = TASK_NOT_NEEDED;
            p->task[later[i]].why_not_needed = "until the interview has been held";
        }
    if (!back)
        for (unsigned i = 0; i < INTERVIEW_TASKS; i++)
            if (p->task[i].state == TASK_NOT_STARTED) {
                p->task[i].state = TASK_NOT_NEEDED;
                p->task[i].why_not_needed = "until the child is back";
            }
}

/* Earlier returns that nobody has asked about yet: one interview may cover them. */
static void find_uncovered(struct task *t, const struct child_file *f,
                           const struct missing_episode *e, struct interview_page *p)
{
    const struct child_state *c = &f->evaluation->child;
    p->uncovered = NEWS(t->arena, struct missing_episode, UNCOVERED_MAX);
    for (uint32_t i = c->episodes; i-- > 0 && p->uncovered_count < UNCOVERED_MAX;) {
        const struct missing_episode *x = &c->episode[i];
        if (x->id == e->id || x->from >= e->from || x->until == INT64_MAX ||
            x->interviewed_n != 0 || x->declined_n != 0)
            continue;
        p->uncovered[p->uncovered_count++] = *x;
    }
}

static const struct interview_task tasks[INTERVIEW_TASKS] = {
    [TASK_OFFER] = { .title = "Offer the interview", .word = "offer" },
    [TASK_ARRANGE] = { .title = "Arrange it, or record that it was declined",
                       .word = "accept",
                       .button = "It was accepted: record what is arranged",
                       .second = "decline",
                       .second_button = "It was declined" },
    [TASK_HOLD] = { .title = "Hold the interview",
                    .word = "hold",
                    .button = "Record the interview" },
    [TASK_POLICE] = { .title = "Pass to police what they need",
                      .word = "police",
                      .button = "Record what was passed on, and what was not" },
    [TASK_INFORM] = { .title = "Tell the others who must know",
                      .word = "inform",
                      .button = "Record who was told" },
    [TASK_ACT] = { .title = "Act on it: change the plan",
                   .word = "act",
                   .button = "Record the change" },
};

status handle_interview(struct task *t, struct request *in, struct response *out)
{
    struct child_file f;
    struct relation relation;
    struct missing_episode e;
    TRY(child_open(t, in, out, child_number(in), NEVER, "return interview", &f, &relation));
    if (!interview_open(t, in, &f, &e))
        return fail(t, E_MISSING, "this child\xe2\x80\x99s file has no such episode");
    struct view v = view_of(t, in, "Return interview", NAV_CHILDREN);
    v.recorded = true;
    struct interview_page *p = NEW(t->arena, struct interview_page);
    *p = (struct interview_page){ .child = f.child,
                                  .last_n = f.stream.length,
                                  .episode = e.id,
                                  .name = f.name,
                                  .first = first_name(f.name),
                                  .from = { e.from },
                                  .until = { e.until },
                                  .by = NEVER,
                                  .held = e.interviewed_n != 0 };
    memcpy(p->task, tasks, sizeof tasks);
    p->kept = kept_line_of(t, in, &v, &f);
    sort_entries(t, in, &f, e.interviewed_n ? e.interviewed : 0, p);
    find_clocks(t, in, &v, &f, &e, p);
    settle(p);
    find_uncovered(t, &f, &e, p);
    struct html h = page_open(t);
    page_interview(&h, &v, p);
    return page_send(t, &h, 200, out);
}

/* The newest episode that has ended, else the newest: where the buttons of duties lead. */
uint64_t interview_episode(const struct child_file *f)
{
    const struct child_state *c = &f->evaluation->child;
    const struct missing_episode *best = NULL;
    for (uint32_t i = 0; i < c->episodes && i < CHILD_EPISODES_MAX; i++) {
        const struct missing_episode *e = &c->episode[i];
        bool better =
            !best || (e->until != INT64_MAX) > (best->until != INT64_MAX) ||
            ((e->until != INT64_MAX) == (best->until != INT64_MAX) && e->from > best->from);
        if (better)
            best = e;
    }
    return best ? best->id : 0;
}
