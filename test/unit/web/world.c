/* The story is a table: when, about whom, which kind, which fields. Everyone in it is made up. */
#include "world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char evening[] = "2026-11-12T02:46:00Z";

static const struct someone {
    const char *key;
    enum subject_kind kind;

} everyone[] = {
    { "northmere", SUBJECT_AGENCY }, { "police", SUBJECT_AGENCY }, { "larkwater", SUBJECT_HOME },
    { "tamblewick", SUBJECT_HOME },  { "maren", SUBJECT_PERSON },  { "ruth", SUBJECT_PERSON },
    { "ife", SUBJECT_PERSON },       { "priya", SUBJECT_PERSON },  { "colm", SUBJECT_PERSON },
    { "tess", SUBJECT_PERSON },      { "dee", SUBJECT_PERSON },    { "owen", SUBJECT_PERSON },
    { "lowrie", SUBJECT_PERSON },    { "osei", SUBJECT_PERSON },   { "bystander", SUBJECT_PERSON },
    { "alex", SUBJECT_CHILD },       { "noor", SUBJECT_CHILD },    { "samir", SUBJECT_CHILD },
    { "kit", SUBJECT_CHILD },        { "rowan", SUBJECT_CHILD },   { "hostile", SUBJECT_CHILD },
    { "empty", SUBJECT_CHILD },
};
static uint32_t numbers[COUNT(everyone)];

struct line {
    const char *when, *who, *kind, *fields; /* "class=M|home=@larkwater" */
    const char *recorded;                   /* NULL: when it happened */
};
static const struct line story[] = {
    { "2020-01-06T09:00:00Z", "police", "agency-registered",
      "name=Mereshire Police|kind=police|telephone=01632 960100|out-of-hours=01632 960101", NULL },
    { "2020-01-06T09:00:00Z", "larkwater", "home-registered",
      "name=Larkwater|urn=SC000001|places=4|area-code=E06000998|telephone=01632 960140", NULL },
    { "2020-01-06T09:00:00Z", "tamblewick", "home-registered", "name=Tamblewick House|places=3",
      NULL },
    { "2020-01-06T09:00:00Z", "maren", "person-registered",
      "name=Maren Thole|agency=@northmere|title=Director of children's services|telephone=01632 "
      "960200",
      NULL },
    { "2020-01-06T09:00:00Z", "ruth", "person-registered",
      "name=Ruth Lyle|agency=@northmere|title=Team manager|telephone=01632 960210", NULL },
    { "2020-01-06T09:00:00Z", "ife", "person-registered",
      "name=Ife Brandreth|agency=@northmere|title=Social worker|telephone=01632 960220", NULL },
    { "2020-01-06T09:00:00Z", "priya", "person-registered",
      "name=Priya Stanmere|agency=@northmere|title=Independent reviewing officer|telephone=01632 "
      "960240",
      NULL },
    { "2020-01-06T09:00:00Z", "colm", "person-registered",
      "name=Colm Vasey|agency=@northmere|title=Missing coordinator|telephone=01632 960233", NULL },
    { "2020-01-06T09:00:00Z", "tess", "person-registered",
      "name=Tess Holloway|agency=@northmere|title=Emergency duty team|telephone=01632 960250",
      NULL },
    { "2020-01-06T09:00:00Z", "dee", "person-registered",
      "name=Dee Ashgrove|title=Night worker, Larkwater|telephone=07700 900141", NULL },
    { "2020-01-06T09:00:00Z", "owen", "person-registered",
      "name=Owen Trask|title=Registered manager, Larkwater|telephone=07700 900142", NULL },
    { "2020-01-06T09:00:00Z", "lowrie", "person-registered",
      "name=PC Lowrie|agency=@police|title=Police missing coordinator", NULL },
    { "2020-01-06T09:00:00Z", "osei", "person-registered",
      "name=M. Osei|agency=@northmere|title=Social worker", NULL },
    { "2020-01-06T09:00:00Z", "bystander", "person-registered",
      "name=Bea Bystander|agency=@northmere|title=Social worker", NULL },
    { "2020-01-06T09:10:00Z", "northmere", "involvement-started", "role=director|person=@maren",
      NULL },
    { "2020-01-06T09:10:00Z", "northmere", "involvement-started", "role=team-manager|person=@ruth",
      NULL },
    { "2020-01-06T09:10:00Z", "northmere", "involvement-started",
      "role=missing-coordinator|person=@colm", NULL },
    { "2020-01-06T09:10:00Z", "northmere", "involvement-started",
      "role=emergency-duty|person=@tess", NULL },
    { "2020-01-06T09:10:00Z", "larkwater", "involvement-started", "role=night-worker|person=@dee",
      NULL },
    { "2020-01-06T09:10:00Z", "larkwater", "involvement-started",
      "role=registered-manager|person=@owen", NULL },
    { "2020-01-06T09:10:00Z", "police", "involvement-started",
      "role=police-missing-coordinator|person=@lowrie", NULL },

    { "2026-11-12T01:30:00Z", "larkwater", "home-incident", "incident=1|kind=police", NULL },

    /* Alex: four placements, further each time, and ten times missing. */
    { "2025-03-03T10:00:00Z", "alex", "child-registered",
      "given=Alex|family=Tamber|born=2011-05-02|sex=M|local-id=566910", NULL },
    { "2025-03-04T10:00:00Z", "alex", "care-started", "legal-status=C2|need=N1", NULL },
    { "2025-03-04T10:00:00Z", "alex", "placement-started",
      "placement=11|type=U6|provider=PR1|area=in|distance=31", NULL },
    { "2025-03-04T11:00:00Z", "alex", "involvement-started", "role=social-worker|person=@osei",
      NULL },
    { "2025-03-04T11:00:00Z", "alex", "involvement-started",
      "role=independent-reviewing-officer|person=@priya", NULL },
    { "2025-03-05T09:00:00Z", "alex", "school-changed", "school=Marlpit School", NULL },
    { "2025-03-10T15:00:00Z", "alex", "visit-made", "seen=1|alone=1", NULL },
    { "2025-03-28T10:00:00Z", "alex", "health-assessed", "check=initial", NULL },
    { "2025-03-31T14:00:00Z", "alex", "review-held", "participation=PN1", NULL },
    { "2025-04-14T15:00:00Z", "alex", "visit-made", "seen=1|alone=1", NULL },
    { "2025-05-26T15:00:00Z", "alex", "visit-made", "seen=1|alone=1", NULL },
    { "2025-06-25T14:00:00Z", "alex", "review-held", "participation=PN6", NULL },
    { "2025-07-07T15:00:00Z", "alex", "visit-made", "seen=1|alone=0", "2025-07-25T09:00:00Z" },
    { "2025-07-28T10:00:00Z", "alex", "placement-ended", "placement=11", NULL },
    { "2025-07-28T10:00:00Z", "alex", "placement-started",
      "placement=12|type=U6|provider=PR4|area=in|distance=90", NULL },
    { "2025-08-18T15:00:00Z", "alex", "visit-made", "seen=1|alone=1", NULL },
    { "2025-09-29T15:00:00Z", "alex", "visit-made", "seen=1|alone=1", NULL },
    { "2025-11-08T21:00:00Z", "alex", "missing-reported", "class=M", NULL },
    { "2025-11-09T01:00:00Z", "alex", "child-returned", "by=self", NULL },
    { "2025-11-10T16:00:00Z", "alex", "return-interview-held", "interviewer=Bea Lund|independent=1",
      NULL },
    { "2025-11-14T10:00:00Z", "alex", "involvement-ended", "role=social-worker|person=@osei",
      NULL },
    { "2025-12-18T14:00:00Z", "alex", "review-held", "participation=PN1", NULL },
    { "2026-01-17T22:00:00Z", "alex", "missing-reported", "class=M", NULL },
    { "2026-01-18T05:00:00Z", "alex", "child-returned", "by=police", NULL },
    { "2026-01-30T15:00:00Z", "alex", "visit-made", "seen=1|alone=0", NULL },
    { "2026-02-09T10:00:00Z", "alex", "placement-ended", "placement=12", NULL },
    { "2026-02-09T10:00:00Z", "alex", "placement-started",
      "placement=13|type=K2|provider=PR4|area=adjoining|distance=180|home=@tamblewick", NULL },
    { "2026-03-02T09:00:00Z", "alex", "involvement-started", "role=social-worker|person=@ife",
      NULL },
    { "2026-03-14T20:00:00Z", "alex", "missing-reported", "class=M", NULL },
    { "2026-03-15T00:00:00Z", "alex", "child-returned", "by=self", NULL },
    { "2026-03-24T16:00:00Z", "alex", "return-interview-held", "interviewer=Bea Lund|independent=1",
      NULL },
    { "2026-03-20T15:00:00Z", "alex", "visit-made", "seen=1|alone=1", NULL },
    { "2026-05-02T20:00:00Z", "alex", "missing-reported", "class=M", NULL },
    { "2026-05-03T22:00:00Z", "alex", "child-returned", "by=police|hurt=0", NULL },
    { "2026-05-04T12:00:00Z", "alex", "return-interview-offered", "", NULL },
    { "2026-05-05T12:00:00Z", "alex", "return-interview-declined", "why=Not ready to talk", NULL },
    { "2026-05-28T10:00:00Z", "alex", "placement-ended", "placement=13", NULL },
    { "2026-05-28T10:00:00Z", "alex", "placement-started",
      "placement=14|type=K2|provider=PR4|area=distant|distance=412|home=@larkwater", NULL },
    { "2026-05-28T12:00:00Z", "alex", "school-changed", "none=1", NULL },
    { "2026-07-22T14:00:00Z", "alex", "review-held", "participation=PN6", NULL },
    { "2026-09-07T09:00:00Z", "alex", "school-changed", "school=Eastholt tuition", NULL },
    { "2026-09-09T15:00:00Z", "alex", "visit-made", "seen=1|alone=1", NULL },
    { "2026-08-29T20:00:00Z", "alex", "missing-reported", "class=M", NULL },
    { "2026-08-30T10:00:00Z", "alex", "child-returned", "by=carer", NULL },
    { "2026-10-03T20:00:00Z", "alex", "missing-reported", "class=M", NULL },
    { "2026-10-04T15:00:00Z", "alex", "child-returned", "by=self", NULL },
    { "2026-10-19T15:00:00Z", "alex", "visit-made", "seen=1|alone=1", NULL },
    { "2026-10-23T20:00:00Z", "alex", "missing-reported", "class=M", NULL },
    { "2026-10-25T01:00:00Z", "alex", "child-returned", "by=police|hurt=0", NULL },
    { "2026-11-11T21:20:00Z", "alex", "missing-reported",
      "class=M|last-seen=2026-11-11T21:20:00Z|last-seen-where=Larkwater "
      "kitchen|last-seen-with=night worker"
      "|wearing=navy hoodie, grey joggers|circumstances=Gone at the 01:55 check; a man waited in a "
      "car last time",
      NULL },
    { "2026-11-12T02:16:00Z", "alex", "police-told", "reference=MP-1", NULL },
    { "2026-11-12T02:31:00Z", "alex", "risk-graded",
      "grade=medium|reasons=fourth time in 90 days; getting longer", NULL },
    { "2026-11-12T02:35:00Z", "alex", "enquiry-made", "what=Rang the brother|result=Not there",
      NULL },

    { "2026-02-01T10:00:00Z", "noor", "child-registered",
      "given=Noor|family=Aldane|born=2010-02-11|sex=F|local-id=566911", NULL },
    { "2026-02-02T10:00:00Z", "noor", "care-started", "legal-status=C1|need=N1", NULL },
    { "2026-02-02T10:00:00Z", "noor", "placement-started",
      "placement=21|type=U6|area=in|distance=24", NULL },
    { "2026-02-02T11:00:00Z", "noor", "involvement-started", "role=social-worker|person=@ife",
      NULL },
    { "2026-11-09T22:40:00Z", "noor", "missing-reported",
      "class=M|last-seen=2026-11-09T22:40:00Z|last-seen-where=leaving on foot|wearing=black coat, "
      "white trainers",
      NULL },
    { "2026-11-09T23:10:00Z", "noor", "risk-graded",
      "grade=high|reasons=found in a car with two adults in October; phone off", NULL },
    { "2026-11-11T15:20:00Z", "noor", "sighting-recorded",
      "where=Eastholt bus station|grading=not confirmed", NULL },

    { "2026-11-10T10:00:00Z", "samir", "child-registered",
      "given=Samir|family=Qadeel|born=2010-07-01|sex=M|local-id=566912|uasc=1", NULL },
    { "2026-11-10T17:30:00Z", "samir", "care-started", "legal-status=V2|need=N8", NULL },
    { "2026-11-10T17:30:00Z", "samir", "placement-started",
      "placement=31|type=K2|area=in|distance=15", NULL },
    { "2026-11-11T07:30:00Z", "samir", "missing-reported", "class=M|wearing=grey tracksuit", NULL },
    { "2026-11-11T10:05:00Z", "samir", "risk-graded", "grade=high|reasons=may have been trafficked",
      NULL },

    { "2026-01-05T10:00:00Z", "kit", "child-registered",
      "given=Kit|family=Farrowby|born=2012-03-03|sex=M|local-id=566913", NULL },
    { "2026-01-06T10:00:00Z", "kit", "care-started", "legal-status=V2|need=N4", NULL },
    { "2026-01-06T10:00:00Z", "kit", "placement-started",
      "placement=41|type=U6|area=in|distance=20", NULL },
    { "2026-11-11T18:45:00Z", "kit", "missing-reported",
      "class=A|circumstances=At his aunt's; spoken to at 20:10", NULL },

    { "2025-01-05T10:00:00Z", "rowan", "child-registered",
      "given=Rowan|family=Ebbsfleet-Marr of the Very Long Double "
      "Name|born=2011-03-03|sex=U|local-id=566914",
      NULL },
    { "2025-01-06T10:00:00Z", "rowan", "care-started", "legal-status=C2|need=N1", NULL },
    { "2025-01-06T10:00:00Z", "rowan", "placement-started",
      "placement=51|type=K2|area=distant|distance=730|home=@larkwater", NULL },

    { "2026-06-05T10:00:00Z", "hostile", "child-registered",
      "given=<script>alert(1)</script>|family=\"O'Brien\" & "
      "<b>|born=2011-03-03|sex=F|local-id=<i>7</i>",
      NULL },
    { "2026-06-06T10:00:00Z", "hostile", "care-started", "legal-status=C2|need=N1", NULL },
    { "2026-06-06T10:00:00Z", "hostile", "placement-started",
      "placement=61|type=K2|home=@larkwater", NULL },
    { "2026-11-11T23:00:00Z", "hostile", "missing-reported",
      "class=M|last-seen-where=</td><script>x()</script>|wearing=\" "
      "onload=\"y()|circumstances=<svg onload=z()>",
      NULL },
};

uint32_t world_number(const struct world *w, const char *name)
{
    if (strcmp(name, "northmere") == 0)
        return w->store->authority;
    for (size_t i = 0; i < COUNT(everyone); i++)
        if (strcmp(everyone[i].key, name) == 0)
            return numbers[i];
    must_failed(__FILE__, __LINE__, name);
}

static status set_field(struct world *w, struct event *e, struct str name, struct str value)
{
    unsigned at;
    const struct field_def *d = event_field_def(e->kind, name, &at);
    MUST(d);
    struct instant i;
    struct date day;
    switch ((enum field_type)d->type) {
    case FIELD_TEXT:
    case FIELD_CODES:
    case FIELD_RULE: event_set_text(e, d->name, value); break;
    case FIELD_CODE: event_set_code(e, d->name, str_nul(w->arena, value)); break;
    case FIELD_FLAG:
    case FIELD_INT:
    case FIELD_ABOUT: event_set_number(e, d->name, atoll(str_nul(w->arena, value))); break;
    case FIELD_DATE:
        TRY(date_parse(&w->t, value, &day));
        event_set_number(e, d->name, day.days);
        break;
    case FIELD_INSTANT:
        TRY(instant_parse(&w->t, value, &i));
        event_set_number(e, d->name, i.us);
        break;
    case FIELD_SUBJECT:
        event_set_number(e, d->name, world_number(w, str_nul(w->arena, value) + 1));
        break;
    }
    return OK;
}

static status say(struct world *w, const struct line *l)
{
    struct instant happened;
    TRY(instant_parse(&w->t, str_from(l->when), &happened));
    TRY(instant_parse(&w->t, str_from(l->recorded ? l->recorded : l->when), &w->now));
    struct event e =
        event_new(event_kind_named(str_from(l->kind)), world_number(w, l->who), happened);
    struct str rest = str_from(l->fields), one, name, value;
    while (rest.len > 0) {
        if (!str_cut(rest, '|', &one, &rest)) {
            one = rest;
            rest.len = 0;
        }
        MUST(str_cut(one, '=', &name, &value));
        TRY(set_field(w, &e, name, value));
    }
    TRY(writer_complete(&w->t, w->writer, &e));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    return writer_append(&w->t, w->writer, &a);
}

/* The hardest swimlane known: 126 times in fifteen months. */
static status say_rowan(struct world *w)
{
    char left[32], back[32];
    struct instant from;
    TRY(instant_parse(&w->t, S("2025-08-01T20:00:00Z"), &from));
    for (int i = 0; i < 126; i++) {
        struct instant out = { from.us + i * (465 * 24 / 126) * HOUR_US };
        struct instant in = { out.us + (2 + i % 40) * HOUR_US };
        left[instant_print(out, left)] = '\0';
        back[instant_print(in, back)] = '\0';
        struct line lines[] = { { left, "rowan", "missing-reported", "class=M", NULL },
                                { back, "rowan", "child-returned", "by=self", NULL } };
        TRY(say(w, &lines[0]));
        TRY(say(w, &lines[1]));
    }
    return OK;
}

static status fill(struct world *w)
{
    for (size_t i = 0; i < COUNT(everyone); i++) {
        if (strcmp(everyone[i].key, "northmere") == 0)
            continue;
        TRY(writer_subject_new(&w->t, w->writer, everyone[i].kind, &numbers[i]));
    }
    for (size_t i = 0; i < COUNT(story); i++)
        if (say(w, &story[i]) != OK)
            return fail(&w->t, E_INVALID, "line %zu of the story (%s): %s", i, story[i].kind,
                        str_nul(w->arena, str_from(w->t.reason)));
    return say_rowan(w);
}

/* Of a server, when SIGHTLINE_WORLD_POSTGRES names one: see on-postgres.sh. */
static struct store_new new_register(const struct world *w)
{
    static unsigned worlds;
    const char *server = getenv("SIGHTLINE_WORLD_POSTGRES");
    struct store_new n = { .where = str_print(w->arena, "%s/register", w->folder),
                           .authority_name = S("Northmere"),
                           .authority_code = S("E06000999"),
                           .nation = S("england") };
    if (!server)
        return n;
    n.where = str_print(w->arena, "%s#w%d_%u", server, (int)getpid(), worlds++);
    n.key_file = str_print(w->arena, "%s/key", w->folder);
    setenv("SIGHTLINE_KEY_FILE", str_nul(w->arena, n.key_file), 1);
    return n;
}

static status open_all(struct world *w, bool threaded)
{
    struct store_new n = new_register(w);
    TRY(instant_parse(&w->t, S("2020-01-06T09:00:00Z"), &w->now));
    TRY(store_init(&w->t, &n));
    w->opened = arena_open(900 << 20);
    struct task *t = NEW(w->opened, struct task);
    *t = task_open(w->opened, w->t.clock);
    status opened = store_open(t, n.where, STORE_WRITE, &w->store);
    if (opened == OK)
        opened = writer_open(t, w->store, threaded, &w->writer);
    if (opened != OK)
        return fail(&w->t, opened, "%s", t->reason);
    TRY(fill(w));
    TRY(reader_open(t, w->store, &w->reader));
    return instant_parse(&w->t, str_from(evening), &w->now);
}

status world_open(struct world **ret, bool threaded)
{
    crypto_start();
    struct world *w = calloc(1, sizeof *w);
    MUST(w);
    w->arena = arena_open(900 << 20);
    w->t = task_open(w->arena, clock_stopped(&w->now));
    const char *under = getenv("TMPDIR");
    snprintf(w->folder, sizeof w->folder, "%s/sightline-web.XXXXXX",
             under && strlen(under) < 32 ? under : "/tmp");
    MUST(mkdtemp(w->folder));
    status opened = open_all(w, threaded);
    if (opened != OK)
        fprintf(stderr, "the world could not be made: %s\n", w->t.reason);
    *ret = w;
    return opened;
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder)) != NULL;)
        unlinkat(dirfd(folder), e->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(path);
}

void world_close(struct world *w)
{
    reader_close(w->reader);
    writer_close(w->writer);
    store_close(w->store);
    char path[96];
    snprintf(path, sizeof path, "%s/register", w->folder);
    remove_folder(path);
    remove_folder(w->folder);
    arena_close(w->opened);
    arena_close(w->arena);
    free(w);
}
