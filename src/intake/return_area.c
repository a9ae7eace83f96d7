/* Where a placement is: in the authority's area, adjoining, or at a distance; and how far. */
#include "intake/return_map.h"

static void set_area(struct event *e, const char *area, const char *confidence, const char *source)
{
    event_set_code(e, "area", area);
    event_set_code(e, "area-confidence", confidence);
    event_set_text(e, "area-source", str_from(source));
}

/* Not in the index, whose licence leaves them out, but their letters say enough. */
static bool is_northern_ireland(struct str postcode)
{
    postcode = str_trim(postcode);
    return postcode.len > 2 && (postcode.at[0] | 32) == 'b' && (postcode.at[1] | 32) == 't' &&
           postcode.at[2] >= '0' && postcode.at[2] <= '9';
}

static void set_english_area(const struct mapping *m, struct event *e, const char *district)
{
    const char *authority = place_authority(district), *confidence = "none";
    enum adjacency how = ADJACENT_UNKNOWN;
    if (authority)
        event_set_text(e, "area-code", str_from(authority));
    if (authority && m->terms->authority)
        how = place_adjoins(m->terms->authority, authority, &confidence);
    switch (how) {
    case ADJACENT_SAME: set_area(e, "in", confidence, "postcode"); return;
    case ADJACENT_YES:
        set_area(e, "adjoining", confidence, "postcode, adjacency derived from geometry");
        return;
    case ADJACENT_NO:
        set_area(e, "distant", confidence, "postcode, adjacency derived from geometry");
        return;
    case ADJACENT_UNKNOWN:
        set_area(e, "unknown", "none",
                 authority ? "could not look: the responsible authority's code is not known"
                           : "could not look: the postcode's district is not known");
        return;
    }
}

static void set_area_of(const struct mapping *m, struct event *e, struct place_point at)
{
    if (at.district[0] == 'E') {
        set_english_area(m, e, at.district);
        return;
    }
    event_set_text(e, "area-code", str_from(at.district));
    if (at.district[0] == 'S')
        set_area(e, "scotland", "high", "postcode");
    else if (at.district[0] == 'W')
        set_area(e, "wales", "high", "postcode");
    else if (at.district[0] == 'N')
        set_area(e, "northern-ireland", "high", "postcode");
    else
        set_area(e, "outside-uk", "high", "postcode");
}

void map_area(const struct mapping *m, struct event *e, const struct return_row *row)
{
    const struct return_cell *home = &row->cell[EPISODE_HOME_POST],
                             *placed = &row->cell[EPISODE_PL_POST];
    struct place_point from, to;
    if (!placed->given) {
        set_area(e, "unknown", "none", "could not look: the row has no postcode");
        return;
    }
    if (is_northern_ireland(placed->text)) {
        set_area(e, "northern-ireland", "high", "postcode");
        return;
    }
    if (!m->terms->postcodes) {
        set_area(e, "unknown", "none", "could not look: no postcode index");
        return;
    }
    if (!postcodes_find(m->terms->postcodes, placed->text, &to)) {
        set_area(e, "unknown", "none", "the postcode is not in the index");
        return;
    }
    set_area_of(m, e, to);
    if (home->given && postcodes_find(m->terms->postcodes, home->text, &from))
        event_set_number(e, "distance", place_miles_tenths(from, to));
}
