/* A cookie that says who signed in on this device before: eight people at most, each with a mark
 * that only we can make and that a new password makes worthless. It lets nobody in; it only keeps
 * the tries of others from holding its owner up. */
#include <stdio.h>
#include <string.h>

#include "access/account.h"
#include "base/hash.h"
#include "web/sign_in.h"

enum {
    PEOPLE_MAX = 8,
    ID_TEXT = 16,
    MARK_TEXT = 32,
    MADE_TEXT = 16,
    DAYS_MAX = 180
};

static const char *cookie_name(const struct request *in)
{
    return in->tls ? "__Host-sightline-device" : "sightline-device";
}

static struct str hex_of(struct arena *a, const uint8_t *bytes, size_t len)
{
    struct text x = text_open(a, 2 * len + 1);
    for (size_t i = 0; i < len; i++)
        text_addf(&x, "%02x", bytes[i]);
    return text_done(&x);
}

/* An entry: PERSON-DAY-MARK. `made`: when the password was chosen. */
static struct str entry_of(struct task *t, const struct request *in, struct str id, uint32_t person,
                           int64_t day, struct instant made)
{
    struct str what = str_print(t->arena, "%.*s %u %lld %lld", STR_ARG(id), person, (long long)day,
                                (long long)made.us);
    struct str mark = kept_hash(t->arena, in->site->store, S("device"), what);
    return str_print(t->arena, "%u-%lld-%.*s", person, (long long)day,
                     STR_ARG(hex_of(t->arena, (const uint8_t *)mark.at, MARK_TEXT / 2)));
}

static bool is_id(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!strchr("0123456789abcdef", s.at[i]) || !s.at[i])
            return false;
    return s.len == ID_TEXT;
}

/* ID.ENTRY.ENTRY… */
static struct str id_of(const struct request *in, struct str *ret_rest)
{
    struct str value = cookie_named(in->cookie, cookie_name(in)), id;
    *ret_rest = S("");
    if (!str_cut(value, '.', &id, ret_rest))
        id = value;
    if (!is_id(id)) {
        *ret_rest = S("");
        return S("");
    }
    return id;
}

static struct str next_entry(struct str *rest)
{
    struct str one, after = S("");
    if (!str_cut(*rest, '.', &one, &after))
        one = *rest;
    *rest = after;
    return one;
}

static int64_t person_of(struct str entry, int64_t *ret_day)
{
    struct task quiet = { 0 };
    struct str person, rest, day, mark;
    int64_t number;
    if (!str_cut(entry, '-', &person, &rest) || !str_cut(rest, '-', &day, &mark) ||
        mark.len != MARK_TEXT || str_to_i64(&quiet, person, 1, UINT32_MAX, &number) != OK ||
        str_to_i64(&quiet, day, 0, INT32_MAX, ret_day) != OK)
        return 0;
    return number;
}

static bool password_made(struct task *t, const struct request *in, uint32_t person,
                          struct instant *ret)
{
    struct credential_list list;
    if (person == 0 || !in->reader ||
        credential_list_kind(t, in->reader, person, credential_kind("password"), &list) != OK ||
        list.count == 0)
        return false;
    *ret = list.at[0].made;
    return true;
}

struct str device_known(struct task *t, const struct request *in, uint32_t person)
{
    struct instant made;
    struct str rest, id = id_of(in, &rest);
    int64_t today = in->now.us / (24 * HOUR_US);
    if (id.len == 0 || !password_made(t, in, person, &made))
        return S("");
    for (int i = 0; i < PEOPLE_MAX && rest.len > 0; i++) {
        int64_t day;
        struct str entry = next_entry(&rest);
        if (person_of(entry, &day) != person || day > today || today - day > DAYS_MAX)
            continue;
        struct str right = entry_of(t, in, id, person, day, made);
        if (right.len == entry.len && same_secret(right.at, entry.at, entry.len))
            return str_print(t->arena, "%.*s %u", STR_ARG(id), person);
    }
    return S("");
}

/* This person first, then those who were there already. */
status device_remember(struct task *t, const struct request *in, uint32_t person,
                       struct response *out)
{
    struct instant made;
    struct str rest, id = id_of(in, &rest);
    if (!password_made(t, in, person, &made))
        return OK;
    if (id.len == 0) {
        uint8_t chance[ID_TEXT / 2];
        random_bytes(chance, sizeof chance);
        id = hex_of(t->arena, chance, sizeof chance);
    }
    struct text x = text_open(t->arena, 2048);
    text_addf(&x, "%s=%.*s.%.*s", cookie_name(in), STR_ARG(id),
              STR_ARG(entry_of(t, in, id, person, in->now.us / (24 * HOUR_US), made)));
    for (int i = 1; i < PEOPLE_MAX && rest.len > 0; i++) {
        int64_t day, other;
        struct str entry = next_entry(&rest);
        if ((other = person_of(entry, &day)) != 0 && other != person)
            text_addf(&x, ".%.*s", STR_ARG(entry));
    }
    text_addf(&x, "; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s", DAYS_MAX * 86400,
              in->tls ? "; Secure" : "");
    for (size_t i = 0; i < COUNT(out->header); i++) {
        if (out->header[i].name)
            continue;
        out->header[i].name = "Set-Cookie";
        out->header[i].value = text_done(&x);
        break;
    }
    return OK;
}
