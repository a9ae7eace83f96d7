/* Ways in: a statutory return as files, and events as JSON. Each row gets a receipt.
 *
 * An error in one row never stops the rest unless asked; sending the same again changes nothing. */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H
#include "work/look.h"
#include "work/writer.h"

struct receipt_row {
    struct str file; /* its name, not its path */
    size_t line;
    enum receipt_kind { ROW_TAKEN, ROW_UNCHANGED, ROW_CORRECTED, ROW_WARNED, ROW_REFUSED } kind;
    struct str field, reason; /* what a person should do; never personal data */
};
struct receipt {
    size_t children, rows, taken, unchanged, corrected, withdrawn, warned, refused, events;
    size_t table_rows[12]; /* in the order of the return's tables; see return_table_name */
    struct receipt_row *row; /* only warned and refused ones, the first LIST_ROWS_MAX */
    size_t listed;
    bool nothing_stored; /* all-or-nothing, and a row was refused */
};
const char *return_table_name(unsigned table); /* "Header", "Episodes" … */

typedef void intake_progress(void *self, const char *stage, size_t done, size_t of);

struct return_import {
    struct str folder;       /* *.csv, known by their headers, not by their names */
    int year;                /* in which the return ends: 2018 is 1 April 2017 to 31 March 2018 */
    struct str authority;    /* ONS code of the authority that made it */
    bool all_or_nothing, dry_run;
    struct str postcodes;    /* the mapped index; empty: distance and area "could not look" */
    intake_progress *progress;
    void *self;
};
/* Maps the twelve tables to events with their source rows; a corrected return appends corrections
 * (and withdrawals of rows that are gone) only. */
status intake_return(struct task *t, struct store *s, struct writer *w, struct reader *r,
                     const struct return_import *in, struct receipt *ret);

/* One event, an array, or one a line. Keys: "kind", "child" ("566910", "no:12", "upn:…") or
 * "subject", "happened" (instant or date, with "precision"), "agency", "author", "role",
 * "corrects", "source", "key" (idempotency), "expected", and the kind's own fields.
 * What need not be said is completed: see writer_complete. */
struct json_intake {
    struct str bytes;
    bool all_or_nothing;
    intake_progress *progress;
    void *self;
};
struct recorded { /* one a recorded event, in order */
    uint32_t subject, n;
    int64_t seq;
    bool repeated;
};
status intake_json(struct task *t, struct store *s, struct writer *w, struct reader *r,
                   const struct json_intake *in, struct receipt *ret, struct recorded **ret_done,
                   size_t *ret_count);

#endif
