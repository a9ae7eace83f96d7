/* Reads comma-separated files (RFC 4180) from memory, row by row, with the line of every row.
 *
 * One bad row is told in that row and does not stop the rest. A file that cannot be trusted as a
 * whole (wrong encoding, a quote never closed) is refused with the line and what to do. */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H
#include "base/task.h"

struct csv {
    struct task *t;
    const char *start, *at, *end;
    int64_t line;             /* on which the next row starts */
    size_t columns;           /* in the header */
    const struct str *header; /* trimmed names, in the file's order */
    struct str *field;        /* the row being read */
    const char *problem;      /* what is wrong with it */
    status state;
};

struct csv_row {
    const struct str *field; /* as many as the header has, unless there is a problem */
    size_t count;
    int64_t line;    /* on which the row starts: a quoted field may span several */
    size_t at, len;  /* where its bytes lie in the file, without the line end */
    struct str problem; /* empty, or what is wrong with this row and what to do */
};

/* Checks the encoding and reads the header row. The bytes are borrowed, not copied. */
status csv_open(struct task *t, struct str bytes, struct csv *ret);
/* A row, or false at the end and on failure. Fields are views of the file; only a field with a
 * doubled quote is copied, into the task's arena, which may be rewound after each row. */
bool csv_next(struct csv *c, struct csv_row *ret);
status csv_done(const struct csv *c); /* OK, or why it stopped early */

/* The column with this name, ignoring the case of A to Z; c->columns when there is none. */
size_t csv_column(const struct csv *c, const char *name);

/* Adds one field, quoted only where it has to be; `first` says that no comma goes before it. */
void csv_put(struct text *out, bool first, struct str field);
void csv_put_end(struct text *out); /* CR LF */

#endif
