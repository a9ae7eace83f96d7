/* The `sightline` command: one table of verbs, one way to read options, two ways to print. */
#ifndef MAIN_COMMAND_H
#define MAIN_COMMAND_H
#include "format/json_write.h"
#include "work/look.h"
#include "work/writer.h"

/* Exit codes, stable and documented. */
enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_COULD_NOT_LOOK = 3 };

enum option_at {
#define OPTION(id, member, name, value, help) OPTION_##id,
#include "main/options.def"
#undef OPTION
    OPTIONS_COUNT
};
#define TAKES(id) (UINT64_C(1) << OPTION_##id)

struct args {
#define OPTION(id, member, name, value, help) struct str member;
#include "main/options.def"
#undef OPTION
    struct str word[8]; /* what is not an option, after the verb */
    size_t words;
};

struct command {
    const char *verb, *words, *brief; /* "child", "ID", "one child's file" */
    uint64_t takes;
    size_t words_min, words_max;
    status (*run)(struct task *t, const struct args *a);
    const char *more; /* paragraphs for `help VERB` and the man page */
};
extern const struct command commands[];
extern const size_t command_count;

status args_read(struct task *t, const struct command *c, int count, char **values,
                 struct args *ret);
bool args_flag(struct str option); /* a flag that was given */
status args_number(struct task *t, struct str option, const char *name, int64_t min, int64_t max,
                   int64_t *ret); /* untouched when the option was not given */
status args_instant(struct task *t, struct str option, struct instant *ret); /* the same */

/* A register opened to read, or to write, for the length of one command. */
struct opened {
    struct store *store;
    struct reader *reader;
    struct writer *writer;
};
status opened_read(struct task *t, const struct args *a, struct opened *ret);
/* To look at records of several children: noted, durably, before anything is shown; beside a
 * program that holds the register it is not, and says so. `page`: a literal. */
status opened_look(struct task *t, const struct args *a, const char *page, struct opened *ret);
status opened_to_verify(struct task *t, const struct args *a, struct opened *ret); /* no reader */
status opened_write(struct task *t, const struct args *a, struct opened *ret);
void opened_close(struct opened *o);
void calendar_warn(struct task *t, const struct store *s); /* its bank holidays end soon */
#define WITH_OPENED(name) __attribute__((cleanup(opened_close))) struct opened name = { 0 }

/* Output is gathered and written once; a failed command prints nothing on standard output. */
struct text *out_open(struct task *t);
status out_done(struct task *t, const struct text *out);

/* A line of progress on a terminal, none in a pipe. */
void progress_show(const char *stage, int64_t done, int64_t of);
void progress_end(void);

void help_print(struct text *out, const struct command *c); /* NULL: all verbs */
void man_print(struct text *out);
void completion_print(struct text *out);

status run_init(struct task *t, const struct args *a);
status run_import(struct task *t, const struct args *a);
status run_record(struct task *t, const struct args *a);
status run_missing(struct task *t, const struct args *a);
status run_duties(struct task *t, const struct args *a);
status run_alarms(struct task *t, const struct args *a);
status run_child(struct task *t, const struct args *a);
status run_verify(struct task *t, const struct args *a);
status run_rebuild(struct task *t, const struct args *a);
status run_rules(struct task *t, const struct args *a);
status run_simulate(struct task *t, const struct args *a);
status run_access(struct task *t, const struct args *a);
status run_clock(struct task *t, const struct args *a);
status run_send(struct task *t, const struct args *a);
status run_serve(struct task *t, const struct args *a);
status run_postcodes(struct task *t, const struct args *a);
status run_settings(struct task *t, const struct args *a);
status run_people(struct task *t, const struct args *a);
status run_rota(struct task *t, const struct args *a);
status run_watch(struct task *t, const struct args *a);
status run_machine(struct task *t, const struct args *a);
status run_partner(struct task *t, const struct args *a);
status run_account(struct task *t, const struct args *a);
status run_calendar(struct task *t, const struct args *a);
status run_alert(struct task *t, const struct args *a);
status run_help(struct task *t, const struct args *a);

#endif
