/* Every address tried by every role: whoever has no permission or no ground is refused, nothing
 * breaks, no child's name reaches who may not see that child, and every look was noted first. */
#include "cast.h"

#include <stdlib.h>
#include <string.h>

static struct cast cast;

enum {
    NO_CHILD = 0 /* which no child has */
};

/* The pages whose first number is that of a child. */
static bool is_of_child(const struct route *r)
{
    static const char *const begins[] = { "/child/{n}",       "/report/{n}", "/reported/{n}",
                                          "/returned/{n}",    "/kept/{n}",   "/visited/{n}",
                                          "/api/v1/child/{n}" };
    for (size_t i = 0; i < COUNT(begins); i++)
        if (str_starts(str_from(r->pattern), str_from(begins[i])))
            return true;
    return false;
}

static bool is_api(const struct route *r)
{
    return str_starts(str_from(r->pattern), S("/api/"));
}

/* What is not tried here: it ends the sign-in, is signed, or answers with a stream. */
static bool is_apart(unsigned route)
{
    return route == ROUTE_sign_out || route == ROUTE_exchange || route == ROUTE_live ||
           route == ROUTE_my_sign_outs;
}

static const char *address(struct visit *v, unsigned route, uint64_t first, uint64_t second)
{
    struct text x = text_open(v->arena, 512);
    size_t numbers = 0;
    for (const char *c = routes[route].pattern; *c; c++) {
        if (*c != '{') {
            text_addc(&x, *c);
            continue;
        }
        if (c[1] == 'n')
            text_addf(&x, "%llu", (unsigned long long)(numbers++ ? second : first));
        else
            text_addz(&x, "missing-risk-graded");
        c += 2;
    }
    return str_nul(v->arena, text_done(&x));
}

static void wrong(struct visit *v, const struct player *p, unsigned route, const char *at,
                  const char *what)
{
    print_error("%s %s as %s%s: %u, %s (%s)\n", routes[route].method == METHOD_GET ? "GET" : "POST",
                at, p ? code_text(CODES_ROLE, p->role) : "nobody",
                p && p->of_child ? " of one" : "", v->out.status, what, v->t.reason);
}

/* Nobody signed in: only what is for anyone, and to the sign-in with the rest. */
static bool nobody_is_right(const struct visit *v, unsigned route)
{
    const struct route *r = &routes[route];
    unsigned s = v->out.status;
    if (r->needs == ANYONE)
        return s < 500;
    return is_api(r) ? s == 401 : r->method == METHOD_GET ? s == 303 : s == 403;
}

static bool answer_is_right(struct visit *v, const struct player *p, unsigned route, uint32_t child)
{
    const struct route *r = &routes[route];
    unsigned s = v->out.status;
    if (s >= 500)
        return false;
    if (!p)
        return nobody_is_right(v, route);
    if (!role_may(p->role, r->needs)) /* what is no photo at all is said first */
        return s == 403 || (route == ROUTE_photo_added && s == 400);
    if (!is_of_child(r))
        return true;
    if (child == NO_CHILD)
        return s == 404 || s == 400;
    bool sees = cast_sees(v, &cast, p, child);
    if (route == ROUTE_break_glass) /* for who has no ground: a reason is asked for */
        return s == 400 || s == 403 || s == 303;
    if (!sees)
        return s == 403 || (r->method == METHOD_POST && s == 400) || s == 404;
    return true;
}

static size_t bad;

static void judge(struct visit *v, const struct player *p, unsigned route, const char *at,
                  uint32_t child)
{
    const struct route *r = &routes[route];
    if (!answer_is_right(v, p, route, child)) {
        wrong(v, p, route, at, "the status is not what role and ground say");
        bad++;
    }
    const char *leak = p || r->needs != ANYONE ? cast_leak(v, &cast, p, v->out.body) : NULL;
    if (leak) {
        wrong(v, p, route, at, leak);
        bad++;
    }
    bool shown = v->out.status == 200 && is_of_child(r) && p;
    if (shown && !v->out.note_first) {
        wrong(v, p, route, at, "shown before it was noted");
        bad++;
    }
}

static void try_one(struct visit *v, const struct player *p, unsigned route, uint64_t first,
                    uint64_t second, uint32_t child)
{
    struct arena *kept = v->arena, *mine = arena_open((size_t)512 << 20);
    struct str cookie = v->cookie, token = v->token, device = v->device;
    v->arena = v->t.arena = mine;
    const char *at = address(v, route, first, second);
    if (routes[route].method == METHOD_GET)
        look(v, at);
    else if (is_api(&routes[route]))
        send_json(v, at, "{}");
    else
        send_form(v, at, "key=k&rule=missing-risk-graded&started=1&words=Quokka");
    judge(v, p, route, at, child);
    v->cookie = cookie;
    v->token = token;
    v->device = device;
    v->arena = v->t.arena = kept;
    arena_close(mine);
}

static void try_all(struct visit *v, const struct player *p)
{
    uint32_t alex = world_number(v->world, "alex"), home = world_number(v->world, "larkwater");
    for (unsigned route = 0; route < ROUTES; route++) {
        if (is_apart(route))
            continue;
        if (!is_of_child(&routes[route])) {
            try_one(v, p, route, home, 1, NO_CHILD);
            if (strstr(routes[route].pattern, "{n}")) {
                try_one(v, p, route, 0, 0, NO_CHILD);
                try_one(v, p, route, 9999999999999999, 1, NO_CHILD);
                try_one(v, p, route, cast.quiet, 2, NO_CHILD);
            }
            continue;
        }
        try_one(v, p, route, alex, 2, alex);
        try_one(v, p, route, cast.quiet, 3, cast.quiet);
        try_one(v, p, route, cast.own, 1, cast.own);
        try_one(v, p, route, route % 2 ? 0 : 9999999999999999, 4294967297, NO_CHILD);
        try_one(v, p, route, p && route % 2 ? p->person : home, 1, NO_CHILD);
    }
}

static void test_who_is_not_signed_in_gets_nowhere(void **state)
{
    struct visit *v = *state;
    v->cookie = v->token = S("");
    bad = 0;
    try_all(v, NULL);
    assert_int_equal(bad, 0);
}

static void test_every_role_at_every_address(void **state)
{
    struct visit *v = *state;
    bad = 0;
    for (size_t i = 0; i < cast.players; i++) {
        signs_in_number(v, cast.player[i].person);
        try_all(v, &cast.player[i]);
    }
    assert_int_equal(bad, 0);
}

/* ---- forms that were not made here, or not for this sign-in ---- */

static int64_t said_in_all(struct visit *v)
{
    int64_t sum = 0;
    struct arena *kept = v->t.arena;
    v->t.arena = arena_open((size_t)64 << 20);
    uint32_t last = journal_subject_count(v->world->store->journal);
    for (uint32_t subject = 1; subject <= last; subject++)
        sum += journal_stream_length(&v->t, v->world->reader->journal, subject);
    arena_close(v->t.arena);
    v->t.arena = kept;
    return sum;
}

enum forged {
    NO_TOKEN,
    OTHERS_TOKEN,
    TOKEN_TWICE,
    OTHERS_COOKIE,
    OTHER_SITE,
    CROSS_SITE,
    JUNK,
    FORGERIES
};

static struct str junk_of(struct visit *v, size_t len)
{
    char *at = NEWS(v->arena, char, len);
    uint32_t x = 2463534242U;
    for (size_t i = 0; i < len; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        at[i] = (char)(x >> 8);
    }
    return (struct str){ at, len };
}

static const char fields[] = "key=k1&person=5&role=social-worker&to=5&note=hello&reason=because it"
                             " is so&words=Quokka&reader=5&items=missing&power=x&purpose=y";

static void send_forged(struct visit *v, const char *at, enum forged how, struct str others_cookie,
                        struct str others_token)
{
    struct str mine = v->cookie, token = v->token;
    switch (how) {
    case NO_TOKEN: send_raw(v, at, str_from(fields)); break;
    case OTHERS_TOKEN:
        v->token = others_token;
        send_form(v, at, fields);
        break;
    case TOKEN_TWICE: /* theirs first, ours second */
        send_raw(v, at,
                 str_print(v->arena, "token=%.*s&token=%.*s&%s", STR_ARG(others_token),
                           STR_ARG(token), fields));
        break;
    case OTHERS_COOKIE:
        v->cookie = others_cookie;
        send_raw(v, at, str_print(v->arena, "token=%.*s&%s", STR_ARG(token), fields));
        break;
    case OTHER_SITE:
        v->origin = "https://elsewhere.example";
        send_form(v, at, fields);
        break;
    case CROSS_SITE:
        v->fetch_site = "cross-site";
        send_form(v, at, fields);
        break;
    case JUNK: send_raw(v, at, junk_of(v, (size_t)64 << 10)); break;
    case FORGERIES: break;
    }
    v->origin = v->fetch_site = NULL;
    v->cookie = mine;
    v->token = token;
}

static void test_a_form_that_is_not_ours_does_nothing(void **state)
{
    struct visit *v = *state;
    signs_in_number(v, cast.player[0].person);
    struct str others_cookie = str_copy(v->arena, v->cookie);
    struct str others_token = str_copy(v->arena, v->token);
    sign_in_as(v, "ruth"); /* a team manager: everything is permitted but for the forgery */
    struct str mine = str_copy(v->arena, v->cookie), token = str_copy(v->arena, v->token);
    uint32_t alex = world_number(v->world, "alex");
    int64_t before = said_in_all(v);
    bad = 0;
    for (unsigned route = 0; route < ROUTES; route++)
        for (unsigned how = 0; how < FORGERIES; how++) {
            if (routes[route].method != METHOD_POST || route == ROUTE_exchange)
                continue;
            const char *at = address(v, route, alex, 2);
            v->cookie = mine;
            v->token = token;
            send_forged(v, at, (enum forged)how, others_cookie, others_token);
            unsigned s = v->out.status;
            if (s != 400 && s != 403 && s != 413) {
                print_error("POST %s, forged %u: %u\n", at, how, s);
                bad++;
            }
            if (cast_leak(v, &cast, NULL, v->out.body) != NULL) {
                print_error("POST %s, forged %u, names a child\n", at, how);
                bad++;
            }
        }
    assert_int_equal(bad, 0);
    assert_int_equal(said_in_all(v), before);
}

/* ---- who has left, and ids that nobody was given ---- */

static void test_who_left_while_signed_in_sees_nobody(void **state)
{
    struct visit *v = *state;
    signs_in_number(v, cast.leaver);
    look(v, address(v, ROUTE_child, cast.quiet, 0));
    ANSWERS(v, 200);
    assert_int_equal(says(v, cast.leaver, EV_PERSON_LEFT, ""), OK);
    look(v, address(v, ROUTE_child, cast.quiet, 0)); /* at once, though still signed in */
    ANSWERS(v, 403);
    v->world->now.us += 61 * SECOND_US; /* the sign-in ends with the next check */
    bad = 0;
    for (unsigned route = 0; route < ROUTES; route++) {
        if (is_apart(route) || routes[route].method != METHOD_GET)
            continue;
        const char *at = address(v, route, cast.quiet, 1);
        look(v, at);
        bool shown = v->out.status == 200 && routes[route].needs != ANYONE;
        if (shown || v->out.status >= 500 || cast_leak(v, &cast, NULL, v->out.body)) {
            print_error("GET %s after leaving: %u\n", at, v->out.status);
            bad++;
        }
    }
    assert_int_equal(bad, 0);
}

static void test_an_id_nobody_was_given_is_nobody(void **state)
{
    static const char *const ids[] = {
        "",
        "sightline=",
        "sightline=0",
        "sightline=00000000000000000000000000000000",
        "sightline=ffffffffffffffffffffffffffffffff; sightline=00000000000000000000000000000000",
        "sightline=' OR 1=1 --",
        "__Host-sightline=00000000000000000000000000000000",
        "SIGHTLINE=00000000000000000000000000000000",
    };
    struct visit *v = *state;
    sign_in_as(v, "ruth");
    struct str mine = str_copy(v->arena, v->cookie);
    for (size_t i = 0; i <= COUNT(ids); i++) {
        v->cookie = i < COUNT(ids) ? str_from(ids[i])
                                   : (struct str){ mine.at, mine.len - 1 }; /* one letter short */
        look(v, "/child/16");
        ANSWERS(v, 303);
        HAS_NOT(v, "Tamber");
    }
}

static int open_with_cast(void **state)
{
    int opened = visit_open(state);
    if (opened == 0)
        cast_open(*state, &cast);
    return opened;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_is_not_signed_in_gets_nowhere),
        cmocka_unit_test(test_every_role_at_every_address),
        cmocka_unit_test(test_a_form_that_is_not_ours_does_nothing),
        cmocka_unit_test(test_an_id_nobody_was_given_is_nobody),
        cmocka_unit_test(test_who_left_while_signed_in_sees_nobody),
    };
    return cmocka_run_group_tests(tests, open_with_cast, visit_close);
}
