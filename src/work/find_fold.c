/* What is typed and what is known, made alike: case, accents, scripts, dates. */
#include <string.h>

#include "work/find_inside.h"

/* Letters with a mark, U+00C0 to U+017F, by their base; '.' is no letter, and two letters stand in
 * the second table. */
static const char latin[] =
    "AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTSaaaaaaaceeeeiiiidnooooo.ouuuuyty"  /* C0…FF */
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"  /* 100…13F */
    "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs"; /* 140…17F */
_Static_assert(sizeof latin == 193, "one letter for each");

static const struct {
    uint32_t from;
    const char *to;
} pairs[] = {
    { 0xc6, "ae" },  { 0xe6, "ae" },  { 0xdf, "ss" },  { 0xde, "th" },  { 0xfe, "th" },
    { 0x152, "oe" }, { 0x153, "oe" }, { 0x132, "ij" }, { 0x133, "ij" }, { 0x1e9e, "ss" },
    { 0x218, "s" },  { 0x219, "s" },  { 0x21a, "t" },  { 0x21b, "t" },  { 0x1a0, "o" },
    { 0x1a1, "o" },  { 0x1af, "u" },  { 0x1b0, "u" },  { 0x18f, "e" },  { 0x259, "e" },
};

/* Vietnamese and others, U+1EA0 to U+1EF9, in runs of one base. */
static const struct {
    uint32_t until;
    char base;
} marked[] = { { 0x1ea0, 0 },   { 0x1eb8, 'a' }, { 0x1ec8, 'e' }, { 0x1ecc, 'i' },
               { 0x1ee4, 'o' }, { 0x1ef2, 'u' }, { 0x1efa, 'y' } };

/* The next character; a broken byte is taken alone, as no letter. */
static uint32_t next_char(struct str s, size_t *at)
{
    uint8_t c = (uint8_t)s.at[*at];
    size_t more = c < 0x80 ? 0 : c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 9;
    uint32_t u = more == 0 ? c : more == 1 ? c & 0x1fU : more == 2 ? c & 0x0fU : c & 0x07U;
    if (more == 9 || s.len - *at <= more) {
        *at = *at + 1;
        return more ? 0 : u;
    }
    for (size_t i = 1; i <= more; i++)
        u = u << 6 | ((uint8_t)s.at[*at + i] & 0x3fU);
    *at += more + 1;
    return u;
}

static void put_char(struct text *x, uint32_t u)
{
    if (u < 0x80) {
        text_addc(x, (char)u);
    } else if (u < 0x800) {
        text_addc(x, (char)(0xc0 | u >> 6));
        text_addc(x, (char)(0x80 | (u & 0x3f)));
    } else if (u < 0x10000) {
        text_addc(x, (char)(0xe0 | u >> 12));
        text_addc(x, (char)(0x80 | (u >> 6 & 0x3f)));
        text_addc(x, (char)(0x80 | (u & 0x3f)));
    } else {
        text_addc(x, (char)(0xf0 | (u >> 18 & 7)));
        text_addc(x, (char)(0x80 | (u >> 12 & 0x3f)));
        text_addc(x, (char)(0x80 | (u >> 6 & 0x3f)));
        text_addc(x, (char)(0x80 | (u & 0x3f)));
    }
}

enum letter {
    LETTER,
    JOINT, /* adds nothing, parts nothing */
    GAP
};

static enum letter put_latin(struct text *x, uint32_t u)
{
    for (size_t i = 0; i < COUNT(pairs); i++)
        if (pairs[i].from == u) {
            text_addz(x, pairs[i].to);
            return LETTER;
        }
    if (u >= 0xc0 && u < 0x180) {
        char c = latin[u - 0xc0];
        if (c == '.')
            return GAP;
        text_addc(x, (char)(c | 32));
        return LETTER;
    }
    for (size_t i = 1; i < COUNT(marked); i++)
        if (u >= marked[i - 1].until && u < marked[i].until && u >= 0x1ea0) {
            text_addc(x, marked[i].base);
            return LETTER;
        }
    put_char(x, u);
    return LETTER;
}

/* Small letters of Greek and Cyrillic; Arabic letters without what varies in writing them. */
static uint32_t small(uint32_t u)
{
    if (u >= 0x391 && u <= 0x3a9)
        return u + 32;
    if (u == 0x3c2)
        return 0x3c3; /* a sigma at the end */
    if (u >= 0x410 && u <= 0x42f)
        return u + 32;
    if (u >= 0x400 && u <= 0x40f)
        u += 80;
    if (u == 0x451)
        return 0x435; /* io as ie */
    if (u == 0x622 || u == 0x623 || u == 0x625 || u == 0x671)
        return 0x627; /* alef */
    if (u == 0x629)
        return 0x647; /* teh marbuta as heh */
    if (u == 0x649 || u == 0x6cc)
        return 0x64a;              /* yeh */
    return u == 0x6a9 ? 0x643 : u; /* keheh as kaf */
}

static bool adds_nothing(uint32_t u)
{
    return u == '\'' || u == 0x2019 || u == 0x2018 || u == 0x2bc || u == 0xad || u == 0x640 ||
           (u >= 0x300 && u <= 0x36f) || (u >= 0x64b && u <= 0x65f) || u == 0x670 ||
           (u >= 0x200b && u <= 0x200f) || (u >= 0x202a && u <= 0x202e) ||
           (u >= 0x2066 && u <= 0x2069) || u == 0xfeff;
}

static enum letter put_folded(struct text *x, uint32_t u)
{
    if (adds_nothing(u))
        return JOINT;
    if (u < 0x80) {
        char c = (char)(u >= 'A' && u <= 'Z' ? u + 32 : u);
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
            return GAP;
        text_addc(x, c);
        return LETTER;
    }
    if (u < 0xc0 || (u >= 0x2000 && u <= 0x206f) || (u >= 0x3000 && u <= 0x303f) || u == 0x60c)
        return GAP;
    if (u >= 0x660 && u <= 0x669)
        u = '0' + u - 0x660;
    else if (u >= 0x6f0 && u <= 0x6f9)
        u = '0' + u - 0x6f0;
    else
        return put_latin(x, small(u));
    text_addc(x, (char)u);
    return LETTER;
}

static struct str bounded(struct str s)
{
    if (s.len <= TERM_BYTES_MAX)
        return s;
    s.len = TERM_BYTES_MAX;
    s.len = str_utf8_front(s);
    return s;
}

size_t find_fold(struct arena *a, struct str s, struct str *ret, size_t most)
{
    struct text x = text_open(a, 4 * s.len + 16);
    size_t count = 0, from = 0;
    for (size_t at = 0; at < s.len && count < most;) {
        enum letter got = put_folded(&x, next_char(s, &at));
        bool ends = got == GAP || at >= s.len;
        if (!ends || x.len == from)
            continue;
        ret[count++] = (struct str){ NULL, x.len - from };
        from = x.len;
    }
    size_t done = 0;
    for (size_t i = 0; i < count; i++) {
        size_t len = ret[i].len;
        ret[i] = bounded((struct str){ x.at + done, len });
        done += len;
    }
    return count;
}

struct str find_fold_joined(struct arena *a, struct str s)
{
    struct text x = text_open(a, 4 * s.len + 16);
    for (size_t at = 0; at < s.len;)
        (void)put_folded(&x, next_char(s, &at));
    return bounded(text_done(&x));
}

uint64_t find_mask(struct str word)
{
    uint64_t m = 0;
    for (size_t i = 0; i < word.len; i++) {
        uint8_t c = (uint8_t)word.at[i];
        unsigned bit = c >= 'a' && c <= 'z'   ? (unsigned)(c - 'a')
                       : c >= '0' && c <= '9' ? 26U + c - '0'
                                              : 36U + c % 28U;
        m |= UINT64_C(1) << bit;
    }
    return m;
}

bool find_is_near(struct str a, struct str b)
{
    struct str s = a.len <= b.len ? a : b, l = a.len <= b.len ? b : a;
    if (l.len - s.len > 1)
        return false;
    size_t i = 0, j = s.len, k = l.len;
    while (i < s.len && s.at[i] == l.at[i])
        i++;
    while (j > i && s.at[j - 1] == l.at[k - 1]) {
        j--;
        k--;
    }
    if (k - i <= 1)
        return true; /* one other, or one more */
    return k - i == 2 && j - i == 2 && s.at[i] == l.at[i + 1] && s.at[i + 1] == l.at[i];
}

/* --- dates of birth --- */

struct str find_fold_born(struct arena *a, struct str iso)
{
    struct task quiet = { .arena = a };
    struct date d;
    if (date_parse(&quiet, iso, &d) != OK)
        return S("");
    struct civil c = civil_of(d);
    return str_print(a, "d%04d%02u%02u", c.year, (unsigned)c.month, (unsigned)c.day);
}

static int digits(struct str s, size_t most)
{
    int n = 0;
    if (s.len == 0 || s.len > most)
        return -1;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return -1;
        n = n * 10 + (s.at[i] - '0');
    }
    return n;
}

/* "14th" and "1st" are days as well. */
static int day_of(struct str s)
{
    static const char *const ends[] = { "st", "nd", "rd", "th" };
    for (size_t i = 0; i < COUNT(ends) && s.len > 2; i++)
        if (str_is((struct str){ s.at + s.len - 2, 2 }, ends[i])) {
            s.len -= 2;
            break;
        }
    int n = digits(s, 2);
    return n >= 1 && n <= 31 ? n : -1;
}

static int month_of(struct str s)
{
    static const char *const names[] = { "january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december" };
    for (int m = 0; m < 12; m++)
        if (s.len >= 3 && str_starts(str_from(names[m]), s))
            return m + 1;
    return -1;
}

/* "11" is 2011: nobody in care was born a century ago. */
static int year_of(struct str s)
{
    int n = digits(s, 4);
    if (s.len == 2 && n >= 0)
        return 2000 + n;
    return s.len == 4 && n >= 1980 && n <= 2079 ? n : -1;
}

static struct str born(struct arena *a, int year, int month, int day)
{
    struct civil c = { .year = year, .month = (uint8_t)month, .day = (uint8_t)day };
    return civil_is_real(c) ? str_print(a, "d%04d%02d%02d", year, month, day) : S("");
}

static struct str of_three(struct arena *a, const struct str *w)
{
    int month = month_of(w[1]) > 0 ? month_of(w[1]) : digits(w[1], 2);
    if (month < 1 || month > 12)
        return S("");
    if (w[0].len == 4 && year_of(w[0]) > 0 && day_of(w[2]) > 0)
        return born(a, year_of(w[0]), month, day_of(w[2]));
    if (day_of(w[0]) > 0 && year_of(w[2]) > 0)
        return born(a, year_of(w[2]), month, day_of(w[0]));
    return S("");
}

static struct str of_one(struct arena *a, struct str w)
{
    if (w.len != 8 || digits(w, 8) < 0)
        return S("");
    struct str year_first[] = { { w.at, 4 }, { w.at + 4, 2 }, { w.at + 6, 2 } };
    struct str day_first[] = { { w.at, 2 }, { w.at + 2, 2 }, { w.at + 4, 4 } };
    struct str found = of_three(a, day_first);
    return found.len > 0 ? found : of_three(a, year_first);
}

size_t find_date(struct arena *a, const struct str *word, size_t count, struct str *ret_born)
{
    *ret_born = S("");
    if (count >= 3)
        *ret_born = of_three(a, word);
    if (ret_born->len > 0)
        return 3;
    if (count >= 2 && month_of(word[0]) > 0 && word[1].len == 4 && year_of(word[1]) > 0) {
        *ret_born = str_print(a, "d%04d%02d", year_of(word[1]), month_of(word[0]));
        return 2;
    }
    *ret_born = of_one(a, word[0]);
    return ret_born->len > 0 ? 1 : 0;
}
