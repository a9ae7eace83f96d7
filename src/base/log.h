/* One line per happening, logfmt, to stderr. Ids and numbers only: a value is never free text. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/task.h"

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

/* log_line(LOG_INFO, "import", "rows=%d children=%d", rows, children): event, then fields. */
void log_line(enum log_level level, const char *event, const char *fields, ...) PRINTF(3, 4);
void log_failure(const char *event, const struct task *t); /* status and reason, at the edge */

#endif
