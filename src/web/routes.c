/* The table of routes, the roles that have each permission, and addresses made from the table. */
#include <string.h>

#include "web/site.h"

#define GET  METHOD_GET
#define POST METHOD_POST
const struct route routes[ROUTES] = {
#define ROUTE(name, method, pattern, permission, handler)                                          \
    [ROUTE_##name] = { #name, method, pattern, permission, handler },
#include "web/routes.def"
#undef ROUTE
};

static const char *const permission_names[PERMISSIONS] = {
    [ANYONE] = "anyone",
    [SIGNED_IN] = "signed-in",
    [MAY_SEE_BOARD] = "see-board",
    [MAY_SEE_DUTIES] = "see-duties",
    [MAY_SEE_CHILD] = "see-child",
    [MAY_REPORT] = "report",
    [MAY_RECORD] = "record",
    [MAY_DECIDE] = "decide",
    [MAY_RUN] = "run",
    [MAY_COMPARE] = "compare",
    [MAY_PLACE] = "place",
    [MAY_APPROVE] = "approve",
    [MAY_OVERSEE] = "oversee",
    [MAY_SHARE] = "share",
    [MAY_REVIEW_ACCESS] = "review-access",
    [MAY_KEEP_ACCOUNTS] = "keep-accounts",
};

const char *permission_name(enum permission p)
{
    return permission_names[p];
}

#define MAY(p)  (1U << MAY_##p)
#define LOOKING (MAY(SEE_BOARD) | MAY(SEE_DUTIES) | MAY(SEE_CHILD))
#define WORKING (LOOKING | MAY(REPORT) | MAY(RECORD))

#define MANAGING                                                                                   \
    (WORKING | MAY(DECIDE) | MAY(RUN) | MAY(COMPARE) | MAY(PLACE) | MAY(APPROVE) | MAY(OVERSEE) |  \
     MAY(SHARE) | MAY(REVIEW_ACCESS) | MAY(KEEP_ACCOUNTS))

/* A role that is not listed may sign in and read the rules, and nothing else. */
static const uint32_t role_permissions[ROLES] = {
    [ROLE_SOCIAL_WORKER] = WORKING | MAY(DECIDE) | MAY(PLACE) | MAY(SHARE),
    [ROLE_TEAM_MANAGER] = MANAGING,
    [ROLE_HEAD_OF_SERVICE] = MANAGING,
    [ROLE_DIRECTOR] = MANAGING,
    [ROLE_REVIEWING_OFFICER] = WORKING | MAY(DECIDE) | MAY(COMPARE) | MAY(OVERSEE),
    [ROLE_MISSING_COORDINATOR] =
        WORKING | MAY(DECIDE) | MAY(RUN) | MAY(COMPARE) | MAY(OVERSEE) | MAY(SHARE),
    [ROLE_EMERGENCY_DUTY] = WORKING | MAY(DECIDE) | MAY(RUN),
    [ROLE_NIGHT_WORKER] = WORKING,
    [ROLE_REGISTERED_MANAGER] = WORKING | MAY(DECIDE) | MAY(RUN),
    [ROLE_RESPONSIBLE_INDIVIDUAL] = LOOKING,
    [ROLE_CARER] = WORKING,
    [ROLE_POLICE_MISSING_COORDINATOR] = WORKING | MAY(DECIDE),
    [ROLE_POLICE_SUPERVISOR] = WORKING | MAY(DECIDE) | MAY(RUN),
    [ROLE_DUTY_INSPECTOR] = WORKING | MAY(DECIDE) | MAY(RUN),
    [ROLE_DESIGNATED_NURSE] = LOOKING | MAY(RECORD),
    [ROLE_DESIGNATED_DOCTOR] = LOOKING | MAY(RECORD),
    [ROLE_VIRTUAL_SCHOOL_HEAD] = LOOKING | MAY(RECORD),
    [ROLE_DESIGNATED_TEACHER] = WORKING,
    [ROLE_NOMINATED_OFFICER] = LOOKING | MAY(DECIDE) | MAY(APPROVE) | MAY(OVERSEE),
    [ROLE_HOST_COORDINATOR] = LOOKING | MAY(RECORD),
    [ROLE_RETURN_INTERVIEWER] = WORKING,
    [ROLE_ADVOCATE] = LOOKING,
    [ROLE_COMMISSIONER] = MAY(SEE_BOARD) | MAY(COMPARE),
};

bool role_may(uint8_t role, enum permission p)
{
    switch (p) {
    case ANYONE:
    case SIGNED_IN: return true;
    case MAY_SEE_BOARD:
    case MAY_SEE_DUTIES:
    case MAY_SEE_CHILD:
    case MAY_REPORT:
    case MAY_RECORD:
    case MAY_DECIDE:
    case MAY_RUN:
    case MAY_COMPARE:
    case MAY_PLACE:
    case MAY_APPROVE:
    case MAY_OVERSEE:
    case MAY_SHARE:
    case MAY_REVIEW_ACCESS:
    case MAY_KEEP_ACCOUNTS: return role < ROLES && (role_permissions[role] & 1U << p) != 0;
    case PERMISSIONS: break;
    }
    return false;
}

static bool is_word(struct str s)
{
    if (s.len == 0 || s.len > 64)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!letter && c != '-' && (c != '.' || i == 0 || s.at[i - 1] == '.'))
            return false;
    }
    return true;
}

/* At most sixteen digits, which an episode's or a placement's number may have, and no leading
 * nought, so that one thing has one address. */
static bool is_number(struct str s, uint64_t *ret)
{
    if (s.len == 0 || s.len > 16 || (s.at[0] == '0' && s.len > 1))
        return false;
    uint64_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(s.at[i] - '0');
    }
    *ret = n;
    return true;
}

/* The next run between slashes; `rest` starts with a slash or is empty. */
static struct str segment(struct str *rest)
{
    struct str s = { rest->at + 1, rest->len - 1 };
    const char *slash = s.len ? memchr(s.at, '/', s.len) : NULL;
    if (slash)
        s.len = (size_t)(slash - s.at);
    *rest = (struct str){ s.at + s.len, rest->len - 1 - s.len };
    return s;
}

static bool pattern_fits(const char *pattern, struct str path, struct request *ret)
{
    struct str want = str_from(pattern), have = path;
    size_t numbers = 0;
    while (want.len > 0 && have.len > 0) {
        struct str w = segment(&want), h = segment(&have);
        bool fits = str_is(w, "{n}")   ? is_number(h, &ret->number[numbers++])
                    : str_is(w, "{w}") ? is_word(h)
                                       : str_equal(w, h);
        if (!fits)
            return false;
        if (str_is(w, "{w}"))
            ret->word = h;
    }
    return want.len == 0 && have.len == 0;
}

enum match route_match(enum method method, struct str path, struct request *ret)
{
    if (path.len == 0 || path.at[0] != '/')
        return NO_SUCH_ADDRESS;
    enum match found = NO_SUCH_ADDRESS;
    for (unsigned i = 0; i < ROUTES; i++) {
        struct request trial = { 0 };
        if (!pattern_fits(routes[i].pattern, path, &trial))
            continue;
        found = NOT_THIS_METHOD;
        if (routes[i].method != method)
            continue;
        ret->route = (enum route_name)i;
        memcpy(ret->number, trial.number, sizeof ret->number);
        ret->word = trial.word;
        return MATCHED;
    }
    return found;
}

void route_address(enum route_name name, const struct link_part *parts, struct text *ret)
{
    for (const char *c = routes[name].pattern; *c; c++) {
        if (*c != '{') {
            text_addc(ret, *c);
            continue;
        }
        if (c[1] == 'n')
            text_addf(ret, "%llu", (unsigned long long)parts->number);
        else
            url_encode(ret, parts->word);
        parts++;
        c += 2;
    }
}

status redirect(struct task *t, struct response *out, enum route_name to,
                const struct link_part *parts)
{
    struct text x = text_open(t->arena, 256);
    route_address(to, parts, &x);
    out->status = 303;
    out->location = text_done(&x);
    return OK;
}

struct str route_matrix(struct arena *a)
{
    struct text x = text_open(a, 64 << 10);
    for (unsigned i = 0; i < ROUTES; i++) {
        const struct route *r = &routes[i];
        text_addf(&x, "%-4s %-26s %-10s", r->method == METHOD_GET ? "GET" : "POST", r->pattern,
                  permission_name(r->needs));
        if (r->needs == ANYONE || r->needs == SIGNED_IN) {
            text_addz(&x, r->needs == ANYONE ? " everyone\n" : " every role\n");
            continue;
        }
        for (unsigned role = 1; role < ROLES; role++)
            if (role_may((uint8_t)role, r->needs))
                text_addf(&x, " %s", code_text(CODES_ROLE, role));
        text_addc(&x, '\n');
    }
    return text_done(&x);
}
