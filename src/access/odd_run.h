/* Looking over one day's access, and what was found and reviewed so far. */
#ifndef ACCESS_ODD_RUN_H
#define ACCESS_ODD_RUN_H
#include "access/odd.h"
#include "work/writer.h"

struct odd_seen {
    uint64_t look; /* its number */
    uint32_t person, child, count;
    uint8_t why, verdict; /* verdict 0: not reviewed */
    struct instant at;
    struct str name, child_name, reason, by;
};
struct odd_list {
    struct odd_seen *at; /* newest first */
    size_t count;
    bool cut;
};
/* Notes what is odd of that day (UTC), each once however often this runs. */
status odd_run(struct task *t, struct reader *r, struct writer *w, struct date day,
               uint32_t *ret_new);
/* The same of the day before: for the watcher. */
status odd_yesterday(struct task *t, struct reader *r, struct writer *w, struct instant now);
status odd_look(struct task *t, struct reader *r, struct odd_list *ret);

#endif
