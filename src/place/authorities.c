/* Authorities, districts and who adjoins whom: facts as tables, read once when first asked for. */
#include "place/place.h"

#include <pthread.h>
#include <string.h>

#include "place/tables.h"

enum { AUTHORITIES_MAX = 256, DISTRICTS_MAX = 512, NAME_BYTES = 64, CODE_BYTES = 10 };

struct authority {
    char code[CODE_BYTES], previous[CODE_BYTES], name[NAME_BYTES];
};
struct district {
    char code[CODE_BYTES];
    int authority;
};

static struct {
    struct authority authority[AUTHORITIES_MAX]; /* by code */
    struct district district[DISTRICTS_MAX];
    int authorities, districts;
    uint8_t adjoin[AUTHORITIES_MAX][AUTHORITIES_MAX]; /* place in `confidences` */
} known;
static const char *const confidences[] = { "", "low", "medium", "high" };

static void copy_bounded(char *to, size_t room, struct str from)
{
    MUST(from.len < room);
    memcpy(to, from.at, from.len);
    to[from.len] = 0;
}

/* Few districts are not authorities themselves, so these two short searches are all there is. */
static int authority_at(const char *code)
{
    int low = 0, high = known.authorities;
    while (low < high) {
        int middle = (low + high) / 2, order = strcmp(known.authority[middle].code, code);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (int i = 0; i < known.authorities; i++)
        if (known.authority[i].previous[0] && strcmp(known.authority[i].previous, code) == 0)
            return i;
    return -1;
}

static int authority_of_district(const char *code)
{
    for (int i = 0; i < known.districts; i++)
        if (strcmp(known.district[i].code, code) == 0)
            return known.district[i].authority;
    return authority_at(code);
}

static int authority_named(struct str code)
{
    char text[CODE_BYTES];
    copy_bounded(text, sizeof text, code);
    return authority_at(text);
}

static void read_authority(struct str code, struct str previous, struct str name)
{
    MUST(known.authorities < AUTHORITIES_MAX);
    struct authority *a = &known.authority[known.authorities++];
    copy_bounded(a->code, sizeof a->code, code);
    copy_bounded(a->previous, sizeof a->previous, previous);
    copy_bounded(a->name, sizeof a->name, name);
    MUST(known.authorities < 2 || strcmp(a[-1].code, a->code) < 0);
}

static void read_district(struct str code, struct str authority, struct str nothing)
{
    MUST(known.districts < DISTRICTS_MAX && nothing.len == 0);
    struct district *d = &known.district[known.districts++];
    copy_bounded(d->code, sizeof d->code, code);
    d->authority = authority_named(authority);
    MUST(d->authority >= 0);
}

static void read_pair(struct str code, struct str other, struct str confidence)
{
    int a = authority_named(code), b = authority_named(other);
    uint8_t level = COUNT(confidences) - 1;
    while (level > 0 && !str_is(confidence, confidences[level]))
        level--;
    MUST(a >= 0 && b >= 0 && level > 0);
    known.adjoin[a][b] = known.adjoin[b][a] = level;
}

/* Lines of "first,second,rest" under a header line; lines that start with # are for people. */
static void read_table(const char *name, void (*row)(struct str, struct str, struct str))
{
    const struct embedded *e = embedded_places;
    while (e->name && strcmp(e->name, name) != 0)
        e++;
    MUST(e->name);
    bool header = true;
    struct str line, rest = { e->at, e->len };
    while (str_cut(rest, '\n', &line, &rest)) {
        if (str_starts(line, S("#")))
            continue;
        struct str first, second, third = S("");
        MUST(str_cut(line, ',', &first, &second));
        str_cut(second, ',', &second, &third);
        if (!header)
            row(first, second, third);
        header = false;
    }
}

static void read_tables(void)
{
    read_table("authorities.csv", read_authority);
    read_table("districts.csv", read_district);
    read_table("adjacency.csv", read_pair);
}

static void need_tables(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    MUST(pthread_once(&once, read_tables) == 0);
}

const char *place_authority(const char *district)
{
    need_tables();
    int at = authority_of_district(district);
    return at < 0 ? NULL : known.authority[at].code;
}

const char *place_authority_name(const char *authority)
{
    need_tables();
    int at = authority_at(authority);
    return at < 0 ? NULL : known.authority[at].name;
}

enum adjacency place_adjoins(const char *authority, const char *other, const char **ret_confidence)
{
    need_tables();
    int a = authority_at(authority), b = authority_at(other);
    bool english = authority[0] == 'E' && other[0] == 'E';
    if (a < 0 || b < 0 || (a != b && !english)) {
        *ret_confidence = "none";
        return ADJACENT_UNKNOWN;
    }
    /* What geometry is known to get wrong is water: it says "adjoins" too often, never too
     * seldom. A pair with no common edge at all is as sure as the table can be. */
    uint8_t level = a == b ? COUNT(confidences) - 1 : known.adjoin[a][b];
    *ret_confidence = confidences[level > 0 ? level : COUNT(confidences) - 1];
    if (a == b)
        return ADJACENT_SAME;
    return level > 0 ? ADJACENT_YES : ADJACENT_NO;
}
