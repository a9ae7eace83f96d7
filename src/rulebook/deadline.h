/* From when time runs and when it ends: the arithmetic of deadlines. Private to this room. */
#ifndef RULEBOOK_DEADLINE_H
#define RULEBOOK_DEADLINE_H
#include "base/calendar.h"
#include "journal/event.h"
#include "rulebook/due.h"

struct deadline {
    int64_t at; /* INT64_MAX: none, or not known */
    bool unknown;
};
/* From when a fact's time runs: known only to the day, hours run from the end of that day. */
struct deadline fact_begins(const struct calendar *c, const struct fact *f, uint8_t unit);
struct deadline date_said(const struct calendar *c, const struct fact *f);
struct deadline deadline_after(const struct calendar *c, int64_t base, const struct due *d);
int64_t step_instant(const struct calendar *c, int64_t at, struct period p);
static inline int32_t day_at(const struct calendar *c, int64_t us)
{
    int64_t day = us < 0 ? 0 : us / (24 * HOUR_US);
    if (day >= CALENDAR_DAYS)
        return CALENDAR_DAYS - 1;
    return (int32_t)day + (us >= c->day_end_us[day] && day < CALENDAR_DAYS - 1);
}
/* The same for most: hours, and days within the tables. */
static inline struct deadline deadline_soon(const struct calendar *c, int64_t base,
                                            const struct due *d)
{
    bool days = d->period.unit == UNIT_DAYS || d->period.unit == UNIT_WEEKS;
    int64_t length = d->period.unit == UNIT_WEEKS ? d->period.amount * 7 : d->period.amount;
    int64_t at, from = day_at(c, base), day = from + length;
    if (d->period.unit == UNIT_HOURS && !__builtin_add_overflow(base, length * HOUR_US, &at))
        return (struct deadline){ at, false };
    if (days && !d->first_day && from < CALENDAR_DAYS - 1 && day >= 0 && day < CALENDAR_DAYS)
        return (struct deadline){ c->day_end_us[day], false };
    return deadline_after(c, base, d);
}

#endif
