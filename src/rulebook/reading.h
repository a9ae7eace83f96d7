/* Reading rule files: what is kept for people, lines in words, conditions on their way to masks.
 * Private to this room. */
#ifndef RULEBOOK_READING_H
#define RULEBOOK_READING_H
#include "base/task.h"
#include "rulebook/rule.h"

/* What only people and the checks read. */
struct rule_cold {
    struct rule_words words;
    struct str file, starts, when, met_by, ended_by, unless, repeats, warn, needs, clears;
    struct str in_force, escalates, within;
    int line;
    bool local, has_owner, has_title, has_force, has_clears, clears_by_event, has_level;
    uint16_t start_kind[16], met_kind[16], repeat_kind;
    uint8_t start_kinds, met_kinds;
};

struct parameter {
    struct str name, set_by, file;
    struct period period; /* or the number alone */
    int32_t number;
    bool is_period, local, has_shipped;
    struct period shipped; /* before local.rules set it */
    int line;
};

enum {
    TOKENS_MAX = 160
};
struct token {
    struct str text;
    bool quoted;
};
struct line { /* one line of a rule file in words */
    struct str file;
    int number;
    bool indented, local;
    struct token token[TOKENS_MAX];
    int count, at, lines_read;
};
struct loading {
    struct task *t;
    struct rulebook *b;
    struct text *problems;
    char first_problem[480];
    uint32_t wrong;
    struct line line;
    uint16_t rule; /* the block being read; NONE16 none */
    bool tighten, in_due;
    struct str block; /* "duty", "alarm" */
};

/* Takes the next line (continued over lines that end in a comma, `and`, `or`) off `text`. */
status line_next(struct loading *l, struct str *text, bool *ret_more);
status wrong(struct loading *l, const char *format, ...) PRINTF(2, 3);
bool line_done(const struct loading *l);
struct str word_now(const struct loading *l); /* "" at the end or when quoted */
struct str word_take(struct loading *l);
bool word_skip(struct loading *l, const char *word);
status word_expect(struct loading *l, const char *word, const char *what_for);
struct str words_rest(struct loading *l); /* the rest of the line as written */
struct str words_between(const struct loading *l, int from, int to);
status quoted_take(struct loading *l, struct str *ret);
/* The word of `names` most like `word`, for "did you mean"; "" when none is near. */
struct nearest {
    struct str word, best;
    unsigned distance;
};
struct nearest nearest_start(struct str word);
void nearest_try(struct nearest *n, struct str candidate);
struct str did_you_mean(struct loading *l, const struct nearest *n);

status read_number(struct loading *l, int32_t *ret);
status read_period(struct loading *l, struct period *ret, struct str *ret_parameter);
status read_role(struct loading *l, uint8_t *ret);
status read_kind(struct loading *l, uint16_t *ret);
status read_parameter(struct loading *l); /* after the word `parameter` */
bool word_is_kind(struct str word);
const struct parameter *parameter_named(const struct rulebook *b, struct str name);

enum {
    DNF_MAX = 24
};
struct dnf {
    struct alternative at[DNF_MAX];
    int count;
};
struct dnf dnf_always(void);
status dnf_and(struct loading *l, struct dnf *a, const struct dnf *b);
status dnf_keep(struct loading *l, const struct dnf *d, struct condition *ret);
status read_condition(struct loading *l, const uint16_t *kinds, unsigned count, struct dnf *ret);
/* A kind of event and what must be so of it: `placement-notified to area-authority with written` */
struct pattern {
    uint16_t kind;
    struct dnf when;
};
status read_pattern(struct loading *l, struct pattern *ret);
status read_event_atom(struct loading *l, const uint16_t *kinds, unsigned count, bool negated,
                       struct dnf *ret);
status add_action(struct loading *l, enum act act, const struct pattern *p, enum scope scope);
status add_test(struct loading *l, const struct test *x, unsigned *ret_bit);
struct dnf dnf_of(const struct rulebook *b, struct condition c);

status read_rule_key(struct loading *l, struct str key);
status read_lines_of_time(struct loading *l, struct str key, bool *ret_known); /* due, warn … */
status read_lines_of_events(struct loading *l, struct str key, bool *ret_known);
status rulebook_check_rule(struct loading *l); /* l->rule; completes what it leaves unsaid */
status rulebook_check_whole(struct loading *l);
void rulebook_find_abouts(struct rulebook *b);
status rulebook_compile(struct loading *l);
struct str period_words(struct arena *a, struct period p);
void rule_sentences(struct task *t, struct rulebook *b);
void add_plain(struct text *x, const struct rulebook *b, struct str rule_text);
void add_due_words(struct text *x, const struct rulebook *b, const struct due *d);
const char *fact_words(enum over over, unsigned bit); /* "child is looked-after" */
const char *over_words(enum over over);               /* "home" */

#endif
