/* The nations inside the binary: each is a folder of rules with a nation.txt that names its
 * calendar and the folders whose rules it takes besides its own. */
#include <string.h>

#include "rulebook/rulebook.h"

enum {
    FILES_MAX = 64,
    TAKES_MAX = 8
};
static const struct str about_file = { "nation.txt", 10 };

struct nation_about {
    struct str name, calendar, takes[TAKES_MAX];
    size_t count; /* of takes: the nation's own folder is the first */
};

/* "wales/visits.rules" lies in "wales" and is named "visits.rules". */
static bool lies_in(const struct embedded *e, struct str folder, struct str *ret_name)
{
    struct str head, tail;
    if (!str_cut(str_from(e->name), '/', &head, &tail) || !str_equal(head, folder))
        return false;
    *ret_name = tail;
    return true;
}

static bool find_file(struct str folder, struct str file, struct str *ret)
{
    struct str name;
    for (const struct embedded *e = embedded_rules; e->name; e++) {
        if (!lies_in(e, folder, &name) || !str_equal(name, file))
            continue;
        *ret = (struct str){ e->at, e->len };
        return true;
    }
    return false;
}

bool nation_file(const char *nation, const char *file, struct str *ret)
{
    return find_file(str_from(nation), str_from(file), ret);
}

/* The folder of the n-th nation, in the order of the build; the first is the default. */
static bool nation_at(size_t n, struct str *ret)
{
    struct str head, tail;
    for (const struct embedded *e = embedded_rules; e->name; e++) {
        bool about = str_cut(str_from(e->name), '/', &head, &tail) && str_equal(tail, about_file);
        if (!about || n-- > 0)
            continue;
        *ret = head;
        return true;
    }
    return false;
}

struct str nation_default(void)
{
    struct str first = S("");
    MUST(nation_at(0, &first));
    return first;
}

struct str nation_names(struct arena *a)
{
    struct text x = text_open(a, 1000);
    struct str name;
    for (size_t i = 0; nation_at(i, &name); i++)
        text_addf(&x, "%s%.*s", i ? ", " : "", STR_ARG(name));
    return text_done(&x);
}

static status about_line(struct task *t, struct str line, struct nation_about *about)
{
    struct str word = line, rest = S("");
    str_cut(line, ' ', &word, &rest);
    rest = str_trim(rest);
    if (word.len == 0 || word.at[0] == '#')
        return OK;
    if (str_is(word, "name"))
        about->name = rest;
    else if (str_is(word, "calendar"))
        about->calendar = str_print(t->arena, "%.*s.txt", STR_ARG(rest));
    else if (str_is(word, "takes") && about->count < TAKES_MAX)
        about->takes[about->count++] = rest;
    else
        return fail(t, E_INVALID, "nation.txt: write `name`, `calendar` or `takes`, not `%.*s`",
                    STR_ARG(word));
    return OK;
}

static status read_about(struct task *t, struct str nation, struct str text,
                         struct nation_about *about)
{
    *about = (struct nation_about){ .takes = { nation }, .count = 1 };
    while (text.len > 0) {
        struct str line = text, rest = S("");
        str_cut(text, '\n', &line, &rest);
        TRY(about_line(t, str_trim(line), about));
        text = rest;
    }
    return OK;
}

static bool is_rules(struct str name)
{
    static const char ending[] = ".rules";
    size_t len = sizeof ending - 1;
    return name.len > len && memcmp(name.at + name.len - len, ending, len) == 0;
}

/* Files are told by folder and name: two nations may each have a missing.rules. */
static size_t take_folder(struct str folder, struct rule_source *files, size_t count)
{
    struct str name;
    for (const struct embedded *e = embedded_rules; e->name; e++) {
        if (!lies_in(e, folder, &name) || !is_rules(name))
            continue;
        MUST(count < FILES_MAX);
        files[count++] =
            (struct rule_source){ str_from(e->name), (struct str){ e->at, e->len }, false };
    }
    return count;
}

status rulebook_load_nation(struct task *t, const char *nation, struct str local,
                            struct text *ret_problems, const struct calendar **ret_calendar,
                            struct rulebook **ret)
{
    struct nation_about about;
    struct str folder = str_from(nation), text, days;
    if (!find_file(folder, about_file, &text))
        return fail(t, E_MISSING, "there are no rules of %s in this program; use one of: %.*s",
                    nation, STR_ARG(nation_names(t->arena)));
    TRY(read_about(t, folder, text, &about));
    if (!find_file(S("calendar"), about.calendar, &days))
        return fail(t, E_MISSING, "%s/nation.txt: there is no calendar `%.*s` in this program",
                    nation, STR_ARG(about.calendar));
    struct calendar *calendar = NULL;
    TRY(calendar_load(t, days, &calendar));
    struct rule_source files[FILES_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < about.count; i++)
        count = take_folder(about.takes[i], files, count);
    if (local.len)
        files[count++] = (struct rule_source){ S("local.rules"), local, true };
    *ret_calendar = calendar;
    return rulebook_load(t, files, count, calendar, ret_problems, ret);
}

status rulebook_load_embedded(struct task *t, const char *nation, struct str local,
                              const struct calendar **ret_calendar, struct rulebook **ret)
{
    return rulebook_load_nation(t, nation, local, NULL, ret_calendar, ret);
}

struct str calendar_note(struct arena *a, const struct calendar *c, struct instant now)
{
    struct instant soon = calendar_deadline(c, now, (struct period){ UNIT_MONTHS, 6 });
    if (soon.us <= calendar_day_end(c, c->holidays_to).us)
        return S("");
    return str_print(a,
                     "bank holidays are known to %.*s only: deadlines in working days after that"
                     " are unknown. Add the years announced since to rules/calendar, build, and"
                     " start again",
                     STR_ARG(date_words(a, c->holidays_to)));
}
