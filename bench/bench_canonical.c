/* How long one canonical payload takes to read: prints nanoseconds an event. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "format/canonical.h"

enum { EVENTS = 20000, ROUNDS = 7 };

static struct str one_payload(struct arena *a, unsigned i)
{
    struct text out = text_open(a, 4096);
    struct canon_writer w = canon_write_open(&out);
    struct instant when = { INT64_C(1774577400000000) + i * 60 * SECOND_US };
    canon_put_int(&w, S("@agency"), 40 + i % 7);
    canon_put_int(&w, S("@author"), 1000 + i % 90);
    canon_put_text(&w, S("@channel"), S("form"));
    canon_put_instant(&w, S("@happened"), when);
    canon_put_text(&w, S("@kind"), S("missing-reported"));
    canon_put_instant(&w, S("@recorded"), (struct instant){ when.us + 1234567 });
    canon_put_text(&w, S("@role"), S("social-worker"));
    canon_put_int(&w, S("@version"), 1);
    canon_put_int(&w, S("about"), i);
    canon_put_text(&w, S("circumstances"), S("Left by the back door after tea, no coat"));
    canon_put_text(&w, S("indicators"), S("older-associates new-phone"));
    canon_put_flag(&w, S("police-told"), i % 2);
    canon_put_text(&w, S("reported-by"), S("residential worker"));
    canon_put_date(&w, S("since"), (struct date){ 20500 });
    canon_put_text(&w, S("wearing"), S("Blue tracksuit, white trainers"));
    canon_write_close(&w);
    return text_done(&out);
}

static int64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static int64_t read_one(struct str payload)
{
    struct canon c;
    struct str key;
    struct canon_value v;
    int64_t sum = 0;
    for (canon_open(&c, payload); canon_next(&c, &key, &v);) {
        struct instant i;
        bool is_time = v.kind == CANON_TEXT && v.text.len == 20 && canon_instant(v.text, &i);
        sum += is_time ? i.us : v.number;
    }
    MUST(canon_done(&c));
    return sum;
}

int main(void)
{
    struct arena *a = arena_open(64 << 20);
    struct str *payload = NEWS(a, struct str, EVENTS);
    size_t bytes = 0;
    for (unsigned i = 0; i < EVENTS; i++) {
        payload[i] = one_payload(a, i);
        bytes += payload[i].len;
    }
    int64_t best = INT64_MAX, worst = 0, sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t start = nanoseconds();
        for (size_t i = 0; i < EVENTS; i++)
            sum += read_one(payload[i]);
        int64_t took = (nanoseconds() - start) / EVENTS;
        best = took < best ? took : best;
        worst = took > worst ? took : worst;
    }
    printf("canonical: %zu bytes, 15 keys: %lld..%lld ns/event (checksum %lld)\n", bytes / EVENTS,
           (long long)best, (long long)worst, (long long)sum);
    arena_close(a);
    return 0;
}
