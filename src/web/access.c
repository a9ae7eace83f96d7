/* What pages ask of the decision in src/access, and the note of the look that goes before the page.
 */
#include "web/access.h"

#include <string.h>

#include "access/fence.h"
#include "access/share_item.h"
#include "web/sign_in.h"
#include "web/who.h"

static struct event access_event(const struct request *in, enum event_kind kind)
{
    struct event e = event_new(kind, 0, in->now);
    e.author = in->session.actor.person;
    e.agency = in->session.actor.agency;
    e.role = in->session.actor.role;
    return e;
}

void note_opened(struct request *in, struct response *out, uint32_t child, const char *page,
                 const char *reason)
{
    out->note = access_event(in, EV_RECORD_OPENED);
    event_set_number(&out->note, "child", child);
    event_set_text(&out->note, "page", str_from(page));
    if (reason)
        event_set_text(&out->note, "reason", str_from(reason));
    out->note_first = true;
}

void note_searched(struct request *in, struct response *out, const char *page)
{
    out->note = access_event(in, EV_RECORD_SEARCHED);
    event_set_text(&out->note, "page", str_from(page));
    out->note_first = true;
}

static void ends_by(struct request *in, struct instant until)
{
    if (in->access_until.us == 0 || until.us < in->access_until.us)
        in->access_until = until;
}

/* Who asks is read once a request. */
static status standing_of(struct task *t, struct request *in, const struct standing **ret)
{
    if (!in->standing) {
        struct standing *s = NEW(t->arena, struct standing);
        bool machine = in->session.with == credential_kind("machine");
        TRY((machine ? standing_of_machine : standing_open)(t, in->reader, in->session.actor,
                                                            in->now, s));
        in->standing = s;
        for (size_t i = 0; i < s->places; i++)
            ends_by(in, s->place[i].until);
    }
    *ret = in->standing;
    return OK;
}

/* Pages that show one child and no other: they are read behind the second fence to their end. */
static bool is_of_one_child(const struct request *in)
{
    static const enum route_name of_one[] = { ROUTE_child, ROUTE_entries, ROUTE_looked,
                                              ROUTE_photo_jpeg, ROUTE_api_child,
                                              ROUTE_api_entries };
    for (size_t i = 0; i < COUNT(of_one); i++)
        if (in->route == of_one[i])
            return true;
    return false;
}

/* Of whom only a part was given: the pages that are made of entries, each of them chosen. */
static bool is_within(const struct request *in, const struct access *a)
{
    static const enum route_name of_entries[] = { ROUTE_child, ROUTE_entries, ROUTE_episode,
                                                  ROUTE_api_child, ROUTE_api_entries };
    static const enum route_name of_profile[] = { ROUTE_profile, ROUTE_photo, ROUTE_photo_jpeg };
    if (!a->pointer && a->ground != GROUND_SHARE)
        return true;
    for (size_t i = 0; i < COUNT(of_entries); i++)
        if (in->route == of_entries[i])
            return true;
    for (size_t i = 0; i < COUNT(of_profile); i++)
        if (in->route == of_profile[i])
            return !a->pointer && share_item_has(a->items, EV_PROFILE_UPDATED);
    return false;
}

status child_open(struct task *t, struct request *in, struct response *out, uint32_t child,
                  struct instant known_at, const char *page, struct child_file *ret_file,
                  struct relation *ret_relation)
{
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read: try again in a minute");
    const struct standing *who;
    TRY(standing_of(t, in, &who));
    TRY(reader_acts_for(t, in->reader, who, child));
    status looked = look_child(t, in->reader, child, known_at, in->now, ret_file);
    if (looked == E_MISSING)
        return fail(t, E_MISSING, "there is no child with that number");
    if (looked != OK)
        return looked;
    struct relation found = { 0 };
    status related = access_to(t, in->reader, who, child, &found.access);
    if (related == E_DENIED) {
        out->note = access_event(in, EV_ACCESS_REFUSED);
        event_set_number(&out->note, "child", child);
        event_set_text(&out->note, "page", str_from(page));
        out->note_first = true;
    }
    if (related != OK)
        return related;
    if (ret_file->stream.length == 0 && db_is_fenced(in->reader->kept))
        return fail(t, E_DENIED,
                    "the database does not give this record out to you, although you have a"
                    " relation to this child: try again, then tell who runs this register");
    if (!is_of_one_child(in))
        TRY(reader_acts_for_all(t, in->reader));
    if (!is_within(in, &found.access))
        return fail(t, E_DENIED,
                    "a part of this file was given to you to read, and this is not of it: ask the"
                    " child\xe2\x80\x99s social worker. Nothing was recorded");
    ends_by(in, found.access.until);
    found.because = found.access.words;
    found.broken_glass = found.access.ground == GROUND_GLASS;
    TRY(compartments_apply(t, in->reader, who, &found.access, ret_file, &found.kept_back));
    *ret_relation = found;
    note_opened(in, out, child, page, found.broken_glass ? "without a relation" : NULL);
    return OK;
}

bool is_of_place(const struct request *in)
{
    static const enum route_name of_places[] = {
        ROUTE_home,
        ROUTE_home_why,
        ROUTE_home_alarm,
        ROUTE_home_alarm_seen,
        ROUTE_home_alarm_decided,
        ROUTE_home_duty,
        ROUTE_home_duty_mine,
        ROUTE_home_duty_given,
        ROUTE_home_duty_waived,
    };
    for (size_t i = 0; i < COUNT(of_places); i++)
        if (in->route == of_places[i])
            return true;
    return false;
}

status children_hidden(struct task *t, struct request *in, uint32_t own, struct str *words)
{
    const struct standing *who;
    TRY(standing_of(t, in, &who));
    return who->office != ROLE_NONE
               ? OK
               : other_children_hidden(t, in->reader, who, own, *words, words);
}

status place_open(struct task *t, struct request *in, struct response *out, uint32_t subject,
                  struct child_file *ret_file)
{
    if (!in->reader)
        return fail(t, E_IO, "this register could not be read: try again in a minute");
    status looked = look_place(t, in->reader, subject, in->now, ret_file);
    if (looked == E_MISSING)
        return fail(t, E_MISSING, "there is no home with that number");
    TRY(looked);
    const struct standing *who;
    TRY(standing_of(t, in, &who));
    note_searched(in, out, "home");
    /* Which one: these pages are never kept, so the words may be of this request. */
    event_set_text(&out->note, "page", str_print(t->arena, "home, number %u", subject));
    TRY(access_to_place(t, in->reader, who, subject));
    struct kept_back ignored;
    return compartments_of_place(t, in->reader, who, ret_file, &ignored);
}

status subject_open(struct task *t, struct request *in, struct response *out, const char *page,
                    struct child_file *ret_file)
{
    struct relation relation;
    uint32_t number = child_number(in);
    return is_of_place(in) ? place_open(t, in, out, number, ret_file)
                           : child_open(t, in, out, number, NEVER, page, ret_file, &relation);
}

status children_seen(struct task *t, struct request *in, struct seen_children *ret)
{
    const struct standing *who;
    TRY(standing_of(t, in, &who));
    struct reach reach;
    TRY(access_children(t, in->reader, who, &reach));
    *ret = (struct seen_children){ .all = reach.all, .police = reach.police, .reach = reach };
    return OK;
}

bool may_list(const struct seen_children *s, uint32_t child, bool missing)
{
    return reaches(&s->reach, child, missing);
}
