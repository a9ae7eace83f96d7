/* Tests of place/postcodes: building, finding, distances, and files that are not to be trusted. */
#include <stdio.h>
#include <unistd.h>

#include "../base/given.h"
#include "base/hash.h"
#include "place/place.h"
#include "place/postcode_file.h"

#define WRONG(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

static struct str here(struct task *t, const char *name)
{
    return str_print(t->arena, "%s-%d", name, (int)getpid());
}

static void write_file(struct task *t, struct str file, struct str bytes)
{
    FILE *out = fopen(str_nul(t->arena, file), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, out), bytes.len);
    fclose(out);
}

static struct str read_file(struct task *t, struct str file)
{
    FILE *in = fopen(str_nul(t->arena, file), "rb");
    char *bytes = arena_take(t->arena, 1 << 20, 1);
    assert_non_null(in);
    struct str read = { bytes, fread(bytes, 1, 1 << 20, in) };
    fclose(in);
    return read;
}

static struct str built(struct task *t)
{
    struct postcodes_built b;
    struct str index = here(t, "postcodes");
    assert_int_equal(postcodes_build(t, str_from(TEST_DATA "/postcodes.csv"), index, &b), OK);
    assert_int_equal(b.rows, 13);
    assert_int_equal(b.kept, 13);
    assert_int_equal(b.refused, 0);
    return index;
}

static const struct {
    const char *postcode;
    int32_t easting;
    const char *district; /* NULL: no such postcode */
} lookups[] = {
    { "ZZ1 1AA", 530000, "E09000007" }, { "zz11aa", 530000, "E09000007" },
    { " ZZ1  1AB ", 530100, "E09000007" }, { "ZZ11ZZ", 531000, "E09000007" },
    { "ZZ1 9AA", 533000, "E09000012" }, { "ZZ2 0AA", 534000, "E10000030" },
    { "ZZ99 1AA", 400000, "E08000025" }, { "Z1 1AA", 380000, "E08000003" },
    { "ZZ1A 1AA", 420000, "E06000047" }, { "ZZ1 1AC", 0, NULL }, { "ZZ1 2AA", 0, NULL },
    { "ZZ3 1AA", 0, NULL }, { "", 0, NULL }, { "Z", 0, NULL }, { "ZZ1 1A", 0, NULL },
    { "ZZ1 1A1", 0, NULL }, { "ZZ1 AAA", 0, NULL }, { "ZZZ11 1AA", 0, NULL },
    { "Z-1 1AA", 0, NULL }, { "ZZ1\t1AA", 0, NULL }, { "ZZ1 1\xC3\x80", 0, NULL },
};

static void test_finds_what_was_built(void **state)
{
    struct task *t = given_task(state);
    struct postcodes *p;
    struct str index = built(t);
    assert_int_equal(postcodes_open(t, index, &p), OK);
    assert_int_equal(postcodes_count(p), 13);
    for (size_t i = 0; i < COUNT(lookups); i++) {
        struct place_point at = { .easting = -1 };
        bool found = postcodes_find(p, str_from(lookups[i].postcode), &at);
        if (found != (lookups[i].district != NULL))
            WRONG("\"%s\": found %d", lookups[i].postcode, found);
        if (found) {
            assert_int_equal(at.easting, lookups[i].easting);
            assert_string_equal(at.district, lookups[i].district);
        }
    }
    postcodes_close(p);
    unlink(str_nul(t->arena, index));
}

static const struct {
    const char *csv, *reason; /* "" when it is built */
    size_t kept, refused;
} tables[] = {
    { "", "the postcodes are not a file with rows in it", 0, 0 },
    { "a,b\n", "the first line must be \"postcode,easting,northing,laua\"", 0, 0 },
    { "postcode,easting,northing,laua\n",
      "no row of the file has a postcode with a grid reference", 0, 0 },
    { "postcode,easting,northing,laua\r\nZZ11AA,1,2,E06000001\r\nZZ1 1AB,3,4,E06000001", "", 2, 0 },
    { "postcode,easting,northing,laua\nZZ11AA,1,2,E06000001\nZZ11AA,3,4,E06000001\n", "", 1, 1 },
    { "postcode,easting,northing,laua\nZZ11AA,1,2,E06000001\nZZ11AB,,,E06000001\nZZ11AC,-1,4,"
      "E06000001\nZZ11AD,1048576,4,E06000001\nZZ11AE,1,2097152,E06000001\nZZ11AF,1,2,E0\n"
      "nonsense\nZZ11AG,99999999999,1,E06000001\nZZ11AH,1,2,E06000001,x\n\n",
      "", 1, 9 },
};

static void test_builds_from_what_is_a_postcode(void **state)
{
    struct task *t = given_task(state);
    struct str csv = here(t, "table"), index = here(t, "index");
    for (size_t i = 0; i < COUNT(tables); i++) {
        struct postcodes_built b = { 0 };
        write_file(t, csv, str_from(tables[i].csv));
        status built_as = postcodes_build(t, csv, index, &b);
        assert_int_equal(built_as == OK, tables[i].reason[0] == 0);
        if (built_as != OK)
            assert_string_equal(t->reason, tables[i].reason);
        assert_int_equal(b.kept, tables[i].kept);
        assert_int_equal(b.refused, tables[i].refused);
    }
    struct postcodes_built b;
    assert_int_equal(postcodes_build(t, S("no-such-file"), index, &b), E_MISSING);
    assert_int_equal(postcodes_build(t, str_from(TEST_DATA "/postcodes.csv"),
                                     S("no-such-folder/index"), &b),
                     E_IO);
    unlink(str_nul(t->arena, csv));
    unlink(str_nul(t->arena, index));
}

/* The hash of the head is no secret: a hostile file has a right one. */
static struct str damaged(struct task *t, struct str good, size_t at, uint32_t value, bool rehash)
{
    char *bytes = arena_take(t->arena, good.len, 1);
    memcpy(bytes, good.at, good.len);
    memcpy(bytes + at, &value, sizeof value);
    struct postcode_head h;
    memcpy(&h, bytes, sizeof h);
    if (rehash) {
        h.hash = postcode_head_hash(&h);
        memcpy(bytes, &h, sizeof h);
    }
    return (struct str){ bytes, good.len };
}

static void refused(struct task *t, struct str bytes, const char *why)
{
    struct str file = here(t, "broken");
    struct postcodes *p;
    write_file(t, file, bytes);
    assert_int_equal(postcodes_open(t, file, &p), E_CORRUPT);
    if (!strstr(t->reason, why))
        WRONG("wanted \"%s\" in: %s", why, t->reason);
    unlink(str_nul(t->arena, file));
}

static void test_refuses_what_is_not_whole(void **state)
{
    struct task *t = given_task(state);
    struct str index = built(t), good = read_file(t, index);
    refused(t, S(""), "too short");
    refused(t, (struct str){ good.at, 127 }, "too short");
    refused(t, (struct str){ good.at, 128 }, "cut short");
    refused(t, (struct str){ good.at, good.len - 1 }, "cut short");
    refused(t, str_print(t->arena, "%200d", 1), "not a postcode index");
    refused(t, damaged(t, good, 8, 2, true), "another version");
    refused(t, damaged(t, good, 12, 14, false), "damaged");
    refused(t, damaged(t, good, 12, 14, true), "cut short");
    refused(t, damaged(t, good, 12, UINT32_MAX, true), "too large");
    refused(t, damaged(t, good, 16, UINT32_MAX, true), "too large");
    refused(t, damaged(t, good, 20, UINT32_MAX, true), "too large");
    refused(t, damaged(t, good, 24, UINT32_MAX, true), "too large");
    struct postcodes *p;
    assert_int_equal(postcodes_open(t, S("no-such-index"), &p), E_MISSING);
    unlink(str_nul(t->arena, index));
}

/* Every word of the file's body in turn is made wild: no look-up may read outside (the sanitizers
 * watch), whatever it answers. */
static void test_wild_bytes_never_lead_outside(void **state)
{
    struct task *t = given_task(state);
    struct str index = built(t), good = read_file(t, index), file = here(t, "wild");
    struct postcode_head h;
    memcpy(&h, good.at, sizeof h);
    size_t slots = sizeof h, after = postcode_layout(&h).outwards;
    for (size_t at = slots; at + 4 <= good.len; at += at < after ? 1036 : 4) {
        struct postcodes *p;
        struct arena_mark mark = arena_mark(t->arena);
        write_file(t, file, damaged(t, good, at, UINT32_MAX, false));
        if (postcodes_open(t, file, &p) == OK) {
            for (size_t i = 0; i < COUNT(lookups); i++) {
                struct place_point found;
                if (postcodes_find(p, str_from(lookups[i].postcode), &found))
                    assert_true(strlen(found.district) < DISTRICT_BYTES);
            }
            postcodes_close(p);
        }
        arena_rewind(t->arena, mark);
    }
    /* All slots taken by others: the search for an absent code must end. */
    char *full = arena_take(t->arena, good.len, 1);
    memcpy(full, good.at, good.len);
    for (size_t i = 0; i < POSTCODE_SLOTS; i++)
        memcpy(full + slots + 2 * i, "\1", 2);
    struct postcodes *p;
    struct place_point found;
    write_file(t, file, (struct str){ full, good.len });
    assert_int_equal(postcodes_open(t, file, &p), OK);
    assert_false(postcodes_find(p, S("AA9 9AA"), &found));
    postcodes_close(p);
    unlink(str_nul(t->arena, file));
    unlink(str_nul(t->arena, index));
}

/* One mile of the return is 1,609.3 m; tenths, half to even. */
static const struct {
    int32_t east, north, tenths;
} distances[] = {
    { 0, 0, 0 }, { 80, 0, 0 }, { 81, 0, 1 }, { 160, 0, 1 }, { 1609, 0, 10 }, { 0, 1609, 10 },
    { -1609, 0, 10 }, { 3000, 4000, 31 }, { 32186, 0, 200 }, { 700000, 1200000, 8633 },
};

static void test_miles(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(distances); i++) {
        struct place_point a = { 500000, 500000, "" };
        struct place_point b = { 500000 + distances[i].east, 500000 + distances[i].north, "" };
        assert_int_equal(place_miles_tenths(a, b), distances[i].tenths);
    }
}

static const struct {
    const char *district, *authority;
} authorities[] = {
    { "E06000001", "E06000001" }, { "E07000008", "E10000003" }, { "E10000003", "E10000003" },
    { "E08000016", "E08000038" }, { "E08000019", "E08000039" }, { "W06000002", "W06000002" },
    { "S12000036", NULL }, { "E99999999", NULL }, { "", NULL }, { "E0600000", NULL },
};

static void test_authority_of_a_district(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(authorities); i++) {
        const char *got = place_authority(authorities[i].district);
        if (!authorities[i].authority)
            assert_null(got);
        else
            assert_string_equal(got, authorities[i].authority);
    }
    assert_string_equal(place_authority_name("E06000023"), "Bristol, City of");
    assert_string_equal(place_authority_name("E08000016"), "Barnsley");
    assert_null(place_authority_name("E07000008"));
}

static const struct {
    const char *a, *b;
    enum adjacency want;
    const char *confidence;
} pairs[] = {
    { "E06000001", "E06000001", ADJACENT_SAME, "high" },
    { "E06000001", "E06000004", ADJACENT_YES, "high" },
    { "E06000004", "E06000001", ADJACENT_YES, "high" },
    { "E06000001", "E06000003", ADJACENT_YES, "medium" },
    { "E10000014", "E06000046", ADJACENT_YES, "low" },
    { "E06000001", "E06000052", ADJACENT_NO, "high" },
    { "E08000016", "E08000038", ADJACENT_SAME, "high" },
    { "E06000019", "W06000023", ADJACENT_UNKNOWN, "none" },
    { "W06000023", "W06000023", ADJACENT_SAME, "high" },
    { "E06000019", "S12000036", ADJACENT_UNKNOWN, "none" },
    { "E06000019", "", ADJACENT_UNKNOWN, "none" },
};

static void test_who_adjoins(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const char *confidence;
        if (place_adjoins(pairs[i].a, pairs[i].b, &confidence) != pairs[i].want)
            WRONG("%s and %s", pairs[i].a, pairs[i].b);
        assert_string_equal(confidence, pairs[i].confidence);
    }
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_what_was_built),
        cmocka_unit_test(test_builds_from_what_is_a_postcode),
        cmocka_unit_test(test_refuses_what_is_not_whole),
        cmocka_unit_test(test_wild_bytes_never_lead_outside),
        cmocka_unit_test(test_miles),
        cmocka_unit_test(test_authority_of_a_district),
        cmocka_unit_test(test_who_adjoins),
    };
    return RUN(tests);
}
