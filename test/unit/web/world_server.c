/* Serves the made-up register of the tests: `world_server PORT`. For tests in a browser. Partners
 * come from SIGHTLINE_SETTINGS; nothing is carried to them. People of more agencies are in it than
 * the tests without a browser need. */
#include "world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "send/exchange.h"
#include "web/web.h"

static int stop;

static const struct visitor {
    const char *name, *title, *agency, *kind; /* the agency stands with its first person */
    const char *role, *on; /* "alex": a role with a child; NULL: with the agency */
} visitors[] = {
    { "Nia Calloway", "Designated nurse", "Mereshire Health", "health", "designated-nurse",
      "alex" },
    { "Tom Ferris", "Designated teacher", "Marlpit School", "school", "designated-teacher",
      "alex" },
    { "Vera Hollis", "Virtual school head", NULL, NULL, "virtual-school-head", "northmere" },
    { "Ivor Pentreath", "Inspector", "Inspectorate of homes", "regulator", "inspector", NULL },
    { "Cass Morrow", "Commissioning lead", NULL, NULL, "commissioner", "northmere" },
    { "Ada Winslade", "Advocate", "Mereshire Voices", "voluntary", "advocate", "alex" },
    { "Sgt Dunmore", "Police supervisor", NULL, NULL, "police-supervisor", "police" },
    { "Mel Harcross", "Return interviewer", NULL, NULL, "return-interviewer", "alex" },
};

static status say(struct world *w, const struct event *said)
{
    struct event e = *said;
    TRY(writer_complete(&w->t, w->writer, &e));
    struct append a = { .events = &e, .count = 1, .expected_n = APPEND_ANY };
    return writer_append(&w->t, w->writer, &a);
}

static status comes(struct world *w, const struct visitor *v)
{
    uint32_t agency =
        world_number(w, v->on && strcmp(v->on, "police") == 0 ? "police" : "northmere");
    struct instant from;
    TRY(instant_parse(&w->t, S("2026-01-05T09:00:00Z"), &from));
    if (v->agency) {
        TRY(writer_subject_new(&w->t, w->writer, SUBJECT_AGENCY, &agency));
        struct event joined = event_new(EV_AGENCY_REGISTERED, agency, from);
        event_set_text(&joined, "name", str_from(v->agency));
        event_set_code(&joined, "kind", v->kind);
        TRY(say(w, &joined));
    }
    uint32_t person;
    TRY(writer_subject_new(&w->t, w->writer, SUBJECT_PERSON, &person));
    struct event known = event_new(EV_PERSON_REGISTERED, person, from);
    event_set_text(&known, "name", str_from(v->name));
    event_set_text(&known, "title", str_from(v->title));
    event_set_number(&known, "agency", agency);
    TRY(say(w, &known));
    struct event works =
        event_new(EV_INVOLVEMENT_STARTED, v->on ? world_number(w, v->on) : agency, from);
    event_set_code(&works, "role", v->role);
    event_set_number(&works, "person", person);
    return say(w, &works);
}

static void on_signal(int number)
{
    (void)number;
    web_stop(stop);
}

static void ready(void *self, uint16_t port)
{
    (void)self;
    printf("ready http://127.0.0.1:%u\n", port);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct world *w;
    if (world_open(&w, true) != OK)
        return 1;
    for (size_t i = 0; i < COUNT(visitors); i++)
        if (comes(w, &visitors[i]) != OK) {
            fprintf(stderr, "%s: %s\n", visitors[i].name, w->t.reason);
            return 1;
        }
    struct exchange *x = NULL;
    if (exchange_open(&w->t, w->store, w->writer, &x) != OK) {
        fprintf(stderr, "%s\n", w->t.reason);
        return 1;
    }
    stop = web_stop_new();
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    struct web_options o = { .port = argc > 1 ? (uint16_t)strtoul(argv[1], NULL, 10) : 0,
                             .stop = stop,
                             .made_up = true,
                             .exchange = x,
                             .ready = ready };
    status served = web_serve(&w->t, w->store, w->writer, &o);
    if (served != OK)
        fprintf(stderr, "%s\n", w->t.reason);
    exchange_close(x);
    world_close(w);
    return served != OK;
}
