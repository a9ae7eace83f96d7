/* Answers are checked here before an event is made of them; what was typed stays in the form. */
#include "web/answers.h"

#include <string.h>

#include "base/limits.h"
#include "web/record.h"

static const struct choice yes_no[] = { { "true", "Yes", NULL }, { "false", "No", NULL } };
const struct choices answers_yes_no = { .at = yes_no, .count = COUNT(yes_no) };

/* People for whom a child may open or keep back its own words. Who else may read by law does not
 * stand here: no form can take that away. */
static const enum role readers[] = {
    ROLE_SOCIAL_WORKER, ROLE_REVIEWING_OFFICER, ROLE_ADVOCATE,           ROLE_REGISTERED_MANAGER,
    ROLE_CARER,         ROLE_TEAM_MANAGER,      ROLE_RETURN_INTERVIEWER, ROLE_MISSING_COORDINATOR,
};

static size_t characters(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return n;
}

/* What no keyboard types: control characters but for line ends and tabs, and the marks U+202A to
 * U+202E and U+2066 to U+2069, which make a line read otherwise than it was written. */
static bool is_hidden(struct str s, size_t i)
{
    unsigned char c = (unsigned char)s.at[i];
    if (c < 0x20)
        return c != '\n' && c != '\t';
    if (c == 0x7F || (c == 0xC2 && i + 1 < s.len && (unsigned char)s.at[i + 1] < 0xA0))
        return true;
    if (c != 0xE2 || i + 2 >= s.len)
        return false;
    unsigned char d = (unsigned char)s.at[i + 1], e = (unsigned char)s.at[i + 2];
    return (d == 0x80 && e >= 0xAA && e <= 0xAE) || (d == 0x81 && e >= 0xA6 && e <= 0xA9);
}

static struct str checked(struct form *f, const char *field, size_t most, const char *too_long)
{
    struct str s = str_trim(form_typed(f, field));
    if (characters(s) > most || s.len > EVENT_FIELD_BYTES_MAX) {
        form_wrong(f, field, too_long);
        return S("");
    }
    for (size_t i = 0; i < s.len; i++) {
        if (!is_hidden(s, i))
            continue;
        form_wrong(f, field,
                   "There are characters here that cannot be seen: type it anew, or paste it as"
                   " plain text");
        return S("");
    }
    return s;
}

struct str answer_text(struct form *f, const char *field)
{
    return checked(f, field, ANSWER_CHARACTERS_MAX,
                   "This is longer than 10,000 characters: keep the rest in a second entry");
}

struct str answer_line(struct form *f, const char *field)
{
    struct str s = checked(f, field, LINE_CHARACTERS_MAX,
                           "This is longer than 400 characters: say it more shortly");
    if (s.len > 0 && memchr(s.at, '\n', s.len)) {
        form_wrong(f, field, "Write this in one line");
        return S("");
    }
    return s;
}

unsigned answer_code(struct form *f, const char *field, enum code_list list)
{
    struct str s = form_typed(f, field);
    unsigned number = s.len ? code_number(list, s) : 0;
    if (s.len > 0 && number == 0)
        form_wrong(f, field, "Choose one of these");
    return number;
}

struct str answer_codes(struct task *t, struct form *f, const char *field, enum code_list list)
{
    struct text x = text_open(t->arena, 4096);
    for (unsigned i = 1; i <= code_count(list); i++) {
        if (!form_chosen(f, field, code_text(list, i)))
            continue;
        if (x.len > 0)
            text_addc(&x, ' ');
        text_addz(&x, code_text(list, i));
    }
    return text_done(&x);
}

enum yes_no answer_yes_no(struct form *f, const char *field)
{
    struct str s = form_typed(f, field);
    if (str_is(s, "true"))
        return SAID_YES;
    if (s.len > 0 && !str_is(s, "false"))
        form_wrong(f, field, "Choose one of these");
    return str_is(s, "false") ? SAID_NO : NOT_SAID;
}

bool answer_day(struct form *f, const char *field, struct date *ret)
{
    struct task quiet = { 0 };
    struct str s = str_trim(form_typed(f, field));
    if (s.len == 0)
        return false;
    if (date_parse(&quiet, s, ret) == OK)
        return true;
    form_wrong(f, field, "The day must be a real date, like 2026-11-12");
    return false;
}

void answer_when(const struct request *in, struct form *f, struct event *e)
{
    struct str time = str_trim(form_typed(f, "at-time"));
    struct date d = date_in_uk(in->now), today = d;
    int hour = 0, minute = 0;
    size_t before = f->problems;
    answer_day(f, "on-day", &d);
    if (time.len > 0 && !clock_read(time, &hour, &minute))
        form_wrong(f, "at-time", "The time must be like 14:30");
    if (f->problems > before)
        return;
    e->happened = in->now;
    if (time.len > 0) {
        e->happened = uk_instant(d, hour, minute, 0);
    } else if (d.days != today.days) {
        e->happened = uk_midnight(d);
        e->precision = code_number(CODES_PRECISION, S("day"));
    }
    if (e->happened.us > in->now.us)
        form_wrong(f, time.len ? "at-time" : "on-day",
                   "That has not come yet: an entry is about what has happened");
}

void answer_put_text(struct form *f, const char *field, struct event *e, const char *name)
{
    struct str s = answer_text(f, field);
    if (s.len > 0)
        event_set_text(e, name, s);
}

void answer_put_line(struct form *f, const char *field, struct event *e, const char *name)
{
    struct str s = answer_line(f, field);
    if (s.len > 0)
        event_set_text(e, name, s);
}

void answer_put_flag(struct form *f, const char *field, struct event *e, const char *name)
{
    enum yes_no said = answer_yes_no(f, field);
    if (said != NOT_SAID)
        event_set_number(e, name, said == SAID_YES);
}

struct choices readers_question(struct arena *a, const char *name, struct str first)
{
    struct choice *c = NEWS(a, struct choice, COUNT(readers));
    for (size_t i = 0; i < COUNT(readers); i++)
        c[i] = (struct choice){ code_text(CODES_ROLE, readers[i]),
                                code_meaning(CODES_ROLE, readers[i]), NULL };
    return (struct choices){
        .name = name,
        .legend =
            str_nul(a, str_print(a, "Who may read these words? %.*s chooses", STR_ARG(first))),
        .hint = "Ask. Tick those who were named. Tick none if the child set no limit.",
        .many = true,
        .at = c,
        .count = COUNT(readers),
    };
}

struct str readers_words(struct arena *a, struct str codes)
{
    struct text x = text_open(a, 1024);
    struct str rest = codes, one;
    while (rest.len > 0) {
        if (!str_cut(rest, ' ', &one, &rest)) {
            one = rest;
            rest = S("");
        }
        if (x.len > 0)
            text_addz(&x, rest.len > 0 ? ", " : " and ");
        text_addz(&x, code_meaning(CODES_ROLE, code_number(CODES_ROLE, one)));
    }
    return text_done(&x);
}
