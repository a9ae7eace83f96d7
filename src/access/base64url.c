/* Base64 for addresses, six bits a letter. */
#include "access/base64url.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool base64url_read(struct arena *a, struct str text, struct str *ret)
{
    char *bytes = NEWS(a, char, text.len * 3 / 4 + 1);
    unsigned held = 0, bits = 0;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        int v = value_of(text.at[i]);
        if (v < 0)
            return false;
        held = (held << 6 | (unsigned)v) & 0xfff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes[len++] = (char)(held >> bits & 0xff);
        }
    }
    if (bits >= 6 || (held & ((1u << bits) - 1)) != 0)
        return false; /* a letter that says nothing, or bits that no byte has */
    *ret = (struct str){ bytes, len };
    return true;
}

struct str base64url_print(struct arena *a, const void *bytes, size_t len)
{
    const uint8_t *b = bytes;
    char *out = NEWS(a, char, len * 4 / 3 + 4);
    unsigned held = 0, bits = 0;
    size_t at = 0;
    for (size_t i = 0; i < len; i++) {
        held = held << 8 | b[i];
        for (bits += 8; bits >= 6; bits -= 6)
            out[at++] = letters[held >> (bits - 6) & 63];
        held &= 0xff;
    }
    if (bits > 0)
        out[at++] = letters[held << (6 - bits) & 63];
    return (struct str){ out, at };
}
