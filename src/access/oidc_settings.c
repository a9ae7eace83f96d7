/* The sections of the settings that say where people may sign in. */
#include <string.h>

#include "access/oidc.h"
#include "base/limits.h"
#include "format/settings.h"
#include "send/http.h"
#include "work/store_files.h"

static const struct setting rows[] = {
    { "issuer", SETTING_TEXT, NULL, "the provider, https://… exactly as it writes itself", 0, 0 },
    { "client-id", SETTING_TEXT, NULL, "what the provider calls this register", 0, 0 },
    { "secret-file", SETTING_SECRET_FILE, "",
      "a file, mode 0600, with what proves to the provider that it is us; empty: PKCE alone", 0,
      0 },
    { "words", SETTING_TEXT, "", "what stands on the button", 0, 0 },
    { "acr", SETTING_TEXT, "", "how they must have signed in there: one of these words", 0, 0 },
    { "bind-by-email", SETTING_FLAG, "no",
      "yes: a verified e-mail address that is somebody's sign-in name binds at first use", 0, 0 },
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
    return s.len > 0 && s.len <= OIDC_NAME_MAX;
}

static status read_secret(struct task *t, struct str path, struct str *ret)
{
    enum {
        SECRET_MAX = 4096
    };
    *ret = S("");
    if (!path.len)
        return OK;
    TRY(secret_file_read(t, path, SECRET_MAX, ret));
    *ret = str_trim(*ret);
    if (!ret->len)
        return fail(t, E_INVALID, "%.*s is empty: write the provider's secret into it",
                    STR_ARG(path));
    return OK;
}

static status read_one(struct task *t, struct str where, struct str name, struct str text,
                       struct oidc_issuer *ret)
{
    struct settings s;
    TRY(settings_whole(t, rows, COUNT(rows), where, text, &s));
    struct oidc_issuer i = {
        .name = str_copy(t->arena, name),
        .issuer = settings_text(&s, "issuer"),
        .client_id = settings_text(&s, "client-id"),
        .words = settings_text(&s, "words"),
        .acr = settings_text(&s, "acr"),
        .ca_file = settings_text(&s, "ca-file"),
        .by_email = settings_flag(&s, "bind-by-email"),
    };
    if (!http_may_go_to(i.issuer) || memchr(i.issuer.at, '?', i.issuer.len) ||
        memchr(i.issuer.at, '#', i.issuer.len))
        return fail(t, E_INVALID,
                    "%.*s: issuer must begin with https:// (http:// only on this"
                    " machine)",
                    STR_ARG(where));
    if (!i.client_id.len)
        return fail(t, E_INVALID, "%.*s: client-id must not be empty", STR_ARG(where));
    if (!i.words.len)
        i.words = str_print(t->arena, "Sign in with %.*s", STR_ARG(name));
    TRY(read_secret(t, settings_text(&s, "secret-file"), &i.secret));
    *ret = i;
    return OK;
}

/* `[sign-in "northmere"]`; false: another's section. */
static status read_heading(struct task *t, struct str where, struct str line, bool *ret_ours,
                           struct str *ret_name)
{
    const struct str before = S("[sign-in"), quote = S(" \""), after = S("\"]");
    line = str_trim(line);
    *ret_ours = str_starts(line, before);
    if (!*ret_ours)
        return OK;
    struct str rest = { line.at + before.len, line.len - before.len };
    if (rest.len > quote.len + after.len && str_starts(rest, quote) &&
        memcmp(rest.at + rest.len - after.len, after.at, after.len) == 0) {
        *ret_name = (struct str){ rest.at + quote.len, rest.len - quote.len - after.len };
        if (is_name(*ret_name))
            return OK;
    }
    return fail(t, E_INVALID,
                "%.*s: a section about signing in begins with [sign-in \"name\"], the name in small"
                " letters, digits and hyphens",
                STR_ARG(where));
}

static struct str take_line(struct str *rest)
{
    struct str line = *rest, more = S("");
    str_cut(*rest, '\n', &line, &more);
    *rest = more;
    return line;
}

static status add(struct task *t, struct str where, const struct oidc_issuer *one,
                  struct oidc_issuers *all)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_equal(all->at[i].name, one->name) || str_equal(all->at[i].issuer, one->issuer))
            return fail(t, E_INVALID, "%.*s: this provider is there twice, by name or by issuer",
                        STR_ARG(where));
    if (all->count == OIDC_ISSUERS_MAX)
        return fail(t, E_LIMIT, "there may be at most %d sections about signing in",
                    OIDC_ISSUERS_MAX);
    all->at[all->count++] = *one;
    return OK;
}

status oidc_issuers_parse(struct task *t, struct str file, struct str text,
                          struct oidc_issuers *ret)
{
    struct oidc_issuers all = { NEWS(t->arena, struct oidc_issuer, OIDC_ISSUERS_MAX), 0 };
    struct str rest = text;
    int line = 0;
    if (text.len > SETTINGS_BYTES_MAX)
        return fail(t, E_LIMIT, "%.*s is too large to be settings", STR_ARG(file));
    for (; rest.len > 0 && rest.at[0] != '['; line++)
        (void)take_line(&rest);
    while (rest.len > 0) {
        bool ours;
        struct str name = S(""), heading = take_line(&rest), body = rest;
        struct str where = str_print(t->arena, "%.*s, section at line %d", STR_ARG(file), ++line);
        for (; rest.len > 0 && rest.at[0] != '['; line++)
            (void)take_line(&rest);
        body.len = (size_t)(rest.len > 0 ? rest.at - body.at : text.at + text.len - body.at);
        struct oidc_issuer one;
        TRY(read_heading(t, where, heading, &ours, &name));
        if (!ours)
            continue;
        TRY(read_one(t, where, name, body, &one));
        TRY(add(t, where, &one, &all));
    }
    *ret = all;
    return OK;
}
