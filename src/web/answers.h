/* Reading what people answered in a form: what cannot be kept is said beside its field. */
#ifndef WEB_ANSWERS_H
#define WEB_ANSWERS_H
#include "web/pages.h"

enum {
    ANSWER_CHARACTERS_MAX = 10000, /* of one long answer */
    LINE_CHARACTERS_MAX = 400      /* of one short one */
};

/* Texts as typed, without blanks around them; "" when left empty or refused. */
struct str answer_text(struct form *f, const char *field);
struct str answer_line(struct form *f, const char *field);
/* One of a list by its code, 0 when left empty or refused. */
unsigned answer_code(struct form *f, const char *field, enum code_list list);
/* Codes ticked, with a space between them. */
struct str answer_codes(struct task *t, struct form *f, const char *field, enum code_list list);
enum yes_no {
    NOT_SAID,
    SAID_YES,
    SAID_NO
};
enum yes_no answer_yes_no(struct form *f, const char *field);
/* A day that may lie ahead; false when left empty or refused. */
bool answer_day(struct form *f, const char *field, struct date *ret);
/* Fields "on-day" and "at-time": today and now when nothing is typed; a day alone is a day. */
void answer_when(const struct request *in, struct form *f, struct event *e);

/* The same, put into an event's field of the same type when it was answered. */
void answer_put_text(struct form *f, const char *field, struct event *e, const char *name);
void answer_put_line(struct form *f, const char *field, struct event *e, const char *name);
void answer_put_flag(struct form *f, const char *field, struct event *e, const char *name);

extern const struct choices answers_yes_no; /* name and legend are the asker's */
/* Whom a child lets read its words: a question with every role that could. */
struct choices readers_question(struct arena *a, const char *name, struct str first);
struct str readers_words(struct arena *a, struct str codes); /* "social worker and advocate" */

#endif
