/* Promises that hold across the rooms: no statement changes the journal, the same entries give the
 * same duties, "none" is never said for "could not look", and nobody is told by a screen alone. */
#include <ctype.h>
#include <string.h>

#include "db/maker.h"
#include "given.h"
#include "journal/journal.h"
#include "work/notice.h"

/* --- P5 --- */

/* UPDATE journal, DELETE FROM journal, REPLACE INTO journal and INSERT … ON CONFLICT DO UPDATE. */
static bool changes_journal(const char *sql)
{
    char words[16384];
    size_t len = 0;
    for (const char *at = sql; *at && len < sizeof words - 2; at++) {
        bool word = isalnum((unsigned char)*at) || *at == '_';
        if (word || (len > 0 && words[len - 1] != ' '))
            words[len++] = word ? (char)tolower((unsigned char)*at) : ' ';
    }
    words[len] = 0;
    static const char *const forbidden[] = { "update journal ", "delete from journal ",
                                             "replace into journal ", "update or replace journal ",
                                             "insert or replace into journal ", "truncate " };
    for (size_t i = 0; i < COUNT(forbidden); i++) {
        if (strstr(words, forbidden[i]))
            return true;
    }
    const char *into = strstr(words, "insert into journal ");
    return into && strstr(into, "do update");
}

static size_t check_statements(const struct db *d)
{
    size_t seen = 0;
    for (size_t i = 0; i < d->room; i++) {
        if (!d->slots[i])
            continue;
        const struct statement *s = d->slots[i]->statement;
        if (changes_journal(s->sql))
            print_error("the statement %s changes the journal: %s\n", s->name, s->sql);
        assert_false(changes_journal(s->sql));
        seen++;
    }
    return seen;
}

static void test_no_statement_changes_the_journal(void **state)
{
    struct given *g = *state;
    assert_true(changes_journal("UPDATE journal SET body = $1"));
    assert_true(changes_journal("DELETE  FROM\njournal WHERE seq = 1"));
    assert_true(changes_journal("INSERT INTO journal (a) VALUES (1) ON CONFLICT (a) DO UPDATE"));
    assert_false(changes_journal("UPDATE journal_mark SET a = 1"));
    assert_false(changes_journal("INSERT INTO journal (seq) VALUES ($1)"));
    struct event e = missing(g, a_child(g, "Alex", "1"), "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &e)); /* so that what is prepared late is prepared */
    WORKS(g, writer_sign(&g->t, g->w, &(struct str){ 0 }));
    const struct db *const all[] = { g->s->kept, g->s->derived, g->s->keys, g->s->signing,
                                     g->r->kept, g->r->derived, g->r->keys };
    size_t seen = 0;
    for (size_t i = 0; i < COUNT(all); i++)
        seen += check_statements(all[i]);
    assert_true(seen > 100);
}

static const struct statement attempts[] = {
    { .name = "test.change", .sql = "UPDATE journal SET seq = seq + 1000" },
    { .name = "test.remove", .sql = "DELETE FROM journal" },
};

static void test_the_engine_refuses_it_as_well(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    int64_t size = journal_size(g->s->journal);
    WORKS(g, db_prepare_all(&g->t, g->s->kept, attempts, COUNT(attempts)));
    for (size_t i = 0; i < COUNT(attempts); i++)
        assert_int_not_equal(db_run(&g->t, g->s->kept, &attempts[i], NULL, 0), OK);
    given_shut(g);
    WORKS(g, given_reopen(g));
    assert_int_equal(journal_size(g->s->journal), size);
    struct child_file f;
    WORKS(g, look_child(&g->t, g->r, child, NEVER, g->now, &f));
}

/* --- P2 --- */

static struct duty_list a_life(struct given *g, bool alarms)
{
    uint32_t home = a_home(g, "Rowan House"), worker = a_person(g, "Sam Worker");
    uint32_t child = a_child(g, "Alex", "566910");
    holds(g, worker, "social-worker", child, "2025-01-01T09:00:00Z");
    is_placed(g, child, home, "2025-02-01T10:00:00Z");
    says(g, EV_VISIT_MADE, child, "2025-03-01T10:00:00Z");
    struct event e = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &e));
    struct duty_filter f = { .alarms = alarms, .closed_too = true, .at = g->now };
    struct duty_list l;
    WORKS(g, look_duties(&g->t, g->r, &f, &l));
    return l;
}

static void test_the_same_entries_give_the_same_duties(void **state)
{
    struct given *g = *state;
    for (int alarms = 0; alarms < 2; alarms++) {
        void *first_state, *second_state;
        given_open(&first_state);
        given_open(&second_state);
        struct duty_list one = a_life(first_state, alarms), two = a_life(second_state, alarms);
        assert_true(alarms || one.count > 3);
        assert_int_equal(one.count, two.count);
        for (size_t i = 0; i < one.count; i++) {
            assert_int_equal(one.at[i].rule, two.at[i].rule);
            assert_int_equal(one.at[i].state, two.at[i].state);
            assert_int_equal(one.at[i].instance.due, two.at[i].instance.due);
            assert_int_equal(one.at[i].instance.from, two.at[i].instance.from);
            assert_int_equal(one.at[i].owner.person, two.at[i].owner.person);
        }
        given_close(&first_state);
        given_close(&second_state);
    }
    assert_non_null(g);
}

/* --- P13 --- */

enum look { MISSING, DUTIES, OWN_DUTIES, ALARMS, CHILD, FIND, PEOPLE, HOMES, OF_HOME, TOLD, LOOKS };

static status look_at(struct given *g, enum look look, uint32_t child)
{
    struct missing_list m;
    struct duty_list d;
    struct child_file c;
    struct name_list n;
    struct told *told;
    uint32_t number;
    struct duty_filter f = { .at = g->now, .alarms = look == ALARMS,
                             .person = look == OWN_DUTIES ? 2 : 0 };
    switch (look) {
    case MISSING: return look_missing(&g->t, g->r, g->now, &m);
    case DUTIES:
    case OWN_DUTIES:
    case ALARMS: return look_duties(&g->t, g->r, &f, &d);
    case CHILD: return look_child(&g->t, g->r, child, NEVER, g->now, &c);
    case FIND: return look_find_child(&g->t, g->r, S("1"), &number);
    case PEOPLE: return look_people(&g->t, g->r, &n);
    case HOMES: return look_homes(&g->t, g->r, &n);
    case OF_HOME: return look_children_of_home(&g->t, g->r, 1, &n);
    case TOLD: return notice_told(&g->t, g->r, child, g->now, &told, &number);
    case LOOKS: break;
    }
    return OK;
}

/* Whichever call to the database fails, a look says so: it is never a shorter list. */
static void test_could_not_look_is_never_none(void **state)
{
    struct given *g = *state;
    uint32_t child = a_child(g, "Alex", "1");
    holds(g, a_person(g, "Dee Rector"), "director", g->s->authority, "2025-01-01T09:00:00Z");
    is_placed(g, child, a_home(g, "Rowan House"), "2026-02-01T10:00:00Z");
    struct event e = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &e));
    for (enum look look = MISSING; look < LOOKS; look++) {
        bool through = false;
        for (int64_t n = 1; !through; n++) {
            assert_true(n < 2000);
            db_fault_at(n);
            status looked = look_at(g, look, child);
            through = db_fault_calls() < n;
            db_fault_none();
            assert_int_equal(looked == OK, through);
            assert_int_not_equal(looked, E_MISSING); /* that would say that there is none */
            given_reader_again(g);
        }
    }
}

/* --- told --- */

/* An alarm that begins to ring later is shown as soon as it rings; that somebody was told of it is
 * said only once the notice is written, which is at the child's next entry. */
static void test_nobody_is_said_to_be_told_before_the_notice_is_written(void **state)
{
    struct given *g = *state;
    holds(g, a_person(g, "Dee Rector"), "director", g->s->authority, "2025-01-01T09:00:00Z");
    uint32_t child = a_child(g, "Alex", "1");
    is_placed(g, child, a_home(g, "Rowan House"), "2026-03-20T10:00:00Z");
    struct event e = missing(g, child, "2026-03-27T19:00:00Z");
    WORKS(g, say(g, &e));
    struct missing_list before, after;
    WORKS(g, look_missing(&g->t, g->r, g->now, &before));
    struct instant written = g->now;
    size_t later = 0;
    now_is(g, "2026-04-20T19:00:00Z");
    WORKS(g, look_missing(&g->t, g->r, g->now, &after));
    assert_true(before.at[0].told_count > 0);
    assert_int_equal(after.at[0].told_count, before.at[0].told_count);
    for (int alarms = 0; alarms < 2; alarms++) {
        struct duty_filter f = { .alarms = alarms, .child = child, .at = g->now };
        struct duty_list ringing;
        WORKS(g, look_duties(&g->t, g->r, &f, &ringing));
        for (size_t i = 0; i < ringing.count; i++) {
            const struct instance *x = &ringing.at[i].instance;
            struct told *told;
            uint32_t count;
            uint64_t about = rule_about(rulebook_rule(g->s->rules, x->rule)->name);
            WORKS(g, notice_told_of(&g->t, g->r, child, about, x->started_n, &told, &count));
            if (x->from <= written.us)
                continue;
            later++;
            assert_int_equal(count, 0);
        }
    }
    assert_true(later > 0);
    struct event seen = event_new(EV_SIGHTING_RECORDED, child, at(g, "2026-04-20T18:00:00Z"));
    event_set_text(&seen, "where", S("by the park"));
    WORKS(g, say(g, &seen));
    WORKS(g, look_missing(&g->t, g->r, g->now, &after));
    assert_true(after.at[0].told_count > before.at[0].told_count);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(test_no_statement_changes_the_journal),
        CASE(test_the_engine_refuses_it_as_well),
        CASE(test_the_same_entries_give_the_same_duties),
        CASE(test_could_not_look_is_never_none),
        CASE(test_nobody_is_said_to_be_told_before_the_notice_is_written),
    };
    return given_run(argc, argv, tests, COUNT(tests));
}
