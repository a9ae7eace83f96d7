/* The JSON API: rows it answers with, their shapes, and what each address of it does. */
#ifndef WEB_API_H
#define WEB_API_H
#include "web/access.h"
#include "web/json_shape.h"

struct api_told {
    uint32_t person;
    struct str who, because;
    uint8_t role;
    struct instant told, seen, answered;
    bool delivered;
};
struct api_missing {
    uint32_t child, home, episodes_90_days;
    int64_t episode;
    struct str name, local_id, home_name, last_seen_where;
    uint8_t class, grade;
    struct instant since;
    struct api_told *told;
    size_t told_count;
};
struct api_missing_list {
    struct instant at;
    bool cut;
    uint32_t kept_back; /* whom this reader may not see */
    struct api_missing *missing;
    size_t count;
};
struct api_owed {
    struct str rule, title, cite, name, owner_name;
    uint32_t subject, child, started, owner;
    int64_t about;
    const char *state;
    struct instant from, due, closed;
    uint8_t owner_role, asked_role;
};
struct api_owed_list {
    struct instant at;
    bool cut;
    int64_t open, late;
    struct api_owed *owed;
    size_t count;
};
struct api_name {
    uint32_t number;
    struct str name, detail;
};
struct api_name_list {
    bool cut;
    struct api_name *listed;
    size_t count;
};
struct api_placement {
    int64_t placement, tenths_of_a_mile; /* -1 not known */
    uint8_t type, area;
    struct instant from, until;
};
struct api_episode {
    int64_t episode;
    uint8_t class, grade;
    struct instant from, until, found, returned, interview_offered, interview_held;
};
struct api_child {
    uint32_t child, entries, held_back;
    struct str local_id, name, because;
    int32_t born;
    struct instant at, as_known_at;
    bool looked_after, missing, away;
    uint8_t legal_status;
    struct api_placement *placements;
    struct api_episode *episodes;
    struct api_owed *owed;
    size_t placement_count, episode_count, owed_count;
};
struct api_entry {
    uint32_t n, author, agency, corrects;
    int64_t entry;
    const char *kind;
    uint8_t precision, role;
    struct instant happened, recorded;
    bool corrected;
    struct str words, source;
    const struct event *said;
};
struct api_entry_list {
    uint32_t child, length;
    struct instant as_known_at;
    struct api_entry *entries;
    size_t count;
};
struct api_kept {
    uint32_t child, n;
    int64_t entry;
    bool repeated;
};
struct api_found {
    uint32_t child;
    struct str name, local_id, lives, found_by;
    bool missing;
};
struct api_found_list {
    int64_t all;
    struct api_found *found;
    size_t count;
};
struct api_rule {
    struct str name, title, cite, sentence;
    const char *force, *confidence;
    bool alarm;
    uint8_t owner;
};
struct api_rule_list {
    struct str nation, hash;
    struct api_rule *rules;
    size_t count;
};

extern const struct json_shape api_missing_shape, api_owed_shape, api_names_shape, api_child_shape,
    api_entries_shape, api_kept_shape, api_found_shape, api_rules_shape;

/* One address of the API, for the document that describes it. */
struct operation {
    enum route_name route;
    const char *words, *number; /* number: what {n} is */
    const struct json_shape *answer;
    const char *takes; /* schema of its body; NULL: none. "say": one entry, by kind */
    struct {
        const char *name, *words;
    } query[3];
};
extern const struct operation operations[];
extern const size_t operation_count;

bool is_api(enum route_name route);
/* Kinds of entry that may be sent: a child's, and not the program's own. */
bool api_takes(enum event_kind kind);
status api_send(struct task *t, const struct json_shape *s, const void *row, struct response *out);
/* RFC 9457: what is wrong and what to do. */
void api_trouble(struct task *t, status why, unsigned code, struct response *out);
/* The whole document, OpenAPI 3.1. */
struct str openapi_document(struct task *t);

#endif
