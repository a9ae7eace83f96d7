/* What a return's pupil number may be: a number, or why there is none. */
#ifndef INTAKE_UPN_H
#define INTAKE_UPN_H
#include "base/str.h"

/* "UN1" … "UN5" say why there is no pupil number. */
static inline bool is_pupil_number(struct str upn)
{
    return upn.len > 3;
}

#endif
