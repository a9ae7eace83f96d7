/* Putting what was said in a form into the journal, once, however often the button is pressed. */
#ifndef WEB_RECORD_H
#define WEB_RECORD_H
#include "web/pages.h"

enum {
    SAID_MAX = 4
};
struct said { /* the entries of one form, all or none */
    struct event event[SAID_MAX];
    size_t count;
    uint32_t child;
    uint32_t seen_n; /* the file's length when the form was made; APPEND_ANY: whatever it is now */
    struct str key;
};
/* The author is who is signed in. OK also for a second press: *ret_seq is then the first entry's.
 * E_CONFLICT: the file moved on; nothing was written. */
status record(struct task *t, struct request *in, struct said *s, int64_t *ret_seq);

enum {
    TOGETHER_MAX = 6
};
struct said_together { /* one form about several children: all of it or none */
    struct event *event; /* child by child */
    size_t count;
    struct seen_length of[TOGETHER_MAX]; /* each child, and the length of the file as it was seen */
    size_t children;
    struct str key;
};
/* As `record`; the key is kept under the first child. E_CONFLICT: one of the files moved on. */
status record_together(struct task *t, struct request *in, struct said_together *s,
                       int64_t *ret_seq);

/* Whether this filling-in was recorded already: a press that comes second is not judged anew. */
bool recorded_before(struct task *t, const struct request *in, uint32_t child, struct str key,
                     int64_t *ret_seq);

/* Leads on to the receipt of what was recorded about a child's duty or alarm, or to the home. */
status work_kept(struct task *t, struct request *in, struct response *out, uint32_t subject,
                 int64_t seq);

/* Why nothing was kept, for the form that is shown again. */
const char *not_kept(struct task *t, status why);
/* The file's length that the form carries; APPEND_ANY when it does not. */
uint32_t seen_n(const struct request *in);

/* "06:40", "0640", "6.40", "6:40am": false when it is none of these. */
bool clock_read(struct str typed, int *ret_hour, int *ret_minute);
/* The last such time that is not in the future: 23:15 typed at 02:00 was last night. */
struct instant last_time(struct instant now, int hour, int minute);

struct receipts; /* what was recorded under which key, for presses that race */
struct receipts *receipts_open(struct arena *a); /* lies in it */
void receipts_close(struct receipts *r);

/* What a receipt page says of one entry, found by its place in the log. */
status receipt_fill(struct task *t, struct request *in, const struct view *v,
                    const struct child_file *f, int64_t seq, struct receipt_page *ret,
                    const struct child_entry **ret_entry);

#endif
