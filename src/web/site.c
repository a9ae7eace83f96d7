/* One request through the site: where it goes, who asks, whether the form is ours, and what is said
 * when it cannot be done. */
#include <string.h>

#include "access/attempt.h"
#include "access/fence.h"
#include "base/limits.h"
#include "base/log.h"
#include "web/api.h"
#include "web/front.h"
#include "web/hashing.h"
#include "web/interface.h"
#include "web/kept_pages.h"
#include "web/limit.h"
#include "web/machine.h"
#include "web/live.h"
#include "web/paper.h"
#include "web/record.h"
#include "web/rule_counts.h"
#include "web/sign_in.h"
#include "web/snapshot.h"
#include "work/send_settings.h"
#include "work/find.h"

enum {
    KEPT_PAGES_BYTES = 64 << 20
};

/* The index of postcodes, where somebody has put one: pages that need it say when there is none. */
static struct postcodes *postcodes_beside(struct task *t, const struct store *s)
{
    struct postcodes *p = NULL;
    if (s->postgres ||
        postcodes_open(t, str_print(t->arena, "%.*s/postcodes", STR_ARG(s->where)), &p) != OK)
        return NULL;
    return p;
}

status site_open(struct task *t, struct store *s, struct writer *w, bool made_up, struct site **ret)
{
    struct front front;
    struct hashing *hashing;
    TRY(front_read(t, s, &front));
    TRY(hashing_open(t, store_send_settings(s)->breached_passwords, &hashing));
    struct arena *a = arena_open(1 << 20);
    struct site *site = NEW(a, struct site);
    site->arena = a;
    site->store = s;
    site->writer = w;
    site->clock = t->clock;
    site->made_up = made_up;
    site->front = (struct front){ str_copy(a, front.address), str_copy(a, front.host),
                                  front.behind_proxy };
    site->limits = limits_open();
    struct task own = task_open(a, t->clock);
    MUST(interface_open(&own, &site->welsh) == OK);
    site->sessions = sessions_open();
    site->attempts = attempts_open();
    site->hashing = hashing;
    site->receipts = receipts_open(a);
    site->kept_pages = kept_pages_open(KEPT_PAGES_BYTES);
    assets_name(site->arena, site->stylesheet);
    site->asset = assets_named(site->arena);
    MUST(finder_open(t, w, &site->finder) == OK);
    site->live = live_open(site);
    pthread_mutex_init(&site->snapshot_lock, NULL);
    site->postcodes = postcodes_beside(&own, s);
    status kept = sessions_keep(t, site->sessions, s, w);
    if (kept != OK) {
        site_close(site);
        return kept;
    }
    *ret = site;
    return OK;
}

void site_close(struct site *s)
{
    if (!s)
        return;
    live_close(s->live);
    sessions_close(s->sessions);
    attempts_close(s->attempts);
    hashing_close(s->hashing);
    limits_close(s->limits);
    receipts_close(s->receipts);
    finder_close(s->finder);
    kept_pages_close(s->kept_pages);
    snapshot_end(s);
    rule_counts_end(s);
    oversight_end(s);
    postcodes_close(s->postcodes);
    pthread_mutex_destroy(&s->snapshot_lock);
    arena_close(s->arena); /* the site itself lies in it */
}

static bool comes_from_here(const struct request *in)
{
    if (in->fetch_site.len && !str_is(in->fetch_site, "same-origin") &&
        !str_is(in->fetch_site, "none"))
        return false;
    if (in->origin.len == 0 || str_is(in->origin, "null"))
        return true; /* the token decides */
    struct str origin = in->origin;
    struct str scheme = in->tls ? S("https://") : S("http://");
    if (str_starts(origin, scheme))
        origin = (struct str){ origin.at + scheme.len, origin.len - scheme.len };
    return str_equal(origin, in->host);
}

static status form_open(struct task *t, struct request *in)
{
    if (in->body_too_large && in->route != ROUTE_photo_added)
        return fail(t, E_LIMIT, "the form is larger than %d KiB: shorten what you wrote",
                    FORM_BYTES_MAX >> 10);
    if (in->route == ROUTE_photo_added)
        TRY(photo_form(t, in));
    else if (!str_starts(in->content_type, S("application/x-www-form-urlencoded")))
        return fail(t, E_INVALID, "the form did not arrive as a form: go back and send it again");
    else if (str_starts(in->path, S("/sign-in"))) /* it may bring a form that was signed out */
        TRY(urlform_read_two(t, in->body, &in->form));
    else
        TRY(urlform_read(t, in->body, &in->form));
    if (!comes_from_here(in) || !token_right(&in->session, urlform_text(&in->form, "token")))
        return fail(t, E_DENIED,
                    "this form was not made for this sign-in: go back, reload the"
                    " page and send it again. Nothing was recorded");
    return OK;
}

/* A person's own program shows the token in a header; a machine's request is signed instead. */
static status api_body_open(struct task *t, const struct request *in)
{
    if (in->body_too_large)
        return fail(t, E_LIMIT, "the body is larger than %d KiB", FORM_BYTES_MAX >> 10);
    if (!str_starts(in->content_type, S("application/json")))
        return fail(t, E_INVALID, "send the entry as application/json");
    if (!machine_signs(in) &&
        (!comes_from_here(in) || !token_right(&in->session, in->api_token)))
        return fail(t, E_DENIED, "the header Sightline-Token is not this sign-in's: nothing was"
                                 " recorded");
    return OK;
}

static bool is_signed_in(const struct request *in)
{
    return in->session.actor.person != 0;
}

static status permit(struct task *t, const struct request *in)
{
    enum permission needs = routes[in->route].needs;
    if (needs == ANYONE || role_may(in->session.actor.role, needs))
        return OK;
    return fail(t, E_DENIED,
                "your role, %s, may not do this: ask the child's social worker or the"
                " missing coordinator",
                in->session.role_words);
}

/* When it is known whether it came by TLS, since the cookie has another name then. */
static void find_session(struct task *t, struct request *in)
{
    struct str id = cookie_session(in->cookie, in->tls);
    if (!session_find(in->site->sessions, id, in->now, &in->session) || !sign_in_still(t, in))
        in->session = (struct session){ 0 };
}

/* A form that was made here is not lost because the sign-in is over. */
static status sign_in_needed(struct task *t, struct request *in, struct response *out)
{
    if (in->method == METHOD_GET)
        return sign_in_first(t, in, out);
    if (comes_from_here(in) && sign_in_expired(t, in, out))
        return OK;
    return fail(t, E_DENIED,
                "you have been signed out. Nothing was recorded. Sign in"
                " again in another tab, then go back and send it again");
}

static status carry_out(struct task *t, struct request *in, struct response *out)
{
    switch (route_match(in->method, in->path, in)) {
    case NO_SUCH_ADDRESS: return fail(t, E_MISSING, "there is no such page");
    case NOT_THIS_METHOD:
        out->status = 405;
        return fail(
            t, E_INVALID,
            "this address does not take that kind of request: start again from Missing now");
    case MATCHED: break;
    }
    TRY(front_pages(t, in));
    status room = limit_check(t, in->site->limits, in, &out->wait_seconds);
    if (room != OK) {
        out->status = 429;
        return room;
    }
    const struct route *r = &routes[in->route];
    TRY(urlform_read(t, in->raw_query, &in->query));
    if (is_api(in->route) && machine_signs(in)) {
        out->status = 401;
        TRY(machine_identify(t, in, &in->session));
        out->status = 0;
    }
    if (r->needs != ANYONE && !is_signed_in(in) && is_api(in->route)) {
        out->status = 401;
        return fail(t, E_DENIED, "nobody is signed in: sign in, or sign the request");
    }
    if (r->needs != ANYONE && !is_signed_in(in))
        return sign_in_needed(t, in, out);
    if (in->method == METHOD_POST && is_api(in->route))
        TRY(api_body_open(t, in));
    else if (in->method == METHOD_POST && in->route != ROUTE_exchange) /* no form: it is signed */
        TRY(form_open(t, in));
    TRY(permit(t, in));
    TRY(paper_room(t, in));
    t->actor = in->session.actor;
    if (in->reader)
        TRY(reader_acts_for_all(t, in->reader)); /* until a child's file is asked for */
    int64_t folds = kept_pages_folds(in);
    if (kept_page_find(t, in, folds, out))
        return OK;
    TRY(r->handle(t, in, out));
    kept_page_put(t, in, folds, out);
    return OK;
}

static unsigned status_code(enum status code)
{
    switch (code) {
    case OK: return 200;
    case E_INVALID: return 400;
    case E_MISSING: return 404;
    case E_CONFLICT: return 409;
    case E_DENIED: return 403;
    case E_LIMIT: return 413;
    case E_BUSY:
    case E_IO: return 503;
    case E_CORRUPT: return 500;
    }
    return 500;
}

void site_answer(struct task *t, struct request *in, struct response *out)
{
    in->now = task_now(t);
    *out = (struct response){ 0 };
    status entered = front_enter(t, in); /* under which name the cookie is, for one thing */
    if (entered == OK)
        find_session(t, in);
    status done = entered == OK ? carry_out(t, in, out) : entered;
    if (done == OK)
        done = paper_make(t, in, out);
    if (done == OK) {
        if (!out->status)
            out->status = 200;
        return;
    }
    unsigned code = out->status ? out->status : status_code(done);
    if (done == E_IO || done == E_CORRUPT)
        log_failure("request", t);
    bool note_first = out->note_first;
    unsigned wait_seconds = out->wait_seconds;
    struct event note = out->note;
    *out = (struct response){ .note_first = note_first && done == E_DENIED, .note = note };
    if (is_api(in->route))
        api_trouble(t, done, code, out);
    else
        show_trouble(t, in, done, code, out);
    out->wait_seconds = wait_seconds;
}

void site_withhold(struct task *t, struct request *in, struct response *out)
{
    *out = (struct response){ 0 };
    (void)fail(t, E_IO,
               "your look could not be recorded, so the record is not shown: try again,"
               " and ring if a child is in danger");
    show_trouble(t, in, E_IO, 503, out);
}
