/* Legal statuses and episodes of care as the statutory return cuts them. */
#ifndef REGISTER_CARE_ROWS_H
#define REGISTER_CARE_ROWS_H
#include "register/row_values.h"

void care_rows(struct rows_of *r);

#endif
