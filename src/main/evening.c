/* The demo's evening, told as the people on duty would tell it, each line when it was said. */
#include "main/simulate.h"

#define MINUTES(n) ((int64_t)(n)*60 * SECOND_US)
#define HOURS(n)   ((int64_t)(n)*HOUR_US)

/* When (before the end), which resident, what, and the fields; `by`: h home, p police, c missing
 * coordinator. A field is "name=value"; numbers and flags are written as numbers. */
struct line {
    int64_t before_us;
    uint8_t resident;
    enum event_kind kind;
    char by;
    const char *fields[10];
};

static const struct line evening[] = {
    { HOURS(110),
      0,
      EV_PROFILE_UPDATED,
      'h',
      { "description=Slim, short brown hair, brace on the upper teeth, walks fast",
        "phone=07700 900114, answers texts before calls", "accounts=plays online until late",
        "places=the leisure centre; the canal by the lock; bus 41 to Eastholt",
        "people=a cousin in Eastholt; a man in a silver car whom nobody knows yet", "health=asthma",
        "medication=blue inhaler, carried; without it, tight chest after running",
        "risks=gone longer each time", "how-to-talk=Alone, and not in the first hour",
        "with-child=1" } },
    { HOURS(109),
      1,
      EV_PROFILE_UPDATED,
      'h',
      { "description=Tall, long black hair, nose stud, black coat", "phone=07700 900127, often off",
        "places=the bus station; a flat above the shops in Marlpit",
        "people=an aunt, who rings back; older adults not known by name", "health=nothing known",
        "medication=none", "risks=gifts that nobody can explain",
        "how-to-talk=Ask about music first; trusts the night staff", "with-child=0" } },
    { HOURS(108),
      2,
      EV_PROFILE_UPDATED,
      'h',
      { "description=Small, red hair, freckles, glasses", "phone=07700 900135",
        "places=a friend\xe2\x80\x99s house near the school",
        "people=the friend\xe2\x80\x99s mother",
        "medication=tablet each night; sleepless without it",
        "how-to-talk=Calm and slow; does not like to be touched", "with-child=1" } },
    { HOURS(101), 4, EV_MISSING_REPORTED, 'h', { "class=M", "last-seen-where=at the bus stop" } },
    { HOURS(92), 4, EV_CHILD_RETURNED, 'h', { "by=self" } },
    { HOURS(52),
      1,
      EV_MISSING_REPORTED,
      'h',
      { "class=M", "last-seen-where=leaving on foot, black coat", "wearing=black coat, white shoes",
        "circumstances=Phone off since supper.", "risks=older adults, unexplained money" } },
    { HOURS(52) - MINUTES(6), 1, EV_POLICE_TOLD, 'h', { "reference=MP/2211" } },
    { HOURS(52) - MINUTES(30),
      1,
      EV_RISK_GRADED,
      'p',
      { "grade=high", "reasons=Found in a car with two adults last month; phone off." } },
    { HOURS(51),
      1,
      EV_MISSING_TOLD,
      'h',
      { "to=placing-authority independent-reviewing-officer" } },
    { HOURS(36),
      1,
      EV_SIGHTING_RECORDED,
      'p',
      { "where=the bus station", "with=alone", "grading=not confirmed" } },
    { HOURS(20), 1, EV_ENQUIRY_MADE, 'c', { "what=Rang an aunt", "result=not seen since Sunday" } },
    { HOURS(14), 3, EV_MISSING_REPORTED, 'h', { "class=M", "last-seen-where=the dining room" } },
    { HOURS(14) - MINUTES(8), 3, EV_POLICE_TOLD, 'h', { "reference=MP/2240" } },
    { HOURS(8),
      2,
      EV_ABSENCE_NOTICED,
      'h',
      { "class=A", "last-seen-where=on the telephone, at a friend's house",
        "why=Says they are staying at a friend's." } },
    { HOURS(5) + MINUTES(26),
      0,
      EV_MISSING_REPORTED,
      'h',
      { "class=M", "last-seen-where=the kitchen", "wearing=navy hoodie, grey joggers",
        "circumstances=Gone at the last check. Phone rings out.",
        "worry=a man waiting in a car last time" } },
    { HOURS(5) + MINUTES(20), 0, EV_POLICE_TOLD, 'h', { "reference=MP/2253" } },
    { HOURS(5) + MINUTES(18), 0, EV_MISSING_TOLD, 'h', { "to=placing-authority" } },
    { HOURS(5), 0, EV_RISK_GRADED, 'p', { "grade=medium", "reasons=Getting longer each time." } },
    { HOURS(3), 3, EV_CHILD_FOUND, 'p', { "by=police", "where=the leisure centre" } },
    { HOURS(2) + MINUTES(30), 3, EV_CHILD_RETURNED, 'h', { "by=self", "hurt=0" } },
};

static void set_field(struct task *t, struct event *e, const char *field)
{
    struct str name, value;
    if (!str_cut(str_from(field), '=', &name, &value))
        return;
    unsigned at;
    const struct field_def *def = event_field_def(e->kind, name, &at);
    MUST(def);
    const char *key = str_nul(t->arena, name);
    if (def->type == FIELD_CODE)
        event_set_code(e, key, str_nul(t->arena, value));
    else if (def->type == FIELD_FLAG)
        event_set_number(e, key, value.at[0] != '0');
    else
        event_set_text(e, key, value);
}

static status say(struct task *t, struct opened *o, const struct line *line,
                  const struct resident *who, const struct world_people *people)
{
    struct event e = event_new(line->kind, who->child, task_now(t));
    for (size_t i = 0; i < COUNT(line->fields) && line->fields[i]; i++)
        set_field(t, &e, line->fields[i]);
    e.channel = code_number(CODES_CHANNEL, S("simulated"));
    e.agency = line->by == 'p' ? people->police : o->store->authority;
    e.author = line->by == 'p' ? people->police_coordinator
               : line->by == 'c'
                   ? people->missing_coordinator
                   : people->first_home_worker + 3 * (who->home - people->first_home) + 1;
    e.role = line->by == 'p'   ? ROLE_POLICE_MISSING_COORDINATOR
             : line->by == 'c' ? ROLE_MISSING_COORDINATOR
                               : ROLE_NIGHT_WORKER;
    TRY(writer_complete(t, o->writer, &e));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    return writer_append(t, o->writer, &a);
}

status evening_play(struct task *t, struct opened *o, const struct world_plan *plan,
                    struct making *m)
{
    struct clock real = t->clock;
    struct instant now;
    struct world_people people = world_people_of(plan);
    t->clock = clock_stopped(&now);
    enum status told = OK;
    for (size_t i = 0; i < COUNT(evening) && told == OK; i++) {
        if (evening[i].resident >= m->residents)
            continue;
        now = (struct instant){ plan->until.us - evening[i].before_us };
        now.us -= now.us % SECOND_US;
        told = say(t, o, &evening[i], &m->resident[evening[i].resident], &people);
    }
    t->clock = real;
    return told;
}
