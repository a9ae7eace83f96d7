/* A response as it goes over the wire: its body, and the fields that go with every one. */
#include "web/wire.h"

#include "web/live.h"

static const char *const constant_headers[][2] = {
    { "Content-Security-Policy",
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
      " object-src 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    { "X-Frame-Options", "DENY" },
    { "Referrer-Policy", "no-referrer" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=()" },
};

static void free_nothing(void *cls)
{
    (void)cls;
}

struct MHD_Response *wire_response(struct arena *a, const struct request *in,
                                   const struct response *out, struct MHD_Connection *connection)
{
    struct MHD_Response *r =
        out->live ? live_response(out->live, connection)
                  : MHD_create_response_from_buffer_with_free_callback_cls(
                        out->body.len, (void *)(uintptr_t)out->body.at, free_nothing, NULL);
    if (!r)
        return NULL;
    for (size_t i = 0; i < COUNT(constant_headers); i++)
        (void)MHD_add_response_header(r, constant_headers[i][0], constant_headers[i][1]);
    (void)MHD_add_response_header(
        r, "Cache-Control", out->lasting ? "public, max-age=31536000, immutable" : "no-store");
    if (out->type)
        (void)MHD_add_response_header(r, "Content-Type", out->type);
    if (out->location.len)
        (void)MHD_add_response_header(r, "Location", str_nul(a, out->location));
    if (out->cookie.len)
        (void)MHD_add_response_header(
            r, "Set-Cookie",
            str_nul(a, str_print(a, "%.*s%s", STR_ARG(out->cookie), in->tls ? "; Secure" : "")));
    for (size_t i = 0; i < COUNT(out->header); i++)
        if (out->header[i].name)
            (void)MHD_add_response_header(r, out->header[i].name, str_nul(a, out->header[i].value));
    if (out->wait_seconds)
        (void)MHD_add_response_header(r, "Retry-After",
                                      str_nul(a, str_print(a, "%u", out->wait_seconds)));
    if (in->tls)
        (void)MHD_add_response_header(r, "Strict-Transport-Security", "max-age=31536000");
    if (out->status == 405)
        (void)MHD_add_response_header(r, "Allow", "GET, HEAD, POST");
    return r;
}
