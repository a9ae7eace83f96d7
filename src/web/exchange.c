/* POST /exchange: what another register says; nobody signs in, the signature is the permission. */
#include "send/exchange.h"

#include "web/site.h"

status handle_exchange(struct task *t, struct request *in, struct response *out)
{
    if (!in->site->exchange)
        return fail(t, E_MISSING, "this register speaks with no other");
    struct exchange_asked asked = {
        .method = S("POST"),
        .target_uri =
            str_print(t->arena, "http%s://%.*s%.*s%s%.*s", in->tls ? "s" : "", STR_ARG(in->host),
                      STR_ARG(in->path), in->raw_query.len ? "?" : "", STR_ARG(in->raw_query)),
        .content_type = in->content_type,
        .content_digest = in->content_digest,
        .ce_id = in->ce_id,
        .signature_input = in->signature_input,
        .signature = in->signature,
        .body = in->body,
        .too_large = in->body_too_large,
        .doubled = in->doubled,
    };
    struct exchange_reply reply;
    exchange_receive(t, in->site->exchange, &asked, &reply);
    *out =
        (struct response){ .status = reply.status, .body = reply.body, .type = reply.content_type };
    if (reply.status != 200)
        return OK;
    out->header[0].name = "Content-Digest";
    out->header[0].value = reply.content_digest;
    out->header[1].name = "Ce-Id";
    out->header[1].value = reply.ce_id;
    out->header[2].name = "Signature-Input";
    out->header[2].value = reply.signature_input;
    out->header[3].name = "Signature";
    out->header[3].value = reply.signature;
    return OK;
}
