/* Reads vectors of transparency logs: a file of JSON, its hashes, and the count of what held. */
#ifndef TEST_TLOG_FILE_H
#define TEST_TLOG_FILE_H
#include "base/task.h"
#include "format/json_read.h"
#include "journal/note.h"
#include "journal/tree.h"

struct vectors {
    struct task *t;
    const struct json_value *all;
    int passed, failed;
};
#define HOLDS(v, condition, ...) holds((v), (condition), #condition, __VA_ARGS__)
void holds(struct vectors *v, bool condition, const char *what, const char *where, int64_t at);

const struct json_value *need(const struct json_value *in, const char *key);
int64_t number_of(const struct json_value *in, const char *key);
struct str text_of(const struct json_value *in, const char *key);
/* Hex of 64 digits, or base64: as the section has it. */
struct hash256 hash_of(const struct json_value *v);
struct str bytes_of(struct task *t, struct str hex);
size_t proof_of(const struct json_value *in, struct hash256 ret[128]);

/* Each looks for its sections and passes over those that the file has not. */
void check_trees(struct vectors *v);
void check_notes(struct vectors *v);

#endif
