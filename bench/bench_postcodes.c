/* Measures the postcode index: `bench_postcodes POSTCODES.csv [INDEX]` builds it, finds every row
 * with the right easting and northing, and times random look-ups. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "place/place.h"

enum { LOOKUPS = 20 << 20 };

static int refuse(const char *reason)
{
    fprintf(stderr, "%s\n", reason);
    return 1;
}

static double seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

struct wanted {
    char postcode[8];
    int32_t easting, northing;
    char district[12];
};

static size_t read_wanted(const char *file, struct wanted **ret)
{
    FILE *in = fopen(file, "r");
    char line[128];
    size_t count = 0, room = 4 << 20;
    struct wanted *all = calloc(room, sizeof *all);
    MUST(in && all && fgets(line, sizeof line, in));
    while (count < room && fgets(line, sizeof line, in)) {
        struct wanted *w = &all[count];
        if (sscanf(line, "%7[^,],%d,%d,%9s", w->postcode, &w->easting, &w->northing,
                   w->district) == 4)
            count++;
    }
    fclose(in);
    *ret = all;
    return count;
}

static size_t check(const struct postcodes *p, const struct wanted *all, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct place_point at = { 0 };
        if (!postcodes_find(p, str_from(all[i].postcode), &at) || at.easting != all[i].easting ||
            at.northing != all[i].northing || strcmp(at.district, all[i].district) != 0)
            wrong++;
    }
    return wrong;
}

/* The order is drawn before the clock starts, so that only look-ups are timed. */
static double time_lookups(const struct postcodes *p, const struct wanted *all, size_t count)
{
    char (*text)[8] = calloc(LOOKUPS, sizeof *text);
    MUST(text);
    uint64_t x = 88172645463325252;
    for (size_t i = 0; i < LOOKUPS; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        memcpy(text[i], all[x % count].postcode, sizeof *text);
    }
    int64_t sum = 0;
    double start = seconds();
    for (size_t i = 0; i < LOOKUPS; i++) {
        struct place_point at = { 0 };
        MUST(postcodes_find(p, (struct str){ text[i], strnlen(text[i], 8) }, &at));
        sum += at.easting;
    }
    double took = seconds() - start;
    printf("sum of eastings %lld\n", (long long)sum);
    free(text);
    return took;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return refuse("usage: bench_postcodes POSTCODES.csv [INDEX]");
    crypto_start();
    const char *file = argc > 2 ? argv[2] : "postcodes.index";
    struct task t = task_open(arena_open((size_t)1 << 30), clock_real());
    struct postcodes_built built;
    double start = seconds();
    if (postcodes_build(&t, str_from(argv[1]), str_from(file), &built) != OK)
        return refuse(t.reason);
    printf("built in %.2f s: %zu rows, %zu kept, %zu refused, %.3f bytes a postcode\n",
           seconds() - start, built.rows, built.kept, built.refused,
           (double)built.bytes / (double)built.kept);
    struct postcodes *p;
    if (postcodes_open(&t, str_from(file), &p) != OK)
        return refuse(t.reason);
    struct wanted *all;
    size_t count = read_wanted(argv[1], &all), wrong = check(p, all, count);
    printf("%zu of %zu found at the right place\n", count - wrong, count);
    for (int i = 0; i < 3; i++)
        printf("%.2f million random look-ups a second\n",
               (double)LOOKUPS / time_lookups(p, all, count) / 1e6);
    postcodes_close(p);
    free(all);
    arena_close(t.arena);
    return wrong > 0;
}
