/* Reads the sections about partners, each by the table of what one may say. */
#include "send/partner.h"

#include <string.h>

#include "base/ed25519.h"
#include "base/hash.h"
#include "base/limits.h"
#include "format/settings.h"
#include "journal/note.h"
#include "send/http.h"
#include "work/store_open.h"

static const struct setting rows[] = {
    { "address", SETTING_TEXT, NULL, "where its messages go: https://…/exchange", 0, 0 },
    { "origin", SETTING_TEXT, NULL, "its origin, as its own `partner key` prints it", 0, 0 },
    { "key", SETTING_TEXT, NULL, "its key, as its own `partner key` prints it", 0, 0 },
    { "area", SETTING_TEXT, "", "the code of its area", 0, 0 },
    { "ca-file", SETTING_PATH, "", "whom to trust about its certificate; empty: the system's list",
      0, 0 },
};

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0)))
            return false;
    }
    return s.len > 0 && s.len <= PARTNER_NAME_MAX;
}

static bool is_origin(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] <= ' ' || s.at[i] >= 0x7f || s.at[i] == '"' || s.at[i] == '\\')
            return false;
    }
    return s.len > 0 && s.len <= 200;
}

/* `[partner "eastmere"]` and nothing else. */
static status read_heading(struct task *t, struct str where, struct str line, struct str *ret)
{
    const struct str before = S("[partner \""), after = S("\"]");
    line = str_trim(line);
    struct str name = { line.at + before.len, line.len - before.len - after.len };
    if (!str_starts(line, before) || line.len < before.len + after.len ||
        memcmp(line.at + line.len - after.len, after.at, after.len) != 0 || !is_name(name))
        return fail(t, E_INVALID,
                    "%.*s: a section begins with [partner \"name\"], the name in"
                    " small letters, digits and hyphens",
                    STR_ARG(where));
    *ret = name;
    return OK;
}

static status read_key(struct task *t, struct str where, struct str text, uint8_t ret[32])
{
    uint8_t bytes[48];
    size_t len = 0;
    if (!base64_read(text, bytes, sizeof bytes, &len) || len != 32)
        return fail(t, E_INVALID,
                    "%.*s: key must be the 44 characters that the partner's own"
                    " `sightline partner key` prints",
                    STR_ARG(where));
    memcpy(ret, bytes, 32);
    return OK;
}

static status read_one(struct task *t, struct str where, struct str name, struct str text,
                       struct partner *ret)
{
    struct settings s;
    TRY(settings_whole(t, rows, COUNT(rows), where, text, &s));
    struct partner p = {
        .name = str_copy(t->arena, name),
        .address = settings_text(&s, "address"),
        .origin = settings_text(&s, "origin"),
        .area = settings_text(&s, "area"),
        .ca_file = settings_text(&s, "ca-file"),
    };
    if (!http_may_go_to(p.address))
        return fail(t, E_INVALID,
                    "%.*s: address must begin with https:// (http:// only on this"
                    " machine)",
                    STR_ARG(where));
    if (!is_origin(p.origin))
        return fail(t, E_INVALID,
                    "%.*s: origin must be what the partner's own `sightline partner"
                    " key` prints",
                    STR_ARG(where));
    TRY(read_key(t, where, settings_text(&s, "key"), p.key));
    *ret = p;
    return OK;
}

static status add_one(struct task *t, struct str where, struct str own_origin,
                      const struct partner *p, struct partners *all)
{
    if (str_equal(p->origin, own_origin))
        return fail(t, E_INVALID, "%.*s: that is this register itself", STR_ARG(where));
    if (partner_named(all, p->name) || partner_of(all, p->origin))
        return fail(t, E_INVALID, "%.*s: this partner is there twice, by name or by origin",
                    STR_ARG(where));
    if (all->count == PARTNERS_MAX)
        return fail(t, E_LIMIT, "there may be at most %d partners", PARTNERS_MAX);
    all->at[all->count++] = *p;
    return OK;
}

static struct str take_line(struct str *rest)
{
    struct str line = *rest, more = S("");
    str_cut(*rest, '\n', &line, &more);
    *rest = more;
    return line;
}

status partners_parse(struct task *t, struct str file, struct str text, struct str own_origin,
                      struct partners *ret)
{
    struct partners all = { NEWS(t->arena, struct partner, PARTNERS_MAX), 0 };
    struct str rest = text;
    int line = 0;
    if (text.len > SETTINGS_BYTES_MAX)
        return fail(t, E_LIMIT, "%.*s is too large to be settings", STR_ARG(file));
    while (rest.len > 0 && rest.at[0] != '[') {
        (void)take_line(&rest);
        line++;
    }
    while (rest.len > 0) {
        struct str name, heading = take_line(&rest), body = rest;
        struct str where = str_print(t->arena, "%.*s, section at line %d", STR_ARG(file), ++line);
        while (rest.len > 0 && rest.at[0] != '[') {
            (void)take_line(&rest);
            line++;
        }
        if (str_starts(heading, S("[sign-in")))
            continue; /* see access/oidc.h */
        TRY(read_heading(t, where, heading, &name));
        body.len = (size_t)(rest.len > 0 ? rest.at - body.at : text.at + text.len - body.at);
        struct partner p;
        TRY(read_one(t, where, name, body, &p));
        TRY(add_one(t, where, own_origin, &p, &all));
    }
    *ret = all;
    return OK;
}

status partners_read(struct task *t, const struct store *s, struct partners *ret)
{
    struct str text;
    TRY(store_settings_text(t, s, &text));
    return partners_parse(t, S("sightline.conf"), text, s->origin, ret);
}

const struct partner *partner_named(const struct partners *p, struct str name)
{
    for (size_t i = 0; i < p->count; i++) {
        if (str_equal(p->at[i].name, name))
            return &p->at[i];
    }
    return NULL;
}

const struct partner *partner_of(const struct partners *p, struct str origin)
{
    for (size_t i = 0; i < p->count; i++) {
        if (str_equal(p->at[i].origin, origin))
            return &p->at[i];
    }
    return NULL;
}

const struct partner *partner_of_area(const struct partners *p, struct str area)
{
    for (size_t i = 0; area.len > 0 && i < p->count; i++) {
        if (str_equal(p->at[i].area, area))
            return &p->at[i];
    }
    return NULL;
}

/* --- our own key --- */

void own_exchange_seed(const struct store *s, uint8_t ret[32])
{
    secret_derive(&s->inside->secrets, SECRET_EXCHANGE, ret);
}

struct str own_partner_section(struct task *t, const struct store *s)
{
    uint8_t seed[32], key[32];
    own_exchange_seed(s, seed);
    ed25519_public_key(seed, key);
    wipe(seed, sizeof seed);
    struct str b64 = base64_print(t->arena, key, sizeof key);
    struct text name = text_open(t->arena, PARTNER_NAME_MAX);
    for (size_t i = 0; i < s->origin.len && s->origin.at[i] != '/'; i++)
        text_addc(&name, s->origin.at[i]);
    struct str short_name = text_done(&name);
    return str_print(t->arena,
                     "[partner \"%.*s\"]\n"
                     "address = https://FILL-IN-THE-NAME-OF-THIS-SERVER/exchange\n"
                     "origin = %.*s\n"
                     "key = %.*s\n"
                     "area = %.*s\n",
                     STR_ARG(short_name), STR_ARG(s->origin), STR_ARG(b64),
                     STR_ARG(s->authority_code));
}
