/* Reading and asking for the fields of an entry, for the form that adds one and that corrects one.
 */
#ifndef WEB_ENTRY_H
#define WEB_ENTRY_H
#include "web/pages.h"

bool entry_asks(const struct field_def *d);
void entry_questions(struct task *t, enum event_kind kind, struct entry_page *p);
/* When it happened, and every field that is asked for, into an event of that kind. E_INVALID: the
 * form says what is wrong. */
status entry_read(struct task *t, const struct request *in, struct form *form, struct event *e);

#endif
