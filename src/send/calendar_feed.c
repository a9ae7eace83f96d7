/* Addresses of feeds, made and revoked by a counter; then deadlines as events of a calendar. */
#include "send/calendar_feed.h"

#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "work/store_open.h"
#include "work/writer_inside.h"

enum {
    FEED_MAC_BYTES = 16,
    FEED_ROWS_MAX = 1000,
    LINE_OCTETS = 75,
    HALF_A_DAY_MINUTES = 720
};

enum {
    COUNTER,
    LENGTH
};
static const struct statement reads[] = {
    [COUNTER] = { .name = "feed.counter",
                  .sql = "SELECT value FROM setting WHERE log = $1 AND name = $2",
                  .params = 2,
                  .columns = 1 },
    [LENGTH] = { .name = "feed.length",
                 .sql = "SELECT coalesce(max(at), 0) FROM sealed_part WHERE log = $1 AND at >= $2"
                        " AND at < $3",
                 .params = 3,
                 .columns = 1 },
};

/* --- the address --- */

static struct str mac_of(struct task *t, const struct store *s, struct str what)
{
    uint8_t key[32];
    struct text x = text_open(t->arena, 2 * FEED_MAC_BYTES);
    secret_derive(&s->inside->secrets, SECRET_FEED, key);
    struct hash256 h = hmac_sha256(key, &what, 1);
    wipe(key, sizeof key);
    for (size_t i = 0; i < FEED_MAC_BYTES; i++)
        text_addf(&x, "%02x", h.b[i]);
    return text_done(&x);
}

static struct str word_of(struct task *t, const struct store *s, uint32_t person, int64_t counter)
{
    struct str what = str_print(t->arena, "feed %u %lld", person, (long long)counter);
    struct str mac = mac_of(t, s, what);
    return str_print(t->arena, "%u-%lld-%.*s", person, (long long)counter, STR_ARG(mac));
}

static struct str setting_name(struct task *t, uint32_t person)
{
    return str_print(t->arena, "calendar-feed %u", person);
}

/* 0: no feed was ever made. */
static status counter_read(struct task *t, struct reader *r, uint32_t person, int64_t *ret)
{
    TRY(db_prepare_all(t, r->kept, reads, COUNT(reads)));
    WITH_CURSOR(rows);
    struct value in[] = { I64(r->store->log), TEXT(setting_name(t, person)) };
    TRY(db_query(t, r->kept, &reads[COUNTER], in, COUNT(in), &rows));
    struct str text = cursor_next(&rows) ? cursor_text(&rows) : S("0");
    TRY(cursor_done(&rows));
    return str_to_i64(t, text, 0, INT32_MAX, ret);
}

status feed_word(struct task *t, struct reader *r, uint32_t person, struct str *ret)
{
    int64_t counter;
    TRY(counter_read(t, r, person, &counter));
    if (counter == 0)
        return fail(t, E_MISSING, "this person has no calendar address yet: make one with --new");
    *ret = word_of(t, r->store, person, counter);
    return OK;
}

struct renewing {
    struct str name;
    int64_t counter;
};
static status renew(struct writer *w, void *self)
{
    struct renewing *n = self;
    struct task *t = &w->task;
    struct store *s = w->store;
    struct str before;
    status known = setting_get(t, s->kept, s->log, n->name, &before);
    if (known != OK && known != E_MISSING)
        return known;
    if (known == OK)
        TRY(str_to_i64(t, before, 0, INT32_MAX - 1, &n->counter));
    n->counter++;
    return setting_put(t, s->kept, s->log, n->name,
                       str_print(t->arena, "%lld", (long long)n->counter));
}

status feed_renew(struct task *t, struct store *s, struct writer *w, struct reader *r,
                  uint32_t person, struct str *ret)
{
    enum subject_kind kind = SUBJECT_NONE;
    status known = journal_subject_kind(t, r->journal, person, &kind);
    if (known == E_MISSING || (known == OK && kind != SUBJECT_PERSON))
        return fail(t, E_MISSING,
                    "number %u is no person of this register: `sightline people` lists"
                    " them",
                    person);
    TRY(known);
    struct renewing n = { setting_name(t, person), 0 };
    TRY(writer_do_inside(t, w, renew, &n));
    *ret = word_of(t, s, person, n.counter);
    return OK;
}

static status no_feed(struct task *t)
{
    return fail(t, E_MISSING, "there is no such calendar: ask for a new address");
}

status feed_person(struct task *t, struct reader *r, struct str word, uint32_t *ret_person)
{
    struct str number, rest;
    int64_t person, counter;
    if (word.len > FEED_WORD_MAX || !str_cut(word, '-', &number, &rest) ||
        str_to_i64(t, number, 1, UINT32_MAX, &person) != OK)
        return no_feed(t);
    TRY(counter_read(t, r, (uint32_t)person, &counter));
    struct str right = word_of(t, r->store, (uint32_t)person, counter);
    if (counter == 0 || right.len != word.len || !same_secret(right.at, word.at, word.len))
        return no_feed(t);
    *ret_person = (uint32_t)person;
    return OK;
}

/* --- the calendar --- */

struct str feed_escape(struct arena *a, struct str text)
{
    struct text x = text_open(a, 2 * text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '\\' || c == ';' || c == ',')
            text_addc(&x, '\\');
        if (c == '\n')
            text_addz(&x, "\\n");
        else if ((unsigned char)c >= ' ' || c == '\t')
            text_addc(&x, c);
    }
    return text_done(&x);
}

void feed_line(struct text *out, struct str line)
{
    size_t room = LINE_OCTETS;
    while (line.len > room) {
        size_t cut = room;
        while (cut > 0 && ((unsigned char)line.at[cut] & 0xc0) == 0x80)
            cut--; /* not inside a character */
        text_add(out, (struct str){ line.at, cut });
        text_addz(out, "\r\n ");
        line = (struct str){ line.at + cut, line.len - cut };
        room = LINE_OCTETS - 1; /* the space counts */
    }
    text_add(out, line);
    text_addz(out, "\r\n");
}

static struct str utc(struct arena *a, int64_t us)
{
    int64_t seconds = us / SECOND_US - (us % SECOND_US < 0);
    int64_t days = seconds / 86400 - (seconds % 86400 < 0), rest = seconds - days * 86400;
    struct civil c = civil_of((struct date){ (int32_t)days });
    return str_print(a, "%04d%02u%02uT%02d%02d%02dZ", c.year, c.month, c.day, (int)(rest / 3600),
                     (int)(rest / 60 % 60), (int)(rest % 60));
}

struct feeding {
    struct task *t;
    struct reader *r;
    struct text out;
    struct instant now;
};

static void put(struct feeding *f, const char *name, struct str value)
{
    feed_line(&f->out, str_print(f->t->arena, "%s:%.*s", name, STR_ARG(value)));
}

/* It rises with each entry about the child: only such a one can move a deadline. */
static status sequence_of(struct feeding *f, uint32_t child, int64_t *ret)
{
    struct value in[] = { I64(f->r->store->log), I64((int64_t)child << 20),
                          I64(((int64_t)child + 1) << 20) };
    TRY(db_query_i64(f->t, f->r->kept, &reads[LENGTH], in, COUNT(in), ret));
    *ret &= (1 << 20) - 1;
    return OK;
}

static void put_alarm(struct feeding *f, const struct instance *i, struct str title)
{
    int64_t minutes = HALF_A_DAY_MINUTES;
    if (i->warn < i->due)
        minutes = (i->due - i->warn) / (60 * SECOND_US);
    put(f, "BEGIN", S("VALARM"));
    put(f, "ACTION", S("DISPLAY"));
    put(f, "TRIGGER", str_print(f->t->arena, "-PT%lldM", (long long)minutes));
    put(f, "DESCRIPTION", title);
    put(f, "END", S("VALARM"));
}

static status put_duty(struct feeding *f, const struct duty_row *d)
{
    struct task *t = f->t;
    struct arena *a = t->arena;
    struct store *s = f->r->store;
    const struct rule_words *rule = rulebook_rule(s->rules, d->rule);
    struct str what =
        str_print(a, "uid %u %.*s %u", d->child, STR_ARG(rule->name), d->instance.started_n);
    struct str uid = mac_of(t, s, what),
               words = str_print(a, "%.*s (no:%u)", STR_ARG(rule->title), d->child);
    struct str title = feed_escape(a, words);
    int64_t sequence;
    TRY(sequence_of(f, d->child, &sequence));
    put(f, "BEGIN", S("VEVENT"));
    put(f, "UID", str_print(a, "%.*s@sightline", STR_ARG(uid)));
    put(f, "DTSTAMP", utc(a, f->now.us));
    put(f, "DTSTART", utc(a, d->instance.due));
    put(f, "DURATION", S("PT0S"));
    put(f, "SUMMARY", title);
    put(f, "SEQUENCE", str_print(a, "%lld", (long long)sequence));
    put(f, "STATUS", S("CONFIRMED"));
    put(f, "TRANSP", S("TRANSPARENT"));
    put(f, "CLASS", S("CONFIDENTIAL"));
    put_alarm(f, &d->instance, title);
    put(f, "END", S("VEVENT"));
    return OK;
}

status feed_write(struct task *t, struct reader *r, uint32_t person, struct instant now,
                  struct str *ret)
{
    struct feeding f = { t, r, text_open(t->arena, PAGE_BYTES_MAX), now };
    struct duty_filter filter = { .person = person, .at = now, .limit = FEED_ROWS_MAX };
    struct duty_list duties;
    TRY(db_prepare_all(t, r->kept, reads, COUNT(reads)));
    TRY(look_duties(t, r, &filter, &duties));
    put(&f, "BEGIN", S("VCALENDAR"));
    put(&f, "VERSION", S("2.0"));
    put(&f, "PRODID", S("-//Sightline//Deadlines//EN"));
    put(&f, "CALSCALE", S("GREGORIAN"));
    put(&f, "METHOD", S("PUBLISH"));
    put(&f, "X-WR-CALNAME", S("Sightline deadlines"));
    put(&f, "X-WR-CALDESC",
        duties.cut ? S("The first deadlines only: look in Sightline for all")
                   : S("All open deadlines"));
    put(&f, "REFRESH-INTERVAL;VALUE=DURATION", S("PT15M"));
    put(&f, "X-PUBLISHED-TTL", S("PT15M"));
    for (size_t i = 0; i < duties.count; i++) {
        const struct instance *one = &duties.at[i].instance;
        if (one->closing == OPEN && !one->unknown && one->due != INT64_MAX)
            TRY(put_duty(&f, &duties.at[i]));
    }
    put(&f, "END", S("VCALENDAR"));
    if (f.out.full)
        return fail(t, E_LIMIT,
                    "there are more deadlines than a calendar can hold: look in"
                    " Sightline");
    *ret = text_done(&f.out);
    return OK;
}
