/* What the pages of one episode and of its two accounts show: filled in by episode.c and claims.c.
 */
#ifndef WEB_EPISODE_PAGE_H
#define WEB_EPISODE_PAGE_H
#include "web/child_page.h"
#include "work/claims.h"

struct log_row {
    const struct child_entry *e;
    struct str by, agency, later;
    uint32_t told_n;
};
struct grading {
    uint8_t grade;
    struct instant at;
    struct str reasons, by;
};
struct claim_cell {
    struct str words; /* empty: says nothing of it */
    bool differs;
};
struct claim_row {
    const struct claim_words *about;
    enum difference difference;
    struct str outcome;
    struct claim_cell *cell; /* one an agency */
};
struct claims_table {
    struct str *agency;
    size_t agencies;
    struct claim_row *row;
    size_t rows, open;
    bool cut;
};
struct episode_page {
    uint32_t child, n; /* n: the entry in its address */
    struct str name, first;
    const struct missing_episode *e;
    const char *class;
    bool open;
    struct str found_where, returned_by;
    struct log_row *log, *tried; /* everything; enquiries and sightings alone */
    size_t logs, tries;
    struct grading *grading;
    size_t gradings;
    struct claims_table claims;
    struct owed_row *owed;
    size_t owed_count;
    const char *owed_failed;
};
status claims_table_of(struct task *t, struct request *in, const struct view *v,
                       const struct child_file *f, uint64_t episode, struct claims_table *ret);
/* The episode that entry `n` of the file speaks of; NULL: none. */
const struct missing_episode *episode_at(const struct child_file *f, uint32_t n);
struct str agency_words(struct task *t, struct request *in, const struct event *e);

struct grade_page {
    uint32_t child, last_n;
    struct str name, first;
    struct choices grades;
    struct grading now; /* grade 0: not graded yet */
};

struct settle_page {
    uint32_t child, n;
    struct str name, first;
    const struct claim_row *row;
    const struct claims_table *table;
};
struct difference_row {
    uint32_t child, n;
    struct str name;
    struct instant since;
    bool open;
    struct claims_table table; /* only what differs */
};
struct differences_page {
    struct difference_row *row;
    size_t count, looked, hidden;
    bool cut;
    const char *failed;
};

#endif
