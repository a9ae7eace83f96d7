/* Names and addresses under which the pages are asked for. */
#include "web/front.h"

#include <string.h>

#include "web/caller.h"
#include "work/send_settings.h"

status front_read(struct task *t, const struct store *s, struct front *ret)
{
    const struct send_settings *said = store_send_settings(s);
    struct front f = { .address = str_copy(t->arena, said->base_address),
                       .behind_proxy = said->behind_proxy };
    while (f.address.len > 0 && f.address.at[f.address.len - 1] == '/')
        f.address.len--;
    if (str_starts(f.address, S("https://"))) {
        f.host = (struct str){ f.address.at + 8, f.address.len - 8 };
        if (f.host.len == 0 || memchr(f.host.at, '/', f.host.len))
            return fail(t, E_INVALID,
                        "base-address must be https://NAME or https://NAME:PORT, with"
                        " nothing after it");
    } else if (f.behind_proxy) {
        return fail(t, E_INVALID,
                    "behind-proxy needs base-address, the https:// address at which"
                    " people open these pages");
    }
    *ret = f;
    return OK;
}

static bool is_port(struct str s)
{
    for (size_t i = 1; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return s.len == 0 || (s.at[0] == ':' && s.len <= 6);
}

/* A page on another site may know our port but not our name: only these names are this machine,
 * whatever a name server says. */
static bool host_is_here(struct str host)
{
    static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct str name = str_from(names[i]);
        if (!str_starts(host, name))
            continue;
        if (is_port((struct str){ host.at + name.len, host.len - name.len }))
            return true;
    }
    return false;
}

/* Names are alike in small letters and large; port 443 need not be said. */
static bool host_is_ours(const struct front *f, struct str host)
{
    const struct str usual = S(":443");
    struct str name = host;
    if (f->host.len == 0)
        return false;
    if (name.len > usual.len && !memchr(f->host.at, ':', f->host.len) &&
        memcmp(name.at + name.len - usual.len, usual.at, usual.len) == 0)
        name.len -= usual.len;
    return name.len == f->host.len && strncasecmp(name.at, f->host.at, name.len) == 0;
}

status front_enter(struct task *t, struct request *in)
{
    const struct front *f = &in->site->front;
    bool said = in->forwarded_for.len > 0 || in->forwarded_proto.len > 0;
    if (f->behind_proxy && in->loopback && (said || !host_is_here(in->host))) {
        struct caller c = { .loopback = true };
        TRY(caller_forwarded(t, in->forwarded_for, in->forwarded_proto, &c));
        memcpy(in->from, c.from, sizeof in->from);
        in->outside = in->forwarded = in->tls = true;
    }
    /* Under TLS a browser asks only for a name that the certificate has. */
    if (!in->tls && !host_is_here(in->host))
        return fail(t, E_INVALID, "this register answers to localhost only");
    return OK;
}

/* What has a proof of its own is answered to anybody: a signature or a secret address. */
static bool proves_itself(enum route_name route)
{
    return route == ROUTE_exchange || route == ROUTE_calendar;
}

status front_pages(struct task *t, const struct request *in)
{
    const struct front *f = &in->site->front;
    bool ours = host_is_ours(f, in->host);
    if (proves_itself(in->route))
        return OK;
    if (!in->outside && (ours || host_is_here(in->host) || f->host.len == 0))
        return OK;
    if (in->outside && in->site->made_up)
        return fail(t, E_DENIED,
                    "the pages are for the machine that serves them: open them there."
                    " From elsewhere only other registers and calendars are answered");
    if (!ours)
        return fail(t, E_DENIED,
                    f->host.len ? "these pages are not at this address: use the one that you were"
                                  " given"
                                : "these pages have no address for other machines yet: who runs"
                                  " this register sets base-address");
    return OK;
}

struct str front_address(struct arena *a, const struct request *in)
{
    if (in->outside || !str_starts(in->host, S("localhost")))
        return in->site->front.address;
    return str_print(a, "http%s://%.*s", in->tls ? "s" : "", STR_ARG(in->host));
}
