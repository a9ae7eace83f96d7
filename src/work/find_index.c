/* The index of finding in memory: words told apart once, and for each subject the list of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "work/find_inside.h"

enum {
    NUMBERS_MAX = (1 << REF_PART_SHIFT) - 1
};

/* More room, the old wiped. Out of memory the process stops, as everywhere. */
static void *grown(void *old, size_t used, size_t *room, size_t one)
{
    size_t more = *room ? *room * 2 : 1024;
    void *at = calloc(more, one);
    MUST(at != NULL);
    if (used > 0) {
        memcpy(at, old, used * one);
        wipe(old, used * one);
    }
    free(old);
    *room = more;
    return at;
}

static size_t bytes_of(const struct finder *f)
{
    return f->terms_room * (sizeof *f->term + sizeof *f->mask) + f->slots * sizeof *f->slot +
           f->text_room + f->refs_room * sizeof *f->ref + f->subjects_room * sizeof *f->subject +
           f->places * sizeof *f->place;
}

bool finder_has_room(const struct finder *f)
{
    return 3 * bytes_of(f) / 2 < FINDER_BYTES_MAX && f->terms < NUMBERS_MAX &&
           f->subjects < NUMBERS_MAX;
}

size_t finder_bytes(struct finder *f)
{
    pthread_rwlock_rdlock(&f->lock);
    size_t bytes = bytes_of(f);
    pthread_rwlock_unlock(&f->lock);
    return bytes;
}

static void slots_double(struct finder *f)
{
    size_t slots = f->slots ? f->slots * 2 : 4096;
    uint32_t *slot = calloc(slots, sizeof *slot);
    MUST(slot != NULL);
    for (size_t i = 0; i < f->terms; i++) {
        struct str word = { f->text + f->term[i].at, f->term[i].length };
        size_t at = hash64(word) & (slots - 1);
        while (slot[at])
            at = (at + 1) & (slots - 1);
        slot[at] = (uint32_t)i + 1;
    }
    free(f->slot);
    f->slot = slot;
    f->slots = slots;
}

uint32_t finder_term(struct finder *f, struct str word)
{
    MUST(word.len > 0 && word.len <= TERM_BYTES_MAX);
    if (2 * (f->terms + 1) > f->slots)
        slots_double(f);
    size_t at = hash64(word) & (f->slots - 1);
    for (; f->slot[at]; at = (at + 1) & (f->slots - 1)) {
        const struct term *have = &f->term[f->slot[at] - 1];
        if (str_equal((struct str){ f->text + have->at, have->length }, word))
            return f->slot[at] - 1;
    }
    if (f->terms == f->terms_room) {
        size_t room = f->terms_room;
        f->mask = grown(f->mask, f->terms, &room, sizeof *f->mask);
        f->term = grown(f->term, f->terms, &f->terms_room, sizeof *f->term);
    }
    if (f->text_len + word.len > f->text_room)
        f->text = grown(f->text, f->text_len, &f->text_room, 1);
    memcpy(f->text + f->text_len, word.at, word.len);
    f->term[f->terms] = (struct term){ (uint32_t)f->text_len, (uint8_t)word.len };
    f->mask[f->terms] = find_mask(word);
    f->text_len += word.len;
    f->slot[at] = (uint32_t)++f->terms;
    return (uint32_t)f->terms - 1;
}

uint32_t finder_place(struct finder *f, uint32_t number, enum subject_kind kind)
{
    while (number >= f->places)
        f->place = grown(f->place, f->places, &f->places, sizeof *f->place);
    if (f->place[number] == 0) {
        if (f->subjects == f->subjects_room)
            f->subject = grown(f->subject, f->subjects, &f->subjects_room, sizeof *f->subject);
        f->subject[f->subjects] = (struct findable){ .number = number, .kind = (uint8_t)kind };
        f->place[number] = (uint32_t)++f->subjects;
    }
    return f->place[number] - 1;
}

void finder_put(struct finder *f, uint32_t place, const uint32_t *ref, size_t count)
{
    struct findable *s = &f->subject[place];
    if (count > s->count) {
        while (f->refs + count > f->refs_room)
            f->ref = grown(f->ref, f->refs, &f->refs_room, sizeof *f->ref);
        f->refs_waste += s->count;
        s->refs = (uint32_t)f->refs;
        f->refs += count;
    }
    if (count > 0)
        memcpy(f->ref + s->refs, ref, count * sizeof *ref);
    s->count = (uint16_t)count;
}

static void drop(void *at, size_t bytes)
{
    if (at)
        wipe(at, bytes);
    free(at);
}

void finder_forget(struct finder *f)
{
    drop(f->mask, f->terms * sizeof *f->mask);
    drop(f->term, f->terms * sizeof *f->term);
    drop(f->slot, f->slots * sizeof *f->slot);
    drop(f->text, f->text_len);
    drop(f->ref, f->refs * sizeof *f->ref);
    drop(f->subject, f->subjects * sizeof *f->subject);
    drop(f->place, f->places * sizeof *f->place);
    f->mask = NULL;
    f->term = NULL;
    f->slot = f->ref = f->place = NULL;
    f->text = NULL;
    f->subject = NULL;
    f->terms = f->terms_room = f->slots = f->text_len = f->text_room = 0;
    f->refs = f->refs_room = f->refs_waste = f->subjects = f->subjects_room = f->places = 0;
}
