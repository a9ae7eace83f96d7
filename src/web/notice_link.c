/* The link of a message that left the program: leads to the record that the notice is about. */
#include "web/site.h"
#include "work/dispatch.h"

/* The reference is chance and says nothing; whether the record may be seen is asked there. */
status handle_notice_link(struct task *t, struct request *in, struct response *out)
{
    struct dispatch d;
    enum subject_kind kind;
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read");
    TRY(dispatch_find(t, in->reader, in->word, &d));
    TRY(journal_subject_kind(t, in->reader->journal, d.subject, &kind));
    if (kind == SUBJECT_CHILD)
        return redirect(t, out, ROUTE_child, (struct link_part[]){ { .number = d.subject } });
    return redirect(t, out, ROUTE_duties, NULL);
}
