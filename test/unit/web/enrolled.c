/* Invites two people and sees them in; then types and presses as they would. */
#include "enrolled.h"

#include <liboath/oath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct owner_of dee, ruth;

void nobody(struct visit *v)
{
    v->cookie = v->token = v->device = S("");
    v->origin = v->fetch_site = NULL;
    memset(v->from, 0, sizeof v->from);
}

struct str between(struct visit *v, const char *from, const char *to)
{
    const char *at = memmem(v->out.body.at, v->out.body.len, from, strlen(from));
    assert_non_null(at);
    at += strlen(from);
    const char *end = memmem(at, (size_t)(v->out.body.at + v->out.body.len - at), to, strlen(to));
    assert_non_null(end);
    return str_copy(v->arena, (struct str){ at, (size_t)(end - at) });
}

const char *code_of(struct visit *v, const struct owner_of *o)
{
    static char code[8];
    char *secret = NULL;
    size_t len = 0;
    v->world->now.us += 30 * SECOND_US;
    assert_int_equal(oath_base32_decode(o->key, strlen(o->key), &secret, &len), OATH_OK);
    assert_int_equal(
        oath_totp_generate(secret, len, (time_t)(v->world->now.us / SECOND_US), 30, 0, 6, code),
        OATH_OK);
    free(secret);
    return code;
}

void send_formed(struct visit *v, const char *address, struct str fields)
{
    send_form(v, address, str_nul(v->arena, fields));
}

void read_codes(struct visit *v, struct owner_of *o)
{
    const char *at = v->out.body.at;
    for (size_t i = 0; i < COUNT(o->codes); i++) {
        size_t left = (size_t)(v->out.body.at + v->out.body.len - at);
        at = memmem(at, left, "<li><code>", 10);
        assert_non_null(at);
        o->codes[i] = str_copy(v->arena, (struct str){ at += 10, 14 });
    }
}

/* Invited by somebody who keeps accounts, then all the way in. */
static void comes_in(struct visit *v, const char *who, struct owner_of *o)
{
    struct str text;
    struct str name = str_print(v->arena, "%s@larkwater.example", who);
    assert_int_equal(account_invite(&v->t, v->world->writer, world_number(v->world, who), name,
                                    span_hours(24), &text),
                     OK);
    char *path = str_nul(v->arena, str_print(v->arena, "/enrol/%.*s", STR_ARG(text)));
    nobody(v);
    look(v, path);
    ANSWERS(v, 200);
    HAS(v, "larkwater.example");
    send_form(v, path, "password=" TYPED "&again-password=" TYPED);
    ANSWERS(v, 200);
    HAS(v, "<svg class=\"sl-qr\"");
    struct str key = between(v, "<code class=\"sl-key\">", "</code>");
    size_t n = 0;
    for (size_t i = 0; i < key.len; i++)
        if (key.at[i] != ' ')
            o->key[n++] = key.at[i];
    o->key[n] = 0;
    send_formed(v, "/enrol-phone", str_print(v->arena, "code=%s", code_of(v, o)));
    ANSWERS(v, 200);
    HAS(v, "Keep these codes");
    read_codes(v, o);
    look(v, path);
    ANSWERS(v, 404); /* used up */
}

int enrolled_open(void **state)
{
    int opened = visit_open(state);
    struct visit *v = *state;
    hashing_cost(v->site->hashing, (struct password_cost){ 1, (size_t)64 << 10 });
    comes_in(v, "dee", &dee);
    send_form(v, "/sign-in/role", "role=night-worker");
    ANSWERS(v, 303);
    look(v, "/my-account");
    ANSWERS(v, 200);
    comes_in(v, "ruth", &ruth);
    v->site->made_up = false; /* from here on nobody is believed */
    return opened;
}

void types_password(struct visit *v, const char *name, const char *more)
{
    look(v, "/sign-in");
    send_formed(
        v, "/sign-in",
        str_print(v->arena, "sign-in=%s%%40larkwater.example&password=" TYPED "%s", name, more));
}

void signs_in(struct visit *v, const char *name, const struct owner_of *o)
{
    types_password(v, name, "");
    ANSWERS(v, 303);
    send_formed(v, "/sign-in/code", str_print(v->arena, "code=%s", code_of(v, o)));
    ANSWERS(v, 303);
}
