/* Style sheets and scripts out of the binary, under names that carry the hash of what they hold. */
#include <string.h>

#include "web/pages.h"

static const char *const order[] = { "govuk.css", "sightline.css" };

/* "3f9a2c71b0de-govuk.css": a changed file has another address, so a browser may keep it. */
static struct str hashed_name(struct arena *a, const struct embedded *e)
{
    struct str bytes = { e->at, e->len };
    struct hash256 h = sha256(&bytes, 1);
    return str_print(a, "%02x%02x%02x%02x%02x%02x-%s", h.b[0], h.b[1], h.b[2], h.b[3], h.b[4],
                     h.b[5], e->name);
}

void assets_name(struct arena *a, struct str ret[2])
{
    for (size_t i = 0; i < COUNT(order); i++)
        for (const struct embedded *e = embedded_assets; e->name; e++)
            if (strcmp(e->name, order[i]) == 0)
                ret[i] = hashed_name(a, e);
}

struct str *assets_named(struct arena *a)
{
    size_t count = 0;
    while (embedded_assets[count].name)
        count++;
    struct str *named = NEWS(a, struct str, count + 1);
    for (size_t i = 0; i < count; i++)
        named[i] = hashed_name(a, &embedded_assets[i]);
    return named;
}

struct str asset_named(const struct site *s, const char *name)
{
    for (size_t i = 0; embedded_assets[i].name; i++)
        if (strcmp(embedded_assets[i].name, name) == 0)
            return s->asset[i];
    return str_from(name);
}

static const char *type_of(const char *name)
{
    size_t len = strlen(name);
    return len > 3 && strcmp(name + len - 3, ".js") == 0 ? "text/javascript; charset=utf-8"
                                                         : "text/css; charset=utf-8";
}

status handle_asset(struct task *t, struct request *in, struct response *out)
{
    for (const struct embedded *e = embedded_assets; e->name; e++) {
        if (!str_equal(in->word, in->site->asset[e - embedded_assets]))
            continue;
        out->status = 200;
        out->type = type_of(e->name);
        out->body = (struct str){ e->at, e->len };
        out->lasting = true;
        return OK;
    }
    return fail(t, E_MISSING, "there is no such file");
}

status handle_favicon(struct task *t, struct request *in, struct response *out)
{
    (void)t, (void)in;
    out->status = 204;
    return OK;
}
