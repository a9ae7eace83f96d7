/* What a person is told of what came in: counts, and the rows that need looking at. */
#ifndef INTAKE_RECEIPT_H
#define INTAKE_RECEIPT_H
#include "intake/intake.h"

/* Lists a warning or refusal while there is room. */
void receipt_tell(struct task *t, struct receipt *r, const struct receipt_row *row);

#endif
