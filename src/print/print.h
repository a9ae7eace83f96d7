/* A page of ours as a tagged PDF: what can be put on paper, in a file, before a court. */
#ifndef PRINT_PRINT_H
#define PRINT_PRINT_H
#include "base/str.h"
#include "base/task.h"
#include "base/time.h"

enum {
    PRINT_BYTES_MAX = 16 << 20, /* of one PDF */
    PRINT_PAGES_MAX = 1000
};

/* What stands on every sheet besides the page itself. Title, language and "as known at" are taken
 * from the page. */
struct print_head {
    struct str printed; /* "Printed by NAME, role, instant" */
    struct str page_of; /* "page %n of %m" */
    struct str origin;  /* "https://register.example", before links within the site; "": none */
    struct instant now; /* the date of the file: nothing else in it depends on the clock */
};

/* E_INVALID: no page; E_LIMIT: larger than may be; E_IO: this machine has no letters to print. The
 * same page and head give the same bytes wherever the same fonts are. It takes up to some hundred
 * MiB of the task's memory, for a page as large as may be. */
status print_pdf(struct task *t, struct str html, const struct print_head *head,
                 struct str *ret_pdf);
/* Reads the list of fonts, which takes a moment: before the first page is asked for. */
void print_warm(void);

#endif
