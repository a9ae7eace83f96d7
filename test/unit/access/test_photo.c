/* A photo that is one, and all the things that are not: made anew, kept sealed, or refused. */
#include "picture_made.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../work/given.h"
#include "access/photo_remake.h"
#include "journal/journal.h"

/* What a fault in a decoder could let a sender do: told by the first byte after the signature. */
static void poisoned(struct str sent, struct remade *ret)
{
    if (sent.len == 9 && memcmp(sent.at, "POISON: ", 8) == 0) {
        *ret = (struct remade){ .verdict = PHOTO_GOOD, .width = 1, .height = 1 };
        if (sent.at[8] == 'a')
            abort();
        if (sent.at[8] == 'o')
            (void)!open("/etc/passwd", O_RDONLY);
        if (sent.at[8] == 'x')
            (void)execl("/bin/true", "true", (char *)NULL);
        if (sent.at[8] == 's')
            (void)raise(SIGSEGV);
        if (sent.at[8] == 'l')
            ret->len = (size_t)1 << 30; /* it lies about how much it tells */
        if (sent.at[8] == 'v')
            ret->verdict = 77;
        return;
    }
    photo_remake_here(sent, ret);
}

static const struct {
    const char *what, *bytes, *word;
} not_photos[] = {
    { "nothing", "", "choose a photo" },
    { "a page", "<!doctype html><script>alert(1)</script>", "not a photo" },
    { "a page that ends as a JPEG", "<html>\xff\xd8\xff\xe0", "not a photo" },
    { "a GIF", "GIF89a\1\0\1\0", "not a photo" },
    { "a drawing with a program in it", "<svg xmlns='http://www.w3.org/2000/svg'/>",
      "not a photo" },
    { "a document", "%PDF-1.7", "not a photo" },
    { "three bytes of a JPEG", "\xff\xd8\xff", "not a photo" },
    { "the front of a JPEG", "\xff\xd8\xff\xe0\x10JFIF", "damaged" },
    { "the front of a PNG", "\x89PNG\r\n\x1a\n....", "damaged" },
    { "a decoder that stops", "POISON: a", "damaged" },
    { "a decoder that opens a file", "POISON: o", "damaged" },
    { "a decoder that starts a program", "POISON: x", "damaged" },
    { "a decoder that writes where it may not", "POISON: s", "damaged" },
    { "a decoder that lies about its length", "POISON: l", "damaged" },
    { "a decoder that says what is not", "POISON: v", "damaged" },
};

static void test_what_is_no_photo_is_refused(void **state)
{
    struct given *g = *state;
    struct photo p;
    for (size_t i = 0; i < COUNT(not_photos); i++) {
        status got = photo_remake(&g->t, str_from(not_photos[i].bytes), &p);
        if (got != E_INVALID || !strstr(g->t.reason, not_photos[i].word)) {
            print_error("%s: %s: %s\n", not_photos[i].what, status_name(got), g->t.reason);
            _fail(__FILE__, __LINE__);
        }
    }
}

static void test_a_photo_is_made_anew_and_small(void **state)
{
    struct given *g = *state;
    struct photo p;
    WORKS(g, photo_remake(&g->t, jpeg_made(g->arena, 2400, 1200, 0), &p));
    assert_int_equal(p.width, 800);
    assert_int_equal(p.height, 400);
    struct seen s = jpeg_seen(g->arena, p.jpeg);
    assert_true(is_red(&s, 100, 300) && is_blue(&s, 700, 300) && is_white(&s, 400, 20));
    WORKS(g, photo_remake(&g->t, png_made(g->arena, 300, 200), &p));
    assert_int_equal(p.width, 300);
    s = jpeg_seen(g->arena, p.jpeg);
    assert_true(is_red(&s, 30, 150) && is_blue(&s, 270, 150) && is_white(&s, 150, 10));
}

static void test_where_it_was_taken_is_gone(void **state)
{
    struct given *g = *state;
    struct photo p;
    struct str sent = jpeg_made(g->arena, 200, 100, 1);
    assert_non_null(memmem(sent.at, sent.len, "GPS-HERE", 8));
    WORKS(g, photo_remake(&g->t, sent, &p));
    assert_null(memmem(p.jpeg.at, p.jpeg.len, "GPS-HERE", 8));
    assert_null(memmem(p.jpeg.at, p.jpeg.len, "Exif", 4));
    assert_int_equal(jpeg_seen(g->arena, p.jpeg).markers, 0);
    /* What hangs behind the picture goes, too. */
    struct str more = str_print(g->arena, "%s", "");
    char *at = arena_take(g->arena, 1, sent.len + 30);
    memcpy(at, sent.at, sent.len);
    memcpy(at + sent.len, "<script>alert(1)</script>PK\3\4", 29);
    more = (struct str){ at, sent.len + 29 };
    WORKS(g, photo_remake(&g->t, more, &p));
    assert_null(memmem(p.jpeg.at, p.jpeg.len, "script", 6));
}

/* The white quarter lies at the top of what the camera's chip saw; where it lies upright. */
static const struct {
    unsigned orientation, width, height, white_x, white_y, red_x, red_y, blue_x, blue_y;
} turns[] = {
    { 1, 200, 100, 100, 5, 30, 80, 170, 80 },  { 2, 200, 100, 100, 5, 170, 80, 30, 80 },
    { 3, 200, 100, 100, 95, 170, 20, 30, 20 }, { 4, 200, 100, 100, 95, 30, 20, 170, 20 },
    { 5, 100, 200, 5, 100, 80, 30, 80, 170 },  { 6, 100, 200, 95, 100, 20, 30, 20, 170 },
    { 7, 100, 200, 95, 100, 20, 170, 20, 30 }, { 8, 100, 200, 5, 100, 80, 170, 80, 30 },
};

static void test_it_stands_upright(void **state)
{
    struct given *g = *state;
    struct photo p;
    for (size_t i = 0; i < COUNT(turns); i++) {
        WORKS(g, photo_remake(&g->t, jpeg_made(g->arena, 200, 100, turns[i].orientation), &p));
        struct seen s = jpeg_seen(g->arena, p.jpeg);
        bool good = s.width == turns[i].width && s.height == turns[i].height &&
                    is_white(&s, turns[i].white_x, turns[i].white_y) &&
                    is_red(&s, turns[i].red_x, turns[i].red_y) &&
                    is_blue(&s, turns[i].blue_x, turns[i].blue_y);
        if (!good)
            print_error("orientation %u\n", turns[i].orientation);
        assert_true(good);
    }
}

static void test_a_photo_cut_off_on_its_way(void **state)
{
    struct given *g = *state;
    struct photo p;
    struct str whole[] = { jpeg_made(g->arena, 400, 300, 6), png_made(g->arena, 400, 300) };
    for (size_t i = 0; i < COUNT(whole); i++)
        for (size_t part = 1; part < 8; part++) {
            struct str cut = { whole[i].at, whole[i].len * part / 8 };
            GIVES(g, E_INVALID, photo_remake(&g->t, cut, &p));
        }
}

static void test_more_pixels_than_a_photo_has(void **state)
{
    struct given *g = *state;
    struct photo p;
    /* Small in bytes, large when decoded: the size is written in the head, and believed there. */
    struct str bomb = png_made(g->arena, 100, 100);
    char *at = arena_take(g->arena, 1, bomb.len);
    memcpy(at, bomb.at, bomb.len);
    memcpy(at + 16, "\0\0\x9c\x40\0\0\x9c\x40", 8);
    GIVES(g, E_INVALID, photo_remake(&g->t, (struct str){ at, bomb.len }, &p));
    struct str flat = jpeg_made(g->arena, 8000, 5300, 0);
    GIVES(g, E_INVALID, photo_remake(&g->t, flat, &p));
    SAYS(g, "40 million");
    GIVES(g, E_INVALID, photo_remake(&g->t, jpeg_made(g->arena, 31, 400, 0), &p));
    SAYS(g, "too small");
    char *long_one = arena_take(g->arena, 1, PHOTO_BYTES_MAX + 1);
    GIVES(g, E_LIMIT, photo_remake(&g->t, (struct str){ long_one, PHOTO_BYTES_MAX + 1 }, &p));
}

static size_t kinds(struct given *g, uint32_t child, enum event_kind kind)
{
    size_t count = 0;
    struct stream_reader r;
    struct part p;
    WORKS(g, stream_open(&g->t, g->r->journal, child, 0, &r));
    while (stream_next(&r, &p)) {
        struct event e;
        WORKS(g, event_decode(&g->t, p.payload, &e));
        count += e.kind == kind;
    }
    WORKS(g, stream_done(&r));
    return count;
}

static void test_kept_with_its_entry_and_taken_out(void **state)
{
    struct given *g = *state;
    struct photo p, q;
    struct str got;
    bool there = true;
    uint32_t child = a_child(g, "Ash", "570001"), other = a_child(g, "Birch", "570002");
    struct photo_who who = { .now = g->now, .key = S("form-1") };
    WORKS(g, photo_remake(&g->t, jpeg_made(g->arena, 200, 100, 1), &p));
    WORKS(g, photo_remake(&g->t, png_made(g->arena, 200, 100), &q));
    GIVES(g, E_MISSING, photo_of(&g->t, g->r, child, &got));
    GIVES(g, E_MISSING, photo_remove(&g->t, g->r, g->w, child, S("none"), &who));
    WORKS(g, photo_add(&g->t, g->r, g->w, child, &p, &who));
    WORKS(g, photo_add(&g->t, g->r, g->w, child, &p, &who)); /* pressed twice */
    assert_int_equal(kinds(g, child, EV_PHOTO_ADDED), 1);
    WORKS(g, photo_of(&g->t, g->r, child, &got));
    assert_true(str_equal(got, p.jpeg));
    GIVES(g, E_MISSING, photo_of(&g->t, g->r, other, &got));
    who.key = S("form-2");
    now_is(g, "2026-11-13T09:00:00Z");
    WORKS(g, photo_add(&g->t, g->r, g->w, child, &q, &who));
    WORKS(g, photo_of(&g->t, g->r, child, &got));
    assert_true(str_equal(got, q.jpeg));
    who.key = S("form-3");
    WORKS(g, photo_remove(&g->t, g->r, g->w, child, S("the child asked"), &who));
    WORKS(g, photo_there(&g->t, g->r, child, &there));
    assert_false(there);
    assert_int_equal(kinds(g, child, EV_PHOTO_REMOVED), 1);
    GIVES(g, E_MISSING, photo_of(&g->t, g->r, child, &got));
}

static void test_nothing_is_kept_when_the_entry_is_refused(void **state)
{
    struct given *g = *state;
    struct photo p;
    bool there = true;
    uint32_t child = a_child(g, "Cedar", "570003");
    WORKS(g, photo_remake(&g->t, jpeg_made(g->arena, 200, 100, 1), &p));
    p.width = UINT32_MAX; /* no entry may say so */
    struct photo_who who = { .now = { INT64_MIN }, .key = S("form-1") };
    assert_int_not_equal(photo_add(&g->t, g->r, g->w, child, &p, &who), OK);
    WORKS(g, photo_there(&g->t, g->r, child, &there));
    assert_false(there);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_what_is_no_photo_is_refused),
        CASE(test_a_photo_is_made_anew_and_small),
        CASE(test_where_it_was_taken_is_gone),
        CASE(test_it_stands_upright),
        CASE(test_a_photo_cut_off_on_its_way),
        CASE(test_more_pixels_than_a_photo_has),
        CASE(test_kept_with_its_entry_and_taken_out),
        CASE(test_nothing_is_kept_when_the_entry_is_refused),
    };
    photo_decoder = poisoned;
    return given_run(argc, argv, tests, COUNT(tests));
}
