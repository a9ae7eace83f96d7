/* Tests of the full check: one byte anywhere, one row anywhere, is found and named. */
#include "log.h"
#include "log_sql.h"

#include "journal/signer.h"

enum {
    VISITS = 600,
    PLACED = 600,
    ERASED = 601,
    LAST = 602,
    ENTRIES
};
static const uint8_t seed[32] = { 1, 2, 3 };

/* Three children visited in turn (entry 3k + c - 1 is part k + 1 of child c), a placement with its
 * home's pointer, one lawful erasure; heads signed at 100 and at the end. */
static struct log whole_log(void **state)
{
    struct log l = log_new(state, false);
    struct signer *s;
    struct str note;
    for (int i = 0; i < 3; i++)
        log_subject(&l, SUBJECT_CHILD);
    uint32_t home = log_subject(&l, SUBJECT_HOME), self = log_subject(&l, SUBJECT_LOG);
    WORKS(&l, signer_open(l.t, l.heads, l.place.origin, seed, &s));
    struct event *e = NEWS(l.t->arena, struct event, ENTRIES);
    for (uint32_t i = 0; i < VISITS; i++)
        e[i] = log_visit(&l, i % 3 + 1);
    e[PLACED] = event_new(EV_PLACEMENT_STARTED, 1, l.g->now);
    event_set_number(&e[PLACED], "placement", 1);
    event_set_code(&e[PLACED], "type", "K2");
    e[PLACED].also = home;
    e[ERASED] = event_new(EV_ERASURE_DONE, self, l.g->now);
    event_set_text(&e[ERASED], "policy", S("retention-1"));
    event_set_number(&e[ERASED], "count", 1);
    e[LAST] = log_visit(&l, 3);
    struct append a = { .events = e, .count = 100, .expected_n = APPEND_ANY };
    WORKS(&l, log_append(&l, &a));
    WORKS(&l, signer_sign(l.t, s, l.j, &note));
    a = (struct append){ .events = e + 100, .count = ENTRIES - 100, .expected_n = APPEND_ANY };
    WORKS(&l, log_append(&l, &a));
    WORKS(&l, signer_sign(l.t, s, l.j, &note));
    signer_close(s);
    log_sql(&l, l.kept, "UPDATE sealed_part SET sealed = x'' WHERE seq = 9");
    static const char *const guards[] = { "journal", "tile" };
    for (size_t i = 0; i < COUNT(guards); i++) {
        char sql[200];
        snprintf(sql, sizeof sql,
                 "DROP TRIGGER %s_is_never_changed;\n;\nDROP TRIGGER %s_is_never_removed;",
                 guards[i], guards[i]);
        log_sql(&l, l.kept, sql);
    }
    log_sql(&l, l.heads, "DROP TRIGGER signed_head_is_never_changed;");
    return l;
}

static status verify(struct log *l, struct verify_report *ret)
{
    struct signer *s;
    log_stop(l);
    WORKS(l, log_start(l));
    WORKS(l, journal_open_to_verify(l->t, &l->place, &l->j));
    WORKS(l, signer_open(l->t, l->heads, l->place.origin, seed, &s));
    WORKS(l, signer_check(l->t, s, l->j));
    status got = journal_verify(l->t, l->j, ret, NULL, NULL);
    signer_close(s);
    return got;
}

static void whole_is_whole(void **state)
{
    struct log l = whole_log(state);
    struct verify_report r;
    WORKS(&l, verify(&l, &r));
    assert_int_equal(r.entries, ENTRIES);
    assert_int_equal(r.parts, ENTRIES + 1);
    assert_int_equal(r.erased, 1);
    assert_int_equal(r.heads, 2);
    assert_int_equal(r.first_wrong, -1);
    log_end(&l);
}

#define FLIP(table, column, byte, where)                                                           \
    "UPDATE " table " SET " column " = CAST(substr(" column ", 1, " byte ") ||"                    \
    " CASE substr(" column ", " byte " + 1, 1) WHEN x'41' THEN x'42' ELSE x'41' END ||"            \
    " substr(" column ", " byte " + 2) AS BLOB) WHERE " where

static const struct damage {
    const char *what;
    enum {
        KEPT,
        KEYS,
        HEADS
    } in;
    const char *sql;
    int64_t at;
    const char *words;
} damages[] = {
    { "body", KEPT, FLIP("journal", "body", "90", "seq = 300"), 300,
      "entry 300: its public bytes do not match its leaf" },
    { "leaf", KEPT, FLIP("journal", "leaf", "5", "seq = 300"), 300,
      "entry 300: its public bytes do not match its leaf" },
    { "body and leaf of another entry", KEPT,
      "UPDATE journal SET body = (SELECT body FROM journal WHERE seq = 301),"
      " leaf = (SELECT leaf FROM journal WHERE seq = 301) WHERE seq = 300",
      300, "entry 300: the sealed part does not match its commitment" },
    { "the first entry's body", KEPT, FLIP("journal", "body", "20", "seq = 0"), 0,
      "entry 0: its public bytes do not match its leaf" },
    { "entry id", KEPT, FLIP("journal", "entry_id", "12", "seq = 300"), 300,
      "entry 300: its sealed part carries the id of another entry" },
    { "sealed part", KEPT, FLIP("sealed_part", "sealed", "60", "seq = 300"), 300,
      "entry 300: its sealed part does not open" },
    { "nonce", KEPT, FLIP("sealed_part", "sealed", "2", "seq = 300"), 300,
      "entry 300: its sealed part does not open" },
    { "a home's pointer", KEPT, FLIP("sealed_part", "sealed", "50", "seq = 600 AND part = 1"), 600,
      "entry 600: its sealed part does not open" },
    { "part number", KEPT, "UPDATE sealed_part SET part = 1 WHERE seq = 300", 300,
      "entry 300: a sealed part is there that it does not commit to" },
    { "tile", KEPT, FLIP("tile", "data", "7000", "level = 0 AND n = 1"), 511,
      "entry 511: the tile that ends here holds other hashes" },
    { "missing tile", KEPT, "DELETE FROM tile WHERE n = 0", 255,
      "entry 255: the tile that ends here is missing" },
    { "missing entry", KEPT, "DELETE FROM journal WHERE seq = 300", 300,
      "entry 300: it is missing from the journal" },
    { "missing last entry", KEPT, "DELETE FROM journal WHERE seq = 602", 602,
      "entry 602: the journal ends here, before a head that was signed" },
    { "missing part", KEPT, "DELETE FROM sealed_part WHERE seq = 300", 300,
      "entry 300: a sealed part of it is lost: no row, and no erasure on record" },
    { "missing last part", KEPT, "DELETE FROM sealed_part WHERE seq = 602", 602,
      "entry 602: a sealed part of it is lost: no row, and no erasure on record" },
    { "duplicated part", KEPT,
      "INSERT INTO sealed_part SELECT log, (1 << 20) + 202, entry_id, part, seq, sealed"
      " FROM sealed_part WHERE seq = 300",
      300, "entry 300: a sealed part of it is there twice" },
    { "swapped contents", KEPT,
      "UPDATE sealed_part SET sealed = (SELECT s.sealed FROM sealed_part s"
      " WHERE s.seq = 603 - sealed_part.seq) WHERE seq IN (300, 303)",
      300, "entry 300: its sealed part does not open" },
    { "swapped places", KEPT,
      "UPDATE sealed_part SET at = -at WHERE seq IN (300, 303);\n;\n"
      "UPDATE sealed_part SET at = (1 << 20) + CASE seq WHEN 300 THEN 102 ELSE 101 END"
      " WHERE seq IN (300, 303)",
      300, "entry 300: its sealed part lies out of order" },
    { "emptied without a record", KEPT, "UPDATE sealed_part SET sealed = x'' WHERE seq = 300", 9,
      "entry 9: the first of 2 emptied parts, while 1 erasures are on record" },
    { "a part of no entry", KEPT, "UPDATE sealed_part SET seq = 9000 WHERE seq = 300", 300,
      "entry 300: a sealed part of it is lost: no row, and no erasure on record" },
    { "signed root", HEADS, FLIP("signed_head", "root", "3", "size = 100"), 99,
      "entry 99: the tree up to here differs from the head that was signed" },
    { "signed note", HEADS,
      "UPDATE signed_head SET note = replace(note, '100', '101')"
      " WHERE size = 100",
      99, "entry 99: the head signed here is no longer the note that was signed" },
    { "lost key", KEYS, "DELETE FROM subject_key WHERE subject = 2", 1,
      "entry 1: the key of its subject is lost" },
    { "another subject's key", KEYS,
      "UPDATE subject_key SET wrapped = (SELECT wrapped FROM subject_key WHERE subject = 1)"
      " WHERE subject = 2",
      1, "entry 1: the key of its subject is lost" },
};

static void every_damage_is_found(void **state)
{
    for (size_t i = 0; i < COUNT(damages); i++) {
        struct given *g = *state;
        struct arena_mark m = arena_mark(g->task.arena);
        struct log l = whole_log(state);
        struct verify_report r;
        struct db *in[] = { [KEPT] = l.kept, [KEYS] = l.keys, [HEADS] = l.heads };
        log_sql(&l, in[damages[i].in], damages[i].sql);
        status got = verify(&l, &r);
        if (got != E_CORRUPT || r.first_wrong != damages[i].at)
            print_error("damage '%s': %s, at %d, %.*s\n", damages[i].what, status_name(got),
                        (int)r.first_wrong, STR_ARG(r.what));
        assert_int_equal(got, E_CORRUPT);
        assert_int_equal(r.first_wrong, damages[i].at);
        SAME(r.what, damages[i].words);
        log_end(&l);
        arena_rewind(g->task.arena, m);
    }
}

/* A whole start of the program must not pass over a last tile that differs from its rows. */
static void start_refuses_a_false_tile(void **state)
{
    struct log l = whole_log(state);
    struct journal *j;
    log_sql(&l, l.kept, FLIP("tile", "data", "7000", "level = 0 AND n = 1"));
    GIVES(&l, E_CORRUPT, journal_open(l.t, &l.place, &j));
    log_end(&l);
}

/* --- the signer --- */

static void signs_what_is_there(void **state)
{
    struct log l = log_new(state, false);
    struct signer *s;
    struct str note, again, last;
    int64_t size;
    uint32_t child = log_subject(&l, SUBJECT_CHILD);
    WORKS(&l, signer_open(l.t, l.heads, l.place.origin, seed, &s));
    GIVES(&l, E_MISSING, signer_last(l.t, s, &note, &size));
    WORKS(&l, signer_sign(l.t, s, l.j, &note));
    for (int i = 0; i < 300; i++) {
        struct event e = log_visit(&l, child);
        WORKS(&l, log_say(&l, &e));
    }
    WORKS(&l, signer_sign(l.t, s, l.j, &note));
    WORKS(&l, signer_sign(l.t, s, l.j, &again));
    assert_true(str_equal(note, again));
    signer_close(s);
    log_restart(&l);
    WORKS(&l, signer_open(l.t, l.heads, l.place.origin, seed, &s));
    WORKS(&l, signer_check(l.t, s, l.j));
    WORKS(&l, signer_last(l.t, s, &last, &size));
    assert_true(str_equal(note, last));
    assert_int_equal(size, 300);
    signer_close(s);
    log_end(&l);
}

static void refuses_an_older_journal(void **state)
{
    struct log l = whole_log(state);
    struct signer *s;
    struct str note;
    log_sql(&l, l.kept,
            "DELETE FROM journal WHERE seq > 590;\n;\nDELETE FROM sealed_part WHERE seq > 590");
    log_restart(&l);
    WORKS(&l, signer_open(l.t, l.heads, l.place.origin, seed, &s));
    GIVES(&l, E_CORRUPT, signer_check(l.t, s, l.j));
    GIVES(&l, E_CORRUPT, signer_sign(l.t, s, l.j, &note));
    assert_string_equal(
        l.t->reason,
        "the journal has 591 entries but 603 were signed: it is an older copy. Restore the "
        "newest backup; nothing may be written to this one");
    for (int i = 0; i < 20; i++) { /* grown past the signed size again, with other entries */
        struct event e = log_visit(&l, 2);
        WORKS(&l, log_say(&l, &e));
    }
    GIVES(&l, E_CORRUPT, signer_check(l.t, s, l.j));
    GIVES(&l, E_CORRUPT, signer_sign(l.t, s, l.j, &note));
    signer_close(s);
    log_end(&l);
}

static void two_signers_never_disagree(void **state)
{
    struct log l = whole_log(state);
    struct signer *a, *b;
    struct str note;
    struct db *own = log_db(&l, l.heads_path);
    log_restart(&l);
    WORKS(&l, signer_open(l.t, l.heads, l.place.origin, seed, &a));
    WORKS(&l, signer_open(l.t, own, l.place.origin, seed, &b));
    struct event e = log_visit(&l, 1);
    WORKS(&l, log_say(&l, &e));
    WORKS(&l, signer_sign(l.t, a, l.j, &note));
    GIVES(&l, E_CONFLICT, signer_sign(l.t, b, l.j, &note));
    signer_close(a);
    signer_close(b);
    db_close(own);
    log_end(&l);
}

/* Nothing is signed that could not be remembered. */
static void no_signature_without_memory(void **state)
{
    struct log l = whole_log(state);
    struct signer *s;
    log_restart(&l);
    WORKS(&l, signer_open(l.t, l.heads, l.place.origin, seed, &s));
    struct event e = log_visit(&l, 1);
    WORKS(&l, log_say(&l, &e));
    for (int64_t nth = 1;; nth++) {
        struct str note = S("");
        db_fault_at(nth);
        status got = signer_sign(l.t, s, l.j, &note);
        db_fault_none();
        if (got == OK)
            break;
        assert_int_equal(got, E_IO);
        assert_int_equal(note.len, 0);
        signer_close(s);
        log_restart(&l);
        WORKS(&l, signer_open(l.t, l.heads, l.place.origin, seed, &s));
        WORKS(&l, signer_check(l.t, s, l.j));
    }
    signer_close(s);
    log_end(&l);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_is_whole),
        cmocka_unit_test(every_damage_is_found),
        cmocka_unit_test(start_refuses_a_false_tile),
        cmocka_unit_test(signs_what_is_there),
        cmocka_unit_test(refuses_an_older_journal),
        cmocka_unit_test(two_signers_never_disagree),
        cmocka_unit_test(no_signature_without_memory),
    };
    return log_run(argc, argv, tests, COUNT(tests));
}
