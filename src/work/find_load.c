/* Reads into the index of finding: of everybody at once, or of one whose file has moved on. */
#include <stdlib.h>
#include <string.h>

#include "work/find_inside.h"
#include "work/reader.h"

/* Each gives a number and what belongs to it; the second of a pair is of one number alone. */
#define OF_ALL_AND_ONE(id, named, select, more, sql_columns)                                       \
    [id] = { .name = "find." named,                                                                \
             .sql = select " WHERE log = $1" more,                                                 \
             .params = 1,                                                                          \
             .columns = sql_columns },                                                             \
    [(id) + 1] = { .name = "find." named "_one",                                                   \
                   .sql = select " WHERE log = $1 AND subject = $2" more,                          \
                   .params = 2,                                                                    \
                   .columns = sql_columns }
enum {
    PEOPLE = 0,
    HOMES = 2,
    CHILDREN = 4,
    NUMBERS = 6,
    EXTRAS = 8,
    PLACED = 10,
    ROLES_HELD = 12,
    DESCRIBE = 14,
    STATEMENTS
};
static const struct statement statements[STATEMENTS] = {
    OF_ALL_AND_ONE(PEOPLE, "people",
                   "SELECT subject, coalesce(prof_professional_name, '') FROM ssd_professionals",
                   "", 2),
    OF_ALL_AND_ONE(HOMES, "homes",
                   "SELECT subject, coalesce(name, ''), coalesce(postcode, ''), coalesce(urn, '')"
                   " FROM home",
                   "", 4),
    OF_ALL_AND_ONE(CHILDREN, "children",
                   "SELECT subject, coalesce(pers_forename, ''), coalesce(pers_surname, ''),"
                   " coalesce(pers_dob, '') FROM ssd_person",
                   "", 4),
    OF_ALL_AND_ONE(NUMBERS, "numbers",
                   "SELECT subject, coalesce(link_identifier_value, '') FROM"
                   " ssd_linked_identifiers",
                   "", 2),
    OF_ALL_AND_ONE(EXTRAS, "extras", "SELECT subject, part, words FROM find_word", "", 3),
    OF_ALL_AND_ONE(PLACED, "placed", "SELECT subject, sl_home FROM ssd_cla_placement",
                   " AND sl_until_us IS NULL AND sl_home IS NOT NULL", 2),
    OF_ALL_AND_ONE(ROLES_HELD, "roles", "SELECT subject, person FROM role_holder",
                   " AND until_us IS NULL", 2),
    [DESCRIBE] = { .name = "find.describe",
                   .sql = "SELECT p.sl_name, coalesce(p.sl_local_id, ''),"
                          " coalesce(p.pers_dob, ''), p.sl_facts,"
                          " coalesce((SELECT h.name FROM ssd_cla_placement c, home h"
                          " WHERE c.log = $1 AND c.subject = $2 AND c.sl_until_us IS NULL"
                          " AND h.log = $1 AND h.subject = c.sl_home LIMIT 1), '')"
                          " FROM ssd_person p WHERE p.log = $1 AND p.subject = $2"
                          " ORDER BY p.k LIMIT 1",
                   .params = 2,
                   .columns = 5 },
};

/* What was read of all, to be put together subject by subject. */
struct pair {
    uint32_t place, ref;
};
struct reading {
    struct task *t;
    struct finder *f;
    struct reader *r;
    uint32_t one; /* 0: all */
    struct pair *pair;
    size_t pairs, room;
    struct arena *scratch;
};

static void add(struct reading *x, uint32_t place, enum find_part part, uint32_t id)
{
    if (x->pairs == x->room) {
        size_t room = x->room ? x->room * 2 : 256;
        struct pair *more = realloc(x->pair, room * sizeof *more);
        MUST(more != NULL);
        x->pair = more;
        x->room = room;
    }
    x->pair[x->pairs++] = (struct pair){ place, (uint32_t)part << REF_PART_SHIFT | id };
}

static void add_term(struct reading *x, uint32_t place, enum find_part part, struct str word)
{
    if (word.len > 0)
        add(x, place, part, finder_term(x->f, word));
}

static void add_words(struct reading *x, uint32_t place, enum find_part part, struct str text)
{
    struct str word[TEXT_WORDS_MAX];
    size_t count = find_fold(x->scratch, text, word, COUNT(word));
    for (size_t i = 0; i < count; i++)
        add_term(x, place, part, word[i]);
}

/* Runs of digits with spaces and hyphens between; +44 7… is 07…. */
static void add_telephones(struct reading *x, uint32_t place, struct str s)
{
    char run[TERM_BYTES_MAX];
    size_t len = 0;
    for (size_t i = 0; i <= s.len; i++) {
        char c = i < s.len ? s.at[i] : '.';
        if (c >= '0' && c <= '9' && len < sizeof run) {
            run[len++] = c;
            continue;
        }
        if (strchr(" -()+", c) && c != '\0' && !(c == '+' && len > 0))
            continue;
        size_t skip = len > 10 && run[0] == '4' && run[1] == '4' ? (run[2] == '0' ? 2 : 1) : 0;
        if (skip == 1)
            run[1] = '0';
        if (len >= 6)
            add_term(x, place, FIND_TELEPHONE, (struct str){ run + skip, len - skip });
        len = 0;
    }
}

static void row_of_child(struct reading *x, uint32_t place, struct cursor *rows)
{
    add_words(x, place, FIND_NAME, cursor_text(rows));
    add_words(x, place, FIND_NAME, cursor_text(rows));
    add_term(x, place, FIND_BORN, find_fold_born(x->scratch, cursor_text(rows)));
}

static void row_of_number(struct reading *x, uint32_t place, struct cursor *rows)
{
    struct str value = cursor_text(rows);
    add_term(x, place, FIND_NUMBER, find_fold_joined(x->scratch, value));
    add_words(x, place, FIND_NUMBER, value);
}

static void row_of_extra(struct reading *x, uint32_t place, struct cursor *rows)
{
    int64_t part = cursor_i64(rows);
    struct str words = cursor_text(rows);
    if (part == FIND_TELEPHONE)
        add_telephones(x, place, words);
    else if (part == FIND_POSTCODE)
        add_term(x, place, FIND_POSTCODE, find_fold_joined(x->scratch, words));
    else if (part > FIND_NOTHING && part < FIND_PARTS)
        add_words(x, place, (enum find_part)part, words);
}

static void row_of_person(struct reading *x, uint32_t place, struct cursor *rows)
{
    add_words(x, place, FIND_NAME, cursor_text(rows));
}

static void row_of_home(struct reading *x, uint32_t place, struct cursor *rows)
{
    add_words(x, place, FIND_NAME, cursor_text(rows));
    add_term(x, place, FIND_POSTCODE, find_fold_joined(x->scratch, cursor_text(rows)));
    add_term(x, place, FIND_NUMBER, find_fold_joined(x->scratch, cursor_text(rows)));
}

static void row_of_placed(struct reading *x, uint32_t place, struct cursor *rows)
{
    uint32_t home = (uint32_t)cursor_i64(rows);
    add(x, place, FIND_HOME, finder_place(x->f, home, SUBJECT_HOME));
}

/* Roles at homes and agencies have rows too: only those for children count here. */
static void row_of_role(struct reading *x, uint32_t place, struct cursor *rows)
{
    uint32_t person = (uint32_t)cursor_i64(rows);
    if (person != 0 && x->f->subject[place].kind == SUBJECT_CHILD)
        add(x, place, FIND_WORKER, finder_place(x->f, person, SUBJECT_PERSON));
}

static const struct {
    int statement;
    enum subject_kind kind; /* that the rows are of; NONE: of whoever is known already */
    void (*row)(struct reading *x, uint32_t place, struct cursor *rows);
} sources[] = {
    { PEOPLE, SUBJECT_PERSON, row_of_person }, { HOMES, SUBJECT_HOME, row_of_home },
    { CHILDREN, SUBJECT_CHILD, row_of_child }, { NUMBERS, SUBJECT_CHILD, row_of_number },
    { EXTRAS, SUBJECT_CHILD, row_of_extra },   { PLACED, SUBJECT_CHILD, row_of_placed },
    { ROLES_HELD, SUBJECT_NONE, row_of_role },
};

static status read_source(struct reading *x, size_t which)
{
    const struct statement *s = &statements[sources[which].statement + (x->one != 0)];
    struct value in[] = { I64(x->r->store->log), I64(x->one) };
    struct task rows_task = { .arena = x->scratch, .clock = x->t->clock };
    WITH_CURSOR(rows);
    TRY(db_query(&rows_task, x->r->derived, s, in, s->params, &rows));
    for (size_t n = 0; cursor_next(&rows); n++) {
        struct arena_mark mark = arena_mark(x->scratch);
        uint32_t number = (uint32_t)cursor_i64(&rows);
        enum subject_kind kind = sources[which].kind;
        bool known = number < x->f->places && x->f->place[number] != 0;
        if (known || kind != SUBJECT_NONE)
            sources[which].row(x, finder_place(x->f, number, kind), &rows);
        arena_rewind(x->scratch, mark);
        if (n % 1024 == 0 && !finder_has_room(x->f))
            return fail(x->t, E_LIMIT,
                        "the register is too large to be searched by words: look"
                        " for the child by number");
    }
    status done = cursor_done(&rows);
    return done == OK ? OK : fail(x->t, done, "%s", rows_task.reason);
}

static int by_place(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->ref > y->ref) - (x->ref < y->ref);
}

/* In order and once each; a name before what else has the same word, since its part is lower. */
static void put_all(struct reading *x)
{
    if (x->pairs > 0)
        qsort(x->pair, x->pairs, sizeof *x->pair, by_place);
    for (size_t from = 0, to; from < x->pairs; from = to) {
        uint32_t ref[SUBJECT_REFS_MAX];
        size_t count = 0;
        for (to = from; to < x->pairs && x->pair[to].place == x->pair[from].place; to++)
            if (count < SUBJECT_REFS_MAX && (count == 0 || ref[count - 1] != x->pair[to].ref))
                ref[count++] = x->pair[to].ref;
        finder_put(x->f, x->pair[from].place, ref, count);
    }
}

static status read_sources(struct reading *x)
{
    TRY(db_prepare_all(x->t, x->r->derived, statements, STATEMENTS));
    for (size_t i = 0; i < COUNT(sources); i++)
        TRY(read_source(x, i));
    put_all(x);
    return OK;
}

static status read_for(struct task *t, struct finder *f, struct reader *r, uint32_t one)
{
    struct reading x = { .t = t, .f = f, .r = r, .one = one };
    x.scratch = arena_open(16 << 20);
    status done = read_sources(&x);
    arena_close(x.scratch);
    free(x.pair);
    return done;
}

status finder_read_all(struct task *t, struct finder *f, struct reader *r)
{
    return read_for(t, f, r, 0);
}

/* Homes and people are read as they are now too: whoever refers to them needs no change. */
status finder_read_one(struct task *t, struct finder *f, struct reader *r, uint32_t subject)
{
    enum subject_kind kind = SUBJECT_NONE;
    TRY(journal_subject_kind(t, r->journal, subject, &kind));
    if (kind != SUBJECT_CHILD && kind != SUBJECT_HOME && kind != SUBJECT_PERSON)
        return OK;
    uint32_t place = finder_place(f, subject, kind);
    finder_put(f, place, NULL, 0);
    return read_for(t, f, r, subject);
}

status find_describe(struct task *t, struct reader *r, uint32_t child, struct find_child *ret)
{
    struct value in[] = { I64(r->store->log), I64(child) };
    struct find_child c = { 0 };
    TRY(db_prepare_all(t, r->derived, statements, STATEMENTS));
    WITH_CURSOR(rows);
    TRY(db_query(t, r->derived, &statements[DESCRIBE], in, COUNT(in), &rows));
    bool found = cursor_next(&rows);
    if (found) {
        c.name = cursor_text(&rows);
        c.local_id = cursor_text(&rows);
        c.born = cursor_text(&rows);
        c.missing = ((uint64_t)cursor_i64(&rows) & (CHILD_IS(MISSING) | CHILD_IS(AWAY))) != 0;
        c.home = cursor_text(&rows);
    }
    TRY(cursor_done(&rows));
    if (!found)
        return fail(t, E_MISSING, "there is no child with that number");
    *ret = c;
    return OK;
}
