/* Subjects of the log: their dense numbers, kinds, and how long each one's stream is. */
#include <stdlib.h>

#include "journal/own.h"

enum {
    LAST_NUMBER,
    KIND,
    ADD,
    LAST_PART
};
const struct statement subject_statements[SUBJECT_STATEMENTS] = {
    [LAST_NUMBER] = { "journal.last_subject",
                      "SELECT number FROM subject WHERE log = $1 ORDER BY number DESC LIMIT 1", 1,
                      1 },
    [KIND] = { "journal.subject_kind", "SELECT kind FROM subject WHERE log = $1 AND number = $2", 2,
               1 },
    [ADD] = { "journal.subject_add", "INSERT INTO subject (log, number, kind) VALUES ($1, $2, $3)",
              3, 0 },
    [LAST_PART] = { "journal.last_part",
                    "SELECT at FROM sealed_part WHERE log = $1 AND at > $2 AND at < $3"
                    " ORDER BY at DESC LIMIT 1",
                    3, 1 },
};

/* Pages, not one array: a stream that is being read points at its key. */
struct subject *subject_at(struct journal *j, uint32_t number)
{
    size_t page = number / SUBJECTS_A_PAGE;
    MUST(page < SUBJECT_PAGES);
    if (!j->pages[page]) {
        j->pages[page] = calloc(SUBJECTS_A_PAGE, sizeof **j->pages);
        MUST(j->pages[page]);
    }
    return &j->pages[page][number % SUBJECTS_A_PAGE];
}

status subjects_count(struct task *t, struct journal *j, uint32_t *ret)
{
    int64_t number = 0;
    status s = db_query_i64(t, j->kept, &subject_statements[LAST_NUMBER],
                            (struct value[]){ I64(j->log) }, 1, &number);
    if (s != OK && s != E_MISSING)
        return s;
    if (number < 0 || number >= (int64_t)SUBJECTS_A_PAGE * SUBJECT_PAGES)
        return fail(t, E_CORRUPT,
                    "the journal's subjects are not numbered from 1: run a full check");
    *ret = (uint32_t)number;
    return OK;
}

status subject_known(struct task *t, struct journal *j, uint32_t number, struct subject **ret)
{
    int64_t kind;
    if (number == 0 || number >= (uint32_t)SUBJECTS_A_PAGE * SUBJECT_PAGES)
        return fail(t, E_MISSING, "there is no subject %u in this register", number);
    struct subject *s = subject_at(j, number);
    if (s->kind == SUBJECT_NONE) {
        struct value in[] = { I64(j->log), I64(number) };
        status found = db_query_i64(t, j->kept, &subject_statements[KIND], in, COUNT(in), &kind);
        if (found == E_MISSING)
            return fail(t, E_MISSING, "there is no subject %u in this register", number);
        TRY(found);
        if (kind <= SUBJECT_NONE || kind >= SUBJECT_ANY)
            return fail(t, E_CORRUPT, "subject %u has no known kind: run a full check", number);
        s->kind = (uint8_t)kind;
    }
    *ret = s;
    return OK;
}

status subject_length(struct task *t, struct journal *j, uint32_t number, struct subject *s)
{
    int64_t at = 0;
    if (s->length_known)
        return OK;
    struct value in[] = { I64(j->log), I64(stream_at(number, 0)), I64(stream_at(number + 1, 0)) };
    status found = db_query_i64(t, j->kept, &subject_statements[LAST_PART], in, COUNT(in), &at);
    if (found != OK && found != E_MISSING)
        return found;
    s->length = (uint32_t)at & (STREAM_EVENTS_MAX - 1);
    s->length_known = true;
    return OK;
}

/* Only what the transaction may have changed: keys are durable before it. */
void subjects_forget(struct journal *j)
{
    for (size_t page = 0; page < SUBJECT_PAGES; page++) {
        struct subject *all = j->pages[page];
        for (size_t i = 0; all && i < SUBJECTS_A_PAGE; i++) {
            all[i].length_known = false;
            if (page * SUBJECTS_A_PAGE + i > j->subjects_committed)
                all[i].kind = SUBJECT_NONE;
        }
    }
    j->subjects = j->subjects_committed;
}

status journal_subject_new(struct task *t, struct journal *j, enum subject_kind kind,
                           uint32_t *ret_number)
{
    MUST(kind > SUBJECT_NONE && kind < SUBJECT_ANY);
    uint32_t number = j->subjects + 1;
    if (number >= (uint32_t)SUBJECTS_A_PAGE * SUBJECT_PAGES)
        return fail(t, E_LIMIT, "this log holds as many subjects as it can");
    struct value in[] = { I64(j->log), I64(number), I64(kind) };
    TRY(db_run(t, j->kept, &subject_statements[ADD], in, COUNT(in)));
    j->subjects = number;
    struct subject *s = subject_at(j, number);
    s->kind = (uint8_t)kind;
    s->length = 0;
    s->length_known = true;
    *ret_number = number;
    return OK;
}

status journal_subject_kind(struct task *t, struct journal *j, uint32_t number,
                            enum subject_kind *ret_kind)
{
    struct subject *s;
    TRY(subject_known(t, j, number, &s));
    *ret_kind = (enum subject_kind)s->kind;
    return OK;
}

uint32_t journal_subject_count(const struct journal *j)
{
    return j->subjects;
}

uint32_t journal_stream_length(struct task *t, struct journal *j, uint32_t subject)
{
    struct subject *s;
    if (subject_known(t, j, subject, &s) != OK)
        return 0;
    if (!j->writes)
        s->length_known = false; /* a reader's: another connection may have added to it */
    return subject_length(t, j, subject, s) == OK ? s->length : 0;
}
