/* Makes someone to be told, and reads back what became of the notice. */
#include "told.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "work/dispatch_inside.h"
#include "work/writer_inside.h"

static const struct statement all_of_channel = {
    .name = "test.dispatch",
    .sql = "SELECT " DISPATCH_COLUMNS " FROM dispatch d WHERE d.log = $1 AND d.channel = $2",
    .params = 2, .columns = DISPATCH_COLUMN_COUNT,
};
static const struct statement how_many = {
    .name = "test.dispatch_count",
    .sql = "SELECT count(*) FROM dispatch WHERE log = $1",
    .params = 1, .columns = 1,
};

void write_file(struct given *g, const char *name, const char *text, int mode)
{
    char *path = str_nul(g->arena, given_path(g, name));
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(chmod(path, (mode_t)mode), 0);
}

/* On a server too: the settings of what leaves may lie in a file that the environment names. */
status with_settings(struct given *g, const char *format, ...)
{
    char text[4000];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    write_file(g, "sending.conf", text, 0644);
    setenv("SIGHTLINE_SETTINGS", str_nul(g->arena, given_path(g, "sending.conf")), 1);
    given_shut(g);
    status opened = given_reopen(g);
    unsetenv("SIGHTLINE_SETTINGS");
    return opened;
}

static uint32_t joins(struct given *g, const char *name, const char *const said[3])
{
    static const char *const fields[] = { "email", "telephone", "postal" };
    struct event e = event_new(EV_PERSON_REGISTERED, new_subject(g, SUBJECT_PERSON), g->now);
    event_set_text(&e, "name", str_from(name));
    event_set_number(&e, "agency", g->s->authority);
    for (size_t i = 0; i < COUNT(fields); i++) {
        if (said[i])
            event_set_text(&e, fields[i], str_from(said[i]));
    }
    WORKS(g, say(g, &e));
    return e.subject;
}

uint32_t someone(struct given *g, const char *name, const char *email, const char *telephone)
{
    return joins(g, name, (const char *const[]){ email, telephone, NULL });
}

uint32_t someone_at(struct given *g, const char *name, const char *postal)
{
    return joins(g, name, (const char *const[]){ NULL, NULL, postal });
}

uint16_t a_rule(struct given *g, enum alarm_level level)
{
    for (uint16_t i = 0; i < rulebook_count(g->s->rules); i++) {
        const struct rule_words *r = rulebook_rule(g->s->rules, i);
        if (level == LEVEL_NONE ? !r->alarm : r->alarm && r->level == level)
            return i;
    }
    _fail(__FILE__, __LINE__);
    return 0;
}

static status add(struct writer *w, void *self)
{
    return notice_add(w, self);
}

static void tell(struct given *g, struct notice_new n, uint32_t person)
{
    n.started_n = 1;
    n.to = (struct owner){ .person = person, .role = ROLE_DIRECTOR };
    WORKS(g, writer_do_inside(&g->t, g->w, add, &n));
}

void tells(struct given *g, uint32_t child, uint32_t person, uint16_t rule, uint8_t step)
{
    tell(g, (struct notice_new){ .subject = child, .rule = rule, .step = step, .began = g->now },
         person);
}

void tells_of(struct given *g, uint32_t child, uint32_t person, uint16_t rule,
              struct instant began)
{
    tell(g, (struct notice_new){ .subject = child, .rule = rule, .began = began }, person);
}

struct dispatch the_dispatch(struct given *g, enum dispatch_channel c)
{
    struct value in[] = { I64(g->s->log), I64(c) };
    WORKS(g, db_prepare_all(&g->t, g->r->kept, &all_of_channel, 1));
    WITH_CURSOR(rows);
    WORKS(g, db_query(&g->t, g->r->kept, &all_of_channel, in, COUNT(in), &rows));
    assert_true(cursor_next(&rows));
    struct dispatch d = dispatch_read(&rows);
    assert_false(cursor_next(&rows));
    WORKS(g, cursor_done(&rows));
    return d;
}

size_t dispatch_count(struct given *g)
{
    struct value in[] = { I64(g->s->log) };
    int64_t n = 0;
    WORKS(g, db_prepare_all(&g->t, g->r->kept, &how_many, 1));
    WORKS(g, db_query_i64(&g->t, g->r->kept, &how_many, in, COUNT(in), &n));
    return (size_t)n;
}

size_t says_in_stream(struct given *g, uint32_t person, const char *kind, const char *part)
{
    struct stream_reader rows;
    struct part one;
    size_t count = 0;
    char wanted[100];
    snprintf(wanted, sizeof wanted, "\"@kind\":\"%s\"", kind);
    WORKS(g, stream_open(&g->t, g->s->journal, person, 0, &rows));
    while (stream_next(&rows, &one)) {
        char *text = str_nul(g->arena, one.payload);
        count += strstr(text, wanted) && strstr(text, part);
    }
    WORKS(g, stream_done(&rows));
    return count;
}

struct carried_counts carries(struct given *g, int32_t patience_ms)
{
    struct carrier_options o = { .seed = 7, .patience_ms = patience_ms };
    struct carried_counts n = { 0 };
    struct carrier *c;
    WORKS(g, carrier_open(&g->t, g->s, g->w, &o, &c));
    WORKS(g, carrier_once(&g->t, c, &n));
    carrier_close(c);
    return n;
}

void passes(struct given *g, int64_t seconds)
{
    g->now.us += seconds * SECOND_US;
}
