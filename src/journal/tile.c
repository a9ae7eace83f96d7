/* Tiles: how many there are, what their root is, and their paths, read back strictly. */
#include <stdio.h>
#include <string.h>

#include "journal/tree.h"

int64_t tile_hashes(int64_t size, int level)
{
    return level * TILE_HEIGHT > 62 ? 0 : size >> (level * TILE_HEIGHT);
}

struct hash256 tile_fold(const struct hash256 *hash, size_t count)
{
    struct hash256 row[TILE_WIDTH];
    MUST(count >= 1 && count <= TILE_WIDTH && (count & (count - 1)) == 0);
    memcpy(row, hash, count * sizeof *row);
    for (size_t width = count; width > 1; width /= 2) {
        for (size_t i = 0; i < width / 2; i++)
            row[i] = tree_node(&row[2 * i], &row[2 * i + 1]);
    }
    return row[0];
}

/* "x001/x234/067": groups of three digits, each but the last marked with an x. */
static size_t number_path(int64_t n, char *ret)
{
    char groups[8][8];
    size_t count = 0, len = 0;
    do {
        snprintf(groups[count], sizeof groups[count], count ? "x%03d/" : "%03d", (int)(n % 1000));
        count++;
        n /= 1000;
    } while (n > 0);
    while (count-- > 0) {
        size_t add = strlen(groups[count]);
        memcpy(ret + len, groups[count], add);
        len += add;
    }
    return len;
}

size_t tile_path(struct tile_name name, char ret[TILE_PATH_ROOM])
{
    MUST(name.level >= TILE_ENTRIES && name.level <= 63 && name.n >= 0);
    MUST(name.width >= 1 && name.width <= TILE_WIDTH);
    int len = name.level == TILE_ENTRIES ? snprintf(ret, TILE_PATH_ROOM, "tile/entries/")
                                         : snprintf(ret, TILE_PATH_ROOM, "tile/%d/", name.level);
    size_t at = (size_t)len + number_path(name.n, ret + len);
    if (name.width < TILE_WIDTH)
        at += (size_t)snprintf(ret + at, TILE_PATH_ROOM - at, ".p/%d", name.width);
    ret[at] = '\0';
    return at;
}

/* Up to `most` digits off the front; the strictness comes from writing the path again. */
static bool take_number(struct str *s, size_t most, int64_t *ret)
{
    size_t count = 0;
    int64_t n = 0;
    while (count < most && count < s->len && s->at[count] >= '0' && s->at[count] <= '9')
        n = n * 10 + (s->at[count++] - '0');
    *s = (struct str){ s->at + count, s->len - count };
    *ret = n;
    return count > 0;
}

static bool take(struct str *s, struct str what)
{
    if (!str_starts(*s, what))
        return false;
    *s = (struct str){ s->at + what.len, s->len - what.len };
    return true;
}

static bool take_groups(struct str *s, int64_t *ret)
{
    int64_t n = 0, group;
    for (int groups = 0; groups < 7; groups++) {
        bool more = take(s, S("x"));
        if (!take_number(s, 3, &group) || __builtin_mul_overflow(n, 1000, &n) ||
            __builtin_add_overflow(n, group, &n))
            return false;
        if (!more) {
            *ret = n;
            return true;
        }
        if (!take(s, S("/")))
            return false;
    }
    return false;
}

bool tile_path_read(struct str path, struct tile_name *ret)
{
    struct str rest = path;
    int64_t level = TILE_ENTRIES, n, width = TILE_WIDTH;
    if (path.len >= TILE_PATH_ROOM || !take(&rest, S("tile/")))
        return false;
    if (!take(&rest, S("entries")) && !take_number(&rest, 2, &level))
        return false;
    if (!take(&rest, S("/")) || !take_groups(&rest, &n))
        return false;
    if (take(&rest, S(".p/")) && !take_number(&rest, 3, &width))
        return false;
    if (rest.len > 0 || level > 63 || width < 1 || width > TILE_WIDTH)
        return false;
    struct tile_name name = { (int)level, n, (int)width };
    char again[TILE_PATH_ROOM];
    if (!str_equal(path, (struct str){ again, tile_path(name, again) }))
        return false;
    *ret = name;
    return true;
}
