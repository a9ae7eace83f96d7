/* Where a postcode is: a small file mapped into memory, and which authorities adjoin. */
#ifndef PLACE_PLACE_H
#define PLACE_PLACE_H
#include "base/task.h"

struct postcodes; /* a mapped index */

/* Builds the file from CSV "postcode,easting,northing,laua" (plain; the caller inflates). */
struct postcodes_built {
    size_t rows, kept, refused;
    size_t bytes;
};
status postcodes_build(struct task *t, struct str csv_file, struct str out_file,
                       struct postcodes_built *ret);
/* Maps it; a truncated or foreign file is refused. */
status postcodes_open(struct task *t, struct str file, struct postcodes **ret);
void postcodes_close(struct postcodes *p);
size_t postcodes_count(const struct postcodes *p);

struct place_point {
    int32_t easting, northing; /* OSGB36 metres */
    const char *district;      /* GSS code, "E06000001" */
};
bool postcodes_find(const struct postcodes *p, struct str postcode, struct place_point *ret);

/* The return's distance: plane, miles of 1.6093 km, to a tenth, half to even. In tenths. */
int32_t place_miles_tenths(struct place_point a, struct place_point b);

/* Upper-tier authority of a district ("E07000004" → "E10000002"); NULL when not known. */
const char *place_authority(const char *district);
const char *place_authority_name(const char *authority);

enum adjacency { ADJACENT_NO, ADJACENT_YES, ADJACENT_SAME, ADJACENT_UNKNOWN };
/* Derived from geometry: the confidence ("high", "medium", "low") says how far to trust it. */
enum adjacency place_adjoins(const char *authority, const char *other, const char **ret_confidence);

#endif
