/* The partner's side of the exchange: its key, its messages, and what its receipts must be. */
#include "letters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ed25519.h"
#include "journal/note.h"

/* The other side: a seed that only this test knows. */
static const uint8_t west_seed[32] = { 9, 9, 9 };
const char west[] = "westmere/sightline/00000001";

static void write_settings(struct given *g)
{
    uint8_t key[32];
    ed25519_public_key(west_seed, key);
    struct str b64 = base64_print(g->arena, key, sizeof key);
    char *path = str_nul(g->arena, given_path(g, "partners.conf"));
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f,
            "[partner \"westmere\"]\naddress = http://127.0.0.1:9/exchange\norigin = %s\n"
            "key = %.*s\narea = E06000998\n",
            west, STR_ARG(b64));
    fclose(f);
    setenv("SIGHTLINE_SETTINGS", path, 1);
}

int both_open(void **state)
{
    struct both *b = calloc(1, sizeof *b);
    void *given;
    assert_non_null(b);
    unsetenv("SIGHTLINE_SETTINGS");
    assert_int_equal(given_open(&given), 0);
    b->g = given;
    write_settings(b->g);
    struct task t = task_open(b->g->arena, b->g->t.clock);
    if (exchange_open(&t, b->g->s, b->g->w, &b->x) != OK)
        print_error("%s\n", t.reason);
    assert_non_null(b->x);
    *state = b;
    return 0;
}

int both_close(void **state)
{
    struct both *b = *state;
    void *given = b->g;
    exchange_close(b->x);
    unlink(str_nul(b->g->arena, given_path(b->g, "partners.conf")));
    unsetenv("SIGHTLINE_SETTINGS");
    given_close(&given);
    free(b);
    return 0;
}

/* --- a message of theirs, right in every way, to be spoilt one way at a time --- */

struct letter a_letter(struct both *b, const char *id)
{
    struct letter l = { .id = id, .source = west, .type = placement_notice_type };
    l.recipient = str_nul(b->g->arena, b->g->s->origin);
    l.key_id = str_from(west);
    memcpy(l.seed, west_seed, sizeof l.seed);
    l.notice = (struct placement_notice){
        .case_id = S("00ff"),
        .placement = 7,
        .what = S("starts"),
        .when = b->g->now,
        .type = S("K2"),
        .area = S("distant"),
        .given = S("Ada"),
        .family = S("Made-Up"),
        .born = { 15000 },
        .care_from = b->g->now,
        .legal_status = S("C2"),
        .authority = S("Westmere"),
        .needs = S("needs"),
        .care_plan = S("plan"),
    };
    return l;
}

void write_body(struct both *b, struct letter *l)
{
    struct text out = text_open(b->g->arena, CLOUD_EVENT_BYTES_MAX);
    struct json_writer w = json_writer_open(&out);
    struct cloud_event e = { .id = str_from(l->id),
                             .source = str_from(l->source),
                             .type = str_from(l->type),
                             .recipient = str_from(l->recipient),
                             .time = b->g->now };
    cloud_event_open(&w, &e);
    placement_notice_write(&w, "data", &l->notice);
    json_close_object(&w);
    l->body = text_done(&out);
}

void sign(struct both *b, struct letter *l)
{
    struct arena *a = b->g->arena;
    l->message = (struct signed_message){
        .method = S("POST"),
        .target_uri = S("http://127.0.0.1:1/exchange"),
        .content_digest = digest_line(a, l->body),
        .content_type = str_from(cloud_event_content_type),
        .ce_id = str_from(l->id),
    };
    struct signature_lines lines = signature_make(a, &l->message, l->key_id, l->seed, b->g->now);
    l->asked = (struct exchange_asked){
        .method = l->message.method,
        .target_uri = l->message.target_uri,
        .content_type = l->message.content_type,
        .content_digest = l->message.content_digest,
        .ce_id = l->message.ce_id,
        .signature_input = lines.input,
        .signature = lines.signature,
        .body = l->body,
    };
}

void whole(struct both *b, struct letter *l)
{
    write_body(b, l);
    sign(b, l);
}

struct exchange_reply tell(struct both *b, const struct letter *l)
{
    struct exchange_reply reply = { 0 };
    exchange_receive(&b->g->t, b->x, &l->asked, &reply);
    return reply;
}

struct receipt_said receipt_of(struct both *b, const struct letter *l,
                               const struct exchange_reply *reply)
{
    struct given *g = b->g;
    struct signature_read s;
    struct signature_lines lines = { reply->signature_input, reply->signature };
    struct signed_message m = { .status = 200,
                                .content_digest = reply->content_digest,
                                .content_type = str_from(reply->content_type),
                                .ce_id = reply->ce_id,
                                .request = &l->message };
    struct cloud_event e;
    struct receipt_said said;
    uint8_t seed[32], key[32];
    own_exchange_seed(g->s, seed);
    ed25519_public_key(seed, key);
    assert_int_equal(reply->status, 200);
    WORKS(g, signature_read(&g->t, &lines, &s));
    WORKS(g, signature_check(&g->t, &s, &m, key, g->now));
    WORKS(g, digest_check(&g->t, m.content_digest, reply->body));
    WORKS(g, cloud_event_read(&g->t, reply->body, &e));
    WORKS(g, receipt_read(&g->t, &e, &said));
    SAME(said.of, str_from(l->id));
    SAME(said.digest, l->message.content_digest);
    return said;
}

uint32_t hosted(struct both *b, const char *case_id)
{
    uint32_t child = 0;
    WORKS(b->g, hosted_find(&b->g->t, b->g->s->kept, b->g->s->log, str_from(west),
                            str_from(case_id), &child));
    return child;
}

unsigned count_of(struct both *b, uint32_t subject, enum event_kind kind)
{
    struct stream s;
    unsigned count = 0;
    given_reader_again(b->g);
    WORKS(b->g, stream_read(&b->g->t, b->g->r->journal, subject, NEVER, true, &s));
    for (uint32_t i = 0; i < s.count; i++)
        count += s.fact[i].n != 0 && s.fact[i].kind == kind;
    return count;
}
