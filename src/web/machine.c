/* From the lines of a signature to somebody who asks. */
#include "web/machine.h"

#include <string.h>

#include "access/machine.h"
#include "base/log.h"
#include "web/sign_in.h"

bool machine_signs(const struct request *in)
{
    return in->signature_input.len > 0 || in->signature.len > 0;
}

static void keep(char *to, size_t room, struct str from)
{
    size_t len = from.len < room - 1 ? from.len : room - 1;
    memcpy(to, from.at, len);
    to[len] = '\0';
}

static status check(struct task *t, struct request *in, struct machine *ret)
{
    struct machine_asked asked = {
        .message = { .method = in->method == METHOD_POST ? S("POST") : S("GET"),
                     .target_uri = str_print(t->arena, "http%s://%.*s%.*s%s%.*s",
                                             in->tls ? "s" : "", STR_ARG(in->host),
                                             STR_ARG(in->path), in->raw_query.len ? "?" : "",
                                             STR_ARG(in->raw_query)),
                     .content_digest = in->content_digest,
                     .content_type = in->content_type,
                     .ce_id = in->ce_id },
        .lines = { in->signature_input, in->signature },
        .body = in->body,
        .doubled = in->doubled,
    };
    if (!in->reader)
        return fail(t, E_IO, "the accounts could not be read: try again in a minute");
    if (in->body_too_large)
        return fail(t, E_LIMIT, "the body is larger than it may be");
    return machine_check(t, in->site->writer, in->reader, &asked, ret);
}

status machine_identify(struct task *t, struct request *in, struct session *ret_session)
{
    struct machine m = { 0 };
    unsigned with = credential_kind("machine");
    status done = check(t, in, &m);
    if (done == E_DENIED || done == E_INVALID) {
        struct task own = task_open(t->arena, t->clock);
        log_line(LOG_WARN, "machine-refused", "person=%u", m.person);
        if (account_say_failed(&own, in->site->writer, m.person, with) != OK)
            log_failure("sign-in-failed", &own);
        return fail(t, E_DENIED, "%s", str_nul(t->arena, str_from(t->reason)));
    }
    TRY(done);
    struct session s = { .actor = { m.person, m.agency, m.role },
                         .with = (uint8_t)with,
                         .began = in->now,
                         .used = in->now,
                         .checked = in->now };
    keep(s.name, sizeof s.name, m.name);
    keep(s.role_words, sizeof s.role_words, str_from(code_meaning(CODES_ROLE, m.role)));
    *ret_session = s;
    return OK;
}
