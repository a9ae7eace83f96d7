/* The verb `partner`: this register's key, its partners, notices to them and what became of them.
 */
#include "main/command.h"
#include "main/file.h"
#include "send/exchange.h"
#include "send/placement_notice.h"

static const char *state_words(const struct kept_message *m)
{
    switch (m->state) {
    case MESSAGE_WAITING: return m->attempts ? "waits, tried" : "waits";
    case MESSAGE_RECEIPTED: return "received by the partner, receipt kept";
    case MESSAGE_TAKEN: break;
    }
    return "taken in";
}

static const char *state_name(const struct kept_message *m)
{
    return m->state == MESSAGE_WAITING ? "waiting" : "receipted";
}

static struct str partner_name(const struct exchange *x, struct str origin)
{
    const struct partner *p = partner_of(exchange_partners(x), origin);
    return p ? p->name : origin;
}

static void message_json(struct json_writer *w, const struct exchange *x,
                         const struct kept_message *m)
{
    json_open_object(w, NULL);
    json_put_text(w, "message", m->id);
    json_put_text(w, "partner", partner_name(x, m->partner));
    json_put_int(w, "child", m->child);
    json_put_int(w, "placement", m->placement);
    json_put_textz(w, "state", state_name(m));
    json_put_instant(w, "made", m->made);
    json_put_int(w, "attempts", m->attempts);
    if (m->state == MESSAGE_WAITING)
        json_put_instant(w, "next", m->next);
    json_put_text(w, "trouble", m->trouble);
    json_close_object(w);
}

static void message_line(struct task *t, struct text *out, const struct exchange *x,
                         const struct kept_message *m)
{
    struct str name = partner_name(x, m->partner), made = instant_words(t->arena, m->made);
    text_addf(out, "  %.*s  to %.*s, child no:%u, %.*s: %s", STR_ARG(m->id), STR_ARG(name),
              m->child, STR_ARG(made), state_words(m));
    if (m->state == MESSAGE_WAITING && m->attempts)
        text_addf(out, " %lld times; %.*s", (long long)m->attempts, STR_ARG(m->trouble));
    text_addc(out, '\n');
}

static void partners_json(struct text *out, const struct exchange *x,
                          const struct kept_messages *sent)
{
    const struct partners *all = exchange_partners(x);
    struct json_writer w = json_writer_open(out);
    json_open_object(&w, NULL);
    json_open_list(&w, "partners");
    for (size_t i = 0; i < all->count; i++) {
        json_open_object(&w, NULL);
        json_put_text(&w, "name", all->at[i].name);
        json_put_text(&w, "address", all->at[i].address);
        json_put_text(&w, "origin", all->at[i].origin);
        json_put_text(&w, "area", all->at[i].area);
        json_close_object(&w);
    }
    json_close_list(&w);
    json_open_list(&w, "messages");
    for (size_t i = 0; i < sent->count; i++)
        message_json(&w, x, &sent->at[i]);
    json_close_list(&w);
    json_put_bool(&w, "cut", sent->cut);
    json_close_object(&w);
    text_addc(out, '\n');
}

static void partners_text(struct task *t, struct text *out, const struct exchange *x,
                          const struct kept_messages *sent)
{
    const struct partners *all = exchange_partners(x);
    if (all->count == 0)
        text_addz(out, "no partners: add a section [partner \"name\"] to the settings\n");
    for (size_t i = 0; i < all->count; i++)
        text_addf(out, "%-20.*s %-12.*s %.*s\n", STR_ARG(all->at[i].name), STR_ARG(all->at[i].area),
                  STR_ARG(all->at[i].address));
    if (sent->count)
        text_addz(out, "\nNotices sent, latest first:\n");
    for (size_t i = 0; i < sent->count; i++)
        message_line(t, out, x, &sent->at[i]);
    if (sent->cut)
        text_addz(out, "  … and more: --child narrows the list\n");
}

static status list(struct task *t, const struct args *a)
{
    WITH_OPENED(o);
    struct exchange *x;
    struct kept_messages sent;
    uint32_t child = 0;
    TRY(opened_read(t, a, &o));
    if (a->child.len)
        TRY(look_find_child(t, o.reader, a->child, &child));
    TRY(exchange_open(t, o.store, NULL, &x));
    status looked = exchange_sent(t, x, o.reader, child, &sent);
    exchange_close(x);
    TRY(looked);
    struct text *out = out_open(t);
    if (args_flag(a->json))
        partners_json(out, x, &sent);
    else
        partners_text(t, out, x, &sent);
    return out_done(t, out);
}

static status key(struct task *t, const struct args *a)
{
    WITH_OPENED(o);
    TRY(opened_read(t, a, &o));
    struct text *out = out_open(t);
    text_addz(out, "# Give this to the people who run the other register, by a way you trust;\n"
                   "# they put it into their sightline.conf, and you put theirs into yours.\n");
    text_add(out, own_partner_section(t, o.store));
    return out_done(t, out);
}

static status letter(struct task *t, struct str path, const char *option, struct str *ret)
{
    *ret = S("");
    if (!path.len)
        return OK;
    status read = file_read(t, path, NOTICE_LETTER_MAX, ret);
    if (read == OK && ret->len == 0)
        return fail(t, E_INVALID,
                    "the file of --%s is empty: leave the option out if there is"
                    " nothing to send",
                    option);
    return read;
}

static status carry(struct task *t, struct opened *o, struct exchange *x, struct text *out)
{
    struct exchange_tally done;
    struct kept_messages sent;
    TRY(exchange_carry(t, x, o->reader, &done));
    TRY(exchange_sent(t, x, o->reader, 0, &sent));
    text_addf(out, "%zu tried, %zu received by the partner\n", done.tried, done.receipted);
    for (size_t i = 0; i < sent.count; i++) {
        if (sent.at[i].state == MESSAGE_WAITING)
            message_line(t, out, x, &sent.at[i]);
    }
    return OK;
}

static status notify_asked(struct task *t, const struct args *a, struct opened *o,
                           struct exchange *x, struct text *out)
{
    struct notice_asked asked = { .partner = a->partner, .end = args_flag(a->ended) };
    struct str id;
    int64_t author = 0;
    if (!a->child.len || !a->author.len)
        return fail(t, E_INVALID, "say which child and who sends it: --child ID --author PERSON");
    TRY(look_find_child(t, o->reader, a->child, &asked.child));
    TRY(args_number(t, a->author, "author", 1, UINT32_MAX, &author));
    TRY(args_number(t, a->placement, "placement", 1, INT64_C(1) << 52, &asked.placement));
    asked.author = (uint32_t)author;
    TRY(letter(t, a->needs, "needs", &asked.needs));
    TRY(letter(t, a->care_plan, "care-plan", &asked.care_plan));
    TRY(exchange_notify(t, x, o->reader, &asked, &id));
    text_addf(out, "message %.*s is queued and recorded as sent\n", STR_ARG(id));
    if (!asked.end && (!asked.needs.len || !asked.care_plan.len))
        text_addz(out, "without the assessment of needs or the care plan the duty stays open:"
                       " --needs FILE --care-plan FILE\n");
    return carry(t, o, x, out);
}

static status with_writer(struct task *t, const struct args *a, bool notify)
{
    WITH_OPENED(o);
    struct exchange *x;
    TRY(opened_write(t, a, &o));
    TRY(exchange_open(t, o.store, o.writer, &x));
    struct text *out = out_open(t);
    status done = notify ? notify_asked(t, a, &o, x, out) : carry(t, &o, x, out);
    exchange_close(x);
    TRY(done);
    return out_done(t, out);
}

status run_partner(struct task *t, const struct args *a)
{
    if (str_is(a->word[0], "key"))
        return key(t, a);
    if (str_is(a->word[0], "list"))
        return list(t, a);
    if (str_is(a->word[0], "notify") || str_is(a->word[0], "send"))
        return with_writer(t, a, str_is(a->word[0], "notify"));
    return fail(t, E_INVALID, "say partner key, partner list, partner notify or partner send");
}
