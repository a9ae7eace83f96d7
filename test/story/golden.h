/* Explanations that people can read, kept whole: `then duty NAME reads explain-clock-change.txt`
 * compares with test/golden. GOLDEN=write in the environment writes them anew. */
#ifndef TEST_STORY_GOLDEN_H
#define TEST_STORY_GOLDEN_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum {
    GOLDEN_MAX = 64 << 10
};

static inline struct str golden_path(struct arena *a, const char *story, struct str name)
{
    const char *slash = strrchr(story, '/');
    int folder = slash ? (int)(slash - story) + 1 : 0;
    return str_print(a, "%.*s../golden/%.*s", folder, story, STR_ARG(name));
}

static inline bool golden_write(const char *path, struct str words)
{
    FILE *f = fopen(path, "wb");
    if (!f)
        return false;
    bool whole = fwrite(words.at, 1, words.len, f) == words.len && fputc('\n', f) != EOF;
    return fclose(f) == 0 && whole;
}

/* Is it there, and the same? The file ends with one more line end than the words. */
static inline bool golden_same(struct arena *a, const char *story, struct str name,
                               struct str words)
{
    struct str path = golden_path(a, story, name);
    const char *how = getenv("GOLDEN");
    if (how && strcmp(how, "write") == 0)
        return golden_write(path.at, words);
    FILE *f = fopen(path.at, "rb");
    if (!f)
        return false;
    char *at = NEWS(a, char, GOLDEN_MAX);
    size_t len = fread(at, 1, GOLDEN_MAX, f);
    fclose(f);
    return len == words.len + 1 && memcmp(at, words.at, words.len) == 0 && at[words.len] == '\n';
}

#endif
