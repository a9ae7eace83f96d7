/* Builds requests as the server would, notes included, and compares pages with their goldens. */
#include "visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int visit_open(void **ret)
{
    struct visit *v = calloc(1, sizeof *v);
    assert_non_null(v);
    assert_int_equal(world_open(&v->world, false), OK);
    v->arena = arena_open(900 << 20);
    v->t = task_open(v->arena, v->world->t.clock);
    assert_int_equal(site_open(&v->t, v->world->store, v->world->writer, true, &v->site), OK);
    assert_int_equal(who_prepare(&v->t, v->world->reader), OK);
    v->cookie = v->token = S("");
    *ret = v;
    return 0;
}

int visit_close(void **given)
{
    struct visit *v = *given;
    site_close(v->site);
    world_close(v->world);
    arena_close(v->arena);
    free(v);
    return 0;
}

static void answer_as(struct visit *v, enum method method, const char *address, struct str body,
                      const char *type)
{
    struct str all = str_copy(v->arena, str_from(address));
    v->t.failed = OK;
    v->t.reason[0] = '\0';
    v->in = (struct request){ .site = v->site,
                              .reader = v->world->reader,
                              .method = method,
                              .host = S("127.0.0.1:8600"),
                              .cookie = v->cookie,
                              .origin = str_from(v->origin),
                              .fetch_site = str_from(v->fetch_site),
                              .body = body };
    if (v->device.len)
        v->in.cookie = str_print(v->arena, "%.*s; %.*s", STR_ARG(v->device), STR_ARG(v->cookie));
    memcpy(v->in.from, v->from, sizeof v->in.from);
    if (method == METHOD_POST)
        v->in.content_type = str_from(type);
    v->in.api_token = v->token;
    if (!str_cut(all, '?', &v->in.path, &v->in.raw_query))
        v->in.path = all;
    site_answer(&v->t, &v->in, &v->out);
    if (v->out.note_first && writer_note(&v->t, v->world->writer, &v->out.note) != OK)
        site_withhold(&v->t, &v->in, &v->out);
    struct str pair, rest;
    for (size_t i = 0; i < COUNT(v->out.header); i++)
        if (v->out.header[i].name && strcmp(v->out.header[i].name, "Set-Cookie") == 0 &&
            str_cut(v->out.header[i].value, ';', &pair, &rest))
            v->device = str_copy(v->arena, pair);
    if (v->out.cookie.len && str_cut(v->out.cookie, ';', &pair, &rest)) {
        v->cookie = str_copy(v->arena, pair);
        struct session s;
        if (session_find(v->site->sessions, cookie_session(pair, v->in.tls), v->world->now, &s))
            v->token = str_copy(v->arena, str_from(s.token));
    }
}

static void answer(struct visit *v, enum method method, const char *address, struct str body)
{
    answer_as(v, method, address, body, "application/x-www-form-urlencoded");
}

void send_json(struct visit *v, const char *address, const char *body)
{
    answer_as(v, METHOD_POST, address, str_from(body), "application/json");
}

void look(struct visit *v, const char *address)
{
    answer(v, METHOD_GET, address, S(""));
}

void send_raw(struct visit *v, const char *address, struct str body)
{
    answer(v, METHOD_POST, address, body);
}

void send_form(struct visit *v, const char *address, const char *fields)
{
    answer(v, METHOD_POST, address,
           str_print(v->arena, "token=%.*s&%s", STR_ARG(v->token), fields));
}

void sign_in_as(struct visit *v, const char *name)
{
    v->cookie = v->token = S("");
    look(v, "/sign-in");
    ANSWERS(v, 200);
    struct str field = str_print(v->arena, "person=%u", world_number(v->world, name));
    send_form(v, "/sign-in", str_nul(v->arena, field));
    ANSWERS(v, 303);
}

struct str address_of(struct visit *v, const char *format, const char *name)
{
    const char *at = strstr(format, "%u");
    assert_non_null(at);
    return str_print(v->arena, "%.*s%u%s", (int)(at - format), format, world_number(v->world, name),
                     at + 2);
}

bool page_has(const struct visit *v, const char *part)
{
    return v->out.body.len > 0 &&
           memmem(v->out.body.at, v->out.body.len, part, strlen(part)) != NULL;
}

size_t count_of(struct str page, const char *part)
{
    size_t n = 0, len = strlen(part);
    for (const char *at = page.at, *end = page.at + page.len; at && at < end; n += at != NULL) {
        at = memmem(at, (size_t)(end - at), part, len);
        if (at)
            at += len;
        else
            break;
    }
    return n;
}

/* The sum of data-n over one of the two drawings. */
size_t rows_drawn(struct str page, const char *from, const char *to)
{
    const char *at = memmem(page.at, page.len, from, strlen(from));
    const char *end = memmem(at, (size_t)(page.at + page.len - at), to, strlen(to));
    size_t sum = 0;
    while ((at = memmem(at, (size_t)(end - at), "data-n=\"", 8)) != NULL) {
        unsigned n = 0;
        for (at += 8; *at >= '0' && *at <= '9'; at++)
            n = n * 10 + (unsigned)(*at - '0');
        sum += n;
    }
    return sum;
}

/* Tokens, keys and hashes differ in each run: what stands in their quotes is left out. */
static struct str steady(struct arena *a, struct str page)
{
    struct text x = text_open(a, page.len + 1024);
    static const char *const marks[] = { "name=\"token\" value=\"", "name=\"key\" value=\"",
                                         "href=\"/assets/", "src=\"/assets/" };
    for (size_t i = 0; i < page.len;) {
        size_t skip = 0;
        for (size_t m = 0; m < COUNT(marks) && !skip; m++)
            if (str_starts((struct str){ page.at + i, page.len - i }, str_from(marks[m])))
                skip = strlen(marks[m]);
        if (!skip) {
            text_addc(&x, page.at[i++]);
            continue;
        }
        text_add(&x, (struct str){ page.at + i, skip });
        for (i += skip; i < page.len && page.at[i] != '"';)
            i++;
        text_addz(&x, "*");
    }
    return text_done(&x);
}

void same_as_golden(struct str got, const char *file)
{
    struct arena *a = arena_open(64 << 20);
    struct str page = steady(a, got);
    char path[512];
    snprintf(path, sizeof path, "%s/test/golden/%s", getenv("SOURCE_ROOT"), file);
    if (getenv("ACCEPT")) {
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        fwrite(page.at, 1, page.len, out);
        fclose(out);
    }
    FILE *in = fopen(path, "rb");
    if (!in) {
        print_error("%s is not there: run with ACCEPT=1 and read what it wrote\n", path);
        assert_non_null(in);
    }
    char *want = NEWS(a, char, 8 << 20);
    size_t len = fread(want, 1, (8 << 20) - 1, in);
    fclose(in);
    size_t at = 0;
    while (at < len && at < page.len && want[at] == page.at[at])
        at++;
    if (at != len || at != page.len) {
        size_t from = at > 80 ? at - 80 : 0;
        print_error("%s differs at byte %zu\nwanted: %.160s\ngot:    %.*s\n", file, at, want + from,
                    (int)(page.len - from < 160 ? page.len - from : 160), page.at + from);
        _fail(__FILE__, __LINE__);
    }
    arena_close(a);
}
