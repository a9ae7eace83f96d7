/* The tables of rules/place as they travel inside the binary. */
#ifndef PLACE_TABLES_H
#define PLACE_TABLES_H
#include "base/embedded.h"

extern const struct embedded embedded_places[]; /* authorities.csv, districts.csv, adjacency.csv */

#endif
