/* Runs stories: given what was said of a child, when it is so late, then these duties stand so.
 *
 * `story FILE…` or `story FOLDER`. Times are those of a clock in the UK. See
 * docs/RULES-LANGUAGE.md. */
#include "golden.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/task.h"
#include "rulebook/rulebook.h"

enum {
    FACTS_MAX = 512,
    LINE_MAX_LEN = 1000,
    RULES_TEXT_MAX = 64 << 10
};

struct story {
    struct task *t;
    const char *file;
    int line;
    const struct calendar *calendar;
    struct rulebook *rules;
    const char *nation; /* "wales"; NULL the default */
    struct text own_rules, local_rules;
    bool has_own, has_local, stale;
    enum subject_kind over;
    struct fact fact[FACTS_MAX], ordered[FACTS_MAX];
    uint32_t count, left;
    struct instant now;
    struct evaluation *e;
    int wrong;
};

static bool wrong(struct story *s, const char *what, struct str about)
{
    fprintf(stderr, "%s:%d: %s%s%.*s\n", s->file, s->line, what, about.len ? ": " : "",
            STR_ARG(about));
    s->wrong++;
    return false;
}

static struct str word(struct str *rest)
{
    *rest = str_trim(*rest);
    struct str head = *rest, tail = S("");
    str_cut(*rest, ' ', &head, &tail);
    *rest = str_trim(tail);
    return head;
}

static bool skip(struct str *rest, const char *phrase)
{
    struct str p = str_from(phrase);
    if (!str_starts(*rest, p))
        return false;
    *rest = str_trim((struct str){ rest->at + p.len, rest->len - p.len });
    return true;
}

/* "2026-03-27 20:00", or a date alone: its midnight. */
static bool read_time(struct story *s, struct str *rest, struct instant *ret)
{
    struct date d;
    struct str day = word(rest);
    if (day.len && day.at[day.len - 1] == ',')
        day.len--;
    if (date_parse(s->t, day, &d) != OK)
        return false;
    int hour = 0, minute = 0;
    if (rest->len >= 5 && rest->at[2] == ':') {
        struct str clock = word(rest);
        hour = (clock.at[0] - '0') * 10 + clock.at[1] - '0';
        minute = (clock.at[3] - '0') * 10 + clock.at[4] - '0';
    }
    *ret = uk_instant(d, hour, minute, 0);
    return true;
}

/* ---- given ---- */

static int64_t number_of(struct story *s, struct str value)
{
    int64_t n = 0;
    struct date d;
    if (date_parse(s->t, value, &d) == OK)
        return d.days;
    if (str_to_i64(s->t, value, INT32_MIN, INT64_MAX / 2, &n) != OK)
        wrong(s, "not a number", value);
    return n;
}

static void set_field(struct story *s, struct event *e, struct str name, struct str value)
{
    unsigned at;
    const struct field_def *f = event_field_def(e->kind, name, &at);
    char *field = str_nul(s->t->arena, name);
    if (!f) {
        wrong(s, "the event has no such field", name);
        return;
    }
    switch ((enum field_type)f->type) {
    case FIELD_TEXT:
    case FIELD_RULE:
    case FIELD_CODES:
    case FIELD_CODE: event_set_text(e, field, value); return;
    case FIELD_FLAG: event_set_number(e, field, !str_is(value, "no")); return;
    case FIELD_DATE:
    case FIELD_INT:
    case FIELD_INSTANT:
    case FIELD_ABOUT:
    case FIELD_SUBJECT: event_set_number(e, field, number_of(s, value)); return;
    }
}

static void set_part(struct story *s, struct event *e, struct str part)
{
    struct str rest = part, name = word(&rest);
    unsigned at;
    if (str_is(name, "child") && !event_field_def(e->kind, name, &at)) {
        e->also = (uint32_t)number_of(s, rest); /* a pointer, as the journal writes it */
        e->pointer = true;
    } else if (str_is(name, "recorded")) {
        if (!read_time(s, &rest, &e->recorded))
            wrong(s, "recorded when?", part);
    } else if (str_is(name, "corrects")) {
        e->corrects = (uint32_t)number_of(s, rest);
    } else if (str_is(name, "known")) { /* "known to the day" */
        struct str last = rest;
        while (last.len)
            name = word(&last);
        e->precision = code_number(CODES_PRECISION, name);
        if (!e->precision)
            wrong(s, "known how well?", part);
    } else {
        set_field(s, e, name, rest);
    }
}

/* In a home's, an agency's or a place's stream, what is said of a child is a pointer: it says which
 * child, the number of the episode or placement, and the one code. */
static bool lies_here(struct story *s, const struct event *e)
{
    const struct kind_def *k = event_kind_def(e->kind);
    bool own = k->subject == s->over || k->subject == SUBJECT_ANY;
    bool told = !own && k->also == s->over;
    if (own ? !e->pointer : told && e->pointer)
        return true;
    if (told)
        return wrong(s, "say of which child: `child 7`", str_from(k->name));
    return wrong(s,
                 own ? "it is said of the subject itself: leave out `child`"
                     : "such an event never lies in this stream; see `over` above",
                 str_from(k->name));
}

static void given(struct story *s, struct str rest)
{
    struct instant happened;
    struct str whole = rest;
    if (!read_time(s, &rest, &happened)) {
        wrong(s, "begin with a date and a time", whole);
        return;
    }
    struct str name = word(&rest);
    if (name.len && name.at[name.len - 1] == ',')
        name.len--;
    enum event_kind kind = event_kind_named(name);
    if (kind == EV_NONE || s->count == FACTS_MAX) {
        wrong(s, "no such kind of event", name);
        return;
    }
    struct event e = event_new(kind, 1, happened);
    e.recorded = happened;
    while (rest.len) {
        struct str part = rest, after = S("");
        str_cut(rest, ',', &part, &after);
        set_part(s, &e, str_trim(part));
        rest = str_trim(after);
    }
    e.n = s->count + 1;
    if (!lies_here(s, &e))
        return;
    if (event_check(s->t, &e, false) != OK)
        wrong(s, s->t->reason, S(""));
    s->fact[s->count++] = fact_of(&e);
    s->stale = true;
}

/* ---- when ---- */

static void load_rules(struct story *s)
{
    struct str local = s->has_local ? text_done(&s->local_rules) : S("");
    struct rule_source own = { S("story.rules"), text_done(&s->own_rules), false };
    const char *nation = s->nation ? s->nation : str_nul(s->t->arena, nation_default());
    status made = rulebook_load_embedded(s->t, nation, local, &s->calendar, &s->rules);
    if (made == OK && s->has_own)
        made = rulebook_load(s->t, &own, 1, s->calendar, NULL, &s->rules);
    if (made != OK) {
        wrong(s, s->t->reason, S(""));
        exit(1);
    }
}

static void evaluate(struct story *s)
{
    if (!s->rules)
        load_rules(s);
    if (!s->stale)
        return;
    memcpy(s->ordered, s->fact, sizeof s->fact);
    s->left = facts_in_order(s->ordered, s->count);
    rulebook_evaluate(s->rules, s->calendar, s->over, s->ordered, s->left, s->e);
    s->stale = false;
}

/* ---- then ---- */

static const struct rule_words *words_of(struct story *s, const struct instance *i)
{
    return rulebook_rule(s->rules, i->rule);
}

static void show_all(struct story *s, struct str name)
{
    bool any = false;
    for (uint32_t k = 0; k < s->e->count; k++) {
        const struct instance *i = &s->e->instance[k];
        if (!str_equal(words_of(s, i)->name, name))
            continue;
        any = true;
        fprintf(stderr, "    there is: %.*s %s, due %.*s, from %.*s, entry %u, closed by %u\n",
                STR_ARG(name), duty_state_name(instance_state(s->rules, i, s->now.us)),
                STR_ARG(due_words(s->t->arena, (struct instant){ i->due })),
                STR_ARG(instant_words(s->t->arena, (struct instant){ i->from })), i->started_n,
                i->closed_n);
    }
    if (!any)
        fprintf(stderr, "    there is none\n");
}

struct wanted {
    struct str state;
    bool has_due, has_from, has_again;
    uint16_t again;
    int64_t due, from;
    uint32_t entry, child;
};

static bool read_wanted(struct story *s, struct str rest, struct wanted *w)
{
    while (rest.len) {
        struct str part = rest, after = S("");
        str_cut(rest, ',', &part, &after);
        part = str_trim(part);
        struct instant at = { 0 };
        if (skip(&part, "due end of ")) {
            w->has_due = read_time(s, &part, &at);
            w->due = uk_midnight((struct date){ date_in_uk(at).days + 1 }).us;
        } else if (skip(&part, "due unknown") || skip(&part, "due never")) {
            w->has_due = true;
            w->due = INT64_MAX;
        } else if (skip(&part, "due ")) {
            w->has_due = read_time(s, &part, &at);
            w->due = at.us;
        } else if (skip(&part, "from end of ")) {
            w->has_from = read_time(s, &part, &at);
            w->from = uk_midnight((struct date){ date_in_uk(at).days + 1 }).us;
        } else if (skip(&part, "from ")) {
            w->has_from = read_time(s, &part, &at);
            w->from = at.us;
        } else if (skip(&part, "entry ")) {
            w->entry = (uint32_t)number_of(s, part);
        } else if (skip(&part, "child ")) {
            w->child = (uint32_t)number_of(s, part);
        } else if (skip(&part, "again ")) {
            w->has_again = true;
            w->again = (uint16_t)number_of(s, part);
        } else {
            return false;
        }
        rest = str_trim(after);
    }
    return true;
}

static bool fits(struct story *s, const struct instance *i, const struct wanted *w)
{
    return str_is(w->state, duty_state_name(instance_state(s->rules, i, s->now.us))) &&
           (!w->has_due || i->due == w->due) && (!w->has_from || i->from == w->from) &&
           (!w->entry || i->started_n == w->entry) && (!w->child || i->child == w->child) &&
           (!w->has_again || instance_again(s->e, i, s->now.us) == w->again);
}

static bool then_is(struct story *s, struct str name, struct str rest)
{
    struct wanted w = { 0 };
    struct str state = rest, more = S("");
    str_cut(rest, ',', &state, &more);
    w.state = str_trim(state);
    if (rulebook_find(s->rules, name) == UINT16_MAX)
        return wrong(s, "there is no such rule", name);
    if (!read_wanted(s, str_trim(more), &w))
        return wrong(
            s, "write `due …`, `due end of …`, `from …`, `entry …`, `child …` or `again …`", more);
    for (uint32_t k = 0; k < s->e->count; k++) {
        const struct instance *i = &s->e->instance[k];
        if (str_equal(words_of(s, i)->name, name) && fits(s, i, &w))
            return true;
    }
    show_all(s, name);
    return wrong(s, "not so", name);
}

static uint32_t count_of(struct story *s, struct str name, bool rung_only)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < s->e->count; k++) {
        const struct instance *i = &s->e->instance[k];
        if (!str_equal(words_of(s, i)->name, name))
            continue;
        count += !rung_only || instance_state(s->rules, i, s->now.us) == ALARM_RAISED;
    }
    return count;
}

static bool then_none(struct story *s, struct str name, bool alarm)
{
    if (rulebook_find(s->rules, name) == UINT16_MAX)
        return wrong(s, "there is no such rule", name);
    if (count_of(s, name, alarm) == 0)
        return true;
    show_all(s, name);
    return wrong(s, "there is one", name);
}

static bool then_count(struct story *s, struct str rest)
{
    int64_t want = number_of(s, word(&rest));
    struct str what = word(&rest);
    if (count_of(s, rest, str_starts(what, S("alarm"))) == (uint32_t)want)
        return true;
    show_all(s, rest);
    return wrong(s, "another number", rest);
}

static bool then_goes_to(struct story *s, struct str name, struct str rest)
{
    struct str role = word(&rest);
    struct instant at = { 0 };
    if (!skip(&rest, "at") || !read_time(s, &rest, &at))
        return wrong(s, "write `goes to ROLE at DATE TIME`", rest);
    for (uint32_t k = 0; k < s->e->count; k++) {
        struct ladder_step step[8];
        const struct instance *i = &s->e->instance[k];
        size_t steps = instance_ladder(s->rules, s->calendar, i, step, 8);
        for (size_t n = 0; n < steps && str_equal(words_of(s, i)->name, name); n++) {
            if (step[n].at == at.us && str_is(role, code_text(CODES_ROLE, step[n].role)))
                return true;
        }
    }
    return wrong(s, "no such step of the ladder", name);
}

static bool then_explained(struct story *s, struct str name, struct str rest)
{
    struct str words;
    if (rest.len < 2 || rest.at[0] != '"')
        return wrong(s, "write `explained: \"words\"`", rest);
    rest = (struct str){ rest.at + 1, rest.len - 2 };
    struct subject_facts said = { s->over, s->ordered, s->left };
    if (rulebook_explain(s->t, s->rules, s->calendar, &said, name, s->now.us, &words) != OK)
        return wrong(s, s->t->reason, S(""));
    if (memmem(words.at, words.len, rest.at, rest.len))
        return true;
    fprintf(stderr, "%.*s\n", STR_ARG(words));
    return wrong(s, "the explanation does not say this", rest);
}

static bool then_reads(struct story *s, struct str name, struct str file)
{
    struct str words;
    struct subject_facts said = { s->over, s->ordered, s->left };
    if (rulebook_explain(s->t, s->rules, s->calendar, &said, name, s->now.us, &words) != OK)
        return wrong(s, s->t->reason, S(""));
    if (golden_same(s->t->arena, s->file, file, words))
        return true;
    fprintf(stderr, "%.*s\n", STR_ARG(words));
    return wrong(s, "it reads otherwise (GOLDEN=write writes the file anew)", file);
}

static bool then_next(struct story *s, struct str rest)
{
    struct instant at = { 0 };
    if (!read_time(s, &rest, &at))
        return wrong(s, "write `next change is DATE TIME`", rest);
    int64_t next = evaluation_next_change(s->rules, s->e, s->now.us);
    if (next / SECOND_US == at.us / SECOND_US)
        return true;
    return wrong(s, "the next change is at", instant_words(s->t->arena, (struct instant){ next }));
}

static bool then(struct story *s, struct str rest)
{
    evaluate(s);
    if (skip(&rest, "no duty "))
        return then_none(s, rest, false);
    if (skip(&rest, "no alarm "))
        return then_none(s, rest, true);
    if (skip(&rest, "next change is "))
        return then_next(s, rest);
    if (rest.len && rest.at[0] >= '0' && rest.at[0] <= '9')
        return then_count(s, rest);
    if (!skip(&rest, "duty ") && !skip(&rest, "alarm "))
        return wrong(s, "write `duty NAME is …`, `no duty NAME`, `alarm NAME is …`", rest);
    struct str name = word(&rest);
    if (skip(&rest, "is "))
        return then_is(s, name, rest);
    if (skip(&rest, "goes to "))
        return then_goes_to(s, name, rest);
    if (skip(&rest, "explained: "))
        return then_explained(s, name, rest);
    if (skip(&rest, "reads "))
        return then_reads(s, name, rest);
    return wrong(s, "write `is STATE`, `reads FILE`, `goes to ROLE at …`, `explained: \"…\"`",
                 rest);
}

/* ---- one file ---- */

/* `over home`: whose stream the story tells; without it, a child's. */
static void over(struct story *s, struct str what)
{
    static const enum subject_kind kinds[] = { SUBJECT_CHILD, SUBJECT_HOME, SUBJECT_AGENCY,
                                               SUBJECT_PLACE };
    static const char *const names[] = { "child", "home", "agency", "place" };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (str_is(what, names[i]) && s->count == 0) {
            s->over = kinds[i];
            return;
        }
    }
    wrong(s, "write `over home`, `over agency` or `over place` as the first line", what);
}

static void each_line(struct story *s, struct str line, struct str *block)
{
    bool indented = line.len && line.at[0] == ' ';
    struct str rest = str_trim(line);
    if (!rest.len || (rest.at[0] == '#' && !indented))
        return;
    if (indented && block->len) {
        struct text *x = str_is(*block, "local") ? &s->local_rules : &s->own_rules;
        text_add(x, line.len > 4 ? (struct str){ line.at + 4, line.len - 4 } : S(""));
        text_addc(x, '\n');
        return;
    }
    struct str first = word(&rest);
    if (str_is(first, "rules") || str_is(first, "local")) {
        s->has_own |= str_is(first, "rules");
        s->has_local |= str_is(first, "local");
        *block = first;
        return;
    }
    if (!str_is(first, "and"))
        *block = S("");
    if (str_is(first, "nation")) {
        s->nation = str_nul(s->t->arena, rest);
        return;
    }
    static struct str last;
    last = str_is(first, "and") ? last : first;
    if (str_is(last, "over"))
        over(s, rest);
    else if (str_is(last, "given"))
        given(s, rest);
    else if (str_is(last, "when") && skip(&rest, "it is ")) {
        if (!read_time(s, &rest, &s->now))
            wrong(s, "write `when it is DATE TIME`", rest);
    } else if (str_is(last, "then"))
        then(s, rest);
    else
        wrong(s, "begin the line with over, nation, given, and, when, then, rules or local rules",
              line);
}

static struct str read_whole(struct task *t, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(2);
    }
    char *at = NEWS(t->arena, char, RULES_TEXT_MAX);
    size_t len = fread(at, 1, RULES_TEXT_MAX, f);
    fclose(f);
    return (struct str){ at, len };
}

static int run(const char *path)
{
    struct instant now = uk_midnight(date_of((struct civil){ 2026, 4, 1 }));
    struct task t = task_open(arena_open(512 << 20), clock_stopped(&now));
    struct story *s = NEW(t.arena, struct story);
    struct str text = read_whole(&t, path), block = S("");
    s->t = &t;
    s->file = path;
    s->over = SUBJECT_CHILD;
    s->e = NEW(t.arena, struct evaluation);
    s->own_rules = text_open(t.arena, RULES_TEXT_MAX);
    s->local_rules = text_open(t.arena, RULES_TEXT_MAX);
    s->stale = true;
    while (text.len) {
        struct str line = text, rest = S("");
        str_cut(text, '\n', &line, &rest);
        s->line++;
        each_line(s, line, &block);
        text = rest;
    }
    int result = s->wrong;
    printf("%s %s\n", result ? "not so:" : "so:", path);
    arena_close(t.arena);
    return result;
}

static int is_story(const struct dirent *d)
{
    size_t len = strlen(d->d_name);
    return len > 6 && strcmp(d->d_name + len - 6, ".story") == 0;
}

static int run_folder(const char *folder)
{
    struct dirent **names;
    int count = scandir(folder, &names, is_story, alphasort), failed = 0;
    if (count <= 0) {
        fprintf(stderr, "%s: no stories here\n", folder);
        return 1;
    }
    for (int i = 0; i < count; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        failed += run(path) != 0;
        free(names[i]);
    }
    free(names);
    printf("%d of %d stories are so\n", count - failed, count);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0;
    crypto_start();
    if (argc < 2) {
        fprintf(stderr, "usage: story FILE... or story FOLDER\n");
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        struct stat is;
        bool folder = stat(argv[i], &is) == 0 && S_ISDIR(is.st_mode);
        failed += folder ? run_folder(argv[i]) : run(argv[i]);
    }
    return failed != 0;
}
