/* Second steps: codes by liboath, recovery codes by chance; each of them serves once. */
#include "access/totp.h"

#include <liboath/oath.h>
#include <qrencode.h>
#include <string.h>

#include "access/account_inside.h"
#include "base/hash.h"

enum {
    STEP_SECONDS = 30,
    DIGITS = 6,
    RECOVERY_LETTERS = 12,
    MARK_BYTES = 16
};

struct str totp_new(struct arena *a)
{
    uint8_t *body = NEWS(a, uint8_t, TOTP_BODY_BYTES);
    random_bytes(body, TOTP_SEED_BYTES);
    return (struct str){ (const char *)body, TOTP_BODY_BYTES };
}

static int64_t step_read(struct str body)
{
    uint64_t step = 0;
    for (size_t i = TOTP_SEED_BYTES; i < TOTP_BODY_BYTES; i++)
        step = step << 8 | (uint8_t)body.at[i];
    return (int64_t)step;
}

static struct str step_written(struct arena *a, struct str body, int64_t step)
{
    uint8_t *next = NEWS(a, uint8_t, TOTP_BODY_BYTES);
    memcpy(next, body.at, TOTP_SEED_BYTES);
    for (size_t i = 0; i < 8; i++)
        next[TOTP_BODY_BYTES - 1 - i] = (uint8_t)((uint64_t)step >> (8 * i));
    return (struct str){ (const char *)next, TOTP_BODY_BYTES };
}

static status wrong(struct task *t)
{
    return fail(t, E_DENIED, "that code is not right, or it has been used: wait for the next one");
}

static bool digits_read(struct str typed, char ret[DIGITS + 1])
{
    size_t count = 0;
    for (size_t i = 0; i < typed.len; i++) {
        if (typed.at[i] == ' ')
            continue;
        if (count == DIGITS || typed.at[i] < '0' || typed.at[i] > '9')
            return false;
        ret[count++] = typed.at[i];
    }
    ret[count] = 0;
    return count == DIGITS;
}

status totp_check(struct task *t, struct str body, struct str typed, struct instant now,
                  struct str *ret_body)
{
    char given[DIGITS + 1], right[DIGITS + 1];
    if (body.len != TOTP_BODY_BYTES || now.us < 0 || !digits_read(typed, given))
        return wrong(t);
    int64_t step = now.us / SECOND_US / STEP_SECONDS, last = step_read(body), served = -1;
    for (int64_t s = step > 0 ? step - 1 : 0; s <= step + 1; s++) {
        if (oath_totp_generate(body.at, TOTP_SEED_BYTES, (time_t)(s * STEP_SECONDS), STEP_SECONDS,
                               0, DIGITS, right) != OATH_OK)
            return fail(t, E_IO, "codes cannot be checked here: tell whoever runs Sightline");
        if (same_secret(given, right, DIGITS) && s > last)
            served = s;
    }
    wipe(right, sizeof right);
    if (served < 0)
        return wrong(t);
    *ret_body = step_written(t->arena, body, served);
    return OK;
}

static struct str base32(struct arena *a, struct str bytes, bool grouped)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct text x = text_open(a, 64);
    for (size_t bit = 0; bit < bytes.len * 8; bit += 5) {
        unsigned two = (unsigned)(uint8_t)bytes.at[bit / 8] << 8;
        if (bit / 8 + 1 < bytes.len)
            two |= (uint8_t)bytes.at[bit / 8 + 1];
        if (grouped && bit > 0 && bit % 20 == 0)
            text_addc(&x, ' ');
        text_addc(&x, letters[two >> (11 - bit % 8) & 31]);
    }
    return text_done(&x);
}

struct str totp_key(struct arena *a, struct str body)
{
    return base32(a, (struct str){ body.at, TOTP_SEED_BYTES }, true);
}

static void add_encoded(struct text *x, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                     c == '.' || c == '-';
        if (plain)
            text_addc(x, (char)c);
        else
            text_addf(x, "%%%02X", c);
    }
}

struct str totp_uri(struct arena *a, struct str body, struct str account)
{
    struct text x = text_open(a, 1024);
    text_addz(&x, "otpauth://totp/Sightline:");
    add_encoded(&x, account);
    text_addz(&x, "?secret=");
    text_add(&x, base32(a, (struct str){ body.at, TOTP_SEED_BYTES }, false));
    text_addz(&x, "&issuer=Sightline");
    return text_done(&x);
}

status totp_squares(struct task *t, struct str uri, struct totp_squares *ret)
{
    QRcode *code = QRcode_encodeString(str_nul(t->arena, uri), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (!code)
        return fail(t, E_LIMIT, "the picture for the phone cannot be drawn: type the key instead");
    size_t side = (size_t)code->width;
    uint8_t *dark = NEWS(t->arena, uint8_t, side * side);
    for (size_t i = 0; i < side * side; i++)
        dark[i] = code->data[i] & 1;
    wipe(code->data, side * side);
    QRcode_free(code);
    *ret = (struct totp_squares){ dark, side };
    return OK;
}

/* --- recovery codes --- */

static struct str mark_of(struct arena *a, const struct store *s, struct str letters)
{
    struct str hash = kept_hash(a, s, S("recovery"), letters);
    return (struct str){ hash.at, MARK_BYTES };
}

void recovery_new(struct arena *a, const struct store *s, struct str ret_codes[RECOVERY_CODES],
                  struct str *ret_body)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    char *body = NEWS(a, char, RECOVERY_BODY_BYTES);
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        uint8_t chance[RECOVERY_LETTERS];
        char *code = NEWS(a, char, RECOVERY_LETTERS);
        random_bytes(chance, sizeof chance);
        for (size_t k = 0; k < RECOVERY_LETTERS; k++)
            code[k] = letters[chance[k] & 31];
        wipe(chance, sizeof chance);
        ret_codes[i] = str_print(a, "%.4s-%.4s-%.4s", code, code + 4, code + 8);
        memcpy(body + i * MARK_BYTES, mark_of(a, s, (struct str){ code, RECOVERY_LETTERS }).at,
               MARK_BYTES);
    }
    *ret_body = (struct str){ body, RECOVERY_BODY_BYTES };
}

static bool letters_read(struct str typed, char ret[RECOVERY_LETTERS])
{
    size_t count = 0;
    for (size_t i = 0; i < typed.len; i++) {
        char c = typed.at[i];
        if (c == '-' || c == ' ')
            continue;
        if (count == RECOVERY_LETTERS)
            return false;
        ret[count++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return count == RECOVERY_LETTERS;
}

static bool is_used(struct str body, size_t i)
{
    static const char nothing[MARK_BYTES];
    return same_secret(body.at + i * MARK_BYTES, nothing, MARK_BYTES);
}

status recovery_check(struct task *t, const struct store *s, struct str body, struct str typed,
                      struct str *ret_body)
{
    char letters[RECOVERY_LETTERS];
    if (body.len != RECOVERY_BODY_BYTES || !letters_read(typed, letters))
        return wrong(t);
    struct str mark = mark_of(t->arena, s, (struct str){ letters, sizeof letters });
    char *next = NEWS(t->arena, char, RECOVERY_BODY_BYTES);
    bool found = false;
    memcpy(next, body.at, RECOVERY_BODY_BYTES);
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        if (!same_secret(body.at + i * MARK_BYTES, mark.at, MARK_BYTES))
            continue;
        memset(next + i * MARK_BYTES, 0, MARK_BYTES);
        found = true;
    }
    if (!found)
        return wrong(t);
    *ret_body = (struct str){ next, RECOVERY_BODY_BYTES };
    return OK;
}

unsigned recovery_left(struct str body)
{
    unsigned left = 0;
    for (size_t i = 0; body.len == RECOVERY_BODY_BYTES && i < RECOVERY_CODES; i++)
        left += !is_used(body, i);
    return left;
}
