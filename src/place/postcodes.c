/* Looks postcodes up in a file mapped into memory. Counts are checked against the file's length
 * when it is opened and every place read from it against the counts, so that a broken or hostile
 * file gives wrong answers at worst, never a read outside. */
#include "place/place.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "place/postcode_file.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the file is read in place");

struct postcodes {
    struct arena *arena;
    void *map;
    size_t bytes;
    uint32_t count, outwards, sectors, districts;
    const uint16_t *slot;
    const struct postcode_outward *outward;
    const struct postcode_sector *sector;
    const char *district;
    const uint64_t *entry;
};

static void close_file(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static status refuse(struct task *t, const char *why)
{
    return fail(t, E_CORRUPT,
                "the postcode index cannot be used (%s): build it again from the postcodes", why);
}

static status check_head(struct task *t, const struct postcode_head *h, size_t bytes)
{
    if (memcmp(h->magic, POSTCODE_MAGIC, sizeof h->magic) != 0)
        return refuse(t, "it is not a postcode index");
    if (h->version != POSTCODE_VERSION)
        return refuse(t, "it is of another version");
    struct hash256 want = postcode_head_hash(h);
    if (memcmp(&h->hash, &want, sizeof want) != 0)
        return refuse(t, "its head is damaged");
    if (h->postcodes > POSTCODES_MAX || h->outwards > POSTCODE_OUTWARDS ||
        h->sectors > POSTCODE_SECTORS || h->districts > POSTCODE_DISTRICTS)
        return refuse(t, "its counts are too large");
    if (postcode_layout(h).end != bytes || h->bytes != bytes)
        return refuse(t, "it is cut short or too long");
    return OK;
}

/* District codes are handed out as C text: each must end inside its own place. */
static status check_districts(struct task *t, const struct postcodes *p)
{
    for (size_t i = 0; i < p->districts; i++)
        if (p->district[(i + 1) * DISTRICT_BYTES - 1])
            return refuse(t, "a district code is damaged");
    return OK;
}

status postcodes_open(struct task *t, struct str file, struct postcodes **ret)
{
    __attribute__((cleanup(close_file))) int fd = open(str_nul(t->arena, file),
                                                       O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0 || fstat(fd, &about) != 0)
        return fail(t, errno == ENOENT ? E_MISSING : E_IO,
                    "the postcode index cannot be opened: %s", strerror(errno));
    if (!S_ISREG(about.st_mode) || about.st_size < (off_t)sizeof(struct postcode_head))
        return refuse(t, "it is too short");
    size_t bytes = (size_t)about.st_size;
    void *map = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        return fail(t, E_IO, "the postcode index cannot be mapped: %s", strerror(errno));
    struct postcode_head h;
    memcpy(&h, map, sizeof h);
    status checked = check_head(t, &h, bytes);
    if (checked != OK) {
        munmap(map, bytes);
        return checked;
    }
    struct arena *own = arena_open(64 << 10);
    struct postcodes *p = NEW(own, struct postcodes);
    struct postcode_layout at = postcode_layout(&h);
    const char *start = map;
    *p = (struct postcodes){ own, map, bytes, h.postcodes, h.outwards, h.sectors, h.districts,
                             (const void *)(start + at.slots), (const void *)(start + at.outwards),
                             (const void *)(start + at.sectors), start + at.districts,
                             (const void *)(start + at.entries) };
    checked = check_districts(t, p);
    if (checked != OK) {
        postcodes_close(p);
        return checked;
    }
    madvise(map, bytes, MADV_RANDOM);
    *ret = p;
    return OK;
}

void postcodes_close(struct postcodes *p)
{
    if (!p)
        return;
    munmap(p->map, p->bytes);
    arena_close(p->arena);
}

size_t postcodes_count(const struct postcodes *p)
{
    return p->count;
}

static const struct postcode_outward *find_outward(const struct postcodes *p, uint32_t code)
{
    uint32_t slot = postcode_slot(code);
    for (unsigned tries = 0; tries < POSTCODE_SLOTS; tries++) {
        unsigned at = p->slot[(slot + tries) % POSTCODE_SLOTS];
        if (at == 0 || at > p->outwards)
            return NULL;
        if (p->outward[at - 1].code == code)
            return &p->outward[at - 1];
    }
    return NULL;
}

bool postcodes_find(const struct postcodes *p, struct str postcode, struct place_point *ret)
{
    uint32_t code, inward;
    if (!postcode_pack(postcode, &code, &inward))
        return false;
    const struct postcode_outward *o = find_outward(p, code);
    unsigned number = o ? o->sector[inward / POSTCODE_UNITS] : 0;
    if (number == 0 || number > p->sectors)
        return false;
    const struct postcode_sector *s = &p->sector[number - 1];
    unsigned unit = inward % POSTCODE_UNITS, word = unit / 64;
    uint64_t bit = UINT64_C(1) << unit % 64;
    if (!(s->bits[word] & bit))
        return false;
    size_t at = (size_t)s->first + s->before[word] +
                (unsigned)__builtin_popcountll(s->bits[word] & (bit - 1));
    if (at >= p->count)
        return false;
    uint64_t entry = p->entry[at];
    size_t district = entry >> 41 & 511;
    if (entry >> 50 != inward || district >= p->districts)
        return false;
    ret->easting = (int32_t)(entry >> 21 & EASTING_MAX);
    ret->northing = (int32_t)(entry & NORTHING_MAX);
    ret->district = p->district + district * DISTRICT_BYTES;
    return true;
}

/* The return's own formula, with its own mile; rint() rounds half to even as the guidance's
 * tool does. */
int32_t place_miles_tenths(struct place_point a, struct place_point b)
{
    double metres = hypot((double)a.easting - b.easting, (double)a.northing - b.northing);
    return (int32_t)rint(metres / 1000.0 / 1.6093 * 10.0);
}
