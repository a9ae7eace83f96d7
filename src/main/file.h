/* Whole files in and out, bounded before they are read. */
#ifndef MAIN_FILE_H
#define MAIN_FILE_H
#include "base/str.h"

/* "-" reads standard input. The reason names no path: it is logged. */
status file_read(struct task *t, struct str path, size_t most, struct str *ret);

#endif
