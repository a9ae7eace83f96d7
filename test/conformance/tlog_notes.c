/* The part of the vectors about signed notes, checkpoints and cosignatures. */
#include "tlog_file.h"

#include <string.h>

/* Every byte of the text turned once: no signature may hold. */
static void turned(struct vectors *v, struct str signed_note, size_t text_len,
                   const struct note_key *keys, size_t count)
{
    for (size_t i = 0; i < text_len; i++) {
        struct arena_mark m = arena_mark(v->t->arena);
        struct str copy = str_copy(v->t->arena, signed_note);
        struct note n;
        char *at = NEWS(v->t->arena, char, copy.len);
        memcpy(at, copy.at, copy.len);
        at[i] ^= 1;
        HOLDS(v, note_open(v->t, (struct str){ at, copy.len }, keys, count, &n) != OK,
              "a turned note", (int64_t)i);
        arena_rewind(v->t->arena, m);
    }
}

static struct note_key key_of(struct vectors *v, struct str vkey, int64_t at)
{
    struct note_key k = { 0 };
    bool read = note_key_read(v->t, vkey, &k) == OK;
    HOLDS(v, read, "a verifier key", at);
    if (read)
        HOLDS(v, str_equal(note_key_print(v->t->arena, &k), vkey), "a verifier key", at);
    return k;
}

static void upstream_notes(struct vectors *v)
{
    const struct json_value *list = json_member(v->all, "notes");
    int64_t at = 0;
    for (const struct json_value *r = list ? list->first : NULL; r; r = r->next, at++) {
        struct note_key keys[4];
        size_t count = 0;
        const struct json_value *many = json_member(r, "vkeys");
        if (!many)
            keys[count++] = key_of(v, text_of(r, "vkey"), at);
        for (const struct json_value *k = many ? many->first : NULL; k; k = k->next)
            keys[count++] = key_of(v, k->text, at);
        struct note n;
        struct str whole = text_of(r, "signed");
        HOLDS(v, note_open(v->t, whole, keys, count, &n) == OK && n.count == count, "notes", at);
        turned(v, whole, n.text.len, keys, count);
        if (json_member(r, "seed")) {
            struct hash256 seed = hash_of(need(r, "seed"));
            struct str line = note_sign(v->t->arena, n.text, &keys[0], seed.b, 0);
            HOLDS(v, str_equal(note_join(v->t->arena, n.text, line), whole), "notes", at);
        }
    }
}

static void refused(struct vectors *v)
{
    const struct json_value *in = json_member(v->all, "vkey_reject");
    struct note_key k;
    struct checkpoint c;
    int64_t at = 0;
    for (const struct json_value *r = in ? need(in, "keys")->first : NULL; r; r = r->next, at++)
        HOLDS(v, note_key_read(v->t, r->text, &k) != OK, "vkey_reject", at);
    in = json_member(v->all, "checkpoint_parse");
    at = 0;
    for (const struct json_value *r = in ? need(in, "accept")->first : NULL; r; r = r->next, at++)
        HOLDS(v,
              checkpoint_read(v->t, r->text, &c) == OK &&
                  str_equal(checkpoint_print(v->t->arena, &c), r->text),
              "checkpoint accept", at);
    at = 0;
    for (const struct json_value *r = in ? need(in, "reject")->first : NULL; r; r = r->next, at++)
        HOLDS(v, checkpoint_read(v->t, r->text, &c) != OK, "checkpoint reject", at);
}

/* The example's public keys are not published: it can be parsed, not verified. */
static void example(struct vectors *v)
{
    const struct json_value *in = json_member(v->all, "c2sp_checkpoint_example");
    struct note n;
    struct checkpoint c;
    if (!in)
        return;
    HOLDS(v, note_open(v->t, text_of(in, "note"), NULL, 0, &n) == E_DENIED, "example", 0);
    HOLDS(v, checkpoint_read(v->t, n.text, &c) == OK && c.size == 20852163, "example", 0);
}

static void worked_heads(struct vectors *v)
{
    const struct json_value *in = json_member(v->all, "worked_log");
    if (!in)
        return;
    struct hash256 log_seed = hash_of(need(in, "log_seed"));
    struct hash256 witness_seed = hash_of(need(in, "witness_seed"));
    struct note_key keys[] = { key_of(v, text_of(in, "log_vkey"), 0),
                               key_of(v, text_of(in, "witness_vkey_cosig"), 1) };
    for (const struct json_value *r = need(in, "trees")->first; r; r = r->next) {
        int64_t size = number_of(r, "size");
        struct checkpoint c = { .origin = text_of(in, "origin"),
                                .size = size,
                                .root = hash_of(need(r, "root")) };
        struct str text = checkpoint_print(v->t->arena, &c);
        struct str line = note_sign(v->t->arena, text, &keys[0], log_seed.b, 0);
        struct str whole = note_join(v->t->arena, text, line);
        HOLDS(v, str_equal(whole, text_of(r, "checkpoint")), "worked_log checkpoint", size);
        int64_t time = number_of(r, "cosig_time");
        struct str cosigned = note_sign(v->t->arena, text, &keys[1], witness_seed.b, time);
        HOLDS(v, str_equal(str_trim(cosigned), str_trim(text_of(r, "cosignature_line"))),
              "worked_log cosignature", size);
        struct note n;
        struct str both = str_print(v->t->arena, "%.*s%.*s", STR_ARG(whole), STR_ARG(cosigned));
        HOLDS(v,
              note_open(v->t, both, keys, 2, &n) == OK && n.count == 2 &&
                  n.signature[1].time == time,
              "worked_log note", size);
    }
}

void check_notes(struct vectors *v)
{
    upstream_notes(v);
    refused(v);
    example(v);
    worked_heads(v);
}
