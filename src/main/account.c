/* The verb `account`: who may sign in; invitations, lost phones, ends. */
#include "access/account.h"

#include "access/account_over.h"
#include "main/command.h"
#include "work/send_settings.h"

static const char *state_name(const struct account *a)
{
    switch (a->state) {
    case ACCOUNT_INVITED: return "invited";
    case ACCOUNT_IN_USE: return "in-use";
    case ACCOUNT_ENDED: return "ended";
    }
    return "not-known";
}

static status list(struct task *t, const struct args *a)
{
    struct account_list all;
    WITH_OPENED(o);
    TRY(opened_read(t, a, &o));
    TRY(account_list(t, o.reader, &all));
    struct text *out = out_open(t);
    struct json_writer w = json_writer_open(out);
    bool json = args_flag(a->json);
    if (json)
        json_open_list(&w, NULL);
    for (size_t i = 0; i < all.count; i++) {
        const struct account *x = &all.at[i];
        if (!json) {
            text_addf(out, "  no:%u  %.*s  %s", x->person, STR_ARG(x->sign_in), state_name(x));
            if (x->used.us != NEVER.us)
                text_addf(out, ", last used %.*s", STR_ARG(instant_words(t->arena, x->used)));
            text_addc(out, '\n');
            continue;
        }
        json_open_object(&w, NULL);
        json_put_int(&w, "person", x->person);
        json_put_text(&w, "sign_in", x->sign_in);
        json_put_textz(&w, "state", state_name(x));
        json_put_instant(&w, "made", x->made);
        json_put_instant(&w, "used", x->used);
        json_put_instant(&w, "ended", x->ended);
        json_close_object(&w);
    }
    if (json) {
        json_close_list(&w);
        text_addc(out, '\n');
    }
    if (all.count == 0 && !json)
        text_addz(out, "Nobody has an account yet: `sightline account invite` makes the first\n");
    return out_done(t, out);
}

static status person_given(struct task *t, const struct args *a, uint32_t *ret)
{
    int64_t person = 0;
    struct str number = a->person;
    if (str_starts(number, S("no:")))
        number = (struct str){ number.at + 3, number.len - 3 };
    TRY(args_number(t, number, "person", 1, UINT32_MAX, &person));
    if (person == 0)
        return fail(t, E_INVALID, "say whose account: --person NO (`sightline people` lists them)");
    *ret = (uint32_t)person;
    return OK;
}

static status print_invitation(struct task *t, const struct opened *o, struct str text)
{
    const struct send_settings *s = store_send_settings(o->store);
    struct text *out = out_open(t);
    text_addf(out, "%.*s/enrol/%.*s\n", STR_ARG(s->base_address), STR_ARG(text));
    return out_done(t, out);
}

static status change(struct task *t, const struct args *a)
{
    uint32_t person;
    struct str text;
    WITH_OPENED(o);
    TRY(person_given(t, a, &person));
    TRY(opened_write(t, a, &o));
    struct span lasts = span_hours(store_send_settings(o.store)->invitation_hours);
    if (str_is(a->word[0], "end"))
        return account_end(t, o.writer, person, a->reason);
    if (str_is(a->word[0], "reset"))
        TRY(account_invite_again(t, o.writer, person,
                                 a->reason.len ? a->reason : S("asked for a new way in"), lasts,
                                 &text));
    else
        TRY(account_invite(t, o.writer, person, a->sign_in, lasts, &text));
    return print_invitation(t, &o, text);
}

static status over(struct task *t, const struct args *a)
{
    struct accounts_over done;
    struct reader *r;
    WITH_OPENED(o);
    TRY(opened_write(t, a, &o));
    const struct send_settings *s = store_send_settings(o.store);
    struct account_terms terms = { s->dormant_days, s->leaver_days };
    TRY(reader_open(t, o.store, &r));
    status looked = accounts_over(t, r, o.writer, &terms, NULL, NULL, &done);
    reader_close(r);
    TRY(looked);
    struct text *out = out_open(t);
    text_addf(out, "%zu accounts looked at, %zu ended\n", done.looked, done.ended);
    return out_done(t, out);
}

status run_account(struct task *t, const struct args *a)
{
    static const char *const changes[] = { "invite", "reset", "end" };
    if (str_is(a->word[0], "list"))
        return list(t, a);
    if (str_is(a->word[0], "unused"))
        return over(t, a);
    for (size_t i = 0; i < COUNT(changes); i++)
        if (str_is(a->word[0], changes[i]))
            return change(t, a);
    return fail(t, E_INVALID, "say account invite, list, reset, end or unused");
}
