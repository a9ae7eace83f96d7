/* One row's cells: text into dates, flags, numbers and codes, with what is wrong with each. */
#ifndef INTAKE_RETURN_CELLS_H
#define INTAKE_RETURN_CELLS_H
#include "intake/return_rows.h"

/* `at` names file and line; field and reason are filled in for each thing told. */
void return_check_row(struct task *t, struct return_row *row, const struct receipt_row *at,
                      struct receipt *receipt);

#endif
