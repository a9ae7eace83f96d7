/* Numbered schema files and the words of schema text: run on both engines. */
#include "scratch.h"

#include "db/migrate.h"

#define FILE_OF(name, text)                                                                        \
    {                                                                                              \
        name, text, sizeof(text) - 1                                                               \
    }
static const char first_file[] = "CREATE TABLE one (k {{int}} PRIMARY KEY) {{without-rowid}}";
static const char second_file[] = "CREATE TABLE two (k {{int}} PRIMARY KEY) {{without-rowid}}\n"
                                  ";\n"
                                  "INSERT INTO two SELECT k FROM one\n";
static const char other_file[] = "CREATE TABLE elsewhere (k {{int}} PRIMARY KEY)";

static void files_are_applied_once_and_in_order(void **state)
{
    struct scratch *s = *state;
    const struct embedded one[] = { FILE_OF("kept-0001.sql", first_file), { 0 } };
    const struct embedded two[] = { FILE_OF("kept-0002.sql", second_file),
                                    FILE_OF("other.sql", other_file),
                                    FILE_OF("kept-0001.sql", first_file),
                                    { 0 } };
    static const struct statement look[] = { { "two.count", "SELECT count(*) FROM two", 0, 1 },
                                             { "one.count", "SELECT count(*) FROM one", 0, 1 },
                                             { "else", "SELECT k FROM elsewhere", 0, 1 } };
    WORKS(s, db_migrate(&s->t, s->d, one, S("kept-")));
    WORKS(s, db_migrate(&s->t, s->d, two, S("kept-")));
    WORKS(s, db_migrate(&s->t, s->d, two, S("kept-")));
    WORKS(s, db_prepare_all(&s->t, s->d, look, 2));
    GIVES(s, E_INVALID, db_prepare_all(&s->t, s->d, &look[2], 1));
    struct str text;
    WORKS(s, embedded_text(&s->t, two, S("other.sql"), &text));
    WORKS(s, db_schema(&s->t, s->d, text));
    WORKS(s, db_prepare_all(&s->t, s->d, &look[2], 1));
    GIVES(s, E_MISSING, embedded_text(&s->t, two, S("none.sql"), &text));
}

static void unknown_and_altered_files_are_refused(void **state)
{
    struct scratch *s = *state;
    const struct embedded mine[] = { FILE_OF("kept-0001.sql", first_file), { 0 } };
    const struct embedded altered[] = { FILE_OF("kept-0001.sql", other_file), { 0 } };
    const struct embedded unknown[] = { FILE_OF("kept-0002.sql", second_file), { 0 } };
    const struct embedded newer[] = { FILE_OF("kept-0001.sql", first_file),
                                      FILE_OF("kept-0002.sql", second_file),
                                      { 0 } };
    WORKS(s, db_migrate(&s->t, s->d, mine, S("kept-")));
    GIVES(s, E_CORRUPT, db_migrate(&s->t, s->d, altered, S("kept-")));
    assert_non_null(strstr(s->t.reason, "kept-0001.sql"));
    GIVES(s, E_CONFLICT, db_migrate(&s->t, s->d, unknown, S("kept-")));
    assert_non_null(strstr(s->t.reason, "kept-0001.sql"));
    struct db_place reading = s->place;
    reading.read_only = true;
    struct db *reader = scratch_open(s, reading);
    WORKS(s, db_migrate(&s->t, reader, mine, S("kept-")));
    GIVES(s, E_CONFLICT, db_migrate(&s->t, reader, newer, S("kept-")));
    assert_non_null(strstr(s->t.reason, "kept-0002.sql"));
    db_close(reader);
}

static void a_file_that_fails_leaves_no_trace(void **state)
{
    struct scratch *s = *state;
    const struct {
        const char *text, *says;
    } bad[] = {
        { "CREATE TABLE one (k {{int}})\n;\nCREATE TABLE one (k {{int}})", "kept-0001.sql" },
        { "CREATE TABLE one (k {{float}})", "{{float}}" },
        { "CREATE TABLE one (k {{int)", "{{" },
        { "{{append-only}}", "{{append-only}}" },
        { "{{int one}}", "{{int one}}" },
        { "{{append-only one; DROP TABLE thing}}", "{{append-only" },
    };
    const struct embedded good[] = { FILE_OF("kept-0001.sql", first_file), { 0 } };
    for (size_t i = 0; i < COUNT(bad); i++) {
        const struct embedded files[] = { { "kept-0001.sql", bad[i].text, strlen(bad[i].text) },
                                          { 0 } };
        GIVES(s, E_INVALID, db_migrate(&s->t, s->d, files, S("kept-")));
        assert_non_null(strstr(s->t.reason, bad[i].says));
    }
    WORKS(s, db_migrate(&s->t, s->d, good, S("kept-")));
}

/* Every file that travels in the binary, on this engine, and what is rebuilt twice over. */
static void the_projects_own_files_apply(void **state)
{
    struct scratch *s = *state;
    const struct str families[] = { S("kept-"), S("keys-"), S("heads-") };
    for (size_t i = 0; i < COUNT(families); i++) {
        struct db *d = NULL;
        struct db_place place = scratch_elsewhere(s, i == 0 ? "kept" : i == 1 ? "keys" : "heads");
        WORKS(s, db_open(&s->t, &place, &d));
        WORKS(s, db_migrate(&s->t, d, embedded_schemas, families[i]));
        WORKS(s, db_migrate(&s->t, d, embedded_schemas, families[i]));
        db_close(d);
    }
    struct str text;
    if (embedded_text(&s->t, embedded_schemas, S("derived.sql"), &text) != OK)
        skip();
    WORKS(s, db_schema(&s->t, s->d, text));
    WORKS(s, db_schema(&s->t, s->d, text));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE(files_are_applied_once_and_in_order),
        CASE(unknown_and_altered_files_are_refused),
        CASE(a_file_that_fails_leaves_no_trace),
        CASE(the_projects_own_files_apply),
    };
    return scratch_run(argc, argv, tests, COUNT(tests));
}
