/* Builds the postcode index from a plain table: read, sort, lay out, write beside, rename. */
#include "place/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "place/postcode_file.h"

struct row {
    uint64_t key; /* outward code, then inward: the order of the file */
    uint64_t entry;
};

struct build {
    struct task *t;
    struct row *row;
    size_t count, refused, rows;
    char district[POSTCODE_DISTRICTS][DISTRICT_BYTES];
    size_t districts, last;
};

static void close_file(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

struct mapping {
    void *at;
    size_t len;
};

static void close_mapping(struct mapping *m)
{
    if (m->at)
        munmap(m->at, m->len);
}

static status map_csv(struct task *t, struct str file, struct mapping *ret)
{
    __attribute__((cleanup(close_file))) int fd = open(str_nul(t->arena, file),
                                                       O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0 || fstat(fd, &about) != 0)
        return fail(t, errno == ENOENT ? E_MISSING : E_IO, "the postcodes cannot be read: %s",
                    strerror(errno));
    if (!S_ISREG(about.st_mode) || about.st_size == 0)
        return fail(t, E_INVALID, "the postcodes are not a file with rows in it");
    if (about.st_size > FILE_BYTES_MAX)
        return fail(t, E_LIMIT, "the file of postcodes is larger than %d MiB",
                    FILE_BYTES_MAX >> 20);
    void *at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED)
        return fail(t, E_IO, "the postcodes cannot be read: %s", strerror(errno));
    *ret = (struct mapping){ at, (size_t)about.st_size };
    return OK;
}

/* The number of a district's code; POSTCODE_DISTRICTS when it is no code or there are too many.
 * Neighbouring postcodes are mostly of one district, so the last one is tried first. */
static size_t district_number(struct build *b, struct str code)
{
    if (code.len != 9)
        return POSTCODE_DISTRICTS;
    if (b->last < b->districts && memcmp(b->district[b->last], code.at, 9) == 0)
        return b->last;
    for (size_t i = 0; i < b->districts; i++)
        if (memcmp(b->district[i], code.at, 9) == 0)
            return b->last = i;
    for (size_t i = 0; i < 9; i++)
        if (code.at[i] < '0' || code.at[i] > 'Z')
            return POSTCODE_DISTRICTS;
    if (b->districts == POSTCODE_DISTRICTS)
        return POSTCODE_DISTRICTS;
    memcpy(b->district[b->districts], code.at, 9);
    return b->last = b->districts++;
}

static bool number_of(struct str s, uint32_t most, uint32_t *ret)
{
    uint32_t n = 0;
    if (s.len == 0 || s.len > 7)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned char)s.at[i] - (unsigned)'0';
        if (digit > 9)
            return false;
        n = n * 10 + digit;
    }
    *ret = n;
    return n <= most;
}

static bool row_of(struct build *b, struct str line, struct row *ret)
{
    struct str part[4], rest = line;
    for (int i = 0; i < 3; i++)
        if (!str_cut(rest, ',', &part[i], &rest))
            return false;
    part[3] = rest;
    uint32_t outward, inward, easting, northing;
    if (!postcode_pack(part[0], &outward, &inward) || !number_of(part[1], EASTING_MAX, &easting) ||
        !number_of(part[2], NORTHING_MAX, &northing))
        return false;
    size_t district = district_number(b, part[3]);
    if (district == POSTCODE_DISTRICTS)
        return false;
    *ret = (struct row){ (uint64_t)outward << 13 | inward,
                         postcode_entry(inward, district, easting, northing) };
    return true;
}

static bool line_next(struct str *rest, struct str *ret)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->at, '\n', rest->len);
    size_t len = end ? (size_t)(end - rest->at) : rest->len;
    *ret = (struct str){ rest->at, len > 0 && rest->at[len - 1] == '\r' ? len - 1 : len };
    size_t used = end ? len + 1 : len;
    *rest = (struct str){ rest->at + used, rest->len - used };
    return true;
}

static status read_rows(struct build *b, struct str bytes)
{
    struct str line, rest = bytes;
    if (!line_next(&rest, &line) || !str_is(line, "postcode,easting,northing,laua"))
        return fail(b->t, E_INVALID,
                    "the first line must be \"postcode,easting,northing,laua\"");
    size_t room = 1;
    for (const char *at = rest.at; at < rest.at + rest.len; room++) {
        const char *end = memchr(at, '\n', (size_t)(rest.at + rest.len - at));
        at = end ? end + 1 : rest.at + rest.len;
    }
    if (room > POSTCODES_MAX)
        return fail(b->t, E_LIMIT, "more than %d postcodes", POSTCODES_MAX);
    b->row = NEWS(b->t->arena, struct row, room);
    for (; line_next(&rest, &line); b->rows++) {
        if (row_of(b, line, &b->row[b->count]))
            b->count++;
        else
            b->refused++;
    }
    return OK;
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = ((const struct row *)a)->key, y = ((const struct row *)b)->key;
    return (x > y) - (x < y);
}

/* A postcode told twice is kept once: the one that came first, as the sort is stable. */
static void sort_rows(struct build *b)
{
    bool sorted = true;
    for (size_t i = 1; i < b->count && sorted; i++)
        sorted = b->row[i - 1].key < b->row[i].key;
    if (sorted)
        return;
    qsort(b->row, b->count, sizeof *b->row, by_key);
    size_t kept = 0;
    for (size_t i = 0; i < b->count; i++)
        if (kept == 0 || b->row[kept - 1].key != b->row[i].key)
            b->row[kept++] = b->row[i];
    b->refused += b->count - kept;
    b->count = kept;
}

static status count_parts(struct build *b, struct postcode_head *h)
{
    uint64_t outward = UINT64_MAX, sector = UINT64_MAX;
    for (size_t i = 0; i < b->count; i++) {
        uint64_t o = b->row[i].key >> 13, s = o * 10 + (b->row[i].key & 8191) / POSTCODE_UNITS;
        h->outwards += o != outward;
        h->sectors += s != sector;
        outward = o;
        sector = s;
    }
    if (h->outwards > POSTCODE_OUTWARDS || h->sectors > POSTCODE_SECTORS)
        return fail(b->t, E_LIMIT, "more than %d postcode districts or %d sectors",
                    POSTCODE_OUTWARDS, POSTCODE_SECTORS);
    return OK;
}

static void take_slot(uint16_t *slot, uint32_t code, unsigned number)
{
    uint32_t at = postcode_slot(code);
    while (slot[at % POSTCODE_SLOTS])
        at++;
    slot[at % POSTCODE_SLOTS] = (uint16_t)number;
}

static void lay_out(const struct build *b, const struct postcode_head *h, char *start)
{
    struct postcode_layout at = postcode_layout(h);
    uint16_t *slot = (void *)(start + at.slots);
    struct postcode_outward *o = (struct postcode_outward *)(void *)(start + at.outwards) - 1;
    struct postcode_sector *s = (struct postcode_sector *)(void *)(start + at.sectors) - 1;
    uint64_t *entry = (void *)(start + at.entries);
    unsigned outwards = 0, sectors = 0;
    memcpy(start, h, sizeof *h);
    memcpy(start + at.districts, b->district, (size_t)h->districts * DISTRICT_BYTES);
    for (size_t i = 0; i < b->count; i++) {
        uint32_t code = (uint32_t)(b->row[i].key >> 13), inward = b->row[i].key & 8191;
        if (outwards == 0 || o->code != code) {
            (++o)->code = code;
            take_slot(slot, code, ++outwards);
        }
        uint16_t *number = &o->sector[inward / POSTCODE_UNITS];
        if (*number == 0) {
            *number = (uint16_t)++sectors;
            (++s)->first = (uint32_t)i;
        }
        unsigned unit = inward % POSTCODE_UNITS;
        s->bits[unit / 64] |= UINT64_C(1) << unit % 64;
        for (unsigned word = unit / 64 + 1; word < COUNT(s->before); word++)
            s->before[word]++;
        entry[i] = b->row[i].entry;
    }
}

static status write_all(struct task *t, int fd, struct str bytes)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t wrote = write(fd, bytes.at + done, bytes.len - done);
        if (wrote < 0 && errno != EINTR)
            return fail(t, E_IO, "the postcode index cannot be written: %s", strerror(errno));
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    if (fsync(fd) != 0)
        return fail(t, E_IO, "the postcode index cannot be written: %s", strerror(errno));
    return OK;
}

/* A reader never sees half a file: it is written beside and takes its name when it is whole. */
static status store(struct task *t, struct str file, struct str bytes)
{
    const char *name = str_nul(t->arena, file);
    const char *beside = str_nul(t->arena, str_print(t->arena, "%s.new", name));
    __attribute__((cleanup(close_file))) int fd =
        open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return fail(t, E_IO, "the postcode index cannot be written: %s", strerror(errno));
    status wrote = write_all(t, fd, bytes);
    if (wrote == OK && rename(beside, name) != 0)
        wrote = fail(t, E_IO, "the postcode index cannot be written: %s", strerror(errno));
    if (wrote != OK)
        unlink(beside);
    return wrote;
}

status postcodes_build(struct task *t, struct str csv_file, struct str out_file,
                       struct postcodes_built *ret)
{
    __attribute__((cleanup(close_mapping))) struct mapping csv = { 0 };
    TRY(map_csv(t, csv_file, &csv));
    struct arena_mark mark = arena_mark(t->arena);
    struct build *b = NEW(t->arena, struct build);
    b->t = t;
    TRY(read_rows(b, (struct str){ csv.at, csv.len }));
    if (b->count == 0)
        return fail(t, E_INVALID, "no row of the file has a postcode with a grid reference");
    sort_rows(b);
    struct postcode_head h = { .magic = POSTCODE_MAGIC,
                               .version = POSTCODE_VERSION,
                               .postcodes = (uint32_t)b->count,
                               .districts = (uint32_t)b->districts };
    TRY(count_parts(b, &h));
    h.bytes = postcode_layout(&h).end;
    h.hash = postcode_head_hash(&h);
    char *bytes = arena_take(t->arena, h.bytes, 1);
    lay_out(b, &h, bytes);
    TRY(store(t, out_file, (struct str){ bytes, h.bytes }));
    *ret = (struct postcodes_built){ b->rows, b->count, b->refused, h.bytes };
    arena_rewind(t->arena, mark);
    return OK;
}
