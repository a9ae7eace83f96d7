/* What else waits on the demo's evening: a proposed placement, a child's own words, a look without
 * a relation. Each is said by the person whose work it is. */
#include "main/simulate.h"
#include "work/placement_check.h"

/* The four who say it, and when, before the end. */
static const int64_t proposed_before = 26 * HOUR_US, told_before = 30 * HOUR_US,
                     looked_before = 7 * HOUR_US;

static struct event of_child(uint32_t child, enum event_kind kind, const struct opened *o,
                             struct instant at)
{
    struct event e = event_new(kind, child, at);
    e.channel = code_number(CODES_CHANNEL, S("simulated"));
    e.agency = o->store->authority;
    return e;
}

static status worker_of(struct task *t, struct reader *r, uint32_t child, struct child_file *f,
                        uint32_t *ret)
{
    TRY(look_child(t, r, child, NEVER, task_now(t), f));
    *ret = f->evaluation->child.holder[ROLE_SOCIAL_WORKER];
    return *ret != 0 ? OK : fail(t, E_MISSING, "the demo's child has no social worker");
}

static void set_code(struct event *e, const char *field, enum code_list list, uint8_t code)
{
    if (code != 0)
        event_set_code(e, field, code_text(list, code));
}

static void proposal_of(const struct placement_look *l, uint64_t placement, uint8_t rank,
                        struct event *e)
{
    event_set_number(e, "placement", (int64_t)placement);
    event_set_number(e, "home", l->asked.home);
    event_set_text(e, "why",
                   S("Nearer to the grandmother and to school; staff there know two of the"
                     " child\xe2\x80\x99s friends."));
    event_set_text(e, "alternatives", S("Two foster carers were asked; neither has a room."));
    event_set_text(e, "wishes", l->asked.wishes);
    event_set_text(e, "siblings", l->asked.siblings);
    set_code(e, "type", CODES_PLACEMENT_TYPE, l->asked.type);
    set_code(e, "provider", CODES_PROVIDER, l->asked.provider);
    set_code(e, "area", CODES_AREA, l->area);
    set_code(e, "area-confidence", CODES_CONFIDENCE, l->area_confidence);
    set_code(e, "needs", CODES_RANK, rank);
}

static void checked(const struct placement_check *c, uint64_t placement, struct event *e)
{
    event_set_number(e, "placement", (int64_t)placement);
    event_set_text(e, "check", str_from(c->code));
    event_set_text(e, "result", c->words);
    if (c->source.len > 0)
        event_set_text(e, "source", c->source);
    event_set_code(e, "outcome", code_text(CODES_CHECK_OUTCOME, c->outcome));
}

static status propose(struct task *t, struct opened *o, struct reader *r, uint32_t child,
                      uint32_t home)
{
    struct child_file f;
    struct placement_look l;
    struct placement_check check[PLACEMENT_CHECKS];
    struct event all[PLACEMENT_CHECKS + 1];
    const char *because;
    uint32_t worker;
    uint64_t placement = 900000 + child;
    TRY(worker_of(t, r, child, &f, &worker));
    struct placement_asked asked = { .home = home,
                                     .type = code_number(CODES_PLACEMENT_TYPE, S("K2")),
                                     .provider = code_number(CODES_PROVIDER, S("PR4")),
                                     .wishes = S("I want to be nearer to Nan."),
                                     .siblings = S("none") };
    TRY(placement_look(t, r, &f, &asked, NULL, &l));
    placement_checks(t->arena, &l, check);
    for (size_t i = 0; i <= PLACEMENT_CHECKS; i++) {
        all[i] =
            of_child(child, i == 0 ? EV_PLACEMENT_PROPOSED : EV_PLACEMENT_CHECKED, o, task_now(t));
        all[i].author = worker;
        all[i].role = ROLE_SOCIAL_WORKER;
    }
    proposal_of(&l, placement, placement_rank(&l, &because), &all[0]);
    for (size_t i = 0; i < PLACEMENT_CHECKS; i++)
        checked(&check[i], placement, &all[i + 1]);
    struct append a = { .events = all, .count = COUNT(all), .expected_n = APPEND_ANY };
    return writer_append(t, o->writer, &a);
}

static status own_words(struct task *t, struct opened *o, struct reader *r, uint32_t child)
{
    struct child_file f;
    struct event e = of_child(child, EV_CHILD_SAID, o, task_now(t));
    TRY(worker_of(t, r, child, &f, &e.author));
    e.role = ROLE_SOCIAL_WORKER;
    event_set_text(&e, "words",
                   S("When they all ask at once I just go. I would talk if it was only one, in the"
                     " car, not in the kitchen."));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    return writer_append(t, o->writer, &a);
}

/* The emergency duty worker answers for every child at night: a worker of another team does not. */
static status broken_glass(struct task *t, struct opened *o, struct reader *r, uint32_t child,
                           const struct world_people *people)
{
    struct child_file f;
    uint32_t worker;
    TRY(worker_of(t, r, child, &f, &worker));
    struct event e = of_child(child, EV_GLASS_BROKEN, o, task_now(t));
    e.author = people->first_social_worker + (worker == people->first_social_worker);
    e.role = ROLE_SOCIAL_WORKER;
    event_set_number(&e, "look", task_now(t).us);
    event_set_number(&e, "person", e.author);
    event_set_text(&e, "reason",
                   S("Somebody rang my desk who says they have seen this child: I must know whom to"
                     " tell."));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY, .own = true };
    return writer_append(t, o->writer, &a);
}

status evening_work(struct task *t, struct opened *o, const struct world_plan *plan,
                    const struct making *m)
{
    struct clock real = t->clock;
    struct world_people people = world_people_of(plan);
    struct instant now = { plan->until.us - told_before };
    struct reader *r;
    if (m->residents < 4)
        return OK;
    TRY(reader_open(t, o->store, &r));
    t->clock = clock_stopped(&now);
    status said = own_words(t, o, r, m->resident[1].child);
    now.us = plan->until.us - proposed_before;
    uint32_t other = people.first_home + (m->resident[3].home == people.first_home);
    if (said == OK && people.homes > 1)
        said = propose(t, o, r, m->resident[3].child, other);
    now.us = plan->until.us - looked_before;
    if (said == OK && people.social_workers > 1)
        said = broken_glass(t, o, r, m->resident[1].child, &people);
    t->clock = real;
    reader_close(r);
    return said;
}
