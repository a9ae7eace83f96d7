/* Each question about a proposed placement, answered from what was looked up. Pure. */
#include "work/placement_check.h"

#include <string.h>

enum {
    FAR_TENTHS =
        200, /* 20 miles: from where on the national statistics count a child as far away */
    YEAR_DAYS = 365
};
#define YEAR_US ((int64_t)YEAR_DAYS * 24 * HOUR_US)

struct answer {
    enum checked outcome;
    struct str words, source;
    struct instant as_of;
};

static const struct {
    const char *code, *words;
} questions[PLACEMENT_CHECKS] = {
#define QUESTION(id, code, words) [ASKS_##id] = { code, words },
    PLACEMENT_QUESTIONS(QUESTION)
#undef QUESTION
};

const char *placement_question_words(struct str code)
{
    for (size_t i = 0; i < COUNT(questions); i++)
        if (str_is(code, questions[i].code))
            return questions[i].words;
    return "";
}

static struct answer says(enum checked outcome, struct str words, const char *source,
                          struct instant as_of)
{
    return (struct answer){ outcome, words, str_from(source), as_of };
}

static struct answer could_not(const struct placement_look *l, struct str why, const char *where)
{
    return says(CHECKED_COULD_NOT_LOOK, why, where, l->at);
}

static struct answer no_home(const struct placement_look *l)
{
    return could_not(l, l->home_why, "this register");
}

static struct str times(struct arena *a, uint32_t n, const char *one, const char *more)
{
    return str_print(a, "%u %s", n, n == 1 ? one : more);
}

/* --- where --- */

static struct answer ask_area(struct arena *a, const struct placement_look *l)
{
    if (l->area == PLACED_UNKNOWN || l->area == PLACED_NOT_SAID)
        return could_not(l, l->area_why, "this register");
    struct str where = str_from(code_meaning(CODES_AREA, l->area));
    if (l->area_name.len > 0)
        where = str_print(a, "%.*s: %.*s", STR_ARG(where), STR_ARG(l->area_name));
    struct answer x =
        says(l->area > PLACED_ADJOINING ? CHECKED_AGAINST : CHECKED_CLEAR, where, "", l->at);
    x.source = l->area_source;
    return x;
}

static struct answer ask_distance(struct arena *a, const struct placement_look *l)
{
    if (l->distance < 0)
        return could_not(l, l->distance_why, "postcode index");
    struct answer x =
        says(l->distance > FAR_TENTHS ? CHECKED_AGAINST : CHECKED_CLEAR,
             str_print(a, "%d.%d miles in a straight line%s", l->distance / 10, l->distance % 10,
                       l->distance > FAR_TENTHS ? ": more than 20" : ""),
             "", l->at);
    x.source = l->distance_source;
    return x;
}

static struct answer ask_host(struct arena *a, const struct placement_look *l)
{
    struct str who = l->area_name.len ? l->area_name : S("The authority of that area");
    if (l->area == PLACED_IN)
        return says(CHECKED_CLEAR, S("No other authority: it is in our own area"), "this register",
                    l->at);
    if (l->area == PLACED_UNKNOWN || l->area == PLACED_NOT_SAID)
        return could_not(l, S("Whose area it is in is not known, so whom to ask is not"),
                         "this register");
    bool far = l->area != PLACED_ADJOINING;
    if (far && l->host_consulted)
        return says(CHECKED_CLEAR,
                    str_print(a, "%.*s was consulted and has the care plan", STR_ARG(who)),
                    "this child\xe2\x80\x99s file", l->at);
    if (!far && l->host_notified)
        return says(CHECKED_CLEAR, str_print(a, "%.*s has been notified", STR_ARG(who)),
                    "this child\xe2\x80\x99s file", l->at);
    return says(CHECKED_AGAINST,
                str_print(a, "%.*s must be %s before the placement, and was not yet", STR_ARG(who),
                          far ? "consulted and sent the care plan" : "notified in writing"),
                far ? "regulations 11(2)(d)(ii) and 13" : "regulation 13", l->at);
}

/* --- the home --- */

static struct answer ask_standing(struct arena *a, const struct placement_look *l)
{
    if (!l->home)
        return no_home(l);
    uint64_t is = l->home->is;
    struct text x = text_open(a, 512);
    bool against = true;
    if (!(is & HOME_IS(OPEN)))
        text_addz(&x, "It was said to have closed");
    else if (is & HOME_IS(SUSPENDED))
        text_addz(&x, "Its registration is suspended");
    else if (is & HOME_IS(RESTRICTED))
        text_addz(&x, "It may not admit a new child (Care Standards Act 2000, s22B)");
    else if (!(is & HOME_IS(REGISTERED)))
        text_addz(&x, "No registration number is known");
    else
        against = false;
    if (!against)
        text_addz(&x, "Registered, and open to new children");
    if (is & HOME_IS(LEADERLESS)) {
        text_addz(&x, ". The person in charge is away");
        against = true;
    }
    return says(against ? CHECKED_AGAINST : CHECKED_CLEAR, text_done(&x), "this register",
                l->home_known);
}

static struct answer ask_notices(struct arena *a, const struct placement_look *l)
{
    if (!l->home)
        return no_home(l);
    struct text x = text_open(a, 2048);
    for (uint32_t i = 0; i < l->home->notices && i < HOME_NOTICES_MAX; i++) {
        const struct home_notice *n = &l->home->notice[i];
        struct instant from = { n->from };
        const char *what = code_meaning(CODES_HOME_NOTICE, n->type);
        text_addf(&x, "%s%s, since %.*s", x.len ? "; " : "", *what ? what : "a notice",
                  STR_ARG(date_words(a, date_in_uk(from))));
        if (n->by != 0)
            text_addf(&x, ", to be met by %.*s", STR_ARG(date_words(a, (struct date){ n->by })));
    }
    if (x.len > 0)
        return says(CHECKED_AGAINST, text_done(&x), "this register", l->home_known);
    return says(CHECKED_CLEAR, S("None in force that this register was told of"), "this register",
                l->home_known);
}

bool purpose_ages(struct str p, int *ret_from, int *ret_to)
{
    int number[2] = { 0, 0 }, have = 0;
    bool joined = false;
    for (size_t i = 0; i < p.len; i++) {
        bool digit = p.at[i] >= '0' && p.at[i] <= '9';
        bool starts = digit && (i == 0 || p.at[i - 1] < '0' || p.at[i - 1] > '9');
        struct str rest = { p.at + i, p.len - i };
        if (starts && have == 1 && !joined)
            have = 0;
        if (starts && have < 2) {
            number[have] = p.at[i] - '0';
            have++;
        } else if (digit && have > 0 && number[have - 1] < 100) {
            number[have - 1] = number[have - 1] * 10 + (p.at[i] - '0');
        } else if (have == 1 && (p.at[i] == '-' || str_starts(rest, S("to ")) ||
                                 str_starts(rest, S("\xe2\x80\x93")))) {
            joined = true;
        }
        if (have == 2 && !digit)
            break;
    }
    *ret_from = number[0];
    *ret_to = number[1];
    return have == 2 && number[0] <= number[1] && number[1] <= 25;
}

static bool speaks_of(struct str p, const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i + len <= p.len; i++)
        if (strncasecmp(p.at + i, word, len) == 0)
            return true;
    return false;
}

static struct answer ask_purpose(struct arena *a, const struct placement_look *l)
{
    int from, to;
    if (!l->home)
        return no_home(l);
    if (l->purpose.len == 0)
        return could_not(l, S("Its statement of purpose is not in this register: ask the home"),
                         "this register");
    bool ages = purpose_ages(l->purpose, &from, &to);
    bool boys = speaks_of(l->purpose, "boys"), girls = speaks_of(l->purpose, "girls");
    struct str quoted = str_print(a, "\xe2\x80\x9c%.*s\xe2\x80\x9d", STR_ARG(l->purpose));
    bool age_known = l->born != INT32_MIN;
    int age = age_known ? years_between((struct date){ l->born }, date_in_uk(l->at)) : 0;
    bool girl = str_is(str_from(code_text(CODES_SEX, l->sex)), "F");
    bool boy = str_is(str_from(code_text(CODES_SEX, l->sex)), "M");
    if (ages && age_known && (age < from || age > to))
        return says(CHECKED_AGAINST, str_print(a, "%.*s: this child is %d", STR_ARG(quoted), age),
                    "statement of purpose", l->home_known);
    if (boys != girls && ((boys && girl) || (girls && boy)))
        return says(
            CHECKED_AGAINST,
            str_print(a, "%.*s: this child is a %s", STR_ARG(quoted), girl ? "girl" : "boy"),
            "statement of purpose", l->home_known);
    if (!ages && boys == girls)
        return could_not(l, str_print(a, "It says no ages: read it. %.*s", STR_ARG(quoted)),
                         "statement of purpose");
    return says(CHECKED_CLEAR, quoted, "statement of purpose", l->home_known);
}

static struct answer ask_places(struct arena *a, const struct placement_look *l)
{
    if (!l->home)
        return no_home(l);
    uint32_t places = l->home->places, taken = l->home->residents;
    if (places == 0)
        return could_not(
            l, str_print(a, "How many children it may take is not known; %u live there", taken),
            "this register");
    return says(
        taken >= places ? CHECKED_AGAINST : CHECKED_CLEAR,
        str_print(a, "%s, %u taken", str_nul(a, times(a, places, "place", "places")), taken),
        "this register", l->at);
}

/* --- going missing --- */

/* Local: from how many in 12 months on somebody must say why the child is placed there anyway. */
enum {
    EPISODES_AGAINST = 3
};

struct lately {
    uint32_t episodes, children, own;
};

static struct lately episodes_of(const struct placement_look *l)
{
    struct lately x = { 0 };
    uint32_t seen[HOME_EPISODES_MAX];
    for (uint32_t i = 0; i < l->home->episodes && i < HOME_EPISODES_MAX; i++) {
        const struct home_episode *e = &l->home->episode[i];
        x.own += e->child == l->child;
        if (e->from < l->at.us - YEAR_US || e->from > l->at.us)
            continue;
        bool known = false;
        for (uint32_t k = 0; k < x.children && !known; k++)
            known = seen[k] == e->child;
        if (!known)
            seen[x.children++] = e->child;
        x.episodes++;
    }
    return x;
}

static struct answer ask_episodes(struct arena *a, const struct placement_look *l)
{
    if (!l->home)
        return no_home(l);
    struct lately x = episodes_of(l);
    if (!(l->home->is & HOME_IS(KNOWN_TO_REPORT)) && x.episodes == 0)
        return could_not(l,
                         S("This home has never reported a child missing here. No report is not"
                           " no episode: ask it"),
                         "this register");
    struct text w = text_open(a, 512);
    text_addf(&w, "%s in 12 months, %s", str_nul(a, times(a, x.episodes, "episode", "episodes")),
              str_nul(a, times(a, x.children, "child", "children")));
    if (l->share > 0)
        text_addf(&w, ". More than its size and chance explain (found %.*s)",
                  STR_ARG(date_words(a, date_in_uk(l->share_seen))));
    bool many = x.episodes >= EPISODES_AGAINST;
    if (many)
        text_addf(&w, ". %d or more count against it (a local number)", EPISODES_AGAINST);
    return says(l->share > 0 || many ? CHECKED_AGAINST : CHECKED_CLEAR, text_done(&w),
                "this register", l->at);
}

static struct answer ask_harm(struct arena *a, const struct placement_look *l)
{
    if (l->harm_why.len > 0)
        return could_not(l, l->harm_why, "this register");
    if (l->concerns == 0)
        return says(CHECKED_CLEAR,
                    str_print(a,
                              "No place of concern is known here in %.*s. Police may know more:"
                              " ask them",
                              STR_ARG(l->sector)),
                    "this register", l->at);
    return says(
        CHECKED_AGAINST,
        str_print(a, "%s known in %.*s. Ask police before deciding",
                  str_nul(a, times(a, l->concerns, "place of concern is", "places of concern are")),
                  STR_ARG(l->sector)),
        "this register", l->at);
}

/* Counts and nothing else: who they are is theirs. */
static struct answer ask_residents(struct arena *a, const struct placement_look *l)
{
    if (!l->home)
        return no_home(l);
    uint32_t living = l->home->residents, missing = l->home->missing;
    struct text x = text_open(a, 512);
    text_addf(&x, "%s there", str_nul(a, times(a, living, "child lives", "children live")));
    if (missing > 0)
        text_addf(&x, "; %s missing from there now",
                  str_nul(a, times(a, missing, "child is", "children are")));
    if (l->together > 0)
        text_addf(&x, "; with %u of them this child was missing before", l->together);
    return says(missing > 0 || l->together > 0 ? CHECKED_AGAINST : CHECKED_CLEAR, text_done(&x),
                "this register", l->at);
}

static struct answer ask_history(struct arena *a, const struct placement_look *l)
{
    if (!l->home)
        return no_home(l);
    uint32_t own = episodes_of(l).own;
    if (own > 0)
        return says(CHECKED_AGAINST,
                    str_print(a, "Went missing from there %s before",
                              str_nul(a, times(a, own, "time", "times"))),
                    "this child\xe2\x80\x99s file", l->at);
    return says(CHECKED_CLEAR,
                l->stays ? str_print(a, "Lived there %s before, and never went missing from there",
                                     str_nul(a, times(a, l->stays, "time", "times")))
                         : S("Has not lived there before"),
                "this child\xe2\x80\x99s file", l->at);
}

/* --- the child --- */

/* The school years in which a child turns 15 and 16. */
bool in_key_stage_4(int32_t born, struct date day)
{
    if (born == INT32_MIN)
        return false;
    struct civil c = civil_of(day);
    struct date september = date_of((struct civil){ c.year, 9, 1 });
    if (day.days < september.days)
        september = date_of((struct civil){ c.year - 1, 9, 1 });
    int age = years_between((struct date){ born }, (struct date){ september.days - 1 });
    return age == 14 || age == 15;
}

static struct answer ask_school(struct arena *a, const struct placement_look *l)
{
    struct str said = str_from(code_text(CODES_SCHOOL_CHANGE, l->asked.school));
    struct str now = l->school.len ? str_print(a, " Now at %.*s.", STR_ARG(l->school)) : S("");
    if (said.len == 0)
        return could_not(l,
                         str_print(a, "Nobody has said what becomes of school.%.*s", STR_ARG(now)),
                         "the proposer");
    if (l->born == INT32_MIN)
        return could_not(l, S("Not in which school year: the date of birth is not known"),
                         "this child\xe2\x80\x99s file");
    bool ks4 = in_key_stage_4(l->born, date_in_uk(l->at));
    const char *words = code_meaning(CODES_SCHOOL_CHANGE, l->asked.school);
    if (str_is(said, "changes") && ks4)
        return says(CHECKED_AGAINST,
                    str_print(a,
                              "Key Stage 4 would be disrupted: the nominated officer must"
                              " approve (regulation 10).%.*s",
                              STR_ARG(now)),
                    "the proposer", l->at);
    return says(str_is(said, "stays") ? CHECKED_CLEAR : CHECKED_AGAINST,
                str_print(a, "%s.%.*s", words, STR_ARG(now)), "the proposer", l->at);
}

static struct answer ask_siblings(struct arena *a, const struct placement_look *l)
{
    (void)a;
    if (l->asked.siblings.len > 0)
        return says(CHECKED_CLEAR, l->asked.siblings, "the proposer", l->at);
    return could_not(l, S("Nobody has said whether there are any and where they would be"),
                     "the proposer");
}

static struct answer ask_wishes(struct arena *a, const struct placement_look *l)
{
    if (l->wishes.len == 0)
        return says(CHECKED_AGAINST, S("The child\xe2\x80\x99s wishes are not recorded"),
                    "this child\xe2\x80\x99s file", l->at);
    return says(CHECKED_CLEAR, str_print(a, "\xe2\x80\x9c%.*s\xe2\x80\x9d", STR_ARG(l->wishes)),
                "the child, as written down", l->wishes_at);
}

typedef struct answer ask(struct arena *a, const struct placement_look *l);
static ask *const asks[PLACEMENT_CHECKS] = {
    [ASKS_AREA] = ask_area,           [ASKS_DISTANCE] = ask_distance, [ASKS_HOST] = ask_host,
    [ASKS_STANDING] = ask_standing,   [ASKS_NOTICES] = ask_notices,   [ASKS_PURPOSE] = ask_purpose,
    [ASKS_PLACES] = ask_places,       [ASKS_EPISODES] = ask_episodes, [ASKS_HARM] = ask_harm,
    [ASKS_RESIDENTS] = ask_residents, [ASKS_HISTORY] = ask_history,   [ASKS_SCHOOL] = ask_school,
    [ASKS_SIBLINGS] = ask_siblings,   [ASKS_WISHES] = ask_wishes,
};

static struct str sentence(struct arena *a, struct str words)
{
    bool small = words.len > 0 && words.at[0] >= 'a' && words.at[0] <= 'z';
    return small ? str_print(a, "%c%.*s", words.at[0] - 'a' + 'A', (int)words.len - 1, words.at + 1)
                 : words;
}

void placement_checks(struct arena *a, const struct placement_look *l,
                      struct placement_check ret[PLACEMENT_CHECKS])
{
    for (unsigned q = 0; q < PLACEMENT_CHECKS; q++) {
        struct answer x = asks[q](a, l);
        ret[q] = (struct placement_check){ .question = (enum placement_question)q,
                                           .code = questions[q].code,
                                           .title = questions[q].words,
                                           .outcome = x.outcome,
                                           .words = sentence(a, x.words),
                                           .source = x.source,
                                           .as_of = x.as_of };
    }
}

uint8_t placement_rank(const struct placement_look *l, const char **ret_why)
{
    bool moves = str_is(str_from(code_text(CODES_SCHOOL_CHANGE, l->asked.school)), "changes");
    uint8_t rank = RANK_TEAM_MANAGER;
    *ret_why = "it is in our own area, where the law names no rank: a local rule";
    if (!rank_is_asked_for(l->asked.type, l->asked.provider)) {
        *ret_why = "regulation 11 is not for connected persons or the authority\xe2\x80\x99s own"
                   " foster carers: a local rule";
    } else if (l->area != PLACED_IN) {
        rank = rank_for_area(l->area);
        *ret_why = l->area == PLACED_ADJOINING
                       ? "it is outside the area, in an adjoining one: regulation 11(1)(a)"
                   : l->area == PLACED_UNKNOWN || l->area == PLACED_NOT_SAID
                       ? "where it is could not be looked up, so it counts as at a distance: a"
                         " local rule"
                       : "it is outside the area and not in an adjoining one: regulation 11(1)(b)";
    }
    if (moves && in_key_stage_4(l->born, date_in_uk(l->at)) && rank_level(rank) < 2) {
        rank = RANK_NOMINATED_OFFICER;
        *ret_why = "it disrupts school in Key Stage 4: regulation 10";
    }
    return rank;
}
