/* What rules may ask: each condition at its edge, over children, homes, agencies and places, and
 * what is refused. */
#include "given_rules.h"

enum {
    FACTS = 64
};

static int64_t number_in(struct str value)
{
    int64_t n = 0;
    for (size_t i = 0; i < value.len; i++)
        n = n * 10 + (value.at[i] - '0');
    return n;
}

static void set_field(struct given *g, struct event *e, struct str pair)
{
    struct str name, value;
    unsigned at;
    assert_true(str_cut(pair, '=', &name, &value));
    const struct field_def *f = event_field_def(e->kind, name, &at);
    if (str_is(name, "recorded")) {
        assert_int_equal(instant_parse(&g->task, value, &e->recorded), OK);
    } else if (str_is(name, "to-the")) {
        e->precision = code_number(CODES_PRECISION, value);
    } else if (str_is(name, "child") && f == NULL) {
        e->also = (uint32_t)number_in(value);
        e->pointer = true;
    } else {
        if (f == NULL)
            print_error("%.*s has no field %.*s\n", 30, event_kind_def(e->kind)->name,
                        STR_ARG(name));
        assert_non_null(f);
        bool digits = f->type == FIELD_FLAG || f->type == FIELD_INT || f->type == FIELD_ABOUT ||
                      f->type == FIELD_SUBJECT;
        if (digits)
            event_set_number(e, f->name, number_in(value));
        else
            event_set_text(e, f->name, value);
    }
}

/* "2026-05-01T20:00Z missing-reported child=7 episode=1 class=M; …" */
static uint32_t read_facts(struct given *g, const char *text, struct fact *f)
{
    struct str all = str_from(text);
    uint32_t count = 0;
    while (all.len > 0) {
        struct str line = all, rest = S(""), word = S(""), more;
        struct instant at;
        str_cut(all, ';', &line, &rest);
        all = str_trim(rest);
        more = str_trim(line);
        assert_true(str_cut(more, ' ', &word, &more));
        assert_int_equal(instant_parse(&g->task, word, &at), OK);
        rest = S("");
        word = more;
        str_cut(more, ' ', &word, &rest);
        enum event_kind kind = event_kind_named(word);
        if (kind == EV_NONE)
            print_error("no kind %.*s\n", STR_ARG(word));
        assert_int_not_equal(kind, EV_NONE);
        struct event e = event_new(kind, 1, at);
        e.recorded = at;
        e.n = count + 1;
        for (more = rest; more.len > 0; more = rest) {
            rest = S("");
            word = more;
            str_cut(more, ' ', &word, &rest);
            set_field(g, &e, word);
        }
        assert_true(count < FACTS);
        f[count++] = fact_of(&e);
    }
    return facts_in_order(f, count);
}

#define HOME               SUBJECT_HOME
#define CHILD              SUBJECT_CHILD
#define AGENCY             SUBJECT_AGENCY
#define PLACE              SUBJECT_PLACE
#define GONE(day, episode) "2026-0" day "T20:00Z missing-reported episode=" episode " class=M; "
#define BACK(day, episode) "2026-0" day "Z child-returned episode=" episode "; "
/* Five episodes of two, three … six hours, each from 20:00. */
#define FIVE                                                                                       \
    GONE("1-01", "1")                                                                              \
    BACK("1-01T22:00", "1")                                                                        \
    GONE("1-03", "2") BACK("1-03T23:00", "2") GONE("1-05", "3") BACK("1-06T00:00", "3")            \
        GONE("1-07", "4") BACK("1-08T01:00", "4") GONE("1-09", "5") BACK("1-10T02:00", "5")

static const struct {
    enum subject_kind kind;
    const char *rule, *events;
    uint32_t causes;  /* times it rang, or would have but for one undecided */
    const char *from; /* of the last; NULL: not asked */
} rows[] = {
    /* residents */
    { HOME, "raised-by placement-started\n when residents >= 2",
      "2026-01-01T09:00Z placement-started child=7 placement=1 type=K2", 0, NULL },
    { HOME, "raised-by placement-started\n when residents >= 2",
      "2026-01-01T09:00Z placement-started child=7 placement=1 type=K2;"
      "2026-01-02T09:00Z placement-started child=8 placement=1 type=K2",
      1, NULL },
    { HOME, "raised-by placement-started\n when residents >= 2", /* one left before */
      "2026-01-01T09:00Z placement-started child=7 placement=1 type=K2;"
      "2026-01-01T10:00Z placement-ended child=7 placement=1;"
      "2026-01-02T09:00Z placement-started child=8 placement=1 type=K2",
      0, NULL },
    { HOME, "raised-by placement-started\n when residents >= 2", /* the same child moves rooms */
      "2026-01-01T09:00Z placement-started child=7 placement=1 type=K2;"
      "2026-01-02T09:00Z placement-started child=7 placement=2 type=K2",
      0, NULL },
    /* children missing now, different ones; what is only away does not count */
    { HOME, "raised-by missing-reported\n when children missing >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-01T21:00Z missing-reported child=7 episode=2 class=M",
      0, NULL },
    { HOME, "raised-by missing-reported\n when children missing >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-01T21:00Z missing-reported child=8 episode=1 class=M",
      1, "2026-01-01T21:00Z" },
    { HOME, "raised-by missing-reported\n when children missing >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-01T20:30Z child-returned child=7 episode=1;"
      "2026-01-01T21:00Z missing-reported child=8 episode=1 class=M",
      0, NULL },
    { HOME, "raised-by missing-reported\n when children missing >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-01T21:00Z missing-reported child=8 episode=1 class=A",
      0, NULL },
    { HOME, "raised-by missing-reported\n when children missing >= 2", /* a closed one is not */
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-01T20:30Z episode-closed child=7 episode=1 reason=error;"
      "2026-01-01T21:00Z missing-reported child=8 episode=1 class=M",
      0, NULL },
    { HOME, "raised-by missing-reported\n when children missing >= 2", /* nor one who moved away */
      "2026-01-01T09:00Z placement-started child=7 placement=1 type=K2;"
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-01T20:30Z placement-ended child=7 placement=1;"
      "2026-01-01T21:00Z missing-reported child=8 episode=1 class=M",
      0, NULL },
    /* counts by different children: each at its last instant */
    { HOME,
      "raised-by missing-reported\n when count of missing-reported by different children in"
      " 30 days >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-05T20:00Z missing-reported child=7 episode=2 class=M",
      0, NULL },
    { HOME,
      "raised-by missing-reported\n when count of missing-reported by different children in"
      " 30 days >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-31T20:00Z missing-reported child=8 episode=1 class=M",
      1, NULL },
    { HOME,
      "raised-by missing-reported\n when count of missing-reported by different children in"
      " 30 days >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-02-01T20:00Z missing-reported child=8 episode=1 class=M",
      0, NULL },
    { HOME,
      "raised-by missing-reported\n when count of missing-reported by different children in"
      " 30 days >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-20T20:00Z missing-reported child=7 episode=2 class=M;"
      "2026-02-10T20:00Z missing-reported child=8 episode=1 class=M",
      1, NULL },
    /* the same number of an episode is another episode of another child */
    { HOME, "raised-by missing-reported\n when count of missing-reported >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-01T21:00Z missing-reported child=8 episode=1 class=M",
      1, NULL },
    { HOME, "raised-by missing-reported\n when count of missing-reported >= 2",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-01T21:00Z missing-reported child=7 episode=1 class=M",
      0, NULL },
    /* what a home is */
    { HOME, "raised-by placement-started\n when home is restricted",
      "2026-01-01T09:00Z home-notice-issued notice=1 kind=x type=restriction;"
      "2026-01-02T09:00Z placement-started child=7 placement=1 type=K2",
      1, NULL },
    { HOME, "raised-by placement-started\n when home is restricted",
      "2026-01-01T09:00Z home-notice-issued notice=1 kind=x type=restriction;"
      "2026-01-01T10:00Z home-notice-met notice=1;"
      "2026-01-02T09:00Z placement-started child=7 placement=1 type=K2",
      0, NULL },
    { HOME, "raised-by placement-started\n when home is restricted",
      "2026-01-01T09:00Z home-notice-issued notice=1 kind=x type=compliance;"
      "2026-01-02T09:00Z placement-started child=7 placement=1 type=K2",
      0, NULL },
    { HOME, "raised-by home-notice-issued\n when home is under-notice and not home is suspended",
      "2026-01-01T09:00Z home-notice-issued notice=1 kind=x type=compliance;"
      "2026-01-01T10:00Z home-notice-issued notice=2 kind=x type=suspension",
      1, NULL },
    { HOME, "raised-by home-visited\n when home is open",
      "2026-01-01T09:00Z home-visited;"
      "2026-01-02T09:00Z home-closed; 2026-01-03T09:00Z home-visited",
      1, NULL },
    { HOME, "raised-by home-visited\n when home is supported-accommodation",
      "2026-01-01T09:00Z home-registered name=x type=supported-accommodation;"
      "2026-01-02T09:00Z home-visited",
      1, NULL },
    { HOME, "raised-by home-visited\n when home is childrens-home", /* by what is placed there */
      "2026-01-01T09:00Z placement-started child=7 placement=1 type=K2;"
      "2026-01-02T09:00Z home-visited",
      1, NULL },
    { HOME, "raised-by absence-noticed\n when not home is known-to-report",
      "2026-01-01T20:00Z absence-noticed child=7 episode=1;"
      "2026-01-01T21:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-02T20:00Z absence-noticed child=8 episode=1",
      1, NULL },
    { HOME, "raised-by home-visited\n when home was without-leader",
      "2026-01-01T09:00Z home-leader-away; 2026-01-02T09:00Z home-visited;"
      "2026-01-03T09:00Z home-leader-back; 2026-01-04T09:00Z home-visited",
      1, NULL },
    { AGENCY, "raised-by protocol-agreed\n when agency is police",
      "2026-01-01T09:00Z agency-registered name=x kind=police; 2026-01-02T09:00Z protocol-agreed",
      1, NULL },
    { AGENCY, "raised-by protocol-agreed\n when agency is authority",
      "2026-01-01T09:00Z agency-registered name=x kind=police; 2026-01-02T09:00Z protocol-agreed",
      0, NULL },
    { PLACE,
      "raised-by child-found\n when place is vehicle and count of child-found by different"
      " children in 28 days >= 2",
      "2026-01-01T09:00Z vehicle-recorded; 2026-01-02T09:00Z child-found child=7 episode=1;"
      "2026-01-03T09:00Z child-found child=9 episode=1",
      1, NULL },
    { PLACE, "raised-by association-recorded\n when place is person",
      "2026-01-01T09:00Z person-of-concern-recorded;"
      "2026-01-03T09:00Z association-recorded child=9",
      1, NULL },
    /* recorded later: hours of what is known to the day run from its end */
    { CHILD, "raised-by missing-reported\n when event recorded later than 24 hours",
      "2026-01-01T20:00Z missing-reported episode=1 class=M recorded=2026-01-02T20:00Z", 0, NULL },
    { CHILD, "raised-by missing-reported\n when event recorded later than 24 hours",
      "2026-01-01T20:00Z missing-reported episode=1 class=M recorded=2026-01-02T20:00:01Z", 1,
      NULL },
    { CHILD, "raised-by missing-reported\n when event recorded later than 24 hours",
      "2026-01-01T00:00Z missing-reported episode=1 class=M to-the=day recorded=2026-01-02T23:00Z",
      0, NULL },
    { HOME, "raised-by home-incident\n when event recorded later than 1 working-day",
      "2026-01-02T12:00Z home-incident incident=1 kind=serious recorded=2026-01-05T23:59Z;"
      "2026-01-02T13:00Z home-incident incident=2 kind=serious recorded=2026-01-06T00:01Z",
      1, NULL },
    /* visits: one that does not say is left out */
    { CHILD, "raised-by visit-made\n when last 2 visits not-alone",
      "2026-01-01T09:00Z visit-made seen=1 alone=0; 2026-01-02T09:00Z visit-made seen=1", 0, NULL },
    { CHILD, "raised-by visit-made\n when last 2 visits not-alone",
      "2026-01-01T09:00Z visit-made alone=0; 2026-01-02T09:00Z visit-made;"
      "2026-01-03T09:00Z visit-made why-not=child-refused",
      1, "2026-01-03T09:00Z" },
    { CHILD, "raised-by visit-made\n when last 2 visits not-alone",
      "2026-01-01T09:00Z visit-made alone=0; 2026-01-02T09:00Z visit-made alone=1;"
      "2026-01-03T09:00Z visit-made alone=0",
      0, NULL },
    /* declined, one after the other */
    { CHILD, "raised-by return-interview-declined\n when declined interviews running >= 2",
      GONE("1-01", "1") BACK("1-01T22:00", "1") GONE("1-03", "2")
          BACK("1-03T23:00", "2") "2026-01-04T09:00Z return-interview-declined episode=1;"
                                  "2026-01-04T10:00Z return-interview-declined episode=2",
      1, "2026-01-04T10:00Z" },
    { CHILD, "raised-by return-interview-declined\n when declined interviews running >= 2",
      GONE("1-01", "1") BACK("1-01T22:00", "1") GONE("1-03", "2")
          BACK("1-03T23:00", "2") "2026-01-04T09:00Z return-interview-declined episode=1;"
                                  "2026-01-04T09:30Z return-interview-held episode=1;"
                                  "2026-01-04T10:00Z return-interview-declined episode=2",
      0, NULL },
    /* what is usual for the child */
    { CHILD, "raised-by child-returned\n when episode unusual-for-child",
      FIVE GONE("2-01", "6") BACK("2-02T02:00", "6"), 0, NULL },
    { CHILD, "raised-by child-returned\n when episode unusual-for-child",
      FIVE GONE("2-01", "6") BACK("2-02T02:01", "6"), 1, NULL },
    { CHILD,
      "raised-by child-returned\n when episode unusual-for-child", /* of four nothing is known */
      GONE("1-01", "1") BACK("1-01T22:00", "1") GONE("1-03", "2") BACK("1-03T23:00", "2")
          GONE("1-05", "3") BACK("1-06T00:00", "3") GONE("1-07", "4") BACK("1-08T01:00", "4")
              GONE("2-01", "6") BACK("2-09T02:01", "6"),
      0, NULL },
    { CHILD, "raised-by missing-reported\n when episode unusual-for-child", /* later in the night */
      FIVE "2026-02-01T03:00Z missing-reported episode=6 class=M", 1, NULL },
    { CHILD, "raised-by missing-reported\n when episode unusual-for-child", /* earlier in the day */
      FIVE "2026-02-01T14:00Z missing-reported episode=6 class=M", 0, NULL },
    { CHILD,
      "raised-after usual-length after missing-reported\n unless child-returned for this"
      " episode",
      FIVE GONE("2-01", "6"), 1, "2026-02-02T02:00Z" },
    { CHILD,
      "raised-after usual-length after missing-reported\n unless child-returned for this"
      " episode",
      FIVE GONE("2-01", "6") BACK("2-02T01:59", "6"), 0, NULL },
    { CHILD,
      "raised-after usual-length after missing-reported\n unless child-returned for this"
      " episode",
      GONE("2-01", "6"), 0, NULL },
    /* the night */
    { CHILD,
      "raised-after nightfall after missing-reported\n unless child-returned for this"
      " episode",
      GONE("2-01", "1"), 1, "2026-02-01T23:00Z" },
    { CHILD,
      "raised-after nightfall after missing-reported\n unless child-returned for this"
      " episode",
      GONE("2-01", "1") BACK("2-01T22:59", "1"), 0, NULL },
    { CHILD,
      "raised-after nightfall after missing-reported\n unless child-returned for this"
      " episode",
      "2026-02-01T05:59Z missing-reported episode=1 class=M", 1, "2026-02-01T05:59Z" },
    { CHILD,
      "raised-after nightfall after missing-reported\n unless child-returned for this"
      " episode",
      "2026-06-01T06:00Z missing-reported episode=1 class=M", 1,
      "2026-06-01T22:00Z" }, /* summer time */
    /* yes, no and nothing said */
    { CHILD, "raised-by visit-made when event safe",
      "2026-01-01T09:00Z visit-made safe=1; 2026-01-02T09:00Z visit-made safe=0;"
      "2026-01-03T09:00Z visit-made",
      1, "2026-01-01T09:00Z" },
    { CHILD, "raised-by visit-made safe is no",
      "2026-01-01T09:00Z visit-made safe=1; 2026-01-02T09:00Z visit-made safe=0;"
      "2026-01-03T09:00Z visit-made",
      1, "2026-01-02T09:00Z" },
    { CHILD, "raised-by visit-made when event safe is not-said",
      "2026-01-01T09:00Z visit-made safe=1; 2026-01-02T09:00Z visit-made safe=0;"
      "2026-01-03T09:00Z visit-made",
      1, "2026-01-03T09:00Z" },
    { CHILD, "raised-by visit-made when not event safe is no",
      "2026-01-01T09:00Z visit-made safe=1; 2026-01-02T09:00Z visit-made safe=0;"
      "2026-01-03T09:00Z visit-made",
      2, NULL },
    { CHILD, "raised-by visit-made when not event safe",
      "2026-01-01T09:00Z visit-made safe=1; 2026-01-02T09:00Z visit-made safe=0;"
      "2026-01-03T09:00Z visit-made",
      2, NULL },
    /* silence: each contact ends the waiting one, and waits anew; also while one rings */
    { CHILD, "raised-after 28 days after visit-made, review-held\n unless visit-made, review-held",
      "2026-01-01T09:00Z visit-made; 2026-01-20T09:00Z review-held; 2026-01-25T09:00Z visit-made",
      1, "2026-02-23T00:00Z" },
    { CHILD, "raised-after 28 days after visit-made\n unless visit-made",
      "2026-01-01T09:00Z visit-made; 2026-02-20T09:00Z visit-made", 2, NULL },
    { CHILD, "raised-after 28 days after visit-made\n unless visit-made",
      "2026-01-01T09:00Z visit-made; 2026-02-20T09:00Z visit-made;"
      "2026-02-21T09:00Z alarm-decided rule=a started=1 decision=no-action reason=x",
      2, "2026-03-21T00:00Z" },
    { HOME,
      "raised-after 90 days after missing-reported for this child\n unless missing-reported"
      " for this child",
      "2026-01-01T20:00Z missing-reported child=7 episode=1 class=M;"
      "2026-01-02T20:00Z missing-reported child=8 episode=1 class=M;"
      "2026-01-03T20:00Z missing-reported child=7 episode=2 class=M",
      2, NULL },
    /* high alarms of the subject */
    { HOME, "raised-by placement-started\n when open high alarms >= 1",
      "2026-01-01T09:00Z home-leader-away;"
      "2026-01-02T09:00Z placement-started child=7 placement=1 type=K2",
      1, NULL },
    { HOME, "raised-by placement-started\n when open high alarms >= 2",
      "2026-01-01T09:00Z home-leader-away;"
      "2026-01-02T09:00Z placement-started child=7 placement=1 type=K2",
      0, NULL },
    { HOME, "raised-by placement-started\n when open high alarms >= 1",
      "2026-01-01T09:00Z home-leader-away;"
      "2026-01-01T10:00Z alarm-decided rule=high started=1 decision=no-action reason=x;"
      "2026-01-02T09:00Z placement-started child=7 placement=1 type=K2",
      0, NULL },
};

#define TAIL "\n title A\n force local\n cite \"x\"\n level low\n tells director\n needs a reason\n"
#define HIGH                                                                                       \
    "alarm high\n over home\n title H\n force local\n cite \"x\"\n level high\n tells director\n"  \
    " needs a reason\n raised-by home-leader-away\n"

static uint32_t causes_of(const struct rulebook *b, const struct evaluation *e,
                          const struct instance **ret_last)
{
    uint32_t causes = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const struct instance *one = &e->instance[i];
        bool before = one->closing == CLEARED && one->closed_at < one->from;
        bool joined = one->closing == CLEARED && one->closed_at == one->from;
        if (!str_is(rulebook_rule(b, one->rule)->name, "a") || before)
            continue;
        causes += 1u + one->again - (joined ? 1 : 0);
        if (!*ret_last || one->from >= (*ret_last)->from)
            *ret_last = one;
    }
    return causes;
}

static void test_conditions(void **state)
{
    struct given *g = *state;
    struct evaluation *e = NEW(g->task.arena, struct evaluation);
    static const char *const over[] = { [SUBJECT_CHILD] = "child",
                                        [SUBJECT_HOME] = "home",
                                        [SUBJECT_AGENCY] = "agency",
                                        [SUBJECT_PLACE] = "place" };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena_mark mark = arena_mark(g->task.arena);
        struct fact f[FACTS];
        struct rulebook *b;
        struct str text = str_print(g->task.arena, "alarm a\n over %s\n %s" TAIL HIGH,
                                    over[rows[i].kind], rows[i].rule);
        if (load_text(g, text.at, NULL, &b) != OK)
            print_error("row %zu: %s\n", i, g->task.reason);
        else
            rulebook_evaluate(b, g->calendar, rows[i].kind, f, read_facts(g, rows[i].events, f), e);
        const struct instance *last = NULL;
        uint32_t causes = causes_of(b, e, &last);
        struct instant from = { 0 };
        if (rows[i].from)
            assert_int_equal(instant_parse(&g->task, str_from(rows[i].from), &from), OK);
        if (causes != rows[i].causes || (rows[i].from && (!last || last->from != from.us))) {
            print_error(
                "row %zu: %s\n%s\nwanted %u, got %u, the last from %.*s\n", i, rows[i].rule,
                rows[i].events, rows[i].causes, causes,
                STR_ARG(instant_words(g->task.arena, (struct instant){ last ? last->from : 0 })));
            _fail(__FILE__, __LINE__);
        }
        arena_rewind(g->task.arena, mark);
    }
}

static const struct {
    const char *rule, *wanted;
} refused[] = {
    { "over home\n raised-by missing-reported\n when child is looked-after",
      "t.rules:4: `child …` is asked of a child, and this rule is over a home; ask `home is …`" },
    { "over agency\n raised-by protocol-agreed\n when home is open",
      "t.rules:4: `home …` is asked of a home, and this rule is over an agency" },
    { "raised-by missing-reported\n when home is restricted",
      "t.rules:3: `home …` is asked of a home, and this rule is over a child; write `over home` as"
      " its first line" },
    { "over home\n raised-by missing-reported\n when home is restrcted",
      "t.rules:4: unknown fact `home is restrcted`; did you mean `restricted`?" },
    { "over home\n raised-by visit-made",
      "t.rules:3: visit-made is said of a child, and this rule is over a home: it never comes" },
    { "raised-by home-visited",
      "t.rules:2: home-visited is said of a home, and this rule is over a child: it never comes"
      " there; make it a rule `over home`" },
    { "raised-by record-opened", "t.rules:2: record-opened is said of a register: no rule looks" },
    { "raised-by missing-reported\n over home",
      "t.rules:3: put the `over` line first in its rule" },
    { "over moon\n raised-by missing-reported", "t.rules:2: `moon` is not one of child, home" },
    { "raised-by missing-reported\n when residents >= 2",
      "t.rules:3: `residents >= …` is asked of a home; put the rule `over home`" },
    { "over place\n raised-by child-found\n when children missing >= 2",
      "t.rules:4: `children missing >= …` is asked of a home" },
    { "over home\n raised-by missing-reported\n when open episodes >= 2",
      "t.rules:4: `open episodes` is asked of a child" },
    { "over home\n raised-by missing-reported\n when open high alarm >= 2",
      "t.rules:4: `alarm` stands where `alarms` is needed" },
    { "raised-by missing-reported\n when count of missing-reported by different children in 30"
      " days >= 2",
      "t.rules:3: a rule over one child cannot count different children" },
    { "over home\n raised-by home-visited\n when count of home-visited by different children >= 2",
      "t.rules:4: the event does not say which child" },
    { "raised-by missing-reported\n when event recorded after 24 hours",
      "t.rules:3: `after` stands where `later` is needed" },
    { "raised-by visit-made\n when last 11 visits not-alone",
      "t.rules:3: ask of the last 1 to 10 visits" },
    { "raised-by visit-made\n when last 2 visits alone",
      "t.rules:3: `alone` stands where `not-alone` is needed" },
    { "raised-by return-interview-declined\n when declined interviews >= 2",
      "t.rules:3: `>=` stands where `running` is needed" },
    { "raised-by missing-reported\n when episode usual-for-child",
      "t.rules:3: `usual-for-child` stands where `is` is needed" },
    { "raised-by child-returned when event hurt is no",
      "t.rules:2: whether `hurt` was said to be no is not kept apart from nothing said" },
    { "over home\n raised-after usual-length after missing-reported",
      "t.rules:1: alarm `a` asks what is usual for a child; make it a rule over a child" },
    { "over home\n raised-after 3 days after home-visited\n unless home-reviewed for this worker",
      "t.rules:1: alarm `a` is about a worker, but home-visited does not say of which" },
    { "raised-by missing-reported for this notice",
      "t.rules:1: alarm `a` is about a notice, but missing-reported does not say of which" },
};

static void test_refused(void **state)
{
    struct given *g = *state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct rulebook *b;
        struct str text = str_print(g->task.arena, "alarm a\n %s" TAIL, refused[i].rule);
        status s = load_text(g, text.at, NULL, &b);
        size_t len = strlen(refused[i].wanted);
        if (s == E_INVALID && strncmp(g->task.reason, refused[i].wanted, len) == 0)
            continue;
        print_error("row %zu\nwanted: %s\n   got: %s\n", i, refused[i].wanted,
                    s == OK ? "taken" : g->task.reason);
        _fail(__FILE__, __LINE__);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_refused),
    };
    return RUN(tests);
}
