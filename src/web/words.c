/* Times, deadlines, grades and owners as a person would say them. */
#include <string.h>

#include "web/show.h"

enum {
    WEEKS_FROM_DAYS = 56,
    HOURS_UNTIL = 48,
    WEEKDAY_WITHIN_DAYS = 60
};

static const char *const month_names[] = { "January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December" };
static const char *const day_names[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                         "Friday", "Saturday", "Sunday" };

struct str many(struct arena *a, size_t n, const char *one, const char *more)
{
    return str_print(a, "%zu %s", n, n == 1 ? one : more);
}

struct str words_length(struct arena *a, int64_t us)
{
    int64_t minutes = us / (60 * SECOND_US), hours = minutes / 60, days = hours / 24;
    if (minutes < 1)
        return S("less than a minute");
    if (minutes < 60)
        return many(a, (size_t)minutes, "minute", "minutes");
    if (hours < HOURS_UNTIL)
        return many(a, (size_t)hours, "hour", "hours");
    if (days <= WEEKS_FROM_DAYS)
        return many(a, (size_t)days, "day", "days");
    return many(a, (size_t)(days / 7), "week", "weeks");
}

struct str words_away(const struct view *v, struct instant since)
{
    if (v->now.us - since.us < 60 * SECOND_US)
        return S("less than a minute");
    return span_words(v->arena, span_between(since, v->now));
}

struct str words_count(struct arena *a, int64_t n)
{
    char plain[32], *out = NEWS(a, char, 40);
    int len = 0;
    for (int64_t rest = n < 0 ? -n : n; rest > 0 || len == 0; rest /= 10)
        plain[len++] = (char)('0' + rest % 10);
    size_t at = 0;
    if (n < 0)
        out[at++] = '-';
    for (int i = len - 1; i >= 0; i--) {
        out[at++] = plain[i];
        if (i > 0 && i % 3 == 0)
            out[at++] = ',';
    }
    return (struct str){ out, at };
}

struct str words_miles(struct arena *a, int32_t tenths)
{
    if (tenths < 0)
        return S("distance not known");
    int miles = (tenths + 5) / 10;
    return miles == 1 ? S("1 mile") : str_print(a, "%d miles", miles);
}

struct str words_born(const struct view *v, int32_t born)
{
    if (born == INT32_MIN)
        return S("age not known");
    return str_print(v->arena, "%d", years_between((struct date){ born }, date_in_uk(v->now)));
}

struct str words_sex(uint8_t sex, bool capital)
{
    const char *code = code_text(CODES_SEX, sex);
    if (strcmp(code, "F") == 0)
        return capital ? S("Girl") : S("girl");
    if (strcmp(code, "M") == 0)
        return capital ? S("Boy") : S("boy");
    return capital ? S("Child") : S("child");
}

struct str first_name(struct str name)
{
    struct str head, tail;
    if (str_starts(name, S("Child ")))
        return name; /* "Child 566910": nobody has said a name */
    return str_cut(name, ' ', &head, &tail) ? head : name;
}

struct str possessive(struct arena *a, struct str name)
{
    return str_print(a, "%.*s\xe2\x80\x99s", STR_ARG(name));
}

struct str iso(const struct view *v, struct instant i)
{
    return i.us == INT64_MAX ? S("") : instant_text(v->arena, i);
}

/* "Monday 9 November" within 60 days, "9 November 2025" beyond. */
static struct str day_words(const struct view *v, struct date d)
{
    struct civil c = civil_of(d);
    int32_t apart = d.days - date_in_uk(v->now).days;
    if (apart > -WEEKDAY_WITHIN_DAYS && apart < WEEKDAY_WITHIN_DAYS)
        return str_print(v->arena, "%s %u %s", day_names[weekday(d)], c.day,
                         month_names[c.month - 1]);
    return str_print(v->arena, "%u %s %d", c.day, month_names[c.month - 1], c.year);
}

struct str words_day(const struct view *v, struct instant i)
{
    if (i.us == INT64_MAX)
        return S("not known");
    return day_words(v, date_in_uk(i));
}

struct str words_short_day(const struct view *v, struct instant i)
{
    if (i.us == INT64_MAX)
        return S("not known");
    struct civil c = civil_of(date_in_uk(i));
    return str_print(v->arena, "%u %.3s %d", c.day, month_names[c.month - 1], c.year);
}

/* "today", "tomorrow", "yesterday", or the day by name. */
static struct str near_day(const struct view *v, struct date d)
{
    switch (d.days - date_in_uk(v->now).days) {
    case -1: return S("yesterday");
    case 0: return S("today");
    case 1: return S("tomorrow");
    default: return day_words(v, d);
    }
}

struct str words_moment(const struct view *v, struct instant i)
{
    if (i.us == INT64_MAX)
        return S("not known");
    struct clock_time c = clock_in_uk(i);
    struct str day = near_day(v, date_of(c.on));
    bool by_name = day.at[0] < 'a'; /* "Monday 9 November", "9 November 2025"; not "today" */
    return str_print(v->arena, "%02u:%02u %s%.*s", c.hour, c.minute, by_name ? "on " : "",
                     STR_ARG(day));
}

/* A deadline that falls on midnight is the end of the day before: nobody reads "00:00 on
 * Saturday" as Friday night. */
static struct str words_deadline(const struct view *v, struct instant due)
{
    struct date day = date_in_uk(due);
    if (uk_midnight(day).us != due.us)
        return words_moment(v, due);
    day.days--;
    return str_print(v->arena, "the end of %.*s", STR_ARG(near_day(v, day)));
}

static struct clock_words late(const struct view *v, struct instant due)
{
    struct str since = words_length(v->arena, v->now.us - due.us);
    struct str when = words_deadline(v, due);
    return (struct clock_words){ "late", str_print(v->arena, "Late by %.*s", STR_ARG(since)),
                                 str_print(v->arena, "was due %s%.*s",
                                           str_starts(when, S("the end")) ? "at " : "",
                                           STR_ARG(when)),
                                 due };
}

static struct clock_words running(const struct view *v, struct instant due, bool soon)
{
    struct str when = words_deadline(v, due);
    return (struct clock_words){
        soon ? "soon" : "running", str_print(v->arena, "By %.*s", STR_ARG(when)),
        str_print(v->arena, "in %.*s", STR_ARG(words_length(v->arena, due.us - v->now.us))), due
    };
}

static struct clock_words done(const struct view *v, const char *word, int64_t at)
{
    struct instant i = { at };
    return (struct clock_words){ "met",
                                 str_print(v->arena, "%s %.*s", word, STR_ARG(words_moment(v, i))),
                                 S(""), i };
}

static struct clock_words open_without_due(const struct view *v, const struct instance *i)
{
    return (struct clock_words){ "running", S("Owed now"),
                                 str_print(v->arena,
                                           "since %.*s, with no number of hours in the law",
                                           STR_ARG(words_moment(v, (struct instant){ i->from }))),
                                 NEVER };
}

struct clock_words clock_of(const struct view *v, const struct rulebook *b,
                            const struct instance *i)
{
    struct instant due = { i->due };
    bool near = due.us - v->now.us <= 24 * HOUR_US;
    switch (instance_state(b, i, v->now.us)) {
    case DUTY_UNKNOWN:
        return (struct clock_words){ "unknown", S("We cannot say when"),
                                     S("a fact or the bank holidays of that year are missing"),
                                     NEVER };
    case DUTY_OVERDUE: return late(v, due);
    case DUTY_NOT_YET:
    case DUTY_RUNNING: return due.us == INT64_MAX ? open_without_due(v, i) : running(v, due, near);
    case DUTY_WARNED: return running(v, due, true);
    case DUTY_MET: return done(v, "Met", i->closed_at);
    case DUTY_MET_LATE: return done(v, "Met late,", i->closed_at);
    case DUTY_ENDED: return done(v, "Ended", i->closed_at);
    case DUTY_WAIVED: return done(v, "Waived", i->closed_at);
    case ALARM_WAITING: return running(v, (struct instant){ i->from }, false);
    case ALARM_RAISED:
        return (
            struct clock_words){ "late",
                                 S("Not decided"),
                                 str_print(v->arena, "rang %.*s ago, %.*s",
                                           STR_ARG(words_length(v->arena, v->now.us - i->from)),
                                           STR_ARG(words_moment(v, (struct instant){ i->from }))),
                                 { i->from } };
    case ALARM_DECIDED: return done(v, "Decided", i->closed_at);
    case ALARM_CLEARED: return done(v, "Cleared", i->closed_at);
    }
    must_failed(__FILE__, __LINE__, "a state has words");
}

const char *force_word(enum force f)
{
    switch (f) {
    case FORCE_STATUTE: return "Statute";
    case FORCE_GUIDANCE: return "Guidance";
    case FORCE_PRACTICE: return "Practice";
    case FORCE_LOCAL: return "Local";
    }
    return "";
}

const char *confidence_word(enum confidence c)
{
    switch (c) {
    case CONFIDENCE_SEEN: return "";
    case CONFIDENCE_PARTLY: return "partly checked";
    case CONFIDENCE_UNVERIFIED: return "from memory, to be checked";
    }
    return "";
}

const char *level_word(enum alarm_level l)
{
    switch (l) {
    case LEVEL_NONE: return "";
    case LEVEL_LOW: return "Low";
    case LEVEL_MEDIUM: return "Medium";
    case LEVEL_HIGH: return "High";
    }
    return "";
}

/* A list does not look up who: the alarm's own page does. */
struct str seen_word(uint32_t acknowledged_n)
{
    return acknowledged_n > 0 ? S("Somebody") : S("");
}

const char *grade_class(uint8_t grade)
{
    const char *code = code_text(CODES_GRADE, grade);
    if (strcmp(code, "high") == 0 || strcmp(code, "medium") == 0 || strcmp(code, "low") == 0)
        return code;
    return strcmp(code, "very-low") == 0 ? "low" : "none";
}

struct str grade_word(struct arena *a, uint8_t grade)
{
    const char *meaning = code_meaning(CODES_GRADE, grade);
    if (!*meaning)
        return S("Not graded");
    char *word = str_nul(a, str_from(meaning));
    if (word[0] >= 'a' && word[0] <= 'z')
        word[0] = (char)(word[0] - 'a' + 'A');
    return str_from(word);
}

struct str owner_words(const struct view *v, const struct owner *o)
{
    if (o->person == 0 && o->name.len == 0)
        return S("Nobody is registered to hold this: tell the director of children\xe2\x80\x99s"
                 " services");
    bool you = v->in->session.actor.person != 0 && o->person == v->in->session.actor.person;
    const char *role = code_meaning(CODES_ROLE, o->role);
    if (o->role != o->asked && o->asked != ROLE_NONE)
        return str_print(v->arena, "%.*s%s, %s (nobody is %s)", STR_ARG(o->name),
                         you ? " (you)" : "", role, code_meaning(CODES_ROLE, o->asked));
    if (o->rota)
        return str_print(v->arena, "%.*s%s, %s, on the rota until %.*s", STR_ARG(o->name),
                         you ? " (you)" : "", role, STR_ARG(words_moment(v, o->until)));
    return str_print(v->arena, "%.*s%s, %s", STR_ARG(o->name), you ? " (you)" : "", role);
}

const struct rule_words *rule_of(const struct view *v, uint16_t rule)
{
    return rulebook_rule(v->in->site->store->rules, rule);
}
