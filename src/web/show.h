/* What templates are written with: escaping puts, links, the frame of a page, times in words. */
#ifndef WEB_SHOW_H
#define WEB_SHOW_H
#include "web/site.h"

/* A value by its type; a type that is not listed does not compile. */
static inline void put_unsigned(struct html *h, unsigned long n)
{
    html_int(h, (int64_t)n);
}
#define PUT_TEXT(h, x)                                                                             \
    _Generic((x), struct str: html_text, const char *: html_textz, char *: html_textz,            \
             int: html_int, unsigned: html_int, long: html_int, unsigned long: put_unsigned,      \
             uint8_t: html_int, uint16_t: html_int)(h, x)
#define PUT_ATTR(h, x)                                                                             \
    _Generic((x), struct str: html_attr, const char *: html_attrz, char *: html_attrz,            \
             int: html_int, unsigned: html_int, long: html_int, unsigned long: put_unsigned,      \
             uint8_t: html_int, uint16_t: html_int)(h, x)
void put_encoded(struct html *h, struct str s);
void put_encodedz(struct html *h, const char *s);
#define PUT_IN_ADDRESS(h, x)                                                                       \
    _Generic((x), struct str: put_encoded, const char *: put_encodedz, char *: put_encodedz,      \
             int: html_int, unsigned: html_int, long: html_int, unsigned long: put_unsigned)(h, x)

static inline struct link_part link_word(struct str s)
{
    return (struct link_part){ 0, s };
}
static inline struct link_part link_number(uint64_t n)
{
    return (struct link_part){ n, { "", 0 } };
}
#define LINK_PART(x) _Generic((x), struct str : link_word, default : link_number)(x)
void put_link(struct html *h, enum route_name to, const struct link_part *parts);

enum nav {
    NAV_NONE,
    NAV_BOARD,
    NAV_DUTIES,
    NAV_ALARMS,
    NAV_CHILDREN,
    NAV_REPORT,
    NAV_RULES,
    NAV_HOME,
    NAV_OVERSEE,
    NAV_MY_DAY
};

/* The frame of one page. */
struct view {
    struct arena *arena;
    const struct request *in;
    struct str title;
    enum nav nav;
    bool form;                    /* a form for tired people: larger type, narrower */
    bool recorded;                /* the footer says that this look was recorded */
    struct instant now, known_at; /* known_at NEVER: all that is known */
    int64_t missing;              /* how many are missing now; -1 could not look */
    struct str searched;          /* what stands in the search box */
};
struct view view_of(struct task *t, struct request *in, const char *title, enum nav nav);
struct html page_open(struct task *t);
status page_send(struct task *t, struct html *h, unsigned code, struct response *out);

/* Times as people say them, seen from `now`. */
struct str words_moment(const struct view *v, struct instant i);    /* "14:31 today" */
struct str words_day(const struct view *v, struct instant i);       /* "Monday 9 November" */
struct str words_short_day(const struct view *v, struct instant i); /* "9 Nov 2026" */
struct str words_length(struct arena *a, int64_t us);               /* "5 hours", "9 weeks" */
struct str words_away(const struct view *v, struct instant since);
struct str words_count(struct arena *a, int64_t n); /* "48,213" */
struct str words_miles(struct arena *a, int32_t tenths);
struct str words_born(const struct view *v, int32_t born); /* "15" or "age not known" */
struct str words_sex(uint8_t sex, bool capital);           /* "Girl", "Boy", "Child" */
struct str first_name(struct str name);
struct str possessive(struct arena *a, struct str name);
struct str iso(const struct view *v, struct instant i);
/* "a" for 1, "s" otherwise is never guessed: both words are given. */
struct str many(struct arena *a, size_t n, const char *one, const char *more);

/* A deadline in words and a shape. */
struct clock_words {
    const char *shape; /* running, soon, late, met, unknown */
    struct str strong, rest;
    struct instant at; /* the instant that is meant; NEVER: none */
};
struct clock_words clock_of(const struct view *v, const struct rulebook *b,
                            const struct instance *i);
const char *force_word(enum force f);
const char *confidence_word(enum confidence c); /* "" when the source was seen */
const char *level_word(enum alarm_level l);   /* "High", "" */
struct str seen_word(uint32_t acknowledged_n); /* "Somebody", "" when nobody has it */
const char *grade_class(uint8_t grade);         /* high, medium, low, none */
struct str grade_word(struct arena *a, uint8_t grade);
struct str owner_words(const struct view *v, const struct owner *o);
const struct rule_words *rule_of(const struct view *v, uint16_t rule);

/* One field of a form, shown again with what was typed and what is wrong with it. */
struct problem {
    const char *field, *words;
};
struct form {
    const struct urlform *typed;
    struct problem problem[16];
    size_t problems;
    struct str key;       /* of this filling-in: pressing twice records once */
    const char *not_kept; /* NULL, or why nothing was written */
    struct str draft;     /* the name a draft of it is kept under; empty: none is. See draft.h */
    uint32_t draft_about, draft_base_n;
    struct instant draft_saved; /* NEVER: what is shown comes from no draft */
};
/* The file's length for the form to carry: that of when its draft was begun, if it has one. */
uint32_t form_seen_n(const struct form *f, uint32_t now);
struct form form_of(struct task *t, const struct request *in);
void form_wrong(struct form *f, const char *field, const char *words);
const char *form_problem(const struct form *f, const char *field); /* NULL: none */
/* The status of the page that shows it again; `moved_on`: the file did, and the page says how. */
unsigned form_code(const struct form *f, bool moved_on);
struct str form_typed(const struct form *f, const char *field);
bool form_chosen(const struct form *f, const char *field, const char *value);
bool form_chose_number(const struct form *f, const char *field, uint32_t number);

/* Choices of radios and checkboxes. */
struct choice {
    const char *value, *label, *hint;
};
struct choices {
    const char *name, *legend, *hint;
    bool many;
    const struct choice *at;
    size_t count;
};

#endif
