/* GET /calendar/{w}: a person's deadlines for a calendar program; the address is the secret. */
#include "send/calendar_feed.h"
#include "web/site.h"

status handle_calendar(struct task *t, struct request *in, struct response *out)
{
    uint32_t person;
    if (!in->reader)
        return fail(t, E_IO, "the register could not be read: try again");
    TRY(feed_person(t, in->reader, in->word, &person));
    TRY(feed_write(t, in->reader, person, in->now, &out->body));
    out->status = 200;
    out->type = "text/calendar; charset=utf-8";
    return OK;
}
